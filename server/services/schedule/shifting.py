"""Push or pull a day by minutes: seen first, then done. Relatives and chains move along, and what is ticked."""

from datetime import date, datetime
from typing import Annotated

import msgspec

from server.db import Tx, read
from server.errors import Conflict
from server.models.schedule import queries, shifting
from server.rules.access import Actor
from server.rules.schedule import shift as rule
from server.rules.schedule.minors import MinorHours
from server.rules.schedule.times import minutes_of
from server.services.schedule.changing import changing, may_in_unit
from server.services.schedule.gather import Gathered, gather
from server.services.schedule.minors import minors
from server.services.schedule.moving import Plan, after, plan
from server.services.schedule.resting import Key, key_of, rests
from server.wire import Id, Line, Minutes, Revision, Struct

By = Annotated[int, msgspec.Meta(ge=-720, le=720)]
_Ids = Annotated[tuple[Id, ...], msgspec.Meta(max_length=500)]


class ShiftIn(Struct):
    """Minutes later (push) or earlier (pull), and what was ticked: calls, scenes, departments that would stay."""

    minutes: By
    also: _Ids = ()
    also_scenes: _Ids = ()
    also_departments: _Ids = ()
    reason: Line = ""


class StaysOut(Struct):
    """A call that stays. `why`: minor, sun, absolute. Times are minutes after midnight of the day's date."""

    call_id: Id
    member_id: Id | None
    name: str
    title: str
    call: int | None
    why: str
    because: str


class SceneStaysOut(Struct):
    """A scene of the first or the last light; `id` is its row on the day."""

    id: Id
    number: str
    set_name: str
    at_minutes: int | None
    because: str


class DepartmentStaysOut(Struct):
    department_id: Id
    department: str
    at_minutes: Minutes
    people: int


class ShortOut(Struct):
    """Whose rest would fall short, and the earliest call without that: an instant, and minutes on that day's clock."""

    call_id: Id | None
    member_id: Id | None
    position_id: Id | None
    element_id: Id | None
    name: str
    title: str
    department: str
    day_id: Id
    on_date: date
    call: int | None
    minutes: int
    needed: int
    logged: bool
    earliest: datetime
    earliest_minutes: int
    pack: str


class MinorOut(Struct):
    """A minor's hours after the shift: gone by when, and what the call breaks, in words."""

    member_id: Id | None
    element_id: Id | None
    name: str
    title: str
    call: int | None
    out_by: int
    known: bool
    problems: list[str]


class ShiftOut(Struct):
    """What a shift would do. `moves` counts timed calls, `pickups` those among them with a pickup."""

    general_call: Minutes
    was: Minutes
    moves: int
    pickups: int
    stays: list[StaysOut]
    scenes: list[SceneStaysOut]
    departments: list[DepartmentStaysOut]
    short: list[ShortOut]
    """Before this day's calls."""
    short_after: list[ShortOut]
    """Before the unit's next day, since this one wraps later; only while no wrap is logged."""
    minors: list[MinorOut]
    revision: Revision


async def preview_shift(production_id: int, day_id: int, shift: ShiftIn, *, by: Actor) -> ShiftOut:
    """Nothing is changed. Raises Conflict for a day without a general call."""
    async with read() as db:
        day = await queries.day(db, production_id, day_id)
        may_in_unit(by, "call", "change", production_id=production_id, unit_id=day.unit_id)
        general = _general(day.general_call)
        now = await gather(db, production_id, day)
        planned = _plan(now, shift, by)
        then = after(now, planned, shift.minutes)
        short = await _short(db, production_id, then)
        short_after = await _short_after(db, production_id, then, shift.minutes)
    moving = [called for called in (*now.cast, *now.crew) if planned.moves(called)]
    return ShiftOut(
        general_call=general + shift.minutes,
        was=general,
        moves=len(moving),
        pickups=sum(1 for called in moving if called.times.pickup is not None),
        stays=_stays(now, planned),
        scenes=[
            SceneStaysOut(
                id=scene.id, number=scene.number, set_name=scene.set_name, at_minutes=scene.at_minutes, because=because
            )
            for scene, because in planned.scenes
        ],
        departments=_departments(now, planned),
        short=short,
        short_after=short_after,
        minors=_minors(then, by),
        revision=day.revision,
    )


