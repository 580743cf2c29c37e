"""Days as their editor reads them."""

from datetime import date, datetime
from typing import Any

import msgspec

from server.db import read
from server.errors import Invalid
from server.models.schedule import queries
from server.models.schedule.queries import DayRow
from server.rules.access import Actor, Scope, may
from server.rules.schedule.cells import Untimed
from server.rules.schedule.rest import Rest
from server.services.schedule.gather import Called, Gathered, gather
from server.services.schedule.looks import looks
from server.services.schedule.minors import hours_of
from server.services.schedule.resting import key_of, rests
from server.wire import Id, Struct


class DayLineOut(Struct):
    """One day of the list. `of`: how many shooting days its unit has."""

    id: Id
    unit_id: Id
    unit: str
    on_date: date
    zone: str
    day_type: str
    title: str
    number: int | None
    of: int
    sets: str
    eighths: int
    general_call: int | None
    cancelled: bool
    revision: int


class RestOut(Struct):
    """Minutes of rest and what the rule asks for; `earliest` is the first call without a short rest.

    `weekly_needed`: what is asked for over the days off before this call; None in the middle of a week.
    """

    minutes: int
    needed: int
    short: bool
    logged: bool
    earliest: datetime
    pack: str
    source: str
    weekly_needed: int | None
    weekly_short: bool


class MinorHoursOut(Struct):
    """By when a minor must be gone, in minutes after midnight; `known`: the age is. `problems`: in words."""

    out_by: int
    known: bool
    problems: list[str]
    source: str


class DayLookOut(Struct):
    """What to look at before the day is issued. `weight`: act (settle it) or look (blocks nothing)."""

    kind: str
    weight: str
    who: Id | None
    sentence: str
    source: str


class TypedOut(Struct):
    """What was typed for the line, as the grid's cells have it; all else is worked out of it."""

    kind: str
    over: Untimed | None
    """Of a call on hold or cancelled: what is below it, where that has no time."""
    at_minutes: int | None
    offset_minutes: int | None
    on_set: int | None
    makeup_minutes: int | None
    travel_minutes: int | None
    pickup: int | None
    wardrobe: int | None
    rehearsal: int | None
    release: int | None
    status: str
    place_id: int | None
    remarks: str


class CalledOut(Struct):
    """A line of the crew or cast list. Times are minutes after midnight of the day's date; `call_at` is the instant."""

    member_id: Id | None
    position_id: Id | None
    element_id: Id | None
    department_id: Id | None
    department: str
    title: str
    name: str
    number: str
    head: bool
    minor: bool
    status: str
    call_id: Id | None
    typed: str
    kind: str
    origin: str
    call: int | None
    pickup: int | None
    on_set: int | None
    makeup: int | None
    wardrobe: int | None
    rehearsal: int | None
    release: int | None
    call_at: datetime | None
    place_id: Id | None
    remarks: str
    moves: bool
    line: TypedOut
    rest: RestOut | None
    minor_hours: MinorHoursOut | None


class DayPlaceOut(Struct):
    id: Id
    place_id: Id
    kind: str
    number: int
    from_minutes: int | None
    notes: str
    name: str
    address: str
    access_notes: str
    phone: str
    lat: float | None
    lng: float | None


class SceneOut(Struct):
    id: Id
    scene_id: Id | None
    banner: str
    place_id: Id | None
    at_minutes: int | None
    notes: str
    number: str
    int_ext: str
    set_name: str
    day_night: str
    script_day: str
    description: str
    eighths: int
    cast: list[str]
    background: list[str]


class DayExtraOut(Struct):
    id: Id
    kind: str
    name: str
    quantity: int
    at_minutes: int | None
    place_id: Id | None
    notes: str


class DayRunOut(Struct):
    id: Id
    vehicle_id: Id
    vehicle: str
    driver_id: Id | None
    at_minutes: int | None
    notes: str
    passengers: list[Id]


class NoteOut(Struct):
    id: Id
    department_id: Id | None
    text: str


class DepartmentCallOut(Struct):
    department_id: Id
    kind: str
    offset_minutes: int | None
    at_minutes: int | None
    place_id: Id | None


class DayOut(Struct):
    """A day as it is being prepared. Times are minutes after midnight of `on_date` in `zone`."""

    id: Id
    unit_id: Id
    unit: str
    on_date: date
    zone: str
    day_type: str
    title: str
    number: int | None
    of: int
    general_call: int | None
    shooting_call: int | None
    estimated_wrap: int | None
    lunch: int | None
    second_hour: bool | None
    weather: str
    reason: str
    hazards: str
    medic: str
    channels: str
    breakfast: int | None
    second_meal: int | None
    safety_contacts: str
    bulletins: str
    closed_set: bool
    cover_of: Id | None
    """The day that this is the cover set of."""
    cancelled: bool
    revision: int
    places: list[DayPlaceOut]
    scenes: list[SceneOut]
    notes: list[NoteOut]
    extras: list[DayExtraOut]
    runs: list[DayRunOut]
    department_calls: list[DepartmentCallOut]
    crew: list[CalledOut]
    cast: list[CalledOut]
    looks: list[DayLookOut]


