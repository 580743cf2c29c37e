"""Rest and meals of a draft: who falls short, by how much and by which rule; who answered for it; what it costs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from server.db import Tx, read
from server.models.schedule import queries, working
from server.models.schedule.queries import DayRow
from server.models.sheets import approvals, forced, versions
from server.models.sheets.versions import VersionRow
from server.rules.access import Actor, may, scope_of
from server.rules.production.settings import Approver
from server.rules.schedule.hours import Finding, findings
from server.rules.schedule.packs import Book, Pack
from server.rules.schedule.resolve import NOT_COMING
from server.rules.schedule.rest import Rest
from server.rules.schedule.times import clock_words, minutes_of
from server.rules.schedule.wraps import Subject, standing
from server.rules.sheets.snapshot import line_id
from server.services.schedule.gather import Called, Gathered, gather
from server.services.schedule.minors import hours_of
from server.services.schedule.resting import History, Key, history, key_of, pack_for, rests_of
from server.services.sheets.approval import of, signs, who_signs
from server.services.sheets.meal_rows import MealRowOut, meal_rows
from server.services.sheets.money import (
    CancelledOut,
    ForcedCostOut,
    Late,
    cancelled_out,
    cost_of,
    forced_cost,
    issued_calls,
    reads_rates,
)
from server.wire import Id, Revision, Struct


class HourFindingOut(Struct):
    """One thing that one call breaks. `kind`: minor, rest, weekly_rest, days, cancellation · `weight`: act (settle it)
    or look.

    `earliest`: the first call without a short rest; `earliest_minutes` on the day's own clock. `reason`, `yes_by`: who
    answered for it, empty once it is worse than it was then.
    """

    line: str
    member_id: Id | None
    name: str
    title: str
    call: int | None
    kind: str
    weight: str
    says: str
    rule: str
    source: str
    minutes: int | None
    needed: int | None
    allowed: list[str]
    earliest: datetime | None
    earliest_minutes: int | None
    reason: str
    reason_by: str
    reason_at: datetime | None
    yes_by: str
    yes_at: datetime | None
    waits: bool
    """A short rest still ahead, to which the UPM has said yes neither beforehand nor with the version that is out."""


class HoursOut(Struct):
    """`forced`: people called inside their daily rest · `waits`: of them, those who wait for the UPM's yes.

    `cost`, and the pay in `cancelled`: for who may read rates alone.
    """

    day_id: Id
    on_date: date
    zone: str
    day_revision: Revision
    called: int
    findings: list[HourFindingOut]
    meals: list[MealRowOut]
    cancelled: list[CancelledOut]
    forced: int
    waits: int
    cost: ForcedCostOut | None
    may_say: bool
    may_allow: bool
    who_allows: list[str]


class Looked(msgspec.Struct, frozen=True, kw_only=True):
    """A draft with what its calls break, by line."""

    day: DayRow
    gathered: Gathered
    before: History
    rests: Mapping[Key, Rest]
    log: Mapping[Subject, datetime]
    found: Mapping[str, list[Finding]]
    newest: VersionRow | None
    off: Sequence[Late]
    """Whom the version that is out calls, and the draft not any more: what it comes to if that is issued now."""

    def line(self, line: str) -> Called:
        return next(called for called in self.everybody if _line(called) == line)

    @property
    def said_of(self) -> int:
        """The day of which it is said: of a cover set its day, so that a word stays when the two change places."""
        return self.day.cover_of or self.day.id

    @property
    def everybody(self) -> list[Called]:
        return [*self.gathered.cast, *self.gathered.crew]


def _line(called: Called) -> str:
    return line_id(called.member_id, called.position_id, called.element_id)


async def look(db: Tx, production_id: int, day: DayRow, *, twelve: bool, now: datetime) -> Looked:
    """The same statements for 15 and 300 crew. `twelve`: the reader's clock."""
    gathered = await gather(db, production_id, day)
    before = await history(db, production_id, gathered)
    stints = [stint for member in before.stints.values() for stint in member]
    first = min((stint.on_date for stint in stints), default=day.on_date)
    outside = await working.outside(db, production_id, first, day.on_date, day.id)
    log = standing(await queries.log(db, production_id, [day.id]))
    rested = rests_of(gathered, before)
    found = {
        _line(called): _of(gathered, called, rested.get(key_of(called)), before, outside, twelve=twelve)
        for called in (*gathered.cast, *gathered.crew)
    }
    newest = await versions.newest(db, production_id, day.cover_of or day.id)
    off = _off(gathered, before, newest, now)
    for one in off:
        if one.cost.late:
            found[_line(one.called)].append(one.finding)
    return Looked(day=day, gathered=gathered, before=before, rests=rested, log=log, found=found, newest=newest, off=off)


def _off(gathered: Gathered, before: History, newest: VersionRow | None, now: datetime) -> list[Late]:
    """On hold isn't cancelled: it is paid."""
    issued = issued_calls(newest)
    found = []
    for called in (*gathered.cast, *gathered.crew):
        was = issued.get(_line(called))
        if called.times.kind in NOT_COMING - {"hold"} and was is not None:
            call_at = was.call.at if was.call else None
            one = cost_of(gathered, before, called, now=now, call_at=call_at)
            found += [one] if one is not None else []
    return found


