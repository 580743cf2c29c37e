"""Days: made by hand, from the board, from yesterday, from pasted one-liner rows; moved, cancelled."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Literal

from server.db import Tx, tx
from server.errors import Conflict, Invalid, NotFound
from server.models.production import queries as production_queries
from server.models.production.removing import PartKind
from server.models.schedule import making, queries, removing
from server.models.schedule.queries import DayRow
from server.rules.access import Actor, may
from server.rules.production.removing import Use, Uses
from server.services.production.removing import when_removing
from server.services.schedule.changing import changing, may_in_unit
from server.wire import Id, Line, Struct

DayType = Literal["shoot", "prep", "rig", "strike", "fitting", "travel", "scout", "off", "other"]
FURTHEST = timedelta(days=3 * 366)


class DayIn(Struct):
    """A new day of a unit. `copy_of`: take general call, places, department calls and notes from that day."""

    unit_id: Id
    on_date: date
    day_type: DayType = "shoot"
    title: Line = ""
    copy_of: Id | None = None


class DayMoved(Struct):
    on_date: date


async def add_day(production_id: int, new: DayIn, *, by: Actor, now: datetime) -> int:
    """Its id. Raises Conflict where the unit works that date already, Invalid for a date out of reach."""
    may_in_unit(by, "day", "change", production_id=production_id, unit_id=new.unit_id)
    _within_reach(new.on_date, now)
    async with tx(production_id) as db:
        day_id = await make_day(db, production_id, new.unit_id, new.on_date, day_type=new.day_type, title=new.title)
        if new.copy_of is not None:
            source = await queries.day(db, production_id, new.copy_of)
            await making.copy(db, production_id, source.id, day_id)
        db.note("day_made", "day", day_id, by=by, revision=1)
        return day_id


def _within_reach(on_date: date, now: datetime) -> None:
    if abs(on_date - now.date()) > FURTHEST:
        raise Invalid(f"{on_date} is too far away.", errors=[{"where": "on_date", "what": "within three years"}])


async def make_day(
    db: Tx,
    production_id: int,
    unit_id: int,
    on_date: date,
    *,
    day_type: str = "shoot",
    title: str = "",
    day_group_id: int | None = None,
) -> int:
    """A day keeps the zone it was made with: its unit's, else the production's."""
    production = await production_queries.production(db, production_id)
    unit = next((u for u in await production_queries.units(db, production_id) if u.id == unit_id), None)
    if unit is None:
        raise Invalid("That unit isn't there.", errors=[{"where": "unit_id", "what": "unknown"}])
    made = await making.day(
        db,
        production_id,
        unit_id,
        on_date,
        zone=unit.zone or production.zone,
        day_type=day_type,
        title=title,
        group_id=day_group_id,
    )
    if made is None:
        raise Conflict(
            f"{unit.name} unit has a day on {on_date} already.",
            next_step="Open it, or cancel it first.",
            code="day_there",
        )
    return made


async def days_from_board(db: Tx, production_id: int, unit_id: int, *, missing: bool = True) -> list[int]:
    """Make the days of the active board that aren't there yet, with their scenes; groups without a date are left out.

    A day that is there keeps what people typed, a cancelled one stays so; only days that nobody has touched take the
    board's scenes again. `missing=False`: only that.
    """
    made = []
    for group in await making.groups(db, production_id):
        there = await making.day_of_group(db, production_id, group.id, unit_id, group.on_date)
        if there is None and not missing:
            continue
        if there is None:
            day_id = await make_day(
                db,
                production_id,
                unit_id,
                group.on_date,
                day_type="shoot" if group.shooting else "other",
                title="" if group.shooting else group.banner,
                day_group_id=group.id,
            )
            await making.scenes_of_group(db, production_id, day_id, group.id, new=True)
            made.append(day_id)
        elif there.untouched:
            await making.scenes_of_group(db, production_id, there.day_id, group.id, new=False)
    return made


async def make_days_from_board(production_id: int, unit_id: int, *, by: Actor) -> list[int]:
    """The button "Make days from the board". Raises NotFound."""
    may(by, "day", "change", production_id=production_id)
    async with tx(production_id) as db:
        if unit_id not in {unit.id for unit in await production_queries.units(db, production_id)}:
            raise NotFound
        made = await days_from_board(db, production_id, unit_id)
        for day_id in made:
            db.note("day_made", "day", day_id, by=by, revision=1)
        return made


async def move_day(
    production_id: int, day_id: int, moved: DayMoved, *, by: Actor, now: datetime, seen: int | None
) -> int:
    """Put the day on another date; its times stay as they are on the clock. Returns the revision.

    Raises Conflict where its unit works that date already, Invalid for a date out of reach.
    """
    async with changing(production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="day_moved") as change:
        own_day(change.day)
        _within_reach(moved.on_date, now)
        if not await making.move(change.db, production_id, day_id, change.day.unit_id, moved.on_date):
            raise Conflict(f"{change.day.unit} unit has a day on {moved.on_date} already.", code="day_there")
    return change.revision


def own_day(day: DayRow) -> None:
    """Raises Conflict for a cover set."""
    if day.cover_of is not None:
        raise Conflict("A cover set has no date of its own.", next_step="Open its day.", code="cover_set")


@when_removing
async def refer_to(db: Tx, production_id: int, kind: PartKind, part_id: int) -> Uses:
    """Days on which a unit, department or place stands, and logs that name a department."""
    found: Uses = Counter({Use.DAYS: await removing.days(db, production_id, kind, part_id)})
    if kind == "department":
        found[Use.LOGS] = await removing.logs(db, production_id, part_id)
    return found
