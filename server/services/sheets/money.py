"""What broken rules of a draft cost: forced calls and late cancellations. Pay is for who may read rates."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from server.db import read
from server.models.schedule import queries
from server.models.sheets import versions
from server.models.sheets.versions import VersionRow
from server.rules.access import Actor, Membership, may
from server.rules.access.fields import FieldClass, sight_of
from server.rules.schedule.costs import Cancelled, at_most, cancelled
from server.rules.schedule.hours import Finding
from server.rules.schedule.packs import Pack
from server.rules.schedule.rest import words
from server.rules.sheets.snapshot import Line, line_id, thaw
from server.services.schedule.gather import Called, Gathered, gather
from server.services.schedule.resting import History, history, pack_for
from server.wire import Cents, Id, Struct


class AmountOut(Struct):
    """At most: each costs the lesser of a day's pay and what the agreement names."""

    currency: str
    cents: Cents
    people: int


class ForcedCostOut(Struct):
    amounts: list[AmountOut]
    unpriced: int
    """People whose agreement names no amount."""


class CancelledOut(Struct):
    """One call that is cancelled, or would be. Pay is for who may read rates; none: hidden.

    `owed`: minutes of pay · `percent`: of a day's pay, where the agreement goes by hours of notice.
    """

    line: str
    line_name: str
    title: str
    department: str
    member_id: Id | None
    late: bool
    late_by: int
    """Minutes after notice was due."""
    deadline: datetime | None
    """None: the day before is still being worked."""
    owed: int | None
    percent: int | None
    source: str


class CancelledDepartmentOut(Struct):
    """`people` whose notice comes too late; what they are owed together."""

    name: str
    people: int
    owed: int | None
    percent: int | None


class CancellationOut(Struct):
    """Of the day, or of some of its calls, cancelled now: how many people's notice comes too late, and what is owed.

    `owed`, `percent`: of all together, as of one in `people`; none: not for this reader, or nobody is late.
    """

    called: int
    late: int
    late_by: int
    """Minutes, of whom it is latest for."""
    owed: int | None
    percent: int | None
    minimum: int | None
    """Minutes of pay, the most that one of them is owed."""
    source: str
    departments: list[CancelledDepartmentOut]
    people: list[CancelledOut]
    """Those it comes too late for, at most 300."""


class Late(msgspec.Struct, frozen=True):
    """What the cancellation of one call comes to, by which rule."""

    called: Called
    cost: Cancelled
    source: str

    @property
    def line(self) -> str:
        return _line(self.called)

    @property
    def finding(self) -> Finding:
        """Settled by a reason, as a short rest is."""
        name = self.called.name or self.called.title
        says = f"{name}: cancelled {words(self.cost.late_by)} after notice was due."
        return Finding(
            kind="cancellation", weight="act", sentence=says, rule="Late cancellation", source=self.source,
            minutes=self.cost.late_by,
        )  # fmt: skip


def forced_cost(packs: Sequence[Pack]) -> ForcedCostOut:
    """One pack a forced call."""
    amounts: dict[str, AmountOut] = {}
    for pack in packs:
        if pack.forced_call is not None:
            one = amounts.setdefault(pack.currency, AmountOut(currency=pack.currency, cents=0, people=0))
            one.cents += at_most(pack.forced_call)
            one.people += 1
    return ForcedCostOut(amounts=list(amounts.values()), unpriced=sum(1 for pack in packs if pack.forced_call is None))


def cost_of(
    gathered: Gathered, before: History, called: Called, *, now: datetime, call_at: datetime | None
) -> Late | None:
    """None: their rules say nothing of it. `call_at`: when they were called."""
    rule = gathered.book.cancellation(pack_for(gathered.book, called))
    if rule is None:
        return None
    day = gathered.day
    last = before.wrapped.get(called.member_id or 0)
    worked = last is not None and last.day.on_date == day.on_date - timedelta(days=1)
    over = last.at if worked and last is not None and (last.logged or last.at < now) else None
    cost = cancelled(
        rule, now, on_date=day.on_date, zone=day.zone, worked_before=worked, wrapped_at=over, call_at=call_at
    )
    return Late(called, cost, rule.source)


