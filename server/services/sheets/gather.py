"""A day as the page that a version would freeze now: what `schedule` gathered, with instants beside the minutes."""

from server.db import Tx
from server.errors import Invalid
from server.models.schedule.blocks import ExtraRow, RunRow
from server.models.schedule.queries import DayRow, PlaceRow, SceneRow
from server.models.sheets import advance
from server.rules.access import Actor
from server.rules.production.settings import settings_of
from server.rules.schedule.times import clock_words, exists
from server.rules.sheets.snapshot import (
    Advance,
    Department,
    Extra,
    Head,
    Line,
    Note,
    Place,
    Run,
    Scene,
    Snapshot,
    Time,
    line_id,
)
from server.rules.sheets.sun import sun_of
from server.services.schedule import gather as schedule
from server.services.schedule.gather import Called, Gathered


async def gather(db: Tx, production_id: int, day: DayRow, *, by: Actor) -> tuple[Snapshot, Gathered]:
    """The draft of `day` as a page. Raises Invalid, by the clock of who asks, for a time that night doesn't have.

    The same statements for 15 and 300 crew.
    """
    found = await schedule.gather(db, production_id, day)
    clock = _Clock(found, twelve=by.twelve)
    places = tuple(_place(row, clock) for row in found.places)
    departments = {line.department_id: line.department for line in found.crew if line.department_id}
    page = Snapshot(
        head=_head(found, clock, places),
        places=places,
        scenes=tuple(_scene(row, clock) for row in found.scenes),
        notes=tuple(Note(id=row.id, text=row.text, department_id=row.department_id) for row in found.notes),
        departments=tuple(Department(id=key, name=name) for key, name in departments.items()),
        lines=tuple(_line(called, clock) for called in (*found.cast, *found.crew)),
        advance=tuple(
            Advance(id=row[0], on_date=row[1], title=row[2], scenes=tuple(row[3]), eighths=row[4])
            for row in await advance.next_days(db, production_id, day.unit_id, day.on_date)
        ),
        extras=tuple(_extra(row, clock) for row in found.extras),
        transport=tuple(_run(row, clock) for row in found.runs),
    )
    return page, found


def _extra(row: ExtraRow, clock: "_Clock") -> Extra:
    return Extra(
        id=row.id, kind=row.kind, name=row.name, quantity=row.quantity, call=clock.time(row.at_minutes),
        place_id=row.place_id, notes=row.notes,
    )  # fmt: skip


def _run(row: RunRow, clock: "_Clock") -> Run:
    return Run(
        id=row.id, name=row.vehicle, driver_id=row.driver_id, at=clock.time(row.at_minutes), notes=row.notes,
        passengers=tuple(row.passengers),
    )  # fmt: skip


class _Clock:
    def __init__(self, found: Gathered, *, twelve: bool) -> None:
        self.found, self.twelve = found, twelve

    def time(self, minutes: int | None) -> Time | None:
        day = self.found.day
        if minutes is not None and not exists(day.on_date, day.zone, minutes):
            raise Invalid(
                f"{clock_words(minutes, twelve=self.twelve)} doesn't exist that night: the clocks go forward.",
                code="time_skipped", next_step="Take an hour earlier or later.",
            )  # fmt: skip
        at = self.found.at(minutes)
        return Time(at=at, minutes=minutes) if at is not None and minutes is not None else None


def _head(found: Gathered, clock: _Clock, places: tuple[Place, ...]) -> Head:
    day = found.day
    where = next((p for p in sorted(places, key=lambda p: p.kind != "set") if p.lat is not None), None)
    sun: tuple[Time | None, Time | None] = (None, None)
    if where is not None and where.lat is not None and where.lng is not None:
        sun = sun_of(day.on_date, where.lat, where.lng, day.zone)
    form = settings_of(found.production.settings).sheet
    return Head(
        day_id=day.cover_of or day.id, unit_id=day.unit_id, unit=day.unit, on_date=day.on_date, zone=day.zone,
        day_type=day.day_type,
        title=day.title, number=found.count.number, of=found.count.of if found.count.number else None,
        general_call=clock.time(day.general_call), shooting_call=clock.time(day.shooting_call),
        estimated_wrap=clock.time(day.estimated_wrap), lunch=clock.time(day.lunch), sunrise=sun[0], sunset=sun[1],
        weather=day.weather, reason=day.reason, hazards=day.hazards, medic=day.medic, channels=day.channels,
        cancelled=day.cancelled_at is not None, breakfast=clock.time(day.breakfast),
        second_meal=clock.time(day.second_meal), safety_contacts=day.safety_contacts, bulletins=day.bulletins,
        closed_set=day.closed_set, script=form.script, script_on=form.script_on, schedule=form.schedule,
        schedule_on=form.schedule_on,
    )  # fmt: skip


def _place(row: PlaceRow, clock: _Clock) -> Place:
    return Place(
        id=row.id, place_id=row.place_id, kind=row.kind, name=row.name, number=row.sort, address=row.address,
        access_notes=row.access_notes, phone=row.phone, notes=row.notes, lat=row.lat, lng=row.lng,
        since=clock.time(row.from_minutes),
    )  # fmt: skip


def _scene(row: SceneRow, clock: _Clock) -> Scene:
    return Scene(
        id=row.id, scene_id=row.scene_id, number=row.number, int_ext=row.int_ext, set_name=row.set_name,
        day_night=row.day_night, script_day=row.script_day, description=row.description, eighths=row.eighths,
        cast=tuple(row.cast), background=tuple(row.background), place_id=row.place_id, at=clock.time(row.at_minutes),
        notes=row.notes, banner=row.banner,
    )  # fmt: skip


def _line(called: Called, clock: _Clock) -> Line:
    times = called.times
    return Line(
        id=line_id(called.member_id, called.position_id, called.element_id),
        kind=times.kind, member_id=called.member_id, position_id=called.position_id, element_id=called.element_id,
        department_id=called.department_id, title=called.title, number=called.number, status=called.status,
        call=clock.time(times.call), pickup=clock.time(times.pickup), makeup=clock.time(times.makeup),
        wardrobe=clock.time(called.wardrobe), rehearsal=clock.time(called.rehearsal), on_set=clock.time(times.on_set),
        release=clock.time(called.release),
        place_id=called.place_id, remarks=called.remarks, minor=called.minor, head=called.head,
        call_id=called.call_id, origin=times.origin,
    )  # fmt: skip
