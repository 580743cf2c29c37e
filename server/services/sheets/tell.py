"""Whom a version concerns, against what each person is known to have; notices in the publishing transaction."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from server.db import Tx
from server.models.sheets import versions
from server.models.sheets.versions import KnownRow, ReaderRow, VersionRow
from server.rules.notify.chasers import wave_of
from server.rules.production.settings import ProductionSettings
from server.rules.schedule.rest import Rest
from server.rules.sheets import held, telling, words
from server.rules.sheets.concern import GONE, Change, changes, drivers
from server.rules.sheets.diff import Difference, diff
from server.rules.sheets.person import CALLED, Own, members_of, own
from server.rules.sheets.snapshot import Snapshot, line_id, thaw
from server.rules.sheets.telling import Resting
from server.services.notify.write import About, NoticeIn, supersede, write
from server.services.schedule.resting import Key
from server.wire import encode


class Concern(msgspec.Struct, frozen=True):
    """What one person would be told."""

    member_id: int
    changes: list[Change]
    before: Own | None
    after: Own | None
    known: int | None
    pending: bool


class Before(msgspec.Struct, frozen=True):
    """Earlier versions by number, as far as somebody knows them."""

    pages: dict[int, Snapshot]
    colours: dict[int, str]
    known: dict[int, KnownRow]


class Count(msgspec.Struct, frozen=True):
    """Of one version: people who get a notice, and those among them whose phone sounds."""

    concerned: int
    rings: int


async def gather_known(db: Tx, production_id: int, day_id: int) -> Before:
    """Two statements."""
    known = await versions.known(db, production_id, day_id)
    numbers = {n for row in known.values() for n in (row.known, row.pending) if n is not None}
    found = await versions.pages(db, production_id, day_id, numbers)
    return Before(
        pages={number: thaw(frozen) for number, (_, frozen) in found.items()},
        colours={number: colour for number, (colour, _) in found.items()},
        known=known,
    )


def concerned(page: Snapshot, before: Before, *, ring_all: bool = False) -> list[Concern]:
    """Everybody on this page or told of an earlier one, with what rings them (pure). Without changes: nothing new."""
    found = []
    for member in sorted(members_of(page) | before.known.keys()):
        row = before.known.get(member)
        number = row.known if row else None
        was = own(before.pages[number], member) if number in before.pages else None
        now = own(page, member)
        new = changes(was, now)
        if not new and row is not None and row.left_us and (read := _perhaps_read(row, before, now)) is not None:
            number, was = row.pending, read
            new = changes(was, now)
        if ring_all and not new and now is not None and now.called:
            new = [Change("called", now.first_call, now.first_call)]
        found.append(Concern(member, new, was, now, number, row is not None and row.pending is not None))
    return _with_pickups(found, page)


def _fetched(change: Change, before: Own | None) -> bool:
    """Whether it moves a pickup that was known, or leaves nobody to be fetched by it."""
    if change.what in GONE or (change.what == "call" and change.new is None):
        return before is not None and any(line.pickup for line in before.lines)
    return change.what == "pickup" and change.old is not None


def _with_pickups(found: list[Concern], page: Snapshot) -> list[Concern]:
    """Somebody's pickup moved: who drives that run is rung too, also when the passenger is left to sleep."""
    moved = {one.member_id for one in found for change in one.changes if _fetched(change, one.before)}
    rung = drivers(page, moved) if moved else set()
    return [
        msgspec.structs.replace(one, changes=[*one.changes, Change("pickups")])
        if one.member_id in rung and one.after is not None and one.after.called
        else one
        for one in found
    ]


def _perhaps_read(row: KnownRow, before: Before, now: Own | None) -> Own | None:
    """What left the house and may have been read in a mail, though nothing is proved: where it called them and they
    aren't called any more, or the other way round.
    """
    told = own(before.pages[row.pending], row.member_id) if row.pending in before.pages else None
    called = now is not None and now.called
    return told if told is not None and told.called != called else None


