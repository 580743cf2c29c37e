"""Named statements: who has a day's draft open, and in which cell they are."""

from datetime import datetime

from server.db import Tx
from server.wire import Row

CHANNEL = "callboard_here"
"""NOTIFY `production:day`: somebody came, went or is in another cell."""


class HereRow(Row, frozen=True):
    member_id: int
    name: str
    cell: str


async def others(db: Tx, production_id: int, day_id: int, account_id: int | None, since: datetime) -> list[HereRow]:
    """Everybody but this account who was heard of since, by name."""
    rows = await db.fetch(
        "SELECT m.id, m.name, h.cell FROM day_here h"
        " JOIN member m ON m.production_id = h.production_id AND m.account_id = h.account_id AND m.removed_at IS NULL"
        " WHERE h.production_id = $1 AND h.day_id = $2 AND h.account_id IS DISTINCT FROM $3 AND h.at >= $4"
        " ORDER BY m.name, m.id LIMIT 50",
        production_id, day_id, account_id, since,
    )  # fmt: skip
    return [HereRow(*row) for row in rows]


async def put(
    db: Tx, production_id: int, day_id: int, account_id: int, *, cell: str, now: datetime, since: datetime
) -> None:
    """The account is in that cell now; who wasn't heard of since is gone. The others are told where that is new."""
    gone = await db.execute(
        "DELETE FROM day_here WHERE production_id = $1 AND day_id = $2 AND at < $3", production_id, day_id, since
    )
    was = await db.fetchval(
        "SELECT cell FROM day_here WHERE production_id = $1 AND day_id = $2 AND account_id = $3",
        production_id, day_id, account_id,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO day_here (production_id, day_id, account_id, cell, at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (day_id, account_id) DO UPDATE SET cell = excluded.cell, at = excluded.at",
        production_id, day_id, account_id, cell, now,
    )  # fmt: skip
    if was != cell or not gone.endswith(" 0"):
        await tell(db, production_id, day_id)


async def drop(db: Tx, production_id: int, day_id: int, account_id: int) -> None:
    gone = await db.execute(
        "DELETE FROM day_here WHERE production_id = $1 AND day_id = $2 AND account_id = $3",
        production_id, day_id, account_id,
    )  # fmt: skip
    if not gone.endswith(" 0"):
        await tell(db, production_id, day_id)


async def tell(db: Tx, production_id: int, day_id: int) -> None:
    await db.execute("SELECT pg_notify($1, $2)", CHANNEL, f"{production_id}:{day_id}")
