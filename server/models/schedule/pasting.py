"""Named queries for rows that are pasted: which scenes and days are there already."""

from collections.abc import Sequence
from datetime import date

from server.db import Tx
from server.wire import Row


class SceneThere(Row, frozen=True):
    id: int
    number: str
    set_name: str
    eighths: int


async def scenes(db: Tx, production_id: int, numbers: Sequence[str]) -> list[SceneThere]:
    """Scenes with these numbers (upper case), in the order in which they were made."""
    rows = await db.fetch(
        "SELECT id, upper(number), set_name, eighths FROM scene WHERE production_id = $1"
        " AND upper(number) = ANY($2::text[]) ORDER BY id LIMIT 5000",
        production_id,
        list(numbers),
    )
    return [SceneThere(*row) for row in rows]


class DayThere(Row, frozen=True):
    id: int
    on_date: date
    filled: bool


async def days(db: Tx, production_id: int, unit_id: int, dates: Sequence[date]) -> dict[date, DayThere]:
    """The unit's days on these dates; `filled` where scenes or banners stand on them."""
    rows = await db.fetch(
        "SELECT d.id, d.on_date, EXISTS (SELECT FROM day_scene s WHERE s.production_id = d.production_id"
        " AND s.day_id = d.id) FROM shooting_day d WHERE d.production_id = $1 AND d.unit_id = $2"
        " AND d.cancelled_at IS NULL AND d.cover_of IS NULL AND d.on_date = ANY($3::date[])",
        production_id,
        unit_id,
        list(dates),
    )
    return {row[1]: DayThere(*row) for row in rows}
