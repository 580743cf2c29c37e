"""A zone as a calendar carries it (VTIMEZONE, RFC 5545 3.6.5): when its clocks change, and to what."""

import functools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_ZERO = timedelta(0)
_LONG_AGO = 1970
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def timezone(zone: str, first: int, last: int) -> Timezone:
    """The zone in these years: by the rule of its summer time where one rule holds in all of them, as everybody writes
    it; else how its clocks stand at the beginning, and each change after it.

    A rule is written as if it had held since 1970: some calendars keep the first definition of a zone that they meet,
    and some take a zone whose clocks never changed before 2020 for UTC.
    """
    made = Timezone()
    made.add("TZID", zone)
    changes = _changes(zone, first, last)
    begins = datetime(first if changes else _LONG_AGO, 1, 1, tzinfo=UTC)
    ruled = [_ruled(half) for half in (changes[::2], changes[1::2])] if changes else []
    if ruled and all(ruled):
        for part in ruled:
            made.add_component(part)
        return made
    for change in (Change.begin(begins, zone), *changes):
        made.add_component(change.observance())
    return made


class Change(msgspec.Struct, frozen=True):
    """The clocks change. `wall`: what they showed that were right until then (RFC 5545, 3.6.5)."""

    wall: datetime
    was: timedelta
    now: timedelta
    name: str
    summer: bool

    @classmethod
    def at(cls, instant: datetime, zone: str) -> "Change":
        local = instant.astimezone(ZoneInfo(zone))
        was = (instant - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset() or _ZERO
        now = local.utcoffset() or _ZERO
        # Ireland's summer is its standard time: what goes forward is called daylight, as everywhere else
        return cls((instant + was).replace(tzinfo=None), was, now, local.tzname() or zone, now > was)

    @classmethod
    def begin(cls, instant: datetime, zone: str) -> "Change":
        """No change: how they stand at the beginning."""
        local = instant.astimezone(ZoneInfo(zone))
        offset = local.utcoffset() or _ZERO
        summer = (local.dst() or _ZERO) > _ZERO
        return cls((instant + offset).replace(tzinfo=None), offset, offset, local.tzname() or zone, summer)

    @property
    def rule(self) -> tuple[int, int, int, time, timedelta, timedelta, str]:
        """Month, which of its weekdays (-1: the last), weekday, time; and what it changes."""
        last = (self.wall + timedelta(days=7)).month != self.wall.month
        nth = -1 if last else (self.wall.day - 1) // 7 + 1
        return self.wall.month, nth, self.wall.weekday(), self.wall.time(), self.was, self.now, self.name

    def observance(self) -> Any:
        made: Any = TimezoneDaylight() if self.summer else TimezoneStandard()
        made.add("DTSTART", self.wall)
        made.add("TZOFFSETFROM", self.was)
        made.add("TZOFFSETTO", self.now)
        made.add("TZNAME", self.name)
        return made


def _ruled(changes: Sequence[Change]) -> Any:
    """All of them as one rule; None where no rule makes them, year by year."""
    years = [change.wall.year for change in changes]
    if len({change.rule for change in changes}) != 1 or years != list(range(years[0], years[0] + len(years))):
        return None
    month, nth, weekday, at = changes[0].rule[:4]
    day = nth_weekday(_LONG_AGO, month, nth, weekday)
    made = msgspec.structs.replace(changes[0], wall=datetime.combine(day, at)).observance()
    made.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"{nth}{_WEEKDAYS[weekday]}"})
    return made


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """The first, second… or last (-1) of a month's Mondays (0)… Sundays (6)."""
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


@functools.lru_cache(maxsize=128)
def _changes(zone: str, first: int, last: int) -> tuple[Change, ...]:
    """To the minute."""
    found, local = list[Change](), ZoneInfo(zone)
    at, ends = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while at < ends:
        before, after = at, at + timedelta(days=1)
        was = before.astimezone(local).utcoffset()
        if after.astimezone(local).utcoffset() != was:
            while after - before > timedelta(minutes=1):
                middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
                same = middle.astimezone(local).utcoffset() == was
                before, after = (middle, after) if same else (before, middle)
            found.append(Change.at(after, zone))
        at += timedelta(days=1)
    return tuple(found)
