"""Issue a day's sheet: freeze it, number and colour it, and tell whom it concerns. One transaction."""

from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from server.db import Tx, tx
from server.errors import Archived, Conflict, Invalid, NotAllowed, Stale
from server.models.production import queries as productions
from server.models.schedule import queries as schedule
from server.models.schedule.queries import DayRow
from server.models.sheets import versions
from server.models.sheets.versions import VersionRow
from server.rules.access import Actor, Scope, may
from server.rules.production.clock_face import face
from server.rules.production.settings import ProductionSettings, settings_of
from server.rules.schedule.times import minutes_of
from server.rules.sheets import words
from server.rules.sheets.colours import colour, name
from server.rules.sheets.diff import diff
from server.rules.sheets.snapshot import Snapshot, freeze, thaw
from server.services.schedule.changing import difference_since
from server.services.sheets.gather import gather
from server.services.sheets.tell import tell
from server.wire import Id, Line, Revision, Struct


class PublishIn(Struct):
    """`base_version`: number of the newest version the publisher has seen (0: none) · `day_revision`: of the draft."""

    base_version: Revision
    day_revision: Revision
    reason: Line = ""
    """One line on every phone: why."""
    at_once: bool = False
    """No hold: told, and read, from now on."""
    ring_all: bool = False
    """Ring everybody called, also those whom it doesn't touch."""


class PreliminaryIn(Struct):
    day_revision: Revision
    readers: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=200)]
    """Members on the list: heads, transport, locations, catering. Nobody else reads it, nobody is told by it."""


class Issued(Struct):
    """`rings` phones sound, `concerned` people are told, at `release_at`; until then it can be stopped."""

    version_id: int
    kind: str
    number: int
    colour: str
    issued_at: datetime
    release_at: datetime
    rings: int
    concerned: int


async def publish(*, production_id: int, day_id: int, wanted: PublishIn, by: Actor, now: datetime) -> Issued:
    """The next final version. Of two publishers at once one wins.

    Raises Stale (412, with what differs) when somebody issued or edited meanwhile; Conflict when nothing differs from
    the newest version; NotAllowed for an AD of another unit.
    """
    async with tx(production_id) as db:
        day = await lock(db, production_id, day_id, by=by, action="publish")
        newest = await versions.newest(db, production_id, day_id)
        page, _ = await gather(db, production_id, day, by=by)
        await _not_stale(db, production_id, day, newest, page, wanted, by=by)
        if newest is not None and unchanged(newest, page) and not wanted.ring_all:
            raise Conflict(
                f"Nothing differs from {newest.colour}, so nobody would hear anything new.", code="nothing_changed",
                next_step="Change the sheet first, or ring everybody again on purpose.",
            )  # fmt: skip
        production = await productions.production(db, production_id)
        if production.archived_at is not None:
            raise Archived
        settings = settings_of(production.settings)
        hold = timedelta(0) if wanted.at_once else timedelta(seconds=settings.hold_seconds)
        return await issue(
            db, production_id, page, newest, settings=settings, by=by, now=now, release_at=now + hold,
            reason=wanted.reason or page.head.reason, day_revision=day.revision, ring_all=wanted.ring_all,
        )  # fmt: skip


async def issue(
    db: Tx, production_id: int, page: Snapshot, newest: VersionRow | None, *, settings: ProductionSettings, by: Actor,
    now: datetime, release_at: datetime, reason: str, day_revision: int, ring_all: bool = False,
) -> Issued:  # fmt: skip
    """Freeze `page` as the version after `newest`, write its notices, note the fact. The caller holds the day."""
    number = newest.number + 1 if newest else 1
    values = {
        "kind": "final", "number": number, "colour": colour(settings.colours, number), "snapshot": freeze(page),
        "day_revision": day_revision, "reason": reason, "issued_by": by.account_id, "issued_at": now,
        "release_at": release_at,
    }  # fmt: skip
    version_id = await versions.add(db, production_id, page.head.day_id, values)
    made = await versions.version(db, production_id, version_id)
    count = await tell(db, production_id, made, page, settings=settings, now=now, ring_all=ring_all)
    db.note(
        "sheet_published", "day", made.day_id, by=by, revision=number, production_id=production_id,
        ids={"version": version_id},
    )  # fmt: skip
    return out(made, rings=count.rings, concerned=count.concerned)