async def tell(
    db: Tx,
    production_id: int,
    version: VersionRow,
    page: Snapshot,
    *,
    settings: ProductionSettings,
    now: datetime,
    ring_all: bool = False,
    rest: Mapping[Key, Rest] | None = None,
) -> Count:
    """Write one notice a person concerned; end the pending ones of those for whom nothing is new.

    Who moves others is first, then cast, then crew: in this order the notices leave. `rest`: before each call of the
    page, where it is a change; a first issue wakes nobody and forces nobody.
    """
    before = await gather_known(db, production_id, version.day_id)
    found = concerned(page, before, ring_all=ring_all)
    readers = await versions.readers(db, production_id, [one.member_id for one in found])
    today = await _working(db, production_id, page, now)
    totals = {number: entries(diff(was, page)) for number, was in before.pages.items()}
    notices = []
    resting = _resting(rest or {}, page, version)
    for one in sorted(found, key=lambda one: _wave(page, one)):
        reader = readers.get(one.member_id)
        if reader is not None and one.changes:
            works = today is None or one.member_id in today
            others = _others(before, one, totals)
            rested = resting.get(one.member_id, Resting())
            notices.append(_notice(production_id, version, one, reader, settings, now, works, others, rested))
    about = About("sheet", version.day_id, version.number, version.id)
    await write(db, production_id, notices, about=about, release_at=version.release_at, now=now)
    done = [one.member_id for one in found if one.pending and (not one.changes or one.member_id not in readers)]
    await supersede(db, production_id, about, done, now=now)
    count = Count(concerned=len(notices), rings=sum(notice.rings for notice in notices))
    await versions.count(db, production_id, version.id, rings=count.rings, concerned=count.concerned)
    return count


def _notice(  # noqa: PLR0917  one person's notice needs all of it
    production_id: int,
    version: VersionRow,
    one: Concern,
    reader: ReaderRow,
    settings: ProductionSettings,
    now: datetime,
    works_today: bool,
    others: tuple[held.FromVersion | None, int],
    resting: Resting,
) -> NoticeIn:
    person = one.after or one.before
    if person is None:
        raise ValueError("a change for somebody on neither page")
    cast = reader.day_player or any(line.element_id for line in person.lines)
    how = telling.told(
        one.changes, one.before, one.after, now=now, release_at=version.release_at, settings=settings,
        works_today=works_today, cast=cast, resting=resting,
    )  # fmt: skip
    said = words.notice(one.changes, one.after, one.before, version=version.colour, twelve=reader.twelve)
    out = held.VersionOut(
        id=version.id, number=version.number, colour=version.colour, kind=version.kind, issued_at=version.issued_at,
        reason=version.reason,
    )  # fmt: skip
    shown = one.after or msgspec.structs.replace(person, lines=())
    payload = held.push_day(production_id, shown, out, change=held.change_of(one.changes, *others))
    return NoticeIn(
        member_id=one.member_id,
        rings=how.rings,
        must_confirm=how.must_confirm,
        words={"title": said.title, "body": said.body},
        payload=encode(payload),
        rings_at=how.rings_at,
        by_hand=how.by_hand,
        deadline=how.deadline,
        expires_at=how.expires_at,
    )


def _wave(page: Snapshot, one: Concern) -> int:
    lines = [line for own in (one.after, one.before) if own is not None for line in own.lines]
    names = {department.id: department.name for department in page.departments}
    departments = [names[line.department_id] for line in lines if line.department_id in names]
    return wave_of(departments, cast=any(line.element_id for line in lines))


def _resting(rest: Mapping[Key, Rest], page: Snapshot, version: VersionRow) -> dict[int, Resting]:
    """By member: since when they rest, and which of their lines break it, also as the approval knew it."""
    found: dict[int, Resting] = {}
    for key, one in rest.items():
        had = found.get(key[0], Resting())
        short = had.short | {line_id(*key)} if one.short else had.short
        found[key[0]] = Resting(max(one.since, had.since or one.since), short)
    frozen = msgspec.json.decode(version.short_rest, type=dict[str, int])
    for line in page.lines:
        if line.id in frozen and line.member_id is not None:
            had = found.get(line.member_id, Resting())
            found[line.member_id] = Resting(had.since, had.short | {line.id})
    return found


def _others(before: Before, one: Concern, totals: Mapping[int, int]) -> tuple[held.FromVersion | None, int]:
    """(the version known before, how many other changes don't touch this person). `totals`: changes since a version."""
    if one.known is None or one.known not in totals:
        return None, 0
    since = held.FromVersion(number=one.known, colour=before.colours[one.known])
    return since, max(0, totals[one.known] - len(one.changes))


def entries(difference: Difference) -> int:
    """How many single changes a difference holds."""
    blocks = difference.blocks.values()
    inside = sum(len(b.added) + len(b.removed) + sum(len(c.fields) for c in b.changed) for b in blocks)
    return len(difference.head) + inside


async def _working(db: Tx, production_id: int, page: Snapshot, now: datetime) -> set[int] | None:
    """Who is called on the local date of `now`; None: a day is worked of which we have no page, so all may be."""
    frozen = await versions.working(db, production_id, now.astimezone(ZoneInfo(page.head.zone)).date(), now)
    if frozen is None:
        return None
    lines = [line for each in frozen for line in thaw(each).lines if line.kind in CALLED]
    return {line.member_id for line in lines if line.member_id is not None}
