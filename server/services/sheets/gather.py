"""Gather a day from everywhere it stands, into the page that a version would freeze now."""

from collections.abc import Iterable
from typing import Any

from server.db import Tx
from server.models.sheets import draft
from server.models.sheets.draft import BACKGROUND, CAST, DayRow
from server.rules.sheets.resolve import DayClock, DepartmentCall, Typed, Who, line
from server.rules.sheets.snapshot import Advance, Department, Head, Line, Note, Place, Scene, Snapshot
from server.rules.sheets.sun import sun_of


async def gather(db: Tx, production_id: int, day: DayRow) -> Snapshot:
    """The draft of `day` as a page. Raises Invalid for a time that doesn't exist that night.

    Ten statements, the same for 15 and 300 crew.
    """
    clock = DayClock(day.on_date, day.zone)
    places = [
        Place(
            id=row[0], place_id=row[1], kind=row[2], name=row[3], number=row[4], address=row[5], access_notes=row[6],
            phone=row[7], notes=row[8], lat=row[9], lng=row[10], since=clock.time(row[11]),
        )
        for row in await draft.places(db, production_id, day.id)
    ]  # fmt: skip
    scenes = await draft.scenes(db, production_id, day.id)
    elements = await draft.elements(db, production_id, day.id)
    lines, departments = await _lines(db, production_id, day, clock, elements)
    return Snapshot(
        head=_head(day, clock, places),
        places=tuple(places),
        scenes=tuple(_scene(row, elements, clock) for row in scenes),
        notes=tuple(
            Note(id=row[0], text=row[1], department_id=row[2]) for row in await draft.notes(db, production_id, day.id)
        ),
        departments=tuple(departments),
        lines=tuple(lines),
        advance=tuple(
            Advance(id=row[0], on_date=row[1], title=row[2], scenes=tuple(row[3]), eighths=row[4])
            for row in await draft.advance(db, production_id, day.unit_id, day.on_date)
        ),
    )


def _head(day: DayRow, clock: DayClock, places: list[Place]) -> Head:
    where = next((p for p in sorted(places, key=lambda p: p.kind != "set") if p.lat is not None), None)
    sun = sun_of(day.on_date, where.lat, where.lng, day.zone) if where and where.lat and where.lng else (None, None)
    return Head(
        day_id=day.id, unit_id=day.unit_id, unit=day.unit, on_date=day.on_date, zone=day.zone, day_type=day.day_type,
        title=day.title, number=day.number, of=day.of if day.number else None,
        general_call=clock.time(day.general_call), shooting_call=clock.time(day.shooting_call),
        estimated_wrap=clock.time(day.estimated_wrap), lunch=clock.time(day.lunch),
        sunrise=clock.of(sun[0]), sunset=clock.of(sun[1]), weather=day.weather, reason=day.reason,
        hazards=day.hazards, medic=day.medic, channels=day.channels, cancelled=day.cancelled_at is not None,
    )  # fmt: skip


def _scene(row: Any, elements: list[Any], clock: DayClock) -> Scene:
    mine = [element for element in elements if element[0] == row[1]]
    return Scene(
        id=row[0], scene_id=row[1], number=row[2], int_ext=row[3], set_name=row[4], day_night=row[5],
        script_day=row[6], description=row[7], eighths=row[8],
        cast=tuple(e[4] or e[3] for e in mine if e[2] == CAST),
        background=tuple(f"{e[5]} {e[3]}" if e[5] > 1 else e[3] for e in mine if e[2] == BACKGROUND),
        place_id=row[9], at=clock.time(row[10]), notes=row[11], banner=row[12],
    )  # fmt: skip


async def _lines(
    db: Tx, production_id: int, day: DayRow, clock: DayClock, elements: list[Any]
) -> tuple[list[Line], list[Department]]:
    typed = await draft.calls(db, production_id, day.id)
    by_department = await draft.department_calls(db, production_id, day.id)
    cast = await _cast(db, production_id, typed, elements)
    crew = await draft.positions(
        db, production_id, day.on_date, day.unit_id,
        called=[call.position_id for call in typed if call.position_id is not None],
        members=[call.member_id for call in typed if call.member_id and not call.element_id],
    )  # fmt: skip
    own = DepartmentCall()
    lines = [line(who, call, own, day.general_call, clock) for who, call in cast]
    playing = {who.member_id for who, _ in cast}
    departments: dict[int, Department] = {}
    for who, call, department in _crew(crew, typed, playing):
        rule = by_department.get(who.department_id or 0, own)
        lines.append(line(who, call, rule, day.general_call, clock))
        departments.setdefault(department.id, department)
    return lines, list(departments.values())


async def _cast(db: Tx, production_id: int, typed: list[Typed], elements: list[Any]) -> list[tuple[Who, Typed | None]]:
    """Roles of the day's scenes and those called without one; the performer of the call counts before the role's."""
    calls = {call.element_id: call for call in typed if call.element_id is not None}
    roles = {e[1]: (e[1], e[3], e[4], e[6], e[7]) for e in elements if e[2] == CAST}
    missing = [element_id for element_id in calls if element_id not in roles]
    if missing:
        roles |= {row[0]: tuple(row) for row in await draft.roles(db, production_id, missing)}
    found = []
    for element_id, name, number, minor, member_id in roles.values():
        call = calls.get(element_id)
        member = (call.member_id if call else None) or member_id
        found.append((Who(member_id=member, element_id=element_id, title=name, number=number, minor=minor), call))
    return found


def _crew(
    rows: Iterable[Any], typed: list[Typed], playing: set[int | None]
) -> Iterable[tuple[Who, Typed | None, Department]]:
    """One line a position. A call without a position counts for the person's first one; cast aren't listed twice."""
    by_position = {call.position_id: call for call in typed if call.position_id is not None}
    by_member = {
        call.member_id: call for call in typed if call.member_id and not call.position_id and not call.element_id
    }
    for member_id, position_id, department_id, title, head, minor, department, _roles in rows:
        call = by_position.get(position_id) or by_member.pop(member_id, None)
        if call is None and member_id in playing:
            continue
        who = Who(
            member_id=member_id, position_id=position_id, department_id=department_id, title=title, head=head,
            minor=minor,
        )  # fmt: skip
        yield who, call, Department(id=department_id, name=department)