async def shift_day(production_id: int, day_id: int, shift: ShiftIn, *, by: Actor, seen: int | None) -> int:
    """Move the day's times by `minutes`; returns the revision. Nobody is told before the next issue.

    Raises Conflict for a day without a general call, Invalid for a time that night doesn't have.
    """
    async with changing(
        production_id, day_id, by=by, right=("call", "change"), seen=seen, fact="day_shifted"
    ) as change:
        general = _general(change.day.general_call) + shift.minutes
        now = await gather(change.db, production_id, change.day)
        planned = _plan(now, shift, by)
        db, where = change.db, (production_id, day_id)
        await shifting.shift(db, *where, shift.minutes, shift.reason)
        await shifting.shift_calls(db, *where, shift.minutes, planned.moving_calls(now))
        await shifting.hold_calls(db, *where, planned.held_offsets(now, general))
        await shifting.shift_departments(db, *where, shift.minutes, shift.also_departments)
        await shifting.shift_scenes(db, *where, shift.minutes, [scene.id for scene, _ in planned.scenes])
    return change.revision


def _general(minutes: int | None) -> int:
    if minutes is None:
        raise Conflict("This day has no general call yet.", next_step="Set it first.", code="no_general_call")
    return minutes


def _plan(gathered: Gathered, shift: ShiftIn, by: Actor) -> Plan:
    return plan(
        gathered, calls=shift.also, scenes=shift.also_scenes, departments=shift.also_departments, twelve=by.twelve
    )


def _stays(gathered: Gathered, planned: Plan) -> list[StaysOut]:
    found = [
        StaysOut(
            call_id=called.call_id,
            member_id=called.member_id,
            name=called.name,
            title=called.title,
            call=called.times.call,
            why=why,
            because=rule.REASONS[why],
        )
        for called in (*gathered.cast, *gathered.crew)
        if called.call_id is not None
        and called.typed != "department"
        and (why := planned.stays.get(key_of(called))) is not None
    ]
    return sorted(found, key=lambda stay: (list(rule.REASONS).index(stay.why), stay.call or 0))


def _departments(gathered: Gathered, planned: Plan) -> list[DepartmentStaysOut]:
    found = []
    for shift in gathered.department_calls:
        people = [c for c in gathered.crew if c.department_id == shift.department_id and c.call_id is None]
        if shift.at_minutes is not None and people and shift.department_id not in planned.departments:
            found.append(
                DepartmentStaysOut(
                    department_id=shift.department_id,
                    department=people[0].department,
                    at_minutes=shift.at_minutes,
                    people=len(people),
                )
            )
    return found


async def _short(
    db: Tx, production_id: int, gathered: Gathered, *, shifted: dict[int, int] | None = None
) -> list[ShortOut]:
    rested = await rests(db, production_id, gathered, shifted=shifted)
    day = gathered.day
    found = [
        ShortOut(
            call_id=called.call_id,
            member_id=called.member_id,
            position_id=called.position_id,
            element_id=called.element_id,
            name=called.name,
            title=called.title,
            department=called.department,
            day_id=day.id,
            on_date=day.on_date,
            call=called.times.call,
            minutes=rest.minutes,
            needed=rest.needed,
            logged=rest.logged,
            earliest=rest.earliest,
            earliest_minutes=minutes_of(rest.earliest, day.on_date, day.zone),
            pack=rest.pack,
        )
        for called in (*gathered.cast, *gathered.crew)
        if (rest := rested.get(key_of(called))) is not None and rest.short
    ]
    return sorted(found, key=lambda short: short.minutes - short.needed)


async def _short_after(db: Tx, production_id: int, gathered: Gathered, minutes: int) -> list[ShortOut]:
    following = await queries.next_day(db, production_id, gathered.day.unit_id, gathered.day.on_date)
    if following is None:
        return []
    then = await gather(db, production_id, following)
    return await _short(db, production_id, then, shifted={gathered.day.id: minutes})


def _minors(gathered: Gathered, by: Actor) -> list[MinorOut]:
    hours: dict[Key, MinorHours] = minors(gathered, twelve=by.twelve)
    return [
        MinorOut(
            member_id=called.member_id,
            element_id=called.element_id,
            name=called.name,
            title=called.title,
            call=called.times.call,
            out_by=mine.out_by,
            known=mine.known,
            problems=list(mine.problems),
        )
        for called in (*gathered.cast, *gathered.crew)
        if (mine := hours.get(key_of(called))) is not None
    ]
