"""What broken rules of a draft cost: forced calls and late cancellations. Pay is for who may read rates."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from server.db import read
from server.models.schedule import queries
from server.rules.access import Actor, may
from server.rules.access.fields import FieldClass, sight_of
from server.rules.schedule.costs import at_most, cancelled
from server.rules.schedule.packs import Pack
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
    """A call that was issued and is cancelled now. `owed`: minutes of pay, for who may read rates; none: hidden."""

    line_name: str
    member_id: Id | None
    late: bool
    deadline: datetime | None
    """None: the day before is still being worked."""
    owed: int | None
    source: str


class CancellationOut(Struct):
    """Of the whole day, cancelled now: how many called people's notice comes too late, and what that owes each."""

    called: int
    late: int
    owed: int | None
    """Minutes of pay in all; none: not for this reader, or nobody is late."""
    minimum: int | None
    source: str


def forced_cost(packs: Sequence[Pack]) -> ForcedCostOut:
    """One pack a forced call."""
    amounts: dict[str, AmountOut] = {}
    for pack in packs:
        if pack.forced_call is not None:
            one = amounts.setdefault(pack.currency, AmountOut(currency=pack.currency, cents=0, people=0))
            one.cents += at_most(pack.forced_call)
            one.people += 1
    return ForcedCostOut(amounts=list(amounts.values()), unpriced=sum(1 for pack in packs if pack.forced_call is None))


def cancelled_calls(
    gathered: Gathered, before: History, calls: Sequence[Called], *, now: datetime, rates: bool
) -> list[CancelledOut]:
    """Of those whose rules say anything of it."""
    day, found = gathered.day, []
    for called in calls:
        rule = gathered.book.cancellation(pack_for(gathered.book, called))
        if rule is None:
            continue
        last = before.wrapped.get(called.member_id or 0)
        worked = last is not None and last.day.on_date == day.on_date - timedelta(days=1)
        over = last.at if worked and last is not None and (last.logged or last.at < now) else None
        one = cancelled(rule, now, on_date=day.on_date, zone=day.zone, worked_before=worked, wrapped_at=over)
        found.append(
            CancelledOut(
                line_name=called.name or called.title, member_id=called.member_id, late=one.late, deadline=one.deadline,
                owed=one.owed if rates else None, source=rule.source,
            )
        )  # fmt: skip
    return found


async def read_cancellation(production_id: int, day_id: int, *, by: Actor, now: datetime) -> CancellationOut:
    """What it comes to if the day is cancelled now. Raises NotFound, NotAllowed."""
    membership, _ = may(by, "hours", "read", production_id=production_id)
    rates = FieldClass.RATE in sight_of(membership).all
    async with read() as db:
        day = await queries.day(db, production_id, day_id)
        gathered = await gather(db, production_id, day)
        before = await history(db, production_id, gathered)
    called = {c.member_id or c.element_id: c for c in (*gathered.cast, *gathered.crew) if c.times.kind == "time"}
    found = [one for one in cancelled_calls(gathered, before, list(called.values()), now=now, rates=True) if one.late]
    owed = [one.owed or 0 for one in found]
    return CancellationOut(
        called=len(called), late=len(found), owed=sum(owed) if rates and owed else None,
        minimum=max(owed, default=None) if rates else None, source=found[0].source if found else "",
    )  # fmt: skip
