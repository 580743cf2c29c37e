"""What a broken rule costs, for who may read rates: a call inside the rest, a call cancelled too late."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import msgspec

from server.rules.schedule.packs import Cancellation, ForcedCall
from server.rules.schedule.times import instant


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """At most `cents` for `people`; `unpriced`: people whose agreement names no amount."""

    cents: int
    people: int
    unpriced: int


def at_most(rule: ForcedCall) -> int:
    """Of one forced call: the lesser of a day's pay or this; who is paid by the day or the week isn't known here."""
    return max(rule.day_performer_cents, rule.weekly_cents)


def forced_calls(rules: Iterable[ForcedCall | None]) -> Cost:
    """Of so many forced calls at once, one rule a person."""
    found = list(rules)
    priced = [at_most(rule) for rule in found if rule is not None]
    return Cost(cents=sum(priced), people=len(priced), unpriced=len(found) - len(priced))


class Cancelled(msgspec.Struct, frozen=True, kw_only=True):
    """A call cancelled at some moment. `deadline` none: the day before is still being worked."""

    deadline: datetime | None
    late: bool
    owed: int
    """Minutes of pay: the minimum where it is late, else none."""


def cancelled(
    rule: Cancellation,
    now: datetime,
    *,
    on_date: date,
    zone: str,
    worked_before: bool,
    wrapped_at: datetime | None,
) -> Cancelled:
    """A call on `on_date` cancelled at `now`: by the end of the day before's work, or by a clock time on a day off.

    `worked_before`: they worked the day before, until `wrapped_at`; none: that isn't over.
    """
    deadline: datetime | None = wrapped_at
    if not worked_before:
        deadline = instant(on_date - timedelta(days=1), zone, rule.deadline_on_day_off)
    late = deadline is not None and now > deadline
    return Cancelled(deadline=deadline, late=late, owed=rule.minimum if late else 0)
