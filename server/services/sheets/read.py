"""Read a sheet. The hottest read of all: one statement, then bytes that were encoded once for everybody of a class."""

import hashlib
from datetime import datetime

import msgspec

from server.db import Tx, read
from server.errors import NotAllowed, NotFound, NotSignedIn
from server.models.access.queries import actor_of
from server.models.schedule import queries as schedule
from server.models.sheets import reading, versions
from server.models.sheets.reading import OutRow
from server.rules.access import Actor, Membership, Scope, may, scope_of
from server.rules.access.fields import Sight, sight_of
from server.rules.sheets import words
from server.rules.sheets.blocks import drivers
from server.rules.sheets.concern import changes
from server.rules.sheets.diff import diff
from server.rules.sheets.held import VersionOut
from server.rules.sheets.person import members_of, own
from server.rules.sheets.sheet import ApprovedOut, SheetOut, sheet_out
from server.rules.sheets.snapshot import Snapshot, thaw
from server.services.access.sessions import hash_of
from server.services.sheets.shelf import Shelf
from server.wire import Struct, encode

BODIES: Shelf[tuple[bytes, str]] = Shelf(32 * 1024 * 1024)
PAGES: Shelf[Snapshot] = Shelf(16 * 1024 * 1024)
"""Thawed pages by version id: a version never changes. Sizes are those of the frozen bytes."""


class Body(msgspec.Struct, frozen=True):
    """`content` None: the reader has it already."""

    content: bytes | None
    etag: str


class VersionLine(Struct):
    """One issue of a day."""

    id: int
    kind: str
    number: int
    colour: str
    issued_at: datetime
    release_at: datetime
    withdrawn_at: datetime | None
    reason: str
    rings: int
    concerned: int
    held: bool
    """Not out yet: only those who may issue see it."""


class ForWhom(Struct):
    """People for whom the same changed, by name; most personal first."""

    says: list[str]
    people: list[str]


class Compared(Struct):
    """`lines`: the pages' difference, at most 200. `people`: what each person called would have to be told."""

    before: str
    after: str
    lines: list[str]
    people: list[ForWhom]


async def read_newest(token: str, production_id: int, day_id: int, *, etags: str, now: datetime) -> Body:
    """The newest sheet of a day that is out, for whoever holds `token`.

    Raises NotSignedIn, NotFound (another production's day, or nothing out yet), NotAllowed.
    """
    async with read() as db:
        found = await reading.addressed(db, hash_of(token), production_id, day_id, now) if token else None
        if found is None:
            signed_in = await actor_of(db, hash_of(token), now) if token else None
            raise NotFound if signed_in else NotSignedIn
        scope = scope_of(found.membership, "sheet", "read")
        if scope is None:
            raise NotAllowed
        if found.version_id is None:
            raise NotFound("Nothing is issued for this day yet.")
        if scope is Scope.OWN:
            return await _own(db, production_id, found.version_id, found.membership, etags=etags, now=now)
        sight = sight_of(found.membership)
        key = (found.version_id, found.number, found.contacts_revision, sight)
        held = BODIES.get(key)
        if held is None:
            held = await _encode(db, production_id, found.version_id, sight, found.contacts_revision, now)
            BODIES.put(key, held, len(held[0]))
    content, etag = held
    return Body(None if etag in etags else content, etag)


async def _encode(  # noqa: PLR0917  the parts of its key
    db: Tx, production_id: int, version_id: int, sight: Sight, contacts: int, now: datetime
) -> tuple[bytes, str]:
    sheet, row = await _sheet(db, production_id, version_id, sight, own=None, now=now)
    reader = hashlib.blake2b(
        repr((sorted(sight.all), sorted(sight.within), sorted(sight.departments))).encode(), digest_size=6
    ).hexdigest()
    return encode(sheet), f'"{row.id}.{row.newest}.{contacts}.{reader}"'


async def _own(
    db: Tx, production_id: int, version_id: int, membership: Membership, *, etags: str, now: datetime
) -> Body:
    """Talent: their own lines only, made for them alone and never kept."""
    sight = sight_of(membership)
    sheet, _ = await _sheet(db, production_id, version_id, sight, own=membership.member_id, now=now)
    content = encode(sheet)
    etag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    return Body(None if etag in etags else content, etag)


