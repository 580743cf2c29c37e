"""Named statements that move a day's times."""

from collections.abc import Sequence

from server.db import Tx


async def shift(db: Tx, production_id: int, day_id: int, minutes: int, reason: str) -> None:
    """The day's own times; `reason` is kept where one is given."""
    await db.execute(
        "UPDATE shooting_day SET general_call = general_call + $3, shooting_call = shooting_call + $3,"
        " estimated_wrap = estimated_wrap + $3, lunch = lunch + $3,"
        " reason = CASE WHEN $4 = '' THEN reason ELSE $4 END WHERE production_id = $1 AND id = $2",
        production_id, day_id, minutes, reason,
    )  # fmt: skip


async def shift_calls(db: Tx, production_id: int, day_id: int, minutes: int, also: Sequence[int]) -> None:
    """Typed times: those of the ticked calls, and the pickups of calls that move by themselves."""
    await db.execute(
        "UPDATE call SET at_minutes = at_minutes + $3, on_set = on_set + $3, pickup = pickup + $3,"
        " wardrobe = wardrobe + $3, rehearsal = rehearsal + $3, revision = revision + 1"
        " WHERE production_id = $1 AND day_id = $2 AND id = ANY($4::bigint[]) AND kind IN ('absolute', 'chain')",
        production_id, day_id, minutes, list(also),
    )  # fmt: skip
    await db.execute(
        "UPDATE call c SET pickup = c.pickup + $3, wardrobe = c.wardrobe + $3, rehearsal = c.rehearsal + $3,"
        " revision = c.revision + 1"
        " WHERE c.production_id = $1 AND c.day_id = $2"
        " AND (c.kind = 'relative' OR (c.kind = 'department' AND NOT EXISTS"
        " (SELECT FROM department_call dc JOIN member_position p ON p.production_id = dc.production_id"
        "  AND p.department_id = dc.department_id WHERE dc.production_id = $1 AND dc.day_id = $2"
        "  AND p.id = c.position_id AND dc.kind <> 'relative')))",
        production_id, day_id, minutes,
    )  # fmt: skip
