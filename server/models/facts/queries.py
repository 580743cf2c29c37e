"""Named queries of `facts`: what happened in a production, by number."""

from datetime import datetime

from server.db import Tx
from server.wire import Row


class FactRow(Row, frozen=True):
    seq: int
    kind: str
    subject: str
    subject_id: str
    revision: int


async def since(db: Tx, production_id: int, after: int, limit: int = 500) -> list[FactRow]:
    """Facts numbered above `after`, in order; at most `limit`."""
    rows = await db.fetch(
        "SELECT seq, kind, subject, subject_id, revision FROM fact WHERE production_id = $1 AND seq > $2"
        " ORDER BY seq LIMIT $3",
        production_id,
        after,
        limit,
    )
    return [FactRow(*row) for row in rows]


async def newest(db: Tx, production_id: int) -> int:
    """The number of the newest fact; 0 while there is none."""
    return int(await db.fetchval("SELECT seq FROM fact_counter WHERE production_id = $1", production_id) or 0)


async def first_kept(db: Tx, production_id: int, since_at: datetime) -> int:
    """The number of the oldest fact not older than `since_at`; one past the newest where all are older."""
    found = await db.fetchval(
        "SELECT seq FROM fact WHERE production_id = $1 AND at >= $2 ORDER BY seq LIMIT 1", production_id, since_at
    )
    return int(found) if found is not None else await newest(db, production_id) + 1
