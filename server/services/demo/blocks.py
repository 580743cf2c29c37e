"""What fills the demo's sheets beside people, places and scenes: letterhead, background, transport."""

from datetime import date, timedelta

import msgspec

from server.db import tx
from server.models.production import queries as productions
from server.models.schedule import working
from server.models.schedule.queries import DayRow
from server.rules.access import Actor
from server.rules.production.settings import SheetForm
from server.services.production.office import VehicleIn, add_part
from server.services.schedule import blocks, editing

CREDITS = "Director Tomasz Wieland\nProducer Ruth Calloway\nUPM Desmond Achebe"
VEHICLES = ("Unit car 1", "Passenger van", "Crew shuttle")
RUNS = (
    # vehicle, driver, from, what it does, cast numbers that it fetches
    ("Unit car 1", "Maya Lewandowski", 5 * 60, "Inn to base, then on call", ("1", "2")),
    ("Passenger van", "Ray Castellano", 5 * 60, "Inn to base; back from 18:00", ("4", "5", "7")),
    ("Crew shuttle", "Gus Petrakis", 5 * 60 + 15, "Quarry Road lot to base every 10 min", ()),
)
EXTRAS = (
    # kind, who, how many, minutes from the general call, where, remarks
    ("background", "Ferry passengers", 10, 30, "Harbor lot", "rain gear of their own"),
    ("background", "Harbor hands", 6, 30, "Harbor lot", ""),
    ("stand_in", "Stand-ins for 1 and 2", 2, 0, "Harbor lot", ""),
    ("stunt", "Stunt coordinator", 1, 0, "Harbor wall", "ladder, 41"),
)


def form(today: date) -> SheetForm:
    """The letterhead, as of last week's pages."""
    return SheetForm(
        episode="Feature", credits=CREDITS, script="Blue", script_on=today - timedelta(days=8), schedule="Pink",
        schedule_on=today - timedelta(days=5),
    )  # fmt: skip


async def add_vehicles(production_id: int, *, by: Actor) -> None:
    for name in VEHICLES:
        await add_part(production_id, VehicleIn(name=name, plate=""), by=by)


async def fill(production_id: int, day: DayRow, general: int, places: dict[str, int], *, by: Actor) -> None:
    """Meals, safety, background and vehicles of one day."""
    patch = editing.DayPatch(
        breakfast=general - 30, second_meal=general + 720, bulletins="#10 water hazards · #17 watercraft",
        safety_contacts="Water safety: Tess Moreau, channel 2", closed_set=False,
    )  # fmt: skip
    await editing.change_day(production_id, day.id, patch, by=by, seen=None)
    extras = tuple(
        msgspec.convert(
            {
                "kind": kind, "name": name, "quantity": quantity, "at_minutes": general + offset,
                "place_id": places[place], "notes": notes,
            },
            blocks.DayExtraIn,
        )
        for kind, name, quantity, offset, place, notes in EXTRAS
    )  # fmt: skip
    await blocks.set_extras(production_id, day.id, extras, by=by, seen=None)
    await blocks.set_runs(production_id, day.id, await _runs(production_id), by=by, seen=None)


async def _runs(production_id: int) -> tuple[blocks.DayRunIn, ...]:
    async with tx(production_id) as db:
        rows = await db.fetch("SELECT name, id FROM vehicle WHERE production_id = $1", production_id)
        vehicles = {row["name"]: row["id"] for row in rows}
        members = {m.name: m.id for m in await productions.members(db, production_id, limit=500)}
        roles = {role.number: role.member_id for role in await working.cast(db, production_id)}
    return tuple(
        msgspec.convert(
            {
                "vehicle_id": vehicles[vehicle], "driver_id": members[driver], "at_minutes": at, "notes": notes,
                "passengers": [roles[number] for number in fetches if roles[number]],
            },
            blocks.DayRunIn,
        )
        for vehicle, driver, at, notes, fetches in RUNS
    )  # fmt: skip
