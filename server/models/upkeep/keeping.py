"""Named queries of a production's own terms."""

from server.db import Tx


async def revision(db: Tx, production_id: int, *, lock: bool = False) -> int:
    """0 where nothing was ever set."""
    found = await db.fetchval(
        f"SELECT revision FROM keeping WHERE production_id = $1{' FOR UPDATE' if lock else ''}", production_id
    )
    return int(found or 0)


async def keep(db: Tx, production_id: int, terms: str, hold: str) -> None:
    await db.execute(
        "INSERT INTO keeping AS k (production_id, terms, hold) VALUES ($1, $2::text::jsonb, $3)"
        " ON CONFLICT (production_id) DO UPDATE SET terms = excluded.terms, hold = excluded.hold,"
        " revision = k.revision + 1",
        production_id, terms, hold,
    )  # fmt: skip
