"""Named statements of the day log."""

from datetime import datetime
from uuid import UUID

from server.db import Tx


async def midnight(db: Tx, production_id: int, day_id: int) -> datetime:
    """The instant at which the day's date begins in the day's zone."""
    found: datetime = await db.fetchval(
        "SELECT on_date::timestamp AT TIME ZONE zone FROM shooting_day WHERE production_id = $1 AND id = $2",
        production_id,
        day_id,
    )
    return found


async def append(
    db: Tx,
    production_id: int,
    day_id: int,
    *,
    entry_id: UUID,
    kind: str,
    at: datetime | None,
    device_at: datetime,
    department_id: int | None,
    member_id: int | None,
    account_id: int,
    device_id: int | None,
) -> bool:
    """False where the entry is there already."""
    status = await db.execute(
        "INSERT INTO day_log (id, production_id, day_id, kind, department_id, member_id, at, device_at, by_account,"
        " device_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING",
        entry_id, production_id, day_id, kind, department_id, member_id, at, device_at, account_id, device_id,
    )  # fmt: skip
    return status.endswith(" 1")
