"""Named statements that move a day's times."""

from collections.abc import Mapping, Sequence

from server.db import Tx


async def shift(db: Tx, production_id: int, day_id: int, minutes: int, reason: str) -> None:
    """The day's own times, and from when its later places count; `reason` is kept where one is given."""
    await db.execute(
        "UPDATE shooting_day SET general_call = general_call + $3, shooting_call = shooting_call + $3,"
        " estimated_wrap = estimated_wrap + $3, lunch = lunch + $3,"
        " reason = CASE WHEN $4 = '' THEN reason ELSE $4 END WHERE production_id = $1 AND id = $2",
        production_id, day_id, minutes, reason,
    )  # fmt: skip
    await db.execute(
        "UPDATE day_place SET from_minutes = from_minutes + $3 WHERE production_id = $1 AND day_id = $2"
        " AND from_minutes IS NOT NULL",
        production_id, day_id, minutes,
    )  # fmt: skip


async def shift_calls(db: Tx, production_id: int, day_id: int, minutes: int, moving: Sequence[int]) -> None:
    """Everything typed on these calls; what is counted from the general call moves by itself."""
    await db.execute(
        "UPDATE call SET at_minutes = at_minutes + $3, on_set = on_set + $3, pickup = pickup + $3,"
        " wardrobe = wardrobe + $3, rehearsal = rehearsal + $3, release = release + $3, revision = revision + 1"
        " WHERE production_id = $1 AND day_id = $2 AND id = ANY($4::bigint[])",
        production_id, day_id, minutes, list(moving),
    )  # fmt: skip


async def hold_calls(db: Tx, production_id: int, day_id: int, offsets: Mapping[int, int]) -> None:
    """Calls that follow the general call and are to stay: their distance from it changes (call id → minutes)."""
    await db.execute(
        "UPDATE call c SET kind = 'relative', offset_minutes = held.offset_minutes, revision = revision + 1"
        " FROM unnest($3::bigint[], $4::int[]) AS held(id, offset_minutes)"
        " WHERE c.production_id = $1 AND c.day_id = $2 AND c.id = held.id",
        production_id, day_id, list(offsets), list(offsets.values()),
    )  # fmt: skip


async def shift_departments(db: Tx, production_id: int, day_id: int, minutes: int, departments: Sequence[int]) -> None:
    """Departments called at a clock time that were ticked."""
    await db.execute(
        "UPDATE department_call SET at_minutes = at_minutes + $3 WHERE production_id = $1 AND day_id = $2"
        " AND kind = 'absolute' AND department_id = ANY($4::bigint[])",
        production_id, day_id, minutes, list(departments),
    )  # fmt: skip


async def shift_scenes(db: Tx, production_id: int, day_id: int, minutes: int, staying: Sequence[int]) -> None:
    """The times of the day's scenes, but for those that stay."""
    await db.execute(
        "UPDATE day_scene SET at_minutes = at_minutes + $3 WHERE production_id = $1 AND day_id = $2"
        " AND at_minutes IS NOT NULL AND id <> ALL($4::bigint[])",
        production_id, day_id, minutes, list(staying),
    )  # fmt: skip
