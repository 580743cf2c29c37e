"""Which day *Today* shows, over all productions and units of one person.

The phone works it out from what it holds (`frontend/src/rules/today.ts`); `tests/cases/today.json` holds both to one
table.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

AFTER_ESTIMATED_WRAP = timedelta(hours=3)
BEFORE_NEXT_CALL = timedelta(hours=8)
USUAL_DAY = timedelta(hours=12)
"""Without an estimated wrap a day is taken to last so long from the person's first time."""


class PersonsDay(msgspec.Struct, frozen=True, kw_only=True):
    """One day of one unit as it concerns one person. Instants are UTC; `on_date` is the day's date, not the clock's.

    `first`: earliest pickup or call; None where nothing is timed. `wrapped`: their logged wrap, as far as it is known.
    """

    id: str
    on_date: date
    first: datetime | None
    wrapped: datetime | None = None
    estimated_wrap: datetime | None = None
    cancelled: bool = False


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The day on the page, and the one that is one tap away: `running` beside a next one, `next` beside a running."""

    day: str | None
    why: Literal["running", "next", "none"]
    running: str | None = None
    next: str | None = None


def which_day(days: Sequence[PersonsDay], now: datetime) -> Shown:
    """The running day until the earliest of logged wrap, estimated wrap + 3 h, 8 h before the next call; then the next.

    Who has begun a later day has left the earlier one, whatever was logged there. A second day of the same date (main
    until lunch, then splinter) takes the page at its first time, not 8 h before it. A cancelled day never runs; it is
    shown as the next one only where no other day comes.
    """
    timed = sorted(
        ((day.first, day) for day in days if day.first is not None), key=lambda pair: (pair[0], pair[1].cancelled)
    )
    begun = [(first, day) for first, day in timed if first <= now and not day.cancelled]
    coming = [(first, day) for first, day in timed if first > now]
    next_ = next((pair for pair in coming if not pair[1].cancelled), coming[0] if coming else None)
    running = begun[-1][1] if begun and now < _end(*begun[-1]) else None
    if running is not None and not _makes_room(running, next_, now):
        return Shown(day=running.id, why="running", next=next_[1].id if next_ else None)
    if next_ is not None:
        return Shown(day=next_[1].id, why="next", running=running.id if running else None)
    return Shown(day=None, why="none")


def _end(first: datetime, day: PersonsDay) -> datetime:
    guessed = (day.estimated_wrap or first + USUAL_DAY) + AFTER_ESTIMATED_WRAP
    return guessed if day.wrapped is None else min(day.wrapped, guessed)


def _makes_room(running: PersonsDay, next_: tuple[datetime, PersonsDay] | None, now: datetime) -> bool:
    if next_ is None:
        return False
    first, day = next_
    return not day.cancelled and day.on_date != running.on_date and now >= first - BEFORE_NEXT_CALL