def cancelled_out(one: Late, *, rates: bool) -> CancelledOut:
    called, cost = one.called, one.cost
    return CancelledOut(
        line=one.line, line_name=called.name or called.title,
        title=called.title, department=called.department, member_id=called.member_id, late=cost.late,
        late_by=cost.late_by, deadline=cost.deadline, owed=cost.owed if rates else None,
        percent=cost.percent if rates else None, source=one.source,
    )  # fmt: skip


async def read_cancellation(
    production_id: int, day_id: int, lines: Sequence[str], *, by: Actor, now: datetime
) -> CancellationOut:
    """What it comes to if the day, or these lines of it, are cancelled now. Raises NotFound, NotAllowed."""
    membership, _ = may(by, "hours", "read", production_id=production_id)
    async with read() as db:
        day = await queries.day(db, production_id, day_id)
        gathered = await gather(db, production_id, day)
        before = await history(db, production_id, gathered)
        issued = issued_calls(await versions.newest(db, production_id, day.cover_of or day.id))
    called = called_now(gathered, issued, lines)
    return _out(called, late_ones(gathered, before, called, issued, now=now), rates=reads_rates(membership))


def reads_rates(membership: Membership) -> bool:
    """And what is worked out of them."""
    return FieldClass.RATE in sight_of(membership).all


def issued_calls(newest: VersionRow | None) -> dict[str, Line]:
    """Whom the version that is out calls, by line: nobody else can be cancelled late, for nobody else was told."""
    page = thaw(newest.snapshot) if newest else None
    if page is None or page.head.cancelled:
        return {}
    return {line.id: line for line in page.lines if line.kind in {"time", "on_call"}}


def called_now(gathered: Gathered, issued: Mapping[str, Line], lines: Sequence[str] = ()) -> list[Called]:
    """Whom the draft calls at a time, or the version that is out calls, once each; with `lines` those of them."""
    everybody = (*gathered.cast, *gathered.crew)
    chosen = [
        one
        for one in everybody
        if (one.times.kind == "time" or _line(one) in issued) and (not lines or _line(one) in lines)
    ]
    chosen.sort(key=lambda one: _line(one) in issued)  # of two lines of one person the last stays
    return list({one.member_id or -(one.element_id or 0): one for one in chosen}.values())


def late_ones(
    gathered: Gathered, before: History, called: Iterable[Called], issued: Mapping[str, Line], *, now: datetime
) -> list[Late]:
    """Of these calls, cancelled now, those whose notice comes too late: from the call that they were told."""
    told = ((one, issued[_line(one)].call) for one in called if _line(one) in issued)
    found = (cost_of(gathered, before, one, now=now, call_at=call.at if call else None) for one, call in told)
    return [one for one in found if one is not None and one.cost.late]


def _out(called: Sequence[Called], late: Sequence[Late], *, rates: bool) -> CancellationOut:
    departments: dict[str, list[Late]] = {}
    for one in late:
        departments.setdefault(one.called.department, []).append(one)
    shown = rates and bool(late)
    return CancellationOut(
        called=len(called), late=len(late), late_by=max((one.cost.late_by for one in late), default=0),
        owed=_owed(late) if shown else None, percent=_percent(late) if shown else None,
        minimum=max(one.cost.owed for one in late) if shown else None,
        source="; ".join(dict.fromkeys(one.source for one in late)),
        departments=[
            CancelledDepartmentOut(
                name=name, people=len(them), owed=_owed(them) if rates else None,
                percent=_percent(them) if rates else None,
            )
            for name, them in departments.items()
        ],
        people=[cancelled_out(one, rates=rates) for one in late[:300]],
    )  # fmt: skip


def _owed(late: Iterable[Late]) -> int:
    return sum(one.cost.owed for one in late)


def _percent(late: Iterable[Late]) -> int:
    return sum(one.cost.percent for one in late)


def _line(called: Called) -> str:
    return line_id(called.member_id, called.position_id, called.element_id)
