"""Named statements that make, copy and move days."""

from datetime import date, datetime

from server.db import Tx
from server.wire import Row


async def day(
    db: Tx,
    production_id: int,
    unit_id: int,
    on_date: date,
    *,
    zone: str,
    day_type: str,
    title: str,
    group_id: int | None,
) -> int | None:
    """The new day's id; None where the unit has one on that date."""
    made: int | None = await db.fetchval(
        "INSERT INTO shooting_day (production_id, unit_id, on_date, zone, day_type, title, day_group_id)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (production_id, unit_id, on_date) WHERE cancelled_at IS NULL DO NOTHING RETURNING id",
        production_id, unit_id, on_date, zone, day_type, title, group_id,
    )  # fmt: skip
    return made


async def copy(db: Tx, production_id: int, source: int, target: int) -> None:
    """What is the same from one day to the next: times, places, department calls, notes, medic, channels."""
    await db.execute(
        "UPDATE shooting_day t SET general_call = s.general_call, shooting_call = s.shooting_call,"
        " estimated_wrap = s.estimated_wrap, lunch = s.lunch, medic = s.medic,"
        " channels = s.channels, hazards = s.hazards"
        " FROM shooting_day s WHERE s.production_id = $1 AND s.id = $2 AND t.production_id = $1 AND t.id = $3",
        production_id, source, target,
    )  # fmt: skip
    for table, columns in (
        ("day_place", "place_id, kind, sort, from_minutes, notes"),
        ("department_call", "department_id, offset_minutes, at_minutes, kind, place_id"),
        ("day_note", "department_id, text"),
    ):
        await db.execute(
            f"INSERT INTO {table} (production_id, day_id, {columns})"
            f" SELECT production_id, $3, {columns} FROM {table} WHERE production_id = $1 AND day_id = $2",
            production_id, source, target,
        )  # fmt: skip


class GroupRow(Row, frozen=True):
    id: int
    on_date: date
    shooting: bool
    banner: str


async def groups(db: Tx, production_id: int) -> list[GroupRow]:
    """Day groups of the active board that have a date, in order."""
    rows = await db.fetch(
        "SELECT g.id, g.on_date, g.shooting, g.banner FROM day_group g"
        " JOIN board b ON b.production_id = g.production_id AND b.id = g.board_id"
        " WHERE g.production_id = $1 AND b.active AND g.on_date IS NOT NULL ORDER BY g.sort LIMIT 1000",
        production_id,
    )
    return [GroupRow(*row) for row in rows]


class ThereRow(Row, frozen=True):
    day_id: int
    untouched: bool


async def day_of_group(db: Tx, production_id: int, group_id: int, unit_id: int, on_date: date) -> ThereRow | None:
    """The day made from this group, or the unit's day on its date; `untouched` while nobody has changed it."""
    row = await db.fetchrow(
        "SELECT id, revision = 1 AND day_group_id IS NOT DISTINCT FROM $2 FROM shooting_day WHERE production_id = $1"
        " AND cancelled_at IS NULL AND (day_group_id = $2 OR (unit_id = $3 AND on_date = $4))"
        " ORDER BY (day_group_id = $2) DESC NULLS LAST LIMIT 1",
        production_id, group_id, unit_id, on_date,
    )  # fmt: skip
    return ThereRow(*row) if row else None


async def scenes_of_group(db: Tx, production_id: int, day_id: int, group_id: int) -> None:
    """The group's strips become the day's scenes and banners; its former ones go."""
    await db.execute("DELETE FROM day_scene WHERE production_id = $1 AND day_id = $2", production_id, day_id)
    await db.execute(
        "INSERT INTO day_scene (production_id, day_id, sort, scene_id, banner)"
        " SELECT production_id, $2, row_number() OVER (ORDER BY sort), scene_id, banner FROM strip"
        " WHERE production_id = $1 AND day_group_id = $3",
        production_id, day_id, group_id,
    )  # fmt: skip


async def move(db: Tx, production_id: int, day_id: int, unit_id: int, on_date: date) -> bool:
    """False where the unit has another day on that date."""
    status = await db.execute(
        "UPDATE shooting_day SET on_date = $4 WHERE production_id = $1 AND id = $2 AND NOT EXISTS"
        " (SELECT FROM shooting_day o WHERE o.production_id = $1 AND o.unit_id = $3 AND o.on_date = $4"
        "  AND o.cancelled_at IS NULL AND o.id <> $2)",
        production_id, day_id, unit_id, on_date,
    )  # fmt: skip
    return status.endswith(" 1")


async def cancel(db: Tx, production_id: int, day_id: int, now: datetime) -> None:
    await db.execute(
        "UPDATE shooting_day SET cancelled_at = $3 WHERE production_id = $1 AND id = $2", production_id, day_id, now
    )
