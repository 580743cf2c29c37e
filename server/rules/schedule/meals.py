"""When people must eat: the first meal so long after the call, the next so long after the return. On UTC instants."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

import msgspec

from server.rules.schedule.packs import Meal, Overtime

HALF, HOUR = 30, 60


class Eaten(msgspec.Struct, frozen=True):
    """A meal as planned or logged. `back_at`: when it is over, where that is known."""

    out_at: datetime
    back_at: datetime | None = None


class Meals(msgspec.Struct, frozen=True, kw_only=True):
    """Of one call. `late`, `next_late`, `last_late`: minutes past the deadline as planned or logged; 0: in time.

    `eaten`: the meals that count, of those after the call · `missing`: none of them is planned, and the day goes on
    past the deadline · `last_by`: where a second one is planned, the deadline after it.
    """

    first_by: datetime
    next_by: datetime | None
    late: int
    next_late: int
    missing: bool
    last_by: datetime | None = None
    last_late: int = 0
    eaten: tuple[Eaten, ...] = ()


def back_from(
    rule: Meal, out_at: datetime | None, *, last_through: datetime | None, in_at: datetime | None
) -> datetime | None:
    """When a meal is over: as logged, else its length after it was called.

    A half-hour's length counts from the last person through the line, an hour's from when it is called.
    """
    if in_at is not None or out_at is None or rule.min_length is None:
        return in_at
    starts = last_through if last_through is not None and rule.min_length <= HALF else out_at
    return starts + timedelta(minutes=rule.min_length)


def meals(rule: Meal, call_at: datetime, planned: Sequence[Eaten], *, wrap_at: datetime | None) -> Meals:
    """Deadlines of one call. `planned`: the day's meals; none of theirs is one at or before the call, or after wrap."""
    theirs = (one for one in planned if one.out_at > call_at and (wrap_at is None or one.out_at < wrap_at))
    eaten = tuple(sorted(theirs, key=lambda one: one.out_at))[:2]
    first_by = call_at + timedelta(minutes=rule.first_within)
    next_by = _after(rule, eaten[0]) if eaten else None
    last_by = _after(rule, eaten[1]) if len(eaten) > 1 else None
    following = eaten[1].out_at if len(eaten) > 1 else wrap_at
    return Meals(
        first_by=first_by,
        next_by=next_by,
        last_by=last_by,
        late=_past(eaten[0].out_at, first_by) if eaten else 0,
        next_late=_past(following, next_by),
        last_late=_past(wrap_at, last_by),
        missing=not eaten and _past(wrap_at, first_by) > 0,
        eaten=eaten,
    )


def _after(rule: Meal, one: Eaten) -> datetime | None:
    if one.back_at is None or rule.next_within is None:
        return None
    return one.back_at + timedelta(minutes=rule.next_within)


def _past(at: datetime | None, by: datetime | None) -> int:
    return max(0, int((at - by).total_seconds() // 60)) if at is not None and by is not None else 0


def penalty(rule: Meal, late: int) -> int | None:
    """Cents for a meal so many minutes late, the last step again for each further one; None: the rule names none."""
    if not rule.ladder_cents or not rule.ladder_unit or late <= 0:
        return None
    steps = ceil(late / rule.ladder_unit)
    last = len(rule.ladder_cents) - 1
    return sum(rule.ladder_cents[min(step, last)] for step in range(steps))


def overtime_from(rule: Overtime, call_at: datetime, meal: int) -> list[tuple[float, datetime]]:
    """(times the rate, from when) for each step with an hour of its own; `meal`: minutes that aren't worked."""
    return [
        (step.times, call_at + timedelta(minutes=step.after + meal)) for step in rule.steps if step.after is not None
    ]
