"""The demo's days: ten behind, today on the cover set, thirteen ahead; last night's preliminary, White and Blue."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import msgspec

from server import clock
from server.db import tx
from server.models.production import queries as productions
from server.models.schedule import queries as schedule
from server.models.schedule import working
from server.models.schedule.queries import DayRow
from server.models.sheets import versions
from server.rules.access import Actor
from server.rules.schedule.times import instant
from server.services.demo import blocks, story
from server.services.production.office import PlaceIn, add_part
from server.services.schedule import calls, day_log, days, editing
from server.services.sheets import approval, cover, preview, publish
from server.services.sheets.publish import Issued

Approvers = tuple[Actor, Actor]
"""1st AD, UPM."""


class Shoot(msgspec.Struct):
    """What the later steps need to find again."""

    production_id: int
    today: DayRow
    yesterday: DayRow
    tomorrow: DayRow
    departments: dict[str, int]
    places: dict[str, int]


async def make_days(production_id: int, on: date, *, by: Actor) -> Shoot:
    """All days of the board; the tenth to the twelfth are put on yesterday, today and tomorrow, also at a weekend."""
    async with tx(production_id) as db:
        unit = (await productions.units(db, production_id))[0]
    await days.make_days_from_board(production_id, unit.id, by=by)
    found = await _found(production_id, on)
    # the last first: a unit has one day a date
    for ahead, day in zip((1, 0, -1), found[story.TODAY_IS : story.TODAY_IS - 3 : -1], strict=True):
        to = on + timedelta(days=ahead)
        if day.on_date != to:
            await days.move_day(production_id, day.id, days.DayMoved(on_date=to), by=by, now=clock.now(), seen=None)
    yesterday, today, tomorrow = (await _found(production_id, on))[story.TODAY_IS - 2 : story.TODAY_IS + 1]
    async with tx(production_id) as db:
        departments = {d.name: d.id for d in await productions.departments(db, production_id)}
    places = {}
    for name, (address, notes, phone, lat, lng) in story.PLACES.items():
        place = PlaceIn(
            name=name, address=address, access_notes=notes, phone=phone, lat=lat, lng=lng,
            hospital=name in story.HOSPITALS,
        )  # fmt: skip
        places[name] = await add_part(production_id, place, by=by)
    return Shoot(
        production_id=production_id, today=today, yesterday=yesterday, tomorrow=tomorrow, departments=departments,
        places=places,
    )  # fmt: skip


async def _found(production_id: int, on: date) -> list[DayRow]:
    async with tx(production_id) as db:
        return await schedule.days(db, production_id, on - timedelta(90), on + timedelta(90))


async def prepare(shoot: Shoot, *, by: Actor) -> None:
    """Yesterday, today and tomorrow as the 2nd AD typed them."""
    for day, general in ((shoot.yesterday, 420), (shoot.today, story.GENERAL - 30), (shoot.tomorrow, 420)):
        patch = editing.DayPatch(
            general_call=general, shooting_call=general + 78, lunch=general + 360, estimated_wrap=general + 720,
            medic="Bram de Vries, set medic", channels="1 production · 2 open · 3 camera · 6 grip · 7 electric",
            weather="Cloud, wind 15 kn, 6–11°",
        )  # fmt: skip
        await editing.change_day(shoot.production_id, day.id, patch, by=by, seen=None)
        await _shifts(shoot, day, by)
        await editing.set_places(shoot.production_id, day.id, _places(shoot, story.DAY_PLACES), by=by, seen=None)
        await blocks.fill(shoot.production_id, day, general, shoot.places, by=by)
    await _cast(shoot, by)
    notes = (
        editing.DayNoteIn(text="Splash housing on standby for 42.", department_id=shoot.departments["Camera"]),
        editing.DayNoteIn(
            text="Tide book (hero) and mooring line for 41.", department_id=shoot.departments["Property"]
        ),
        editing.DayNoteIn(text="Life jackets for everybody on the ferry deck. No exceptions."),
    )
    await editing.set_notes(shoot.production_id, shoot.today.id, notes, by=by, seen=None)


def _places(shoot: Shoot, rows: tuple[tuple[str, str, int | None], ...]) -> tuple[editing.DayPlaceIn, ...]:
    return tuple(
        msgspec.convert({"place_id": shoot.places[name], "kind": kind, "from_minutes": since}, editing.DayPlaceIn)
        for name, kind, since in rows
    )


async def _shifts(shoot: Shoot, day: DayRow, by: Actor) -> None:
    for department, offset in story.SHIFTS.items():
        call = editing.DepartmentCallIn(department_id=shoot.departments[department], offset_minutes=offset)
        await editing.set_department_call(shoot.production_id, day.id, call, by=by, seen=None)


async def _cast(shoot: Shoot, by: Actor) -> None:
    async with tx(shoot.production_id) as db:
        roles = {role.number: role for role in await working.cast(db, shoot.production_id)}
    for number, _, _, chain in story.CAST:
        if chain:
            call = calls.CallIn(
                kind="chain", member_id=roles[number].member_id, element_id=roles[number].element_id,
                on_set=chain["on_set"], makeup_minutes=chain["makeup"], travel_minutes=chain["travel"],
                release=story.MINOR_GOES if roles[number].minor else None,
            )  # fmt: skip
            await calls.set_call(shoot.production_id, shoot.today.id, call, by=by, seen=None)


async def wrap_yesterday(shoot: Shoot, *, by: Actor) -> None:
    """Wrap at 19:50 by department, the generator operator later than the others."""
    on = shoot.yesterday.on_date
    at = story.hour(on, "19:50")
    entries = [
        day_log.LogEntryIn(id=uuid4(), kind="wrap", at=at, device_at=at, department_id=department)
        for name, department in shoot.departments.items()
        if name != "Cast"
    ]
    for kind, minutes in (("crew_call", 420), ("first_shot", 495), ("lunch_out", 781), ("last_through", 801),
                          ("lunch_in", 828), ("camera_wrap", 1_190)):  # fmt: skip
        logged = instant(on, story.ZONE, minutes)
        entries.append(
            msgspec.convert({"id": uuid4(), "kind": kind, "at": logged, "device_at": logged}, day_log.LogEntryIn)
        )
    await day_log.log(shoot.production_id, shoot.yesterday.id, tuple(entries), by=by)


async def issue_yesterday(shoot: Shoot, *, by: Actor, approvers: Approvers) -> Issued:
    return await _issue(
        shoot, shoot.yesterday, by, approvers, story.hour(shoot.yesterday.on_date - timedelta(days=1), "19:40")
    )


async def issue_white(shoot: Shoot, readers: tuple[int, ...], *, by: Actor, approvers: Approvers) -> Issued:
    """P1 in the afternoon, pushed by 30 minutes, cover sets kept ready, White at wrap."""
    eve = shoot.today.on_date - timedelta(days=1)
    preliminary = publish.PreliminaryIn(day_revision=await _revision(shoot, shoot.today), readers=readers)
    await publish.publish_preliminary(
        production_id=shoot.production_id,
        day_id=shoot.today.id,
        wanted=preliminary,
        by=by,
        now=story.hour(eve, "16:00"),
    )
    pushed = editing.DayPatch(general_call=story.GENERAL, estimated_wrap=story.WRAP, shooting_call=480, lunch=762)
    await editing.change_day(shoot.production_id, shoot.today.id, pushed, by=by, seen=None)
    await keep_covers(shoot, by=by)
    return await _issue(shoot, shoot.today, by, approvers, story.hour(eve, "19:55"))


async def issue_blue(shoot: Shoot, *, by: Actor, approvers: Approvers) -> Issued:
    """Rain: the cover set that was kept ready."""
    eve = shoot.today.on_date - timedelta(days=1)
    now = story.hour(eve, "21:34")
    look = await cover.look(shoot.production_id, shoot.today.id, by=by, now=now)
    if look.draft is None:
        raise RuntimeError("the demo's cover set isn't there")
    wanted = cover.SwitchIn(
        base_version=look.draft.base_version, day_revision=look.day_revision, cover_revision=look.draft.day_revision,
        issue=False,
    )  # fmt: skip
    await cover.switch(shoot.production_id, shoot.today.id, wanted, by=by, now=now)
    return await _issue(shoot, shoot.today, by, approvers, story.hour(eve, "21:40"))


async def keep_covers(shoot: Shoot, *, by: Actor) -> None:
    """Interiors for a wet day, ready beside today and tomorrow."""
    for day in (shoot.today, shoot.tomorrow):
        await _keep_cover(shoot, day, by)


async def _keep_cover(shoot: Shoot, day: DayRow, by: Actor) -> None:
    made = await cover.make(shoot.production_id, day.id, by=by)
    async with tx(shoot.production_id) as db:
        rows = await db.fetch("SELECT number, id FROM scene WHERE production_id = $1", shoot.production_id)
        numbers = {row["number"]: row["id"] for row in rows}
    scenes = tuple(
        editing.DaySceneIn(scene_id=numbers[name]) if name in numbers else editing.DaySceneIn(banner=name)
        for name in story.COVER_SCENES
    )
    await editing.set_scenes(shoot.production_id, made, scenes, by=by, seen=None)
    await editing.set_places(shoot.production_id, made, _places(shoot, story.COVER_PLACES), by=by, seen=None)
    rain = editing.DayPatch(
        reason="Rain: cover set, boathouse interiors", weather="Rain 06:00–14:00, wind 25 kn, 5–9°",
        hazards="Wet boards on the boathouse stair: one at a time, hold the rail.",
    )  # fmt: skip
    await editing.change_day(shoot.production_id, made, rain, by=by, seen=None)
    call = editing.DepartmentCallIn(department_id=shoot.departments["Camera"], offset_minutes=-45)
    await editing.set_department_call(shoot.production_id, made, call, by=by, seen=None)
    eve = story.hour(day.on_date - timedelta(days=1), "17:10")
    await cover.set_ready(shoot.production_id, day.id, ready=True, by=by, now=eve)


async def _revision(shoot: Shoot, day: DayRow) -> int:
    async with tx(shoot.production_id) as db:
        return (await schedule.day(db, shoot.production_id, day.id)).revision


async def _issue(shoot: Shoot, day: DayRow, by: Actor, approvers: Approvers, at: datetime) -> Issued:
    """Approved by both in the minutes before, then issued."""
    for before, approver in zip((6, 4), approvers, strict=True):
        look = await preview.to_approve(shoot.production_id, day.id, by=approver, now=at)
        seen = approval.ApproveIn(
            base_version=look.base_version, day_revision=look.day_revision, content=look.approval.content
        )
        await approval.approve(
            production_id=shoot.production_id, day_id=day.id, wanted=seen, by=approver,
            now=at - timedelta(minutes=before),
        )  # fmt: skip
    async with tx(shoot.production_id) as db:
        newest = await versions.newest(db, shoot.production_id, day.id)
    wanted = publish.PublishIn(
        base_version=newest.number if newest else 0, day_revision=await _revision(shoot, day), at_once=True
    )
    return await publish.publish(production_id=shoot.production_id, day_id=day.id, wanted=wanted, by=by, now=at)
