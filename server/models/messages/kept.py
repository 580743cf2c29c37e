"""Lists kept by hand."""

from collections.abc import Collection

import asyncpg

from server.db import Tx
from server.errors import Conflict, NotFound
from server.wire import Row


class ListRow(Row, frozen=True):
    """`by`: who keeps it; "": somebody who left."""

    id: int
    name: str
    by: str
    by_member_id: int | None
    revision: int
    member_ids: list[int]


_LIST = """
SELECT l.id, l.name, coalesce(b.name, ''), l.by_member_id, l.revision,
  ARRAY(SELECT k.member_id FROM kept_list_member k JOIN member m ON m.production_id = k.production_id
    AND m.id = k.member_id AND m.removed_at IS NULL WHERE k.production_id = l.production_id AND k.list_id = l.id
    ORDER BY k.member_id)
FROM kept_list l LEFT JOIN member b ON b.production_id = l.production_id AND b.id = l.by_member_id
WHERE l.production_id = $1
"""


async def lists(db: Tx, production_id: int, *, by_member_id: int | None) -> list[ListRow]:
    """By name, with who is on each and on the production; `by_member_id`: only those they keep."""
    rows = await db.fetch(
        f"{_LIST} AND ($2::bigint IS NULL OR l.by_member_id = $2) ORDER BY lower(l.name), l.id LIMIT 200",
        production_id, by_member_id,
    )  # fmt: skip
    return [ListRow(*row) for row in rows]


async def one(db: Tx, production_id: int, list_id: int, *, lock: bool = False) -> ListRow:
    """Raises NotFound."""
    row = await db.fetchrow(f"{_LIST} AND l.id = $2{' FOR NO KEY UPDATE OF l' if lock else ''}", production_id, list_id)
    if row is None:
        raise NotFound
    return ListRow(*row)


def _taken(name: str) -> Conflict:
    return Conflict(f"There is a list “{name}” already.", code="name_taken", next_step="Give this one another name.")


async def insert(db: Tx, production_id: int, name: str, by_member_id: int) -> int:
    """Raises Conflict for a name that this person's lists have."""
    try:
        made: int = await db.fetchval(
            "INSERT INTO kept_list (production_id, name, by_member_id) VALUES ($1, $2, $3) RETURNING id",
            production_id, name, by_member_id,
        )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise _taken(name) from None
    return made


async def change(db: Tx, production_id: int, list_id: int, name: str) -> None:
    """Raises Conflict for a name that this person's lists have."""
    try:
        await db.execute(
            "UPDATE kept_list SET name = $3, revision = revision + 1 WHERE production_id = $1 AND id = $2",
            production_id, list_id, name,
        )  # fmt: skip
    except asyncpg.UniqueViolationError:
        raise _taken(name) from None


async def hold(
    db: Tx, production_id: int, list_id: int, member_ids: Collection[int], *, among: Collection[int]
) -> None:
    """Of `among` exactly these are on it. Who isn't among them, having left or changed department, stays where they
    were, in case they come back.
    """
    await db.execute(
        "DELETE FROM kept_list_member WHERE production_id = $1 AND list_id = $2 AND member_id = ANY($4::bigint[])"
        " AND member_id <> ALL($3::bigint[])",
        production_id, list_id, list(member_ids), list(among),
    )  # fmt: skip
    await db.execute(
        "INSERT INTO kept_list_member (production_id, list_id, member_id)"
        " SELECT $1, $2, unnest($3::bigint[]) ON CONFLICT DO NOTHING",
        production_id, list_id, list(member_ids),
    )  # fmt: skip


async def delete(db: Tx, production_id: int, list_id: int) -> None:
    await db.execute("DELETE FROM kept_list WHERE production_id = $1 AND id = $2", production_id, list_id)
