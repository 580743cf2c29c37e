"""The draft as the office edits it: the page as it would be frozen, what it changes, whom it would ring."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from server.db import Tx, read
from server.models.schedule import queries as schedule
from server.models.schedule.queries import DayRow
from server.models.sheets import preflight as preflight_rows
from server.models.sheets import reading, versions
from server.models.sheets.versions import VersionRow
from server.rules.access import Actor, may, scope_of
from server.rules.access.fields import sight_of
from server.rules.schedule.rest import Rest
from server.rules.sheets import held, words
from server.rules.sheets.blocks import drivers
from server.rules.sheets.diff import diff
from server.rules.sheets.held import MyChange
from server.rules.sheets.person import CALLED, members_of
from server.rules.sheets.preflight import Known, Rested, preflight
from server.rules.sheets.sheet import SheetOut, sheet_out
from server.rules.sheets.snapshot import Snapshot, Time, line_id, thaw
from server.services.schedule.gather import Called
from server.services.schedule.resting import Key, rests
from server.services.sheets import counts
from server.services.sheets.approval import ApprovalOut, approval_out, standing, waiting
from server.services.sheets.gather import gather
from server.services.sheets.publish import Issued, out, unchanged
from server.services.sheets.tell import Before, concerned, gather_known
from server.wire import Struct

Elsewhere = dict[int, tuple[str, Time | None]]


class WasOut(Struct):
    """A line that changes a time: what the newest issued page says."""

    line: str
    call: datetime | None
    kind: str


class ShortRestOut(Struct):
    """Rest before this line's call, in minutes; counted from the estimated wrap until one is logged."""

    line: str
    minutes: int
    needed: int
    short: bool
    earliest: datetime
    """The earliest call without a short rest."""
    logged: bool
    source: str


class ComesFrom(Struct):
    """Where a line's time comes from, and whether it moves with the general call."""

    line: str
    typed: str
    """The kind that was typed; `department` where nothing was."""
    moves: bool


class ConcernedOut(Struct):
    """One person whom issuing now would tell."""

    member_id: int
    name: str
    change: MyChange
    words: str


class FindingOut(Struct):
    """`where` it is mended: calls, times, places, scenes, people. `line`: whose, where it is one alone."""

    kind: str
    says: str
    where: str
    line: str


class NextOut(Struct):
    number: int
    colour: str


class DraftOut(Struct):
    sheet: SheetOut
    day_revision: int
    base_version: int
    """Number of the newest version, held ones too; 0: none. Goes back with the issue."""
    base_colour: str
    next: NextOut
    was: list[WasOut]
    difference: list[str]
    """Against the newest version, in sentences."""
    unchanged: bool
    """Nothing differs from the newest version: only ringing everybody is left."""
    concerned: list[ConcernedOut]
    silent: int
    """Called, and not touched by it."""
    called: int
    comes_from: list[ComesFrom]
    rest: list[ShortRestOut]
    checks: list[FindingOut]
    """What to look at before issuing, worst first."""
    approval: ApprovalOut
    hold: Issued | None
    """The version that can still be stopped."""
    may_publish: bool
    at: datetime


class ToApproveOut(Struct):
    """A draft as its approver looks at it. `approval.asked` empty: nothing is approved here."""

    day_id: int
    on_date: date
    zone: str
    day_revision: int
    base_version: int
    next: NextOut
    difference: list[str]
    """Against the newest version, in sentences; empty for a first issue."""
    unchanged: bool
    general_call: datetime | None
    approval: ApprovalOut


async def to_approve(production_id: int, day_id: int, *, by: Actor, now: datetime) -> ToApproveOut:
    """Who has approved the draft, who still has to, and what it changes. Raises as `preview` does."""
    may(by, "sheet", "preview", production_id=production_id)
    async with read() as db:
        day = await schedule.day(db, production_id, day_id)
        page, gathered = await gather(db, production_id, day, by=by)
        newest = await _newest(db, production_id, day, by=by, now=now)
        issued = thaw(newest.snapshot) if newest else None
        state = await standing(db, page, gathered, newest, now=now)
        people = members_of(page) | (members_of(issued) if issued else set())
        names = await versions.names(db, production_id, people)
    return ToApproveOut(
        day_id=day_id, on_date=day.on_date, zone=day.zone, day_revision=day.revision, base_version=state.number - 1,
        next=NextOut(number=state.number, colour=state.colour),
        difference=words.lines_of(diff(issued, page), issued, names, twelve=by.twelve) if issued else [],
        unchanged=newest is not None and unchanged(newest, page),
        general_call=held.at(page.head.general_call),
        approval=approval_out(state, gathered, by=by),
    )  # fmt: skip


