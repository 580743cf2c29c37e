"""Named statements that write calls."""

from collections.abc import Mapping
from typing import Any

from server.db import Tx
from server.errors import NotFound

_COLUMNS = (
    "member_id", "position_id", "element_id", "kind", "at_minutes", "offset_minutes", "on_set", "makeup_minutes",
    "travel_minutes", "pickup", "wardrobe", "rehearsal", "release", "status", "place_id", "remarks", "origin",
    "by_account",
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


async def drop(db: Tx, production_id: int, day_id: int, call_id: int) -> None:
    await db.execute(
        "DELETE FROM call WHERE production_id = $1 AND day_id = $2 AND id = $3", production_id, day_id, call_id
    )


async def cast_as(db: Tx, production_id: int, element_id: int, member_id: int) -> None:
    """Who plays this role from now on. Raises NotFound for what isn't a cast role."""
    status = await db.execute(
        "UPDATE element SET member_id = $3 WHERE production_id = $1 AND id = $2 AND category = 100",
        production_id, element_id, member_id,
    )  # fmt: skip
    if not status.endswith(" 1"):
        raise NotFound
