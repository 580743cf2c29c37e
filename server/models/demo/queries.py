"""Named queries of `demo`."""

from server.db import Tx

_AHEAD = "SELECT ahead FROM demo_clock"
_SET = "INSERT INTO demo_clock (ahead) VALUES ($1) ON CONFLICT (id) DO UPDATE SET ahead = excluded.ahead"


async def ahead(db: Tx) -> int | None:
    """Seconds by which the demo's clock is ahead; None: it was never moved."""
    found: int | None = await db.fetchval(_AHEAD)
    return found


async def set_ahead(db: Tx, seconds: int) -> None:
    await db.execute(_SET, seconds)
