"""Named statements that take an import back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from server.db import Tx

_TOUCHED = {
    "shooting_day": "t.revision > t.imported_revision OR EXISTS (SELECT FROM call c"
    " WHERE c.production_id = t.production_id AND c.day_id = t.id)",
    "member": "t.revision > 1 OR t.account_id IS NOT NULL OR EXISTS (SELECT FROM invite i"
    " WHERE i.production_id = t.production_id AND i.member_id = t.id)",
    "scene": "t.revision > 1",
    "thing": "t.revision > 1",
}


async def touched(db: Tx, production_id: int, table: str, ids: Sequence[int]) -> int:
    """How many of these somebody has worked on, invited or called."""
    if not ids:
        return 0
    found: int = await db.fetchval(
        f"SELECT count(*) FROM {table} t WHERE t.production_id = $1 AND t.id = ANY($2::bigint[])"
        f" AND ({_TOUCHED[table]})",
        production_id, list(ids),
    )  # fmt: skip
    return found


async def drop(db: Tx, production_id: int, table: str, ids: Sequence[int]) -> None:
    if ids:
        await db.execute(
            f"DELETE FROM {table} WHERE production_id = $1 AND id = ANY($2::bigint[])", production_id, list(ids)
        )


_DATES = {"due_back_on", "on_date"}


async def put_back(db: Tx, production_id: int, table: str, row_id: int, was: Mapping[str, Any]) -> None:
    """Columns as they were. For the production itself `row_id` is its own."""
    if not was:
        return
    values = [date.fromisoformat(v) if k in _DATES and isinstance(v, str) else v for k, v in was.items()]
    sets = ", ".join(f"{column} = ${n}" for n, column in enumerate(was, 3))
    where = "id = $1 AND id = $2" if table == "production" else "production_id = $1 AND id = $2"
    await db.execute(f"UPDATE {table} SET {sets} WHERE {where}", production_id, row_id, *values)


async def not_minor(db: Tx, production_id: int, members: Sequence[int]) -> None:
    if members:
        await db.execute(
            "UPDATE member SET minor = false WHERE production_id = $1 AND id = ANY($2::bigint[])",
            production_id, list(members),
        )  # fmt: skip


async def put_groups_back(db: Tx, production_id: int, board_id: int, groups: Sequence[Mapping[str, Any]]) -> None:
    for n, group in enumerate(groups):
        await db.execute(
            "INSERT INTO day_group (id, production_id, board_id, sort, on_date, shooting, banner)"
            " OVERRIDING SYSTEM VALUE VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE"
            " SET on_date = excluded.on_date, shooting = excluded.shooting, banner = excluded.banner",
            group["id"], production_id, board_id, 1_000_000 + n, group["on_date"], group["shooting"], group["banner"],
        )  # fmt: skip


async def days_back_to_groups(db: Tx, production_id: int, groups: Sequence[int]) -> None:
    await db.execute(
        "UPDATE shooting_day d SET day_group_id = g.id FROM day_group g WHERE d.production_id = $1"
        " AND g.production_id = $1 AND g.id = ANY($2::bigint[]) AND d.day_group_id IS NULL AND d.on_date = g.on_date",
        production_id, list(groups),
    )  # fmt: skip
