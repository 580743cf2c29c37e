"""Stand-ins, stunts and background of a day, and the work of its vehicles: each list is replaced as a whole."""

from typing import Annotated, Literal

import msgspec

from server.errors import Invalid
from server.models.schedule import blocks
from server.rules.access import Actor
from server.rules.schedule.times import checked
from server.services.schedule.changing import Changing, changing
from server.wire import Id, Line, Minutes, Name, Struct

_Many = msgspec.Meta(max_length=60)
ExtraKind = Literal["stand_in", "stunt", "background", "crew"]


class DayExtraIn(Struct):
    """`quantity` people called together (`crew`: for this day alone); `place_id`: where they report."""

    kind: ExtraKind
    name: Name
    quantity: Annotated[int, msgspec.Meta(ge=1, le=5_000)] = 1
    at_minutes: Minutes | None = None
    place_id: Id | None = None
    notes: Line = ""


class DayRunIn(Struct):
    """What a vehicle does that day. `passengers`: members whom it fetches, each at the pickup of their call."""

    vehicle_id: Id
    driver_id: Id | None = None
    at_minutes: Minutes | None = None
    notes: Line = ""
    passengers: Annotated[tuple[Id, ...], _Many] = ()


DayExtras = Annotated[tuple[DayExtraIn, ...], _Many]
DayRuns = Annotated[tuple[DayRunIn, ...], _Many]


async def set_extras(production_id: int, day_id: int, extras: DayExtras, *, by: Actor, seen: int | None) -> int:
    """Replace the day's stand-ins, stunts and background, in the order of the sheet. Returns the revision."""
    async with changing(
        production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="extras_changed"
    ) as change:
        for n, row in enumerate(extras):
            _checked(change, f"extras[{n}]", row.at_minutes, by)
        rows = [(e.kind, e.name.strip(), e.quantity, e.at_minutes, e.place_id, e.notes) for e in extras]
        await blocks.put_extras(change.db, production_id, day_id, rows)
    return change.revision


async def set_runs(production_id: int, day_id: int, runs: DayRuns, *, by: Actor, seen: int | None) -> int:
    """Replace what the vehicles do that day. Returns the revision. Raises Invalid for somebody who isn't here."""
    async with changing(
        production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="runs_changed"
    ) as change:
        people = {member for run in runs for member in (*run.passengers, run.driver_id) if member}
        if unknown := sorted(people - await blocks.here(change.db, production_id, sorted(people))):
            raise Invalid("Not all of them are on this production.", errors=[{"where": "runs", "what": unknown}])
        for n, row in enumerate(runs):
            _checked(change, f"runs[{n}]", row.at_minutes, by)
        rows = [(r.vehicle_id, r.driver_id, r.at_minutes, r.notes, list(dict.fromkeys(r.passengers))) for r in runs]
        await blocks.put_runs(change.db, production_id, day_id, rows)
    return change.revision


def _checked(change: Changing, where: str, minutes: int | None, by: Actor) -> None:
    day = change.day
    checked(day.on_date, day.zone, minutes, where, second=day.second_hour, twelve=by.twelve)