async def publish_preliminary(
    *, production_id: int, day_id: int, wanted: PreliminaryIn, by: Actor, now: datetime
) -> Issued:
    """P1, P2…: uncoloured, to a list, told to nobody.

    Raises Stale when the draft was edited; Invalid for somebody who isn't on the production.
    """
    async with tx(production_id) as db:
        day = await lock(db, production_id, day_id, by=by, action="publish")
        if day.revision != wanted.day_revision:
            changes = await difference_since(db, production_id, day, wanted.day_revision, twelve=by.twelve)
            raise Stale("The draft was changed meanwhile.", difference=[], changes=changes)
        known = await versions.readers(db, production_id, wanted.readers)
        if unknown := sorted(set(wanted.readers) - known.keys()):
            raise Invalid("Not all of the list are on this production.", errors=[{"where": "readers", "what": unknown}])
        newest = await versions.newest(db, production_id, day_id, kind="preliminary")
        number = newest.number + 1 if newest else 1
        page, _ = await gather(db, production_id, day, by=by)
        values = {
            "kind": "preliminary", "number": number, "snapshot": freeze(page),
            "day_revision": day.revision, "issued_by": by.account_id, "issued_at": now, "release_at": now,
            "readers": sorted(known),
        }  # fmt: skip
        version_id = await versions.add(db, production_id, day_id, values)
        made = await versions.version(db, production_id, version_id)
        db.note("preliminary_published", "day", day_id, by=by, revision=number, ids={"version": version_id})
    return out(made, rings=0, concerned=0)


def unchanged(newest: VersionRow, page: Snapshot) -> bool:
    """Whether `page` is word for word what is out: there is nothing to issue."""
    return newest.withdrawn_at is None and thaw(newest.snapshot) == page


def out(row: VersionRow, *, rings: int | None = None, concerned: int | None = None) -> Issued:
    return Issued(
        version_id=row.id, kind=row.kind, number=row.number, colour=name(row.kind, row.number, row.colour),
        issued_at=row.issued_at, release_at=row.release_at, rings=row.rings if rings is None else rings,
        concerned=row.concerned if concerned is None else concerned,
    )  # fmt: skip


async def lock(db: Tx, production_id: int, day_id: int, *, by: Actor, action: str) -> DayRow:
    """May I, and the day held until the end. Raises NotFound, NotAllowed (also for another unit's day)."""
    membership, scope = may(by, "sheet", action, production_id=production_id)
    day = await schedule.day(db, production_id, day_id, lock=True)
    if scope is Scope.UNIT and membership.unit_id != day.unit_id:
        raise NotAllowed("This day is another unit's.")
    return day


async def _not_stale(  # noqa: PLR0917  two sides of one comparison
    db: Tx, production_id: int, day: DayRow, newest: VersionRow | None, page: Snapshot, wanted: PublishIn,
    *, by: Actor,
) -> None:  # fmt: skip
    """trust.md, R6: version n+1 only after n, and only of the draft that the publisher saw.

    `difference`: of the pages · `changes`: who edited what of the draft meanwhile, in sentences.
    """
    number = newest.number if newest else 0
    if number == wanted.base_version and day.revision == wanted.day_revision:
        return
    issued = newest if number != wanted.base_version else None
    seen = await versions.pages(db, production_id, day.id, [wanted.base_version])
    before = thaw(seen[wanted.base_version][1]) if wanted.base_version in seen else None
    lines: list[str] = []
    if before is not None:
        after = thaw(issued.snapshot) if issued is not None else page
        members = {line.member_id for one in (before, after) for line in one.lines if line.member_id}
        names = await versions.names(db, production_id, members)
        lines = words.lines_of(diff(before, after), before, names, twelve=by.twelve)
    what = "The draft was changed"
    if issued is not None:
        who = await versions.issuer(db, production_id, issued.issued_by)
        at = face(minutes_of(issued.issued_at, day.on_date, day.zone), twelve=by.twelve)
        what = f"{who or 'Somebody'} issued {issued.colour} at {at}"
    raise Stale(
        f"{what} while you worked on it.", difference=lines, base_version=number, day_revision=day.revision,
        changes=await difference_since(db, production_id, day, wanted.day_revision, twelve=by.twelve),
    )  # fmt: skip
