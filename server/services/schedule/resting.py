"""Rest of everybody called on a day: since their logged wrap, until then since the estimated one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import msgspec

from server.db import Tx
from server.models.schedule import queries, working
from server.models.schedule.queries import DayRow
from server.rules.schedule.hours import Stint, after_night
from server.rules.schedule.packs import AfterNight, Book, Pack
from server.rules.schedule.resolve import NOT_COMING
from server.rules.schedule.rest import Rest, rest
from server.rules.schedule.times import DAY, instant, minutes_of
from server.rules.schedule.wraps import Subject, standing, wrap_of
from server.services.schedule.gather import Called, Gathered, cast_of, crew_of

_BACK = timedelta(days=8)
Key = tuple[int, int | None, int | None]
"""member, position, cast role."""


class Wrapped(msgspec.Struct, frozen=True):
    """When somebody's last day before ended. `logged`: False where only the estimate is known."""

    at: datetime
    logged: bool
    day: DayRow


def key_of(called: Called) -> Key:
    return (called.member_id or 0, called.position_id, called.element_id)


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What everybody called on a day worked in the eight days before it, by member."""

    stints: Mapping[int, list[Stint]] = {}
    """One a date, oldest first."""
    wrapped: Mapping[int, Wrapped] = {}
    """Of the newest date on which they worked; on two units that date, the later one."""
    unit_works: frozenset[date] = frozenset()


async def history(
    db: Tx, production_id: int, gathered: Gathered, *, shifted: Mapping[int, int] | None = None
) -> History:
    """At most five statements. `shifted`: minutes by which a day's estimated wrap would move (day id → minutes)."""
    day = gathered.day
    before = [
        d
        for d in await queries.days(db, production_id, day.on_date - _BACK, day.on_date - timedelta(days=1))
        if d.cancelled_at is None and d.day_type != "off"
    ]
    if not before:
        return History()
    ids = [d.id for d in before]
    entries = await queries.log(db, production_id, ids)
    log = {day_id: standing(entry for entry in entries if entry.day_id == day_id) for day_id in ids}
    called = await _called(db, before, gathered)
    worked: dict[int, dict[date, list[tuple[datetime | None, Wrapped | None]]]] = {}
    for d in before:
        for member_id, there in called[d.id].items():
            end = _end(d, log[d.id], member_id, there.departments, (shifted or {}).get(d.id, 0))
            starts = instant(d.on_date, d.zone, there.first, second=d.second_hour) if there.first is not None else None
            worked.setdefault(member_id, {}).setdefault(d.on_date, []).append((starts, end))
    return History(
        stints={member: [_stint(on, there) for on, there in dates.items()] for member, dates in worked.items()},
        wrapped={member: last for member, dates in worked.items() if (last := _last(dates)) is not None},
        unit_works=frozenset(d.on_date for d in before if d.unit_id == day.unit_id),
    )


def _latest(there: Iterable[tuple[datetime | None, Wrapped | None]]) -> Wrapped | None:
    return max((end for _, end in there if end is not None), key=lambda end: end.at, default=None)


def _last(dates: Mapping[date, list[tuple[datetime | None, Wrapped | None]]]) -> Wrapped | None:
    ends = (_latest(dates[on]) for on in sorted(dates, reverse=True))
    return next((end for end in ends if end is not None), None)


def _stint(on: date, there: list[tuple[datetime | None, Wrapped | None]]) -> Stint:
    end = _latest(there)
    return Stint(
        on_date=on,
        starts=min((starts for starts, _ in there if starts is not None), default=None),
        ends=end.at if end else None,
        end_clock=minutes_of(end.at, on, end.day.zone) if end else None,
    )


def rests_of(gathered: Gathered, before: History) -> dict[Key, Rest]:
    """Rest before each timed call, for whoever worked in the days before, on any unit."""
    day, book = gathered.day, gathered.book
    found = {}
    for called in (*gathered.crew, *gathered.cast):
        call_at = gathered.at(called.times.call)
        last = before.wrapped.get(called.member_id or 0)
        if call_at is None or last is None:
            continue
        off = 0 if any(d > last.day.on_date for d in before.unit_works) else (day.on_date - last.day.on_date).days - 1
        found[key_of(called)] = rest(
            pack_for(book, called),
            last.at,
            logged=last.logged,
            call_at=call_at,
            pickup_at=gathered.at(called.times.pickup),
            days_off=off,
            first_call=(called.times.call or 0) % DAY,
            night=_night(book, called, before.stints[called.member_id or 0][-1]),
        )
    return found


def pack_for(book: Book, called: Called) -> Pack:
    """Whose rest counts for this line."""
    cast = called.element_id is not None
    return book.of(called.rest_pack, department_id=called.department_id, cast=cast, minor=called.minor)


def _night(book: Book, called: Called, last: Stint) -> tuple[str, AfterNight] | None:
    pack = book.of_minors(called.rest_pack) if called.minor else book.get(called.rest_pack)
    rule = after_night(pack.rest_after_night, last) if pack is not None else None
    return (pack.name, rule) if pack is not None and rule is not None else None


async def rests(
    db: Tx, production_id: int, gathered: Gathered, *, shifted: Mapping[int, int] | None = None
) -> dict[Key, Rest]:
    """Rest before each timed call; at most five statements. `shifted`: as in `history`, to look before one does."""
    return rests_of(gathered, await history(db, production_id, gathered, shifted=shifted))


def _end(
    day: DayRow, log: dict[Subject, datetime], member_id: int, departments: Iterable[int], shifted: int
) -> Wrapped | None:
    logged = wrap_of(log, member_id, departments)
    if logged is not None:
        return Wrapped(logged, logged=True, day=day)
    if day.estimated_wrap is None:
        return None
    estimated = instant(day.on_date, day.zone, day.estimated_wrap + shifted, second=day.second_hour)
    return Wrapped(estimated, logged=False, day=day)


class _There(msgspec.Struct):
    """Of one person on one day: their departments, and their first call, in minutes."""

    departments: set[int]
    first: int | None


async def _called(db: Tx, days: list[DayRow], gathered: Gathered) -> dict[int, dict[int, _There]]:
    """Who was called to work on each day; three statements for any number of days."""
    production_id, roles = gathered.production.id, gathered.roles
    ids = [d.id for d in days]
    calls = await working.calls_of(db, production_id, ids)
    shifts = await working.department_calls_of(db, production_id, ids)
    by_hand = {c.member_id for day_calls in calls.values() for c in day_calls if c.member_id is not None}
    dates = [d.on_date for d in days]
    workers = await working.workers(db, production_id, min(dates), max(dates), sorted(by_hand))
    performers = {role.member_id for role in roles if role.member_id}
    found: dict[int, dict[int, _There]] = {}
    for day in days:
        working_roles = {role.number for role in roles if day.on_date in role.on}
        crew = crew_of(day, workers, calls[day.id], shifts[day.id], performers)
        cast = cast_of(day, roles, calls[day.id], working_roles, gathered.book)
        there = found[day.id] = {}
        for line in (*crew, *cast):
            if line.member_id is None or line.times.kind in NOT_COMING:
                continue
            one = there.setdefault(line.member_id, _There(set(), None))
            if line.department_id is not None:
                one.departments.add(line.department_id)
            if line.times.call is not None:
                one.first = min(line.times.call, one.first if one.first is not None else line.times.call)
    return found
