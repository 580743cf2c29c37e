"""What a broken rule costs, for who may read rates: a call inside the rest, a call cancelled too late."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

import msgspec

from server.rules.schedule.packs import Cancellation, ForcedCall, Notice
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
    late_by: int = 0
    """Minutes since the deadline; 0: in time."""
    owed: int = 0
    """Minutes of pay: the minimum where it is late, else none."""
    percent: int = 0
    """Of a day's pay, where the rule goes by hours of notice."""

    @property
    def late(self) -> bool:
        return self.late_by > 0


def cancelled(
    rule: Cancellation,
    now: datetime,
    *,
    on_date: date,
    zone: str,
    worked_before: bool,
    wrapped_at: datetime | None,
    call_at: datetime | None = None,
) -> Cancelled:
    """A call on `on_date` cancelled at `now`: by the end of the day before's work, or by a clock time on a day off.

    `worked_before`: they worked the day before, until `wrapped_at`; none: that isn't over. `call_at`: the instant of
    the call, for a rule by hours of notice; without it (on call) the end of the day before.
    """
    if rule.notice:
        return _by_notice(rule.notice, now, call_at or instant(on_date, zone, 0))
    deadline: datetime | None = wrapped_at
    if not worked_before:
        deadline = instant(on_date - timedelta(days=1), zone, rule.deadline_on_day_off)
    late = _late_by(deadline, now)
    return Cancelled(deadline=deadline, late_by=late, owed=rule.minimum if late else 0)


def _by_notice(steps: Sequence[Notice], now: datetime, call_at: datetime) -> Cancelled:
    """Hours that pass between the two, whatever the clocks do in that night; of several steps the dearest."""
    deadlines = {call_at - timedelta(minutes=step.under): step.percent for step in steps}
    passed = [percent for deadline, percent in deadlines.items() if now > deadline]
    first = min(deadlines)
    return Cancelled(deadline=first, late_by=_late_by(first, now), percent=max(passed, default=0))


def _late_by(deadline: datetime | None, now: datetime) -> int:
    """Begun minutes: a second too late is late."""
    if deadline is None or now <= deadline:
        return 0
    return -int((deadline - now).total_seconds() // 60)
