"""Named statements that write what stands on a day."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.db import Tx

_FIELDS = {
    "general_call", "shooting_call", "estimated_wrap", "lunch", "title", "weather", "reason", "hazards", "medic",
    "channels", "second_hour", "breakfast", "second_meal", "safety_contacts", "bulletins", "closed_set",
}  # fmt: skip

PlaceValues = tuple[int, str, int, int | None, str]
"""place_id, kind, sort, from_minutes, notes."""
SceneValues = tuple[int, int | None, str, int | None, int | None, int | None, str]
"""sort, scene_id, banner, eighths, place_id, at_minutes, notes."""
DepartmentCallValues = tuple[str, int | None, int | None, int | None]
"""kind, offset_minutes, at_minutes, place_id."""


async def fields(db: Tx, production_id: int, day_id: int, values: Mapping[str, Any]) -> None:
    """Set these columns of the day; their names come from our own struct and are checked again here."""
    if not values or not set(values) <= _FIELDS:
        return
    names = sorted(values)
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(names, 3))
    await db.execute(
        f"UPDATE shooting_day SET {sets} WHERE production_id = $1 AND id = $2",
        production_id,
        day_id,
        *(values[name] for name in names),
    )


async def places(db: Tx, production_id: int, day_id: int, rows: Sequence[PlaceValues]) -> None:
    """Replace; a place of the same kind keeps its row, so that a sheet's difference names it as the same."""
    there = await db.fetch(
        "SELECT id, place_id, kind FROM day_place WHERE production_id = $1 AND day_id = $2 ORDER BY id",
        production_id,
        day_id,
    )
    left = {(row["place_id"], row["kind"]): row["id"] for row in there}
    keep = []
    for place_id, kind, sort, from_minutes, notes_ in rows:
        same = left.pop((place_id, kind), None)
        if same is not None:
            keep.append(same)
            await db.execute(
                "UPDATE day_place SET sort = $3, from_minutes = $4, notes = $5 WHERE production_id = $1 AND id = $2",
                production_id, same, sort, from_minutes, notes_,
            )  # fmt: skip
        else:
            keep.append(
                await db.fetchval(
                    "INSERT INTO day_place (production_id, day_id, place_id, kind, sort, from_minutes, notes)"
                    " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
                    production_id,
                    day_id,
                    place_id,
                    kind,
                    sort,
                    from_minutes,
                    notes_,
                )
            )
    await db.execute(
        "DELETE FROM day_place WHERE production_id = $1 AND day_id = $2 AND id <> ALL($3::bigint[])",
        production_id,
        day_id,
        keep,
    )


async def scenes(db: Tx, production_id: int, day_id: int, rows: Sequence[SceneValues]) -> None:
    await db.execute("DELETE FROM day_scene WHERE production_id = $1 AND day_id = $2", production_id, day_id)
    await db.executemany(
        "INSERT INTO day_scene (production_id, day_id, sort, scene_id, banner, eighths, place_id, at_minutes, notes)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [(production_id, day_id, *row) for row in rows],
    )


async def notes(db: Tx, production_id: int, day_id: int, rows: Sequence[tuple[int | None, str]]) -> None:
    await db.execute("DELETE FROM day_note WHERE production_id = $1 AND day_id = $2", production_id, day_id)
    await db.executemany(
        "INSERT INTO day_note (production_id, day_id, department_id, text) VALUES ($1, $2, $3, $4)",
        [(production_id, day_id, *row) for row in rows],
    )


async def department_call(
    db: Tx, production_id: int, day_id: int, department_id: int, values: DepartmentCallValues
) -> None:
    await db.execute(
        "INSERT INTO department_call (production_id, day_id, department_id, kind, offset_minutes, at_minutes, place_id)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (day_id, department_id) DO UPDATE SET"
        " kind = excluded.kind, offset_minutes = excluded.offset_minutes, at_minutes = excluded.at_minutes,"
        " place_id = excluded.place_id",
        production_id, day_id, department_id, *values,
    )  # fmt: skip


async def drop_department_call(db: Tx, production_id: int, day_id: int, department_id: int) -> None:
    """The department follows the general call again."""
    await db.execute(
        "DELETE FROM department_call WHERE production_id = $1 AND day_id = $2 AND department_id = $3",
        production_id, day_id, department_id,
    )  # fmt: skip
