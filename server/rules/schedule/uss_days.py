"""Which day groups are shooting days, and on which dates they fall."""

import re
from collections.abc import Collection
from datetime import date, timedelta

import msgspec

from server.rules.schedule.uss_shape import Group, Schedule, UssBoard, UssCalendar

_NEVER_SHOT = re.compile(
    r"^\W*(stock|stock (shots?|footage)|omit(ted)?( scenes?)?|un-?scheduled|to be scheduled|library|archive( footage)?|"
    r"boneyard|cut scenes?|vfx only|cgi only|graphics)\W*$",
    re.IGNORECASE,
)
_MOST_OFF = 400


class PlannedDay(msgspec.Struct, frozen=True, kw_only=True):
    """A day group with what is proposed for it. `n` is the number of the shooting day; None where it is none."""

    group: Group
    banner: str
    shooting: bool
    n: int | None
    on: date | None


_TITLE = re.compile(r"\b(schedule|one-?line(r)?|draft|prelim(inary)?|shooting script)\b", re.IGNORECASE)


def planned_days(schedule: Schedule, board: UssBoard, *, shift_days: int = 0) -> list[PlannedDay]:
    """Day groups in order. A group headed by a banner such as STOCK SHOTS is proposed as no shooting day and takes no
    date; one with banners only (TRAVEL DAY) is none either, and its date passes.
    """
    dates = Dates(board.calendar, shift_days)
    days = []
    n = 0
    for group in board.groups:
        banner, shooting, passes = _proposed(schedule, group)
        n += shooting
        on = dates.next() if passes else None
        days.append(PlannedDay(group=group, banner=banner, shooting=shooting, n=n if shooting else None, on=on))
    return days


def _proposed(schedule: Schedule, group: Group) -> tuple[str, bool, bool]:
    """(banner at its head, shooting day, takes a date)."""
    scenes = schedule.by_id
    strips = [scenes[one] for one in group.strips]
    head = []
    for strip in strips:
        if not strip.banner:
            break
        head.append(strip.banner)
    named = (text for text in head if not _TITLE.search(text) and text.casefold() != schedule.project.casefold())
    banner = " · ".join(named)[:200]  # without the file's own title
    if any(_NEVER_SHOT.match(text) for text in head):
        return banner, False, False
    if len(head) == len(strips):
        return banner, False, True
    return banner, True, True


class Dates:
    """Working days of a calendar, one after the other, moved by `shift_days`; weekends stay weekends."""

    def __init__(self, calendar: UssCalendar, shift_days: int = 0) -> None:
        self.weekly = calendar.weekly
        start = calendar.start
        self.day = None if start is None else start + timedelta(days=shift_days)
        move = Move(start, self.day, calendar.weekly) if start and self.day else None
        self.off = {move.to(day) for day in calendar.off} if move else set()

    def next(self) -> date | None:
        if self.day is None:
            return None
        day = self.day
        for _ in range(_MOST_OFF):
            if day.isoweekday() not in self.weekly and day not in self.off:
                break
            day += timedelta(days=1)
        self.day = day + timedelta(days=1)
        return day


class Move:
    """Dates of a schedule that starts on another day: the nth working day before or after stays the nth.

    Moved by whole weeks it is plain addition; otherwise weekends are kept (`weekly`: ISO weekdays off).
    """

    def __init__(self, start: date, new_start: date, weekly: Collection[int]) -> None:
        self.start = start
        self.days = (new_start - start).days
        self.weekly = frozenset(weekly)

    def to(self, day: date) -> date:
        if self.days % 7 == 0 or len(self.weekly) >= 7:
            return day + timedelta(days=self.days)
        return self._nth(self._working(self.start), self._working(self.start + timedelta(days=self.days)), day)

    def _working(self, day: date) -> date:
        while day.isoweekday() in self.weekly:
            day += timedelta(days=1)
        return day

    def _nth(self, start: date, new: date, day: date) -> date:
        whole_weeks, rest = divmod((day - start).days, 7)  # a week has as many working days wherever it is cut
        new += timedelta(weeks=whole_weeks)
        reached = start + timedelta(weeks=whole_weeks)
        for _ in range(rest):
            reached += timedelta(days=1)
            if reached.isoweekday() not in self.weekly:
                new = self._working(new + timedelta(days=1))
        return new
