"""Named statements that make, copy and move days."""

from collections.abc import Sequence
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
        " ON CONFLICT (production_id, unit_id, on_date) WHERE cancelled_at IS NULL AND cover_of IS NULL DO NOTHING"
        " RETURNING id",
        production_id, unit_id, on_date, zone, day_type, title, group_id,
    )  # fmt: skip
    return made


async def copy(db: Tx, production_id: int, source: int, target: int) -> None:
    """What is the same from one day to the next: times, places, department calls, notes, medic, channels."""
    await db.execute(
        "UPDATE shooting_day t SET general_call = s.general_call, shooting_call = s.shooting_call,"
        " estimated_wrap = s.estimated_wrap, lunch = s.lunch, medic = s.medic,"
        " channels = s.channels, hazards = s.hazards, breakfast = s.breakfast, second_meal = s.second_meal,"
        " safety_contacts = s.safety_contacts"
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


REVISED = (
    "revision = revision + 1,"
    " imported_revision = CASE WHEN revision = imported_revision THEN revision + 1 ELSE imported_revision END"
)
"""What an import changes of a day is a change for whoever works on its draft, but no person's."""


class ThereRow(Row, frozen=True):
    day_id: int
    untouched: bool


async def day_of_group(db: Tx, production_id: int, group_id: int, unit_id: int, on_date: date) -> ThereRow | None:
    """The day made from this group, also a cancelled one, or the unit's day on its date; `untouched` while only
    imports have changed it.
    """
    row = await db.fetchrow(
        "SELECT id, cancelled_at IS NULL AND revision = imported_revision AND day_group_id IS NOT DISTINCT FROM $2"
        " FROM shooting_day WHERE production_id = $1"
        " AND (day_group_id = $2 OR (cancelled_at IS NULL AND cover_of IS NULL AND unit_id = $3 AND on_date = $4))"
        " ORDER BY (cancelled_at IS NULL) DESC, (day_group_id = $2) DESC NULLS LAST LIMIT 1",
        production_id, group_id, unit_id, on_date,
    )  # fmt: skip
    return ThereRow(*row) if row else None


async def scenes_of_group(db: Tx, production_id: int, day_id: int, group_id: int, *, new: bool) -> None:
    """The group's strips become the day's scenes and banners; its former ones go. Where they differ it is another
    revision of a day that isn't `new`.
    """
    here = "SELECT sort, scene_id, banner FROM day_scene WHERE production_id = $1 AND day_id = $2"
    strips = (
        "SELECT row_number() OVER (ORDER BY sort), scene_id, banner FROM strip"
        " WHERE production_id = $1 AND day_group_id = $3"
    )
    same = f"SELECT NOT EXISTS (({here} EXCEPT {strips}) UNION ALL ({strips} EXCEPT {here}))"
    if await db.fetchval(same, production_id, day_id, group_id):
        return
    await db.execute("DELETE FROM day_scene WHERE production_id = $1 AND day_id = $2", production_id, day_id)
    await db.execute(
        "INSERT INTO day_scene (production_id, day_id, sort, scene_id, banner)"
        " SELECT production_id, $2, row_number() OVER (ORDER BY sort), scene_id, banner FROM strip"
        " WHERE production_id = $1 AND day_group_id = $3",
        production_id, day_id, group_id,
    )  # fmt: skip
    if not new:
        revise = f"UPDATE shooting_day SET {REVISED} WHERE production_id = $1 AND id = $2"
        await db.execute(revise, production_id, day_id)


async def revise_days_of(db: Tx, production_id: int, scenes: Sequence[int], elements: Sequence[int]) -> None:
    """These were changed by an import, and so was every day that shoots them."""
    await db.execute(
        f"UPDATE shooting_day d SET {REVISED} WHERE production_id = $1 AND EXISTS (SELECT FROM day_scene x"
        " WHERE x.production_id = $1 AND x.day_id = d.id AND (x.scene_id = ANY($2::bigint[]) OR EXISTS"
        " (SELECT FROM scene_element e WHERE e.production_id = $1 AND e.scene_id = x.scene_id"
        "  AND e.element_id = ANY($3::bigint[]))))",
        production_id, list(scenes), list(elements),
    )  # fmt: skip


async def move(db: Tx, production_id: int, day_id: int, unit_id: int, on_date: date) -> bool:
    """False where the unit has another day on that date."""
    status = await db.execute(
        "UPDATE shooting_day SET on_date = $4 WHERE production_id = $1 AND $2 IN (id, cover_of) AND NOT EXISTS"
        " (SELECT FROM shooting_day o WHERE o.production_id = $1 AND o.unit_id = $3 AND o.on_date = $4"
        "  AND o.cancelled_at IS NULL AND o.cover_of IS NULL AND o.id <> $2)",
        production_id, day_id, unit_id, on_date,
    )  # fmt: skip
    return not status.endswith(" 0")


async def cancel(db: Tx, production_id: int, day_id: int, now: datetime, reason: str) -> None:
    """The reason stands where a day's reason stands: on every phone, with the next version."""
    await db.execute(
        "UPDATE shooting_day SET cancelled_at = $3, reason = $4 WHERE production_id = $1 AND id = $2",
        production_id, day_id, now, reason,
    )  # fmt: skip


async def restore(db: Tx, production_id: int, day_id: int, reason: str) -> bool:
    """The day is on again; False where its unit has another one on that date by now."""
    status = await db.execute(
        "UPDATE shooting_day d SET cancelled_at = NULL, reason = $3 WHERE d.production_id = $1 AND d.id = $2"
        " AND NOT EXISTS (SELECT FROM shooting_day o WHERE o.production_id = $1 AND o.unit_id = d.unit_id"
        "  AND o.on_date = d.on_date AND o.cancelled_at IS NULL AND o.cover_of IS NULL AND o.id <> d.id)",
        production_id, day_id, reason,
    )  # fmt: skip
    return not status.endswith(" 0")