class LogLineOut(Struct):
    kind: str
    department_id: Id | None
    member_id: Id | None
    at: datetime | None
    device_at: datetime
    received_at: datetime


async def list_days(production_id: int, first: date, last: date, *, by: Actor) -> list[DayLineOut]:
    """Days of all units from `first` to `last`, at most 500, in two statements."""
    may(by, "day", "read", production_id=production_id)
    if last < first:
        raise Invalid("It ends before it starts.", errors=[{"where": "last", "what": "before first"}])
    async with read() as db:
        found = await queries.days(db, production_id, first, last)
        lines = await queries.day_lines(db, production_id, [day.id for day in found])
    return [_line(day, lines[day.id]) for day in found]


def _line(day: DayRow, line: queries.LineRow) -> DayLineOut:
    return DayLineOut(
        id=day.id,
        unit_id=day.unit_id,
        unit=day.unit,
        on_date=day.on_date,
        zone=day.zone,
        day_type=day.day_type,
        title=day.title,
        number=line.number,
        of=line.of,
        sets=", ".join(line.sets),
        eighths=line.eighths,
        general_call=day.general_call,
        cancelled=day.cancelled_at is not None,
        revision=day.revision,
    )


async def read_day(production_id: int, day_id: int, *, by: Actor) -> DayOut:
    """The whole day with everybody's rest; a head sees its own departments' people only."""
    membership, scope = may(by, "call", "read", production_id=production_id)
    async with read() as db:
        gathered = await gather(db, production_id, await queries.day(db, production_id, day_id))
        rested = await rests(db, production_id, gathered)
    mine = membership.heads | membership.departments if scope is Scope.DEPARTMENT else None

    shown = [c for c in (*gathered.cast, *gathered.crew) if mine is None or c.department_id in mine]
    seen = {called.member_id for called in shown}
    found = [look for look in looks(gathered, rested, twelve=by.twelve) if look.who in seen]
    return DayOut(
        **_head(gathered),
        crew=[_called(gathered, c, rested.get(key_of(c)), by) for c in shown if c.element_id is None],
        cast=[_called(gathered, c, rested.get(key_of(c)), by) for c in shown if c.element_id is not None],
        looks=[DayLookOut(**_same(look, DayLookOut)) for look in found],
    )


def _called(gathered: Gathered, called: Called, found: Rest | None, by: Actor) -> CalledOut:
    times = {name: getattr(called.times, name) for name in ("kind", "origin", "call", "pickup", "on_set", "makeup")}
    hours = hours_of(gathered, called, twelve=by.twelve)
    return CalledOut(
        **_same(called, CalledOut) | {"line": TypedOut(**_same(called.line, TypedOut))},
        **times,
        call_at=gathered.at(called.times.call),
        rest=RestOut(**_same(found, RestOut)) if found is not None else None,
        minor_hours=MinorHoursOut(**_same(hours, MinorHoursOut) | {"problems": list(hours.problems)})
        if hours
        else None,
    )


def _head(gathered: Gathered) -> dict[str, Any]:
    day = gathered.day
    own = {name: getattr(day, name) for name in DayOut.__struct_fields__ if hasattr(day, name)}
    return own | {
        "number": gathered.count.number,
        "of": gathered.count.of,
        "cancelled": day.cancelled_at is not None,
        "places": [DayPlaceOut(number=p.sort, **_same(p, DayPlaceOut)) for p in gathered.places],
        "scenes": [SceneOut(**_same(s, SceneOut)) for s in gathered.scenes],
        "notes": [NoteOut(**_same(n, NoteOut)) for n in gathered.notes],
        "extras": [DayExtraOut(**_same(e, DayExtraOut)) for e in gathered.extras],
        "runs": [DayRunOut(**_same(r, DayRunOut)) for r in gathered.runs],
        "department_calls": [DepartmentCallOut(**_same(c, DepartmentCallOut)) for c in gathered.department_calls],
    }


def _same(row: object, out: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields that a row and what goes out have in common."""
    return {name: getattr(row, name) for name in out.__struct_fields__ if hasattr(row, name)}


async def read_log(production_id: int, day_id: int, *, by: Actor) -> list[LogLineOut]:
    """Everything that was logged, in the order in which it arrived."""
    may(by, "log", "read", production_id=production_id)
    async with read() as db:
        await queries.day(db, production_id, day_id)
        found = await queries.log(db, production_id, [day_id])
    return [LogLineOut(**_same(entry, LogLineOut)) for entry in found]