async def preview(production_id: int, day_id: int, *, by: Actor, now: datetime) -> DraftOut:
    """The same statements for 15 and 300 crew. Raises NotFound, NotAllowed, Invalid (a missing local time)."""
    membership, _ = may(by, "sheet", "preview", production_id=production_id)
    async with read() as db:
        day = await schedule.day(db, production_id, day_id)
        page, gathered = await gather(db, production_id, day, by=by)
        newest = await _newest(db, production_id, day, by=by, now=now)
        before = await gather_known(db, production_id, day.cover_of or day_id)
        issued = thaw(newest.snapshot) if newest else None
        people = members_of(page) | (members_of(issued) if issued else set()) | before.known.keys()
        found = await rests(db, production_id, gathered)
        rest = [_rest(key, one) for key, one in found.items()]
        state = await standing(db, page, gathered, newest, now=now, rest=found)
        around = await reading.around(db, production_id, people | drivers(page))
        elsewhere, by_phone = await _known(db, production_id, page, now)
        old_counts = [] if day.cover_of else await counts.old(db, production_id, page)
    names = {person.id: person.name for person in around.people.values()}
    number = state.number - 1
    told = _told(page, before, names, state.colour, twelve=by.twelve)
    called = {line.member_id for line in page.lines if line.kind in CALLED and line.member_id}
    short = [Rested(one.line, one.minutes, one.needed) for one in rest if one.short]
    same = newest is not None and unchanged(newest, page)
    unapproved = "" if same else waiting(state)
    known = Known(
        names=names, short=short, elsewhere=elsewhere, by_phone_only=by_phone, unapproved=unapproved,
        twelve=by.twelve, old_counts=old_counts,
    )  # fmt: skip
    return DraftOut(
        sheet=sheet_out(page, None, number, around, sight_of(membership), own=None),
        day_revision=day.revision,
        base_version=number,
        base_colour=newest.colour if newest else "",
        next=NextOut(number=number + 1, colour=state.colour),
        was=_was(page, issued),
        difference=words.lines_of(diff(issued, page), issued, names, twelve=by.twelve) if issued else [],
        unchanged=same,
        concerned=told,
        silent=len(called - {one.member_id for one in told}),
        called=len(called),
        comes_from=[_from(called) for called in (*gathered.cast, *gathered.crew)],
        rest=rest,
        checks=[
            FindingOut(kind=one.kind, says=one.says, where=one.where, line=one.line) for one in preflight(page, known)
        ],
        approval=approval_out(state, gathered, by=by),
        hold=None if day.cover_of else _hold(newest, now),
        may_publish=day.cover_of is None and scope_of(membership, "sheet", "publish") is not None,
        at=now.astimezone(ZoneInfo("UTC")),
    )


async def _newest(db: Tx, production_id: int, day: DayRow, *, by: Actor, now: datetime) -> VersionRow | None:
    """The newest version; of one that is still held only who may stop it knows."""
    about = day.cover_of or day.id
    newest = await versions.newest(db, production_id, about)
    membership = by.on(production_id)
    stops = membership is not None and scope_of(membership, "sheet", "publish") is not None
    if newest is None or newest.release_at <= now or stops:
        return newest
    return await versions.former(db, production_id, about, newest.number)


def _from(called: Called) -> ComesFrom:
    return ComesFrom(line=_id_of(called), typed=called.typed, moves=called.moves)


def _id_of(called: Called) -> str:
    return line_id(called.member_id, called.position_id, called.element_id)


def _rest(key: Key, found: Rest) -> ShortRestOut:
    return ShortRestOut(
        line=line_id(*key), minutes=found.minutes, needed=found.needed, short=found.short, earliest=found.earliest,
        logged=found.logged, source=f"{found.pack}: {found.source}",
    )  # fmt: skip


async def _known(db: Tx, production_id: int, page: Snapshot, now: datetime) -> tuple[Elsewhere, set[int]]:
    """Who is called by another unit that date, and whom only a telephone reaches."""
    found: Elsewhere = {}
    for frozen in await preflight_rows.other_pages(db, production_id, page.head.on_date, page.head.day_id, now):
        other = thaw(frozen)
        for line in other.lines:
            if line.member_id and line.kind in CALLED and not other.head.cancelled:
                found.setdefault(line.member_id, (other.head.unit, line.call))
    return found, await preflight_rows.by_phone_only(db, production_id, members_of(page))


def _told(page: Snapshot, before: Before, names: dict[int, str], version: str, *, twelve: bool) -> list[ConcernedOut]:
    """The words by the clock of who issues: each person's own go out by theirs."""
    found = []
    for one in concerned(page, before):
        if one.changes and one.member_id in names:
            since = None
            if one.known is not None and one.known in before.pages:
                since = held.FromVersion(number=one.known, colour=before.colours[one.known])
            said = words.notice(one.changes, one.after, one.before, version=version, twelve=twelve)
            found.append(
                ConcernedOut(
                    member_id=one.member_id, name=names[one.member_id],
                    change=held.change_of(one.changes, since, 0), words=said.title,
                )
            )  # fmt: skip
    return found


def _was(page: Snapshot, issued: Snapshot | None) -> list[WasOut]:
    if issued is None:
        return []
    before = {line.id: line for line in issued.lines}
    return [
        WasOut(line=line.id, call=held.at(was.call), kind=was.kind)
        for line in page.lines
        if (was := before.get(line.id)) is not None and (was.call, was.kind) != (line.call, line.kind)
    ]


def _hold(newest: VersionRow | None, now: datetime) -> Issued | None:
    return out(newest) if newest is not None and newest.release_at > now else None