async def _sheet(
    db: Tx, production_id: int, version_id: int, sight: Sight, *, own: int | None, now: datetime
) -> tuple[SheetOut, OutRow]:
    row = await reading.version(db, production_id, version_id, now)
    if row is None:
        raise NotFound
    frozen = thawed(row.id, row.snapshot)
    around = await reading.around(db, production_id, members_of(frozen) | drivers(frozen))
    return sheet_out(frozen, version_out(row), row.newest, around, sight, own=own, approved=approved_out(row)), row


def approved_out(row: OutRow) -> list[ApprovedOut]:
    return msgspec.json.decode(row.approved, type=list[ApprovedOut])


def version_out(row: OutRow) -> VersionOut:
    return VersionOut(
        id=row.id, number=row.number, colour=row.colour, kind=row.kind, issued_at=row.issued_at,
        issued_by=row.issued_by, reason=row.reason,
    )  # fmt: skip


def thawed(version_id: int, frozen: bytes) -> Snapshot:
    """A page by its version's id, thawed once a process."""
    page = PAGES.get(version_id)
    if page is None:
        page = thaw(frozen)
        PAGES.put(version_id, page, len(frozen))
    return page


async def read_version(production_id: int, version_id: int, *, by: Actor, now: datetime) -> SheetOut:
    """One version by its id, also an old or a preliminary one. A preliminary only by its list and who prepares it."""
    membership, scope = may(by, "sheet", "read", production_id=production_id)
    own = membership.member_id if scope is Scope.OWN else None
    async with read() as db:
        sheet, row = await _sheet(db, production_id, version_id, sight_of(membership), own=own, now=now)
    if _hidden(row, membership):
        raise NotFound
    return sheet


def _hidden(row: OutRow, membership: Membership) -> bool:
    """A preliminary is for its list, and for who prepares it."""
    prepares = scope_of(membership, "sheet", "prepare") is not None
    return row.kind == "preliminary" and not prepares and membership.member_id not in row.readers


async def list_versions(production_id: int, day_id: int, *, by: Actor, now: datetime) -> list[VersionLine]:
    """Newest first; held ones and preliminaries only where the reader may see them."""
    membership, _ = may(by, "sheet", "read", production_id=production_id)
    publishes = scope_of(membership, "sheet", "publish") is not None
    prepares = scope_of(membership, "sheet", "prepare") is not None
    async with read() as db:
        await schedule.day(db, production_id, day_id)
        rows = await versions.of_day(db, production_id, day_id)
    return [
        VersionLine(
            id=row.id, kind=row.kind, number=row.number, colour=row.colour, issued_at=row.issued_at,
            release_at=row.release_at, withdrawn_at=row.withdrawn_at, reason=row.reason, rings=row.rings,
            concerned=row.concerned, held=row.release_at > now,
        )
        for row in rows
        if (row.release_at <= now or publishes)
        and (row.kind == "final" or prepares or membership.member_id in row.readers)
    ]  # fmt: skip


async def compare(production_id: int, before_id: int, after_id: int, *, by: Actor, now: datetime) -> Compared:
    """What differs between two versions of one production that are out, in sentences for the office.

    Raises NotFound, also for a preliminary that isn't the reader's.
    """
    membership, _ = may(by, "sheet", "compare", production_id=production_id)
    async with read() as db:
        rows = [await reading.version(db, production_id, one, now) for one in (before_id, after_id)]
        if any(row is None or _hidden(row, membership) for row in rows):
            raise NotFound
        before, after = (thawed(row.id, row.snapshot) for row in rows if row)
        names = await versions.names(db, production_id, members_of(before) | members_of(after))
    label = [row.colour or f"P{row.number}" for row in rows if row]
    lines = words.lines_of(diff(before, after), before, names, twelve=by.twelve)
    return Compared(
        before=label[0], after=label[1], lines=lines, people=_for_whom(before, after, names, twelve=by.twelve)
    )


def _for_whom(before: Snapshot, after: Snapshot, names: dict[int, str], *, twelve: bool) -> list[ForWhom]:
    """The fewest first: who is changed alone is looked for, who is pushed with all is not."""
    found: dict[tuple[str, ...], list[str]] = {}
    for member in sorted(members_of(before) | members_of(after), key=lambda one: names.get(one, "")):
        said = tuple(words.sentences(changes(own(before, member), own(after, member)), twelve=twelve))
        if said:
            found.setdefault(said, []).append(names.get(member, "Somebody"))
    return [
        ForWhom(says=list(said), people=people) for said, people in sorted(found.items(), key=lambda one: len(one[1]))
    ]