def _of(
    gathered: Gathered, called: Called, rest: Rest | None, before: History, outside: set[date], *, twelve: bool
) -> list[Finding]:
    if called.times.call is None:
        return []
    day, book = gathered.day, gathered.book
    earliest = ""
    if rest is not None:
        earliest = clock_words(minutes_of(rest.earliest, day.on_date, day.zone), twelve=twelve)
    stints = [
        msgspec.structs.replace(stint, exterior=stint.on_date in outside)
        for stint in before.stints.get(called.member_id or 0, [])
    ]
    return findings(
        called.name or called.title, pack_for(book, called), _minors(book, called), on_date=day.on_date, before=stints,
        rest=rest, hours=hours_of(gathered, called, twelve=twelve), earliest=earliest,
        exterior=day.on_date in outside,
    )  # fmt: skip


def _minors(book: Book, called: Called) -> Pack | None:
    return book.of_minors(called.rest_pack) if called.minor else None


async def read_hours(production_id: int, day_id: int, *, by: Actor, now: datetime) -> HoursOut:
    """Problems first, by what they weigh. Raises NotFound, NotAllowed."""
    may(by, "hours", "read", production_id=production_id)
    async with read() as db:
        day = await queries.day(db, production_id, day_id)
        return await out(db, await look(db, production_id, day, twelve=by.twelve, now=now), by=by, now=now)


async def out(db: Tx, looked: Looked, *, by: Actor, now: datetime) -> HoursOut:
    """What the reader sees of it; three statements more."""
    production_id, day = looked.gathered.production.id, looked.day
    membership, _ = may(by, "hours", "read", production_id=production_id)
    said = await forced.said(db, production_id, looked.said_of)
    signers = await approvals.signers(db, production_id, now)
    stood = of(looked.newest).short if looked.newest else {}
    rates = reads_rates(membership)
    lines = [
        _out(looked, called, one, said, stood=stood, now=now)
        for called in looked.everybody
        for one in looked.found[_line(called)]
    ]
    short = {line.member_id for line in lines if line.kind == "rest"}
    waits = {line.member_id for line in lines if line.waits}
    return HoursOut(
        day_id=day.id, on_date=day.on_date, zone=day.zone, day_revision=day.revision,
        called=sum(1 for called in looked.everybody if called.times.kind == "time"),
        findings=sorted(lines, key=_order),
        meals=meal_rows(looked.gathered, looked.log, rates=rates, twelve=by.twelve),
        cancelled=[cancelled_out(one, rates=rates) for one in looked.off],
        forced=len(short), waits=len(waits), cost=_cost(looked, lines) if rates else None,
        may_say=not membership.archived and scope_of(membership, "call", "change") is not None,
        may_allow=not membership.archived and Approver.UPM in signs(membership, signers, day.unit_id),
        who_allows=who_signs(signers, Approver.UPM, day.unit_id),
    )  # fmt: skip


_KINDS = ("minor", "rest", "weekly_rest", "days", "cancellation")


def _order(line: HourFindingOut) -> tuple[bool, bool, int, int]:
    """What is to be settled and isn't first; of rests the shortest."""
    missing = (line.minutes or 0) - (line.needed or 0)
    return (line.weight != "act", bool(line.reason), _KINDS.index(line.kind), missing)


def _cost(looked: Looked, lines: Sequence[HourFindingOut]) -> ForcedCostOut:
    """One forced call a person, also where somebody has two lines."""
    people = {line.member_id: looked.line(line.line) for line in lines if line.kind == "rest"}
    return forced_cost([pack_for(looked.gathered.book, called) for called in people.values()])


def _out(
    looked: Looked, called: Called, one: Finding, said: Sequence[forced.SaidRow], *, stood: Mapping[str, int],
    now: datetime,
) -> HourFindingOut:  # fmt: skip
    rest = looked.rests.get(key_of(called))
    line, day = _line(called), looked.day
    earliest = rest.earliest if rest is not None and one.kind == "rest" else None

    def word(what: set[str]) -> forced.SaidRow | None:
        return next((row for row in said if row.line == line and row.about == one.kind and row.said in what), None)

    ahead = (call_at := looked.gathered.at(called.times.call)) is not None and call_at > now
    accepted = line in stood and one.minutes is not None and stood[line] <= one.minutes
    reason, yes = _holds(word({forced.REASON}), one), _holds(word({forced.YES}), one)
    return HourFindingOut(
        line=line, member_id=called.member_id, name=called.name, title=called.title, call=called.times.call,
        kind=one.kind, weight=one.weight, says=one.sentence, rule=one.rule, source=one.source, minutes=one.minutes,
        needed=one.needed, allowed=list(one.allowed), earliest=earliest,
        earliest_minutes=minutes_of(earliest, day.on_date, day.zone) if earliest else None,
        reason=reason.reason if reason else "", reason_by=reason.by if reason else "",
        reason_at=reason.at if reason else None, yes_by=yes.by if yes else "", yes_at=yes.at if yes else None,
        waits=one.kind == "rest" and yes is None and ahead and not accepted,
    )  # fmt: skip


def _holds(row: forced.SaidRow | None, one: Finding) -> forced.SaidRow | None:
    """No longer, once it is worse than it was when it was said: a shorter rest, a minor called still earlier."""
    return row if row is not None and one.answered(row.minutes, row.bounds()) else None
