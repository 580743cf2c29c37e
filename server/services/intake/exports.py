"""The production's schedule as a USS file that imports back equal: scenes, elements, boards and their dates."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from server.db import Tx, read, tx
from server.errors import NotFound
from server.models.intake import queries
from server.models.intake import schedule as rows
from server.models.production import queries as productions
from server.models.production.queries import ProductionRow
from server.rules.access import Actor, may
from server.rules.schedule.uss_shape import Element, Group, Scene, Schedule, UssBoard
from server.rules.schedule.uss_write import calendar_of, made_id, write_uss
from server.services.intake import here

_WEEKEND = (6, 7)


class Exported(msgspec.Struct, frozen=True):
    """`name`: of the production, for the file."""

    name: str
    data: bytes


async def export_schedule(production_id: int, *, by: Actor, now: datetime) -> Exported:
    """Every board, drafts too. Raises NotFound, NotAllowed."""
    may(by, "schedule", "export", production_id=production_id)
    return await _export(production_id, now)


async def export_here(told: str, *, now: datetime) -> Exported:
    """By who holds the machine; `told`: the production's number or name. Raises NotFound, Conflict."""
    return await _export(await found(told), now)


async def found(told: str) -> int:
    """The production of that number or name, also an archived one. Raises NotFound, Conflict."""
    async with read() as db:
        production_id = await here.find(db, told, archived=True)
    if production_id is None:
        raise NotFound(f"There is no production {told}.")
    return production_id


async def _export(production_id: int, now: datetime) -> Exported:
    async with tx(production_id) as db:
        production = await productions.production(db, production_id, lock=True)  # no import in between
        schedule = await _schedule(db, production)
    return Exported(production.name, write_uss(schedule, now=now))


async def _schedule(db: Tx, production: ProductionRow) -> Schedule:
    said: dict[str, Any] = {}
    for run in await queries.runs_said(db, production.id, "schedule"):
        said = {**said, **{name: run[name] for name in ("schedule", "calendar") if name in run}}
    itself = {"project": production.name, "name": production.name, "company": production.company}
    itself |= said.get("schedule", {})
    elements = {row["id"]: _element(row) for row in await rows.elements(db, production.id)}
    needs = await rows.scene_elements(db, production.id)
    scenes = {
        row["id"]: _scene(row, [elements[one].uss_id for one in sorted(needs.get(row["id"], ()))])
        for row in await rows.scenes(db, production.id)
    }
    weekly = said.get("calendar", {}).get("weekly", _WEEKEND)
    boards, banners = await _boards(db, production, scenes, weekly)
    every = {"scenes": [*scenes.values(), *banners], "elements": list(elements.values()), "boards": boards}
    blank = dict.fromkeys(("uss_id", "episode", "schedule_colour", "script_colour"), "")
    undated = dict.fromkeys(("schedule_date", "script_date"))
    return msgspec.convert(blank | undated | itself | every, Schedule, from_attributes=True)


def _element(row: Any) -> Element:
    return Element(
        uss_id=row["uss_id"] or made_id("element", row["id"]), category=row["category"],
        category_name=row["category_name"], name=row["name"], number=row["number"], quantity=row["quantity"],
        minor=row["minor"],
    )  # fmt: skip


def _scene(row: Any, elements: list[str]) -> Scene:
    said = {name: row[name] for name in Scene.__struct_fields__ if name in row.keys()}  # noqa: SIM118  a record
    return Scene(**said | {"uss_id": row["uss_id"] or made_id("scene", row["id"]), "elements": tuple(elements)})


class _Banners:
    """A banner's n-th place on any board is one breakdown, so that two boards don't double it."""

    def __init__(self) -> None:
        self.made: dict[str, Scene] = {}

    def group(self, strips: Sequence[Sequence[Any]], scenes: dict[int, Scene], on_board: list[str]) -> Group:
        ids = []
        for scene_id, banner in strips:
            if scene_id is None:
                on_board.append(banner)
                uss_id = made_id("banner", banner, on_board.count(banner))
                self.made.setdefault(uss_id, Scene(uss_id=uss_id, number="", banner=banner))
                ids.append(uss_id)
            else:
                ids.append(scenes[scene_id].uss_id)
        return Group(tuple(ids))


async def _boards(
    db: Tx, production: ProductionRow, scenes: dict[int, Scene], weekly: Sequence[int]
) -> tuple[list[UssBoard], list[Scene]]:
    """The boards and their banners; of a production without a board, one for each unit's days."""
    banners = _Banners()
    kept = []
    for row in await rows.boards(db, production.id):
        strips = await rows.strips(db, production.id, row["id"])
        groups = [
            (one["on_date"], strips.get(one["id"], [])) for one in await rows.groups(db, production.id, row["id"])
        ]
        kept.append((row["uss_id"] or made_id("board", row["id"]), row["name"], row["active"], groups))
    boards = []
    for uss_id, name, active, groups in kept or await _unit_boards(db, production.id):
        on_board: list[str] = []
        dates = [on for on, _ in groups]
        first = next(filter(None, dates), None)
        calendar = calendar_of(dates, weekly, shot=active, start_before=_before(first, production.shift_days))
        strips_of = tuple(banners.group(strips, scenes, on_board) for _, strips in groups)
        boards.append(UssBoard(uss_id=uss_id, name=name, groups=strips_of, calendar=calendar))
    return boards, list(banners.made.values())


def _before(first: date | None, shift_days: int) -> date | None:
    return first - timedelta(days=shift_days) if first and shift_days else None


async def _unit_boards(db: Tx, production_id: int) -> list[tuple[str, str, bool, list[Any]]]:
    units: dict[tuple[int, str], dict[date, list[Any]]] = {}
    for row in await rows.unit_days(db, production_id):
        day = units.setdefault((row["unit_id"], row["unit"]), {}).setdefault(row["on_date"], [])
        if row["scene_id"] is not None or row["banner"]:
            day.append((row["scene_id"], row["banner"]))
    return [
        (made_id("unit", production_id, unit_id), f"{name} unit", n == 0, list(days.items()))
        for n, ((unit_id, name), days) in enumerate(units.items())
    ]
