"""Named statements on templates of days."""

from datetime import datetime

from server.db import Tx
from server.errors import NotFound
from server.wire import Row


class TemplateRow(Row, frozen=True):
    id: int
    name: str
    content: str
    by_account: int | None


async def every(db: Tx, production_id: int) -> list[TemplateRow]:
    rows = await db.fetch(
        "SELECT id, name, content::text, by_account FROM day_template WHERE production_id = $1 ORDER BY name LIMIT 200",
        production_id,
    )
    return [TemplateRow(*row) for row in rows]


async def one(db: Tx, production_id: int, template_id: int) -> TemplateRow:
    """Raises NotFound."""
    row = await db.fetchrow(
        "SELECT id, name, content::text, by_account FROM day_template WHERE production_id = $1 AND id = $2",
        production_id, template_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    return TemplateRow(*row)


async def put(db: Tx, production_id: int, name: str, content: str, *, by_account: int | None, now: datetime) -> int:
    """Its id. One of the same name is replaced."""
    made: int = await db.fetchval(
        "INSERT INTO day_template (production_id, name, content, by_account, made_at)"
        " VALUES ($1, $2, $3::jsonb, $4, $5)"
        " ON CONFLICT (production_id, name) DO UPDATE SET content = excluded.content,"
        " by_account = excluded.by_account, made_at = excluded.made_at RETURNING id",
        production_id, name, content, by_account, now,
    )  # fmt: skip
    return made


async def drop(db: Tx, production_id: int, template_id: int) -> None:
    await db.execute("DELETE FROM day_template WHERE production_id = $1 AND id = $2", production_id, template_id)
