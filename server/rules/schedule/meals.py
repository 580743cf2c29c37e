"""When people must eat: the first meal so long after the call, the next so long after the return. On UTC instants."""

from datetime import datetime, timedelta
from math import ceil

import msgspec

from server.rules.schedule.packs import Meal, Overtime

HALF, HOUR = 30, 60


class Meals(msgspec.Struct, frozen=True, kw_only=True):
    """Of one call. `late`, `next_late`: minutes past the deadline as planned or logged; 0: in time.

    `missing`: no meal is planned, and the day goes on past the deadline.
    """

    first_by: datetime
    next_by: datetime | None
    late: int
    next_late: int
    missing: bool


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


def meals(
    rule: Meal, call_at: datetime, *, out_at: datetime | None, back_at: datetime | None, wrap_at: datetime | None
) -> Meals:
    """Deadlines of one call. `out_at`, `back_at`: the meal's start and end, `wrap_at`: as far as known."""
    first_by = call_at + timedelta(minutes=rule.first_within)
    next_by = None
    if back_at is not None and rule.next_within is not None:
        next_by = back_at + timedelta(minutes=rule.next_within)
    return Meals(
        first_by=first_by,
        next_by=next_by,
        late=_past(out_at, first_by),
        next_late=_past(wrap_at, next_by) if next_by is not None else 0,
        missing=out_at is None and _past(wrap_at, first_by) > 0,
    )


def _past(at: datetime | None, by: datetime) -> int:
    return max(0, int((at - by).total_seconds() // 60)) if at is not None else 0


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
