"""The logo on a production's letterhead."""

from datetime import datetime

from server.db import Tx
from server.wire import Row


class LogoRow(Row, frozen=True):
    mark: str
    png: bytes
    width: int
    height: int
    alt: str


async def logo(db: Tx, production_id: int) -> LogoRow | None:
    row = await db.fetchrow("SELECT mark, png, width, height, alt FROM logo WHERE production_id = $1", production_id)
    return LogoRow(*row) if row else None


async def keep(db: Tx, production_id: int, row: LogoRow, now: datetime) -> None:
    await db.execute(
        "INSERT INTO logo (production_id, mark, png, width, height, alt, set_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (production_id) DO UPDATE SET mark = excluded.mark, png = excluded.png, width = excluded.width,"
        " height = excluded.height, alt = excluded.alt, set_at = excluded.set_at",
        production_id, row.mark, row.png, row.width, row.height, row.alt, now,
    )  # fmt: skip


async def say(db: Tx, production_id: int, alt: str) -> bool:
    """Other words for the one that is there."""
    done = await db.execute("UPDATE logo SET alt = $2 WHERE production_id = $1", production_id, alt)
    return not done.endswith(" 0")


async def drop(db: Tx, production_id: int) -> bool:
    return not (await db.execute("DELETE FROM logo WHERE production_id = $1", production_id)).endswith(" 0")
