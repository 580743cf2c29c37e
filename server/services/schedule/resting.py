"""Rest of everybody called on a day: since their logged wrap, until then since the estimated one."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import msgspec

from server.db import Tx
from server.models.schedule import queries, working
from server.models.schedule.queries import DayRow
from server.rules.schedule.rest import Rest, rest
from server.rules.schedule.times import DAY, instant
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


async def rests(
    db: Tx, production_id: int, gathered: Gathered, *, shifted: Mapping[int, int] | None = None
) -> dict[Key, Rest]:
    """Rest before each timed call, for whoever worked within eight days before, on any unit; at most five statements.

    `shifted`: minutes by which a day's estimated wrap would move (day id → minutes), to look before one does.
    """
    day = gathered.day
    before = [
        d
        for d in await queries.days(db, production_id, day.on_date - _BACK, day.on_date - timedelta(days=1))
        if d.cancelled_at is None and d.day_type != "off"
    ]
    if not before:
        return {}
    wrapped = await _wraps(db, before, gathered, shifted or {})
    unit_works = {d.on_date for d in before if d.unit_id == day.unit_id}
    found = {}
    for called in (*gathered.crew, *gathered.cast):
        call_at = gathered.at(called.times.call)
        last = wrapped.get(called.member_id or 0)
        if call_at is None or last is None:
            continue
        cast = called.element_id is not None
        pack = gathered.book.of(called.rest_pack, department_id=called.department_id, cast=cast, minor=called.minor)
        found[key_of(called)] = rest(
            pack,
            last.at,
            logged=last.logged,
            call_at=call_at,
            pickup_at=gathered.at(called.times.pickup),
            days_off=0 if any(d > last.day.on_date for d in unit_works) else (day.on_date - last.day.on_date).days - 1,
            first_call=(called.times.call or 0) % DAY,
        )
    return found


async def _wraps(db: Tx, days: list[DayRow], gathered: Gathered, shifted: Mapping[int, int]) -> dict[int, Wrapped]:
    """By member: the wrap of the newest date on which they worked; on two units that date, the later one."""
    ids = [d.id for d in days]
    entries = await queries.log(db, gathered.production.id, ids)
    log = {day_id: standing(entry for entry in entries if entry.day_id == day_id) for day_id in ids}
    called = await _called(db, days, gathered)
    found: dict[int, Wrapped] = {}
    for day in days:
        for member_id, departments in called[day.id].items():
            end = _end(day, log[day.id], member_id, departments, shifted.get(day.id, 0))
            other = found.get(member_id)
            if end is not None and (other is None or other.day.on_date < day.on_date or other.at < end.at):
                found[member_id] = end
    return found


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


async def _called(db: Tx, days: list[DayRow], gathered: Gathered) -> dict[int, dict[int, set[int]]]:
    """Who was called to work on each day, with their departments there; three statements for any number of days."""
    production_id, roles = gathered.production.id, gathered.roles
    ids = [d.id for d in days]
    calls = await working.calls_of(db, production_id, ids)
    shifts = await working.department_calls_of(db, production_id, ids)
    by_hand = {c.member_id for day_calls in calls.values() for c in day_calls if c.member_id is not None}
    dates = [d.on_date for d in days]
    workers = await working.workers(db, production_id, min(dates), max(dates), sorted(by_hand))
    performers = {role.member_id for role in roles if role.member_id}
    found: dict[int, dict[int, set[int]]] = {}
    for day in days:
        working_roles = {role.number for role in roles if day.on_date in role.on}
        crew = crew_of(day, workers, calls[day.id], shifts[day.id], performers)
        cast = cast_of(day, roles, calls[day.id], working_roles, gathered.book)
        there = found[day.id] = {}
        for line in (*crew, *cast):
            if line.member_id is None or line.times.kind == "no_call":
                continue
            departments: set[int] = there.setdefault(line.member_id, set())
            if line.department_id is not None:
                departments.add(line.department_id)
    return found
