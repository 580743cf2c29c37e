"""Named statements that write calls."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from server.db import Tx
from server.errors import NotFound

_COLUMNS = (
    "member_id", "position_id", "element_id", "kind", "over", "at_minutes", "offset_minutes", "on_set",
    "makeup_minutes", "travel_minutes", "pickup", "wardrobe", "rehearsal", "release", "status", "place_id",
    "remarks", "origin", "by_account",
)  # fmt: skip
_KEY = ("member_id", "position_id", "element_id")


async def put(db: Tx, production_id: int, day_id: int, values: Mapping[str, Any]) -> int:
    """One call a person, position and role on a day: made, or changed in place. Its id."""
    places = ", ".join(f"${n}" for n in range(3, 3 + len(_COLUMNS)))
    sets = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _KEY)
    call_id: int = await db.fetchval(
        f"INSERT INTO call (production_id, day_id, {', '.join(_COLUMNS)}) VALUES ($1, $2, {places})"
        f" ON CONFLICT (day_id, {', '.join(_KEY)}) DO UPDATE SET {sets}, revision = call.revision + 1 RETURNING id",
        production_id,
        day_id,
        *(values[name] for name in _COLUMNS),
    )
    return call_id


async def put_many(
    db: Tx, production_id: int, day_id: int, rows: Sequence[tuple[int | None, Mapping[str, Any]]]
) -> None:
    """Many calls in two statements: those with an id are changed in place, the others made."""
    there = [
        (production_id, day_id, call_id, *(values[name] for name in _COLUMNS)) for call_id, values in rows if call_id
    ]
    sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(_COLUMNS, 4))
    await db.executemany(
        f"UPDATE call SET {sets}, revision = revision + 1 WHERE production_id = $1 AND day_id = $2 AND id = $3", there
    )
    new = [(production_id, day_id, *(values[name] for name in _COLUMNS)) for call_id, values in rows if not call_id]
    places = ", ".join(f"${n}" for n in range(3, 3 + len(_COLUMNS)))
    await db.executemany(
        f"INSERT INTO call (production_id, day_id, {', '.join(_COLUMNS)}) VALUES ($1, $2, {places})", new
    )


async def drop_many(db: Tx, production_id: int, day_id: int, call_ids: Sequence[int]) -> None:
    await db.execute(
        "DELETE FROM call WHERE production_id = $1 AND day_id = $2 AND id = ANY($3::bigint[])",
        production_id, day_id, list(call_ids),
    )  # fmt: skip


async def drop(db: Tx, production_id: int, day_id: int, call_id: int) -> None:
    await db.execute(
        "DELETE FROM call WHERE production_id = $1 AND day_id = $2 AND id = $3", production_id, day_id, call_id
    )


async def hand_on(db: Tx, production_id: int, element_id: int, member_id: int | None, today: date) -> None:
    """The role's calls from today on, and those that were nobody's, are the new performer's."""
    await db.execute(
        "UPDATE call c SET member_id = $3, position_id = NULL, revision = c.revision + 1 FROM shooting_day d"
        " WHERE c.production_id = $1 AND c.element_id = $2 AND d.production_id = $1 AND d.id = c.day_id"
        " AND (d.on_date >= $4 OR c.member_id IS NULL) AND c.member_id IS DISTINCT FROM $3"
        " AND NOT EXISTS (SELECT FROM call o WHERE o.production_id = $1 AND o.day_id = c.day_id"
        "  AND o.element_id = $2 AND o.id <> c.id)",
        production_id, element_id, member_id, today,
    )  # fmt: skip


async def cast_as(db: Tx, production_id: int, element_id: int, member_id: int | None) -> None:
    """Who plays this role from now on; None: nobody yet. Raises NotFound for what isn't a cast role."""
    status = await db.execute(
        "UPDATE element SET member_id = $3 WHERE production_id = $1 AND id = $2 AND category = 100",
        production_id, element_id, member_id,
    )  # fmt: skip
    if not status.endswith(" 1"):
        raise NotFound


async def units_of_role(db: Tx, production_id: int, element_id: int) -> set[int]:
    """Units on whose days a role has a scene or a call."""
    rows = await db.fetch(
        "SELECT DISTINCT d.unit_id FROM shooting_day d WHERE d.production_id = $1 AND d.cancelled_at IS NULL AND ("
        "EXISTS (SELECT FROM call c WHERE c.production_id = $1 AND c.day_id = d.id AND c.element_id = $2)"
        " OR EXISTS (SELECT FROM day_scene ds JOIN scene_element se ON se.production_id = ds.production_id"
        "  AND se.scene_id = ds.scene_id WHERE ds.production_id = $1 AND ds.day_id = d.id AND se.element_id = $2))",
        production_id, element_id,
    )  # fmt: skip
    return {row[0] for row in rows}
