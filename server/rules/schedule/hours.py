"""What one person's days come to: days in a row, a shorter rest that the rule may allow, rest after a night.

Instants are UTC; a date is the day's own, also where its work ends after midnight.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Literal

import msgspec

from server.rules.schedule.minors import MinorHours
from server.rules.schedule.packs import AfterNight, DailyRest, Pack, Reduction
from server.rules.schedule.rest import Rest, words

SIXTH, SEVENTH = 6, 7


class Stint(msgspec.Struct, frozen=True, kw_only=True):
    """One date on which somebody worked, on all units together. `ends` none: nothing is known of it.

    `end_clock`: minutes after midnight of the date on the clock where it ended.
    """

    on_date: date
    starts: datetime | None = None
    ends: datetime | None = None
    end_clock: int | None = None
    exterior: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a person's call breaks, or comes near to. `act`: to be settled; `look`: to be known.

    `minutes`, `needed`: what there is and what the rule asks for. `allowed`: shorter rests of the rule that would cover
    it, if it is so as they say. `beyond`: where it isn't minutes of rest, by how much each thing is out of bounds.
    """

    kind: Literal["minor", "rest", "weekly_rest", "days", "cancellation"]
    weight: Literal["act", "look"]
    sentence: str
    rule: str
    source: str
    minutes: int | None = None
    needed: int | None = None
    allowed: tuple[str, ...] = ()
    beyond: Mapping[str, int] = {}

    def answered(self, minutes: int | None, beyond: Mapping[str, int]) -> bool:
        """Whether what was said when it stood so still holds: it is no worse in anything than it was then."""
        if self.minutes is not None and minutes is not None and self.minutes < minutes:
            return False
        return all(name in beyond and by <= beyond[name] for name, by in self.beyond.items())


def in_a_row(on_date: date, worked: Collection[date]) -> int:
    """Which consecutive day of work `on_date` is."""
    many = 1
    while on_date - timedelta(days=many) in worked:
        many += 1
    return many


def short_before(rule: DailyRest, stints: Sequence[Stint]) -> set[date]:
    """Dates before which less than the daily rest was had. `stints`: oldest first."""
    found = set()
    for last, following in pairwise(stints):
        if last.ends is not None and following.starts is not None:
            had = following.starts - last.ends
            if had < timedelta(minutes=rule.minutes):
                found.add(following.on_date)
    return found


def may_shorten(
    rule: DailyRest, minutes: int, *, on_date: date, before: Sequence[Stint], exterior: bool
) -> tuple[Reduction, ...]:
    """Reductions under which `minutes` of rest before `on_date` would do, but for those that what is known rules out.

    `before`: the days worked before, oldest first · `exterior`: whether `on_date` has exteriors.
    """
    had = short_before(rule, before)

    def fits(reduction: Reduction) -> bool:
        both = exterior and bool(before) and before[-1].exterior
        lately = {day for day in had if (on_date - day).days < (reduction.once_in or 0)}
        week = {day for day in had if (on_date - day).days < SEVENTH}
        return (
            minutes >= reduction.minutes
            and (both or not reduction.exteriors)
            and not lately
            and (reduction.times_a_week is None or len(week) < reduction.times_a_week)
            and not (reduction.apart and on_date - timedelta(days=1) in had)
        )

    return tuple(reduction for reduction in rule.reductions if reduction.first_call_from is None and fits(reduction))


def after_night(rule: AfterNight | None, last: Stint) -> AfterNight | None:
    """The rule, where the last day's work was night work; None where it wasn't, or nobody knows what night work is."""
    if rule is None or rule.night_from is None or last.end_clock is None or last.end_clock <= rule.night_from:
        return None
    return rule


def _rest_finding(name: str, rest: Rest, earliest: str, allowed: tuple[Reduction, ...]) -> Finding:
    basis = "" if rest.logged else ", by the estimated wrap"
    until = f" Earliest call without a short rest: {earliest}." if earliest else ""
    short = words(rest.needed - rest.minutes)
    said = (
        f"{name} would have {words(rest.minutes)} rest{basis}; {rest.pack} asks for {words(rest.needed)}:"
        f" {short} short.{until}"
    )
    return Finding(
        kind="rest", weight="act", sentence=said, rule=f"{rest.pack}: daily rest {words(rest.needed)}",
        source=rest.source, minutes=rest.minutes, needed=rest.needed,
        allowed=tuple(f"{words(one.minutes)} {one.when}" for one in allowed),
    )  # fmt: skip


def _days_finding(name: str, many: int, pack: Pack, minors: Pack | None) -> Finding | None:
    limit = minors.consecutive_days if minors is not None else pack.consecutive_days
    whose = minors if minors is not None and minors.consecutive_days is not None else pack
    if limit is not None and many > limit.at_most:
        said = f"{name} works day {many} in a row; {whose.name} allows {limit.at_most}."
        rule = f"{whose.name}: at most {limit.at_most} days in a row"
        return Finding(
            kind="days", weight="act", sentence=said, rule=rule, source=limit.source, beyond={"days": many}
        )  # fmt: skip
    if many < SIXTH:
        return None
    overtime = pack.overtime
    if many == SIXTH and overtime is not None and overtime.sixth_day_times is not None:
        said = f"{name} works a 6th day in a row: paid {overtime.sixth_day_times:g}× by {pack.name}."
        rule = f"{pack.name}: sixth day {overtime.sixth_day_times:g}×"
        return Finding(
            kind="days", weight="look", sentence=said, rule=rule, source=overtime.source, beyond={"days": many}
        )  # fmt: skip
    return Finding(
        kind="days", weight="look", sentence=f"{name} works day {many} in a row.", rule="", source="",
        beyond={"days": many},
    )  # fmt: skip


def findings(
    name: str,
    pack: Pack,
    minors: Pack | None,
    *,
    on_date: date,
    before: Sequence[Stint],
    rest: Rest | None,
    hours: MinorHours | None,
    earliest: str,
    exterior: bool = False,
) -> list[Finding]:
    """Everything that one person's call on `on_date` breaks; worst first.

    `minors`: the pack with what is asked for minors, for one alone · `earliest`: the first call without a short rest,
    on the reader's clock.
    """
    found = []
    if hours is not None and hours.problems:
        said = f"{name}, a minor: {'; '.join(hours.problems)}."
        rule = f"{minors.name}: hours of minors" if minors else "hours of minors"
        found.append(
            Finding(kind="minor", weight="act", sentence=said, rule=rule, source=hours.source, beyond=hours.beyond)
        )
    if rest is not None and rest.short:
        allowed: tuple[Reduction, ...] = ()
        if pack.rest is not None and rest.needed == pack.rest.minutes:
            allowed = may_shorten(pack.rest, rest.minutes, on_date=on_date, before=before, exterior=exterior)
        found.append(_rest_finding(name, rest, earliest, allowed))
    if rest is not None and rest.weekly_short and rest.weekly_needed is not None:
        needed = words(rest.weekly_needed)
        found.append(
            Finding(
                kind="weekly_rest", weight="act",
                sentence=(
                    f"{name} would have {words(rest.minutes)} over the days off; {rest.pack} asks for {needed}:"
                    f" {words(rest.weekly_needed - rest.minutes)} short."
                ),
                rule=f"{rest.pack}: weekly rest {needed}", source=rest.weekly_source or rest.source,
                minutes=rest.minutes, needed=rest.weekly_needed,
            )
        )  # fmt: skip
    days = _days_finding(name, in_a_row(on_date, {stint.on_date for stint in before}), pack, minors)
    return [*found, days] if days is not None else found
