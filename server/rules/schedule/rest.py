"""Turnaround: rest between a wrap and the next call, on UTC instants. What is asked for comes from a pack."""

from datetime import datetime, timedelta

import msgspec

from server.rules.schedule.packs import AfterNight, Pack, WeeklyRest


class Rest(msgspec.Struct, frozen=True, kw_only=True):
    """How long somebody may rest before a call, and what the rule asks for; minutes.

    `weekly_needed`: asked for over the days off before this call; None in the middle of a week, or not known.
    """

    minutes: int
    needed: int
    since: datetime
    logged: bool
    """False: counted from the estimated wrap, nothing is logged yet."""
    pack: str
    source: str
    weekly_needed: int | None = None
    weekly_source: str = ""

    @property
    def short(self) -> bool:
        return self.minutes < self.needed

    @property
    def weekly_short(self) -> bool:
        return self.weekly_needed is not None and self.minutes < self.weekly_needed

    @property
    def earliest(self) -> datetime:
        """The earliest call without a short rest, on a whole minute."""
        at = self.since + timedelta(minutes=self.needed)
        return at if at.second == at.microsecond == 0 else at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def rest(
    pack: Pack,
    wrapped_at: datetime,
    *,
    logged: bool,
    call_at: datetime,
    pickup_at: datetime | None,
    days_off: int = 0,
    first_call: int | None = None,
    night: tuple[str, AfterNight] | None = None,
) -> Rest:
    """Rest from the wrap to the call, or to the pickup where the pack says so. A call before the wrap is no rest.

    `days_off`: dates between on which the unit doesn't work. `first_call`: the call's clock time in minutes.
    `night`: whose rule (a pack's name) and what it asks for after night work, where the wrap was that.
    Raises ValueError for a pack that says nothing about daily rest.
    """
    if pack.rest is None:
        raise ValueError(f"{pack.id} says nothing about daily rest")
    end = pickup_at if pack.rest.until == "pickup" and pickup_at is not None else call_at
    longer = night if night is not None and night[1].minutes > pack.rest.minutes else None
    return Rest(
        minutes=max(0, int((end - wrapped_at).total_seconds() // 60)),
        needed=longer[1].minutes if longer else pack.rest.minutes,
        since=wrapped_at,
        logged=logged,
        pack=longer[0] if longer else pack.name,
        source=longer[1].source if longer else pack.rest.source,
        weekly_source=pack.weekly_rest.source if pack.weekly_rest else "",
        weekly_needed=weekly_needed(pack.weekly_rest, days_off, first_call),
    )


def weekly_needed(rule: WeeklyRest | None, days_off: int, first_call: int | None) -> int | None:
    """What the rule asks for over so many days off; None where it says nothing."""
    if rule is None or days_off < 1:
        return None
    asked = rule.one_day_off if days_off == 1 else rule.two_days_off
    if asked is None:
        return None
    lower = [
        reduction.minutes
        for reduction in rule.reductions
        if reduction.first_call_from is not None and first_call is not None and first_call >= reduction.first_call_from
    ]
    return min([asked, *lower])


def words(minutes: int) -> str:
    """`9 h 12 min`, `10 h`, `48 min`."""
    hours, rest_ = divmod(minutes, 60)
    if not hours:
        return f"{rest_} min"
    return f"{hours} h {rest_:02d} min" if rest_ else f"{hours} h"
