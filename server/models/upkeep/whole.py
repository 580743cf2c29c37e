"""Every table of the database at once: counted for a backup, copied out for an export."""

from typing import Any

from server.db import Tx

SECRET = frozenset({
    "token_hash", "code_hash", "link_hash", "code_sealed", "link_sealed", "p256dh", "auth", "endpoint",
    "body", "answer", "account_id", "account",
})  # fmt: skip
"""Columns that open a door, or that belong to an account and not to the production: never exported."""

VOLATILE = ("heartbeat",)
"""Tables that tell of running processes: restored, they would let a dead worker look alive."""

_TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum), bool_or(a.attname = 'production_id')
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname = 'public' AND c.relkind = 'r'
GROUP BY c.relname ORDER BY c.relname
"""


async def tables(db: Tx) -> dict[str, tuple[list[str], bool]]:
    """name: (columns, whether its rows belong to a production)."""
    return {row[0]: (row[1], row[2]) for row in await db.fetch(_TABLES)}


async def counts(db: Tx) -> dict[str, int]:
    """Rows by table, of those that a backup keeps."""
    kept = [name for name in await tables(db) if name not in VOLATILE]
    return {name: await db.fetchval(f'SELECT count(*) FROM "{name}"') for name in kept}


async def rows_of(db: Tx, table: str, columns: list[str], production_id: int) -> list[Any]:
    """All rows of one production in a table that `tables` names."""
    names = ", ".join(f'"{column}"' for column in columns)
    return await db.fetch(f'SELECT {names} FROM "{table}" WHERE production_id = $1 ORDER BY 1, 2', production_id)
