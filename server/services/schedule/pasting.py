"""Days from pasted one-liner rows: looked at first, then made."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from server.db import Tx, tx
from server.errors import NotFound
from server.models.production import queries as production_queries
from server.models.schedule import editing, pasting
from server.models.schedule.pasting import DayThere, SceneThere
from server.rules.access import Actor
from server.rules.production.paper import Kind, Remark
from server.rules.schedule.one_liner import PastedDay, PastedScene, read_one_liner
from server.services.schedule.changing import changing, may_in_unit
from server.services.schedule.days import FURTHEST, make_day
from server.wire import Id, Struct

_SCENE = {
    "production_id": "bigint", "number": "text", "int_ext": "text", "set_name": "text", "day_night": "text",
    "description": "text", "eighths": "int",
}  # fmt: skip


class OneLinerIn(Struct):
    """Rows pasted from a spreadsheet: date, scene numbers, set, pages. `dry_run`: only say what would be made."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=120_000)]
    dry_run: bool = False


class PastedDayOut(Struct):
    """`made`: a new day; `filled`: one that stood empty; `left`: one that has scenes, left as it is."""

    on_date: date
    day_id: Id | None
    became: Literal["made", "filled", "left"]
    scenes: int
    banners: int
    eighths: int


class RowRemarkOut(Struct):
    says: str
    line: int
    column: str
    kind: str


class PastedOut(Struct):
    days: list[PastedDayOut]
    new_scenes: int
    remarks: list[RowRemarkOut]


class _Plan(msgspec.Struct):
    """What the rows become. `found`: the scene each number means, where there is one."""

    unit_id: int
    days: list[PastedDay]
    there: dict[date, DayThere]
    found: dict[tuple[str, str], SceneThere]
    new: dict[str, PastedScene]
    remarks: list[Remark]


async def paste_days(production_id: int, unit_id: int, pasted: OneLinerIn, *, by: Actor, now: datetime) -> PastedOut:
    """Make or fill the unit's days. A day that has scenes is left, an unknown scene number is a new scene.

    Raises NotFound, NotAllowed, Invalid for text that isn't rows, TooLarge. Contacts nobody.
    """
    may_in_unit(by, "day", "change", production_id=production_id, unit_id=unit_id)
    async with tx(production_id) as db:
        plan = await _plan(db, production_id, unit_id, pasted.text, now)
        made: dict[date, int] = {}
        if not pasted.dry_run:
            made = await _make(db, production_id, plan, by=by)
    return PastedOut(
        days=[_out(plan, day, made) for day in plan.days],
        new_scenes=len(plan.new),
        remarks=[RowRemarkOut(says=r.says, line=r.line, column=r.column, kind=r.kind.value) for r in plan.remarks],
    )


async def _plan(db: Tx, production_id: int, unit_id: int, text: str, now: datetime) -> _Plan:
    production = await production_queries.production(db, production_id)
    if unit_id not in {unit.id for unit in await production_queries.units(db, production_id)}:
        raise NotFound
    read = read_one_liner(text, country=production.country, around=now.date())
    remarks = list(read.remarks)
    days = [day for day in read.days if abs(day.on_date - now.date()) <= FURTHEST]
    for far in (day for day in read.days if day not in days):
        said = f"Row {far.line}: {far.on_date} is more than three years away."
        remarks.append(Remark(says=said, line=far.line, column="date", code="date", kind=Kind.REFUSED))
    there = await pasting.days(db, production_id, unit_id, [day.on_date for day in days])
    for day in days:
        if day.on_date in there and there[day.on_date].filled:
            said = f"Row {day.line}: {day.on_date} has scenes already; it is left as it is."
            remarks.append(Remark(says=said, line=day.line, column="date", code="left"))
    rows = [scene for day in days if not _left(there, day) for scene in day.scenes if scene.number]
    found, new = await _scenes(db, production_id, rows, remarks)
    return _Plan(unit_id=unit_id, days=days, there=there, found=found, new=new, remarks=remarks)


def _left(there: dict[date, DayThere], day: PastedDay) -> bool:
    return day.on_date in there and there[day.on_date].filled


async def _scenes(
    db: Tx, production_id: int, rows: list[PastedScene], remarks: list[Remark]
) -> tuple[dict[tuple[str, str], SceneThere], dict[str, PastedScene]]:
    """The scenes that the rows mean, and the first row of each number that is new. A number can stand for two sets."""
    known: dict[str, list[SceneThere]] = {}
    for scene in await pasting.scenes(db, production_id, sorted({row.number for row in rows})):
        known.setdefault(scene.number, []).append(scene)
    found: dict[tuple[str, str], SceneThere] = {}
    new: dict[str, PastedScene] = {}
    for row in rows:
        candidates = known.get(row.number, [])
        same = [one for one in candidates if one.set_name.casefold() == row.set_name.casefold()]
        if not candidates:
            new.setdefault(row.number, row)
            continue
        found[row.number, row.set_name] = (same or candidates)[0]
        if len(candidates) > 1 and not same:
            said = f"Row {row.line}: there are {len(candidates)} scenes {row.number}; the first one is taken."
            remarks.append(Remark(says=said, line=row.line, column="scene", code="scene"))
    return found, new


async def _make(db: Tx, production_id: int, plan: _Plan, *, by: Actor) -> dict[date, int]:
    rows = [
        [production_id, one.number, one.int_ext, one.set_name, one.day_night, one.description, one.eighths or 0]
        for one in plan.new.values()
    ]
    made = await production_queries.insert_many(db, "scene", _SCENE, rows)
    ids = dict(zip(plan.new, made, strict=True))
    days = {}
    for day in plan.days:
        if _left(plan.there, day):
            continue
        values = [_values(plan, ids, n, scene) for n, scene in enumerate(day.scenes)]
        if day.on_date in plan.there:
            day_id = plan.there[day.on_date].id
            async with changing(
                production_id, day_id, by=by, right=("day", "change"), seen=None, fact="scenes_changed"
            ) as change:
                await editing.scenes(change.db, production_id, day_id, values)
        else:
            day_id = await make_day(db, production_id, plan.unit_id, day.on_date)
            await editing.scenes(db, production_id, day_id, values)
            db.note("day_made", "day", day_id, by=by, revision=1)
        days[day.on_date] = day_id
    return days


def _values(plan: _Plan, ids: dict[str, int], sort: int, row: PastedScene) -> editing.SceneValues:
    """The row of a day's scene. A length that isn't the scene's own is the part that is shot that day."""
    if not row.number:
        return (sort, None, row.banner, None, None, None, "")
    known = plan.found.get((row.number, row.set_name))
    whole = known.eighths if known else plan.new[row.number].eighths
    eighths = row.eighths if row.eighths is not None and row.eighths != whole else None
    return (sort, known.id if known else ids[row.number], "", eighths, None, None, "")


def _out(plan: _Plan, day: PastedDay, made: dict[date, int]) -> PastedDayOut:
    there = plan.there.get(day.on_date)
    known = [plan.found.get((row.number, row.set_name)) for row in day.scenes]
    lengths = [
        row.eighths if row.eighths is not None else (scene.eighths if scene else 0)
        for row, scene in zip(day.scenes, known, strict=True)
    ]
    return PastedDayOut(
        on_date=day.on_date,
        day_id=there.id if there else made.get(day.on_date),
        became="made" if there is None else "left" if there.filled else "filled",
        scenes=sum(1 for row in day.scenes if row.number),
        banners=sum(1 for row in day.scenes if row.banner),
        eighths=sum(lengths),
    )
