"""Named statements of cover sets: a day kept ready beside another, whose contents change places with it."""

from datetime import datetime

from server.db import Tx
from server.wire import Row

_OWN = (
    "title", "general_call", "shooting_call", "estimated_wrap", "breakfast", "lunch", "second_meal", "second_hour",
    "weather", "reason", "hazards", "medic", "channels", "safety_contacts", "bulletins", "closed_set",
)  # fmt: skip
"""Columns of the day itself that a cover set has its own of."""
_ON = {
    "day_place": "place_id, kind, sort, from_minutes, notes",
    "day_scene": "sort, scene_id, banner, eighths, place_id, at_minutes, notes",
    "day_note": "department_id, text",
    "day_extra": "sort, kind, name, quantity, at_minutes, place_id, notes",
    "day_run": "sort, vehicle_id, driver_id, at_minutes, notes, passengers",
    "department_call": "department_id, offset_minutes, at_minutes, kind, place_id",
    "call": "member_id, position_id, element_id, kind, over, at_minutes, offset_minutes, on_set, makeup_minutes,"
    " travel_minutes, pickup, wardrobe, rehearsal, release, status, place_id, remarks, origin, by_account",
}
"""What stands on a day, by table."""


class CoverRow(Row, frozen=True):
    id: int
    revision: int
    ready_at: datetime | None
    in_at: datetime | None


async def of(db: Tx, production_id: int, day_id: int, *, lock: bool = False) -> CoverRow | None:
    row = await db.fetchrow(
        "SELECT id, revision, cover_ready_at, cover_in_at FROM shooting_day WHERE production_id = $1 AND cover_of = $2"
        f"{' FOR UPDATE' if lock else ''}",
        production_id,
        day_id,
    )
    return CoverRow(*row) if row else None


async def make(db: Tx, production_id: int, day_id: int) -> int | None:
    """Its id, with everything that stands on the day; None where the day has one."""
    own = ", ".join(_OWN)
    made: int | None = await db.fetchval(
        f"INSERT INTO shooting_day (production_id, unit_id, on_date, zone, day_type, cover_of, {own})"
        f" SELECT production_id, unit_id, on_date, zone, day_type, id, {own} FROM shooting_day"
        " WHERE production_id = $1 AND id = $2 ON CONFLICT (production_id, cover_of) DO NOTHING RETURNING id",
        production_id,
        day_id,
    )
    if made is not None:
        for table, columns in _ON.items():
            await db.execute(
                f"INSERT INTO {table} (production_id, day_id, {columns})"
                f" SELECT production_id, $3, {columns} FROM {table} WHERE production_id = $1 AND day_id = $2"
                " ORDER BY id",
                production_id, day_id, made,
            )  # fmt: skip
    return made


async def swap(db: Tx, production_id: int, day_id: int, cover_id: int) -> None:
    """The day and its cover set change places with all that stands on them; every row keeps its id."""
    both = [day_id, cover_id]
    sets = ", ".join(f"{column} = o.{column}" for column in _OWN)
    await db.execute(
        f"UPDATE shooting_day d SET {sets} FROM shooting_day o WHERE d.production_id = $1 AND o.production_id = $1"
        " AND d.id = ANY($2::bigint[]) AND o.id = ANY($2::bigint[]) AND d.id <> o.id",
        production_id,
        both,
    )
    for table in _ON:
        # taken out first and put back: a department, or a person, stands once on a day at any moment
        rows = await db.fetch(
            f"DELETE FROM {table} WHERE production_id = $1 AND day_id = ANY($2::bigint[]) RETURNING *",
            production_id,
            both,
        )
        if not rows:
            continue
        columns = list(rows[0].keys())
        values = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
        other = {day_id: cover_id, cover_id: day_id}
        await db.executemany(
            f"INSERT INTO {table} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE VALUES ({values})",
            [[other[row[c]] if c == "day_id" else row[c] for c in columns] for row in rows],
        )


async def mark(db: Tx, production_id: int, cover_id: int, *, ready_at: datetime | None, in_at: datetime | None) -> None:
    await db.execute(
        "UPDATE shooting_day SET cover_ready_at = $3, cover_in_at = $4, revision = revision + 1"
        " WHERE production_id = $1 AND id = $2",
        production_id, cover_id, ready_at, in_at,
    )  # fmt: skip


async def drop(db: Tx, production_id: int, cover_id: int) -> None:
    await db.execute("DELETE FROM shooting_day WHERE production_id = $1 AND id = $2", production_id, cover_id)
