"""The table classes say what the migrations made: names, types, what may be null."""

import importlib
import importlib.util
import pkgutil

import pytest
from piccolo.columns import Array
from piccolo.table import Table

import server.models
from server.db import read

_TYPES = {
    "BIGSERIAL": "bigint", "BIGINT": "bigint", "INTEGER": "integer", "TEXT": "text", "BOOLEAN": "boolean", "UUID": "uuid",
    "TIMESTAMPTZ": "timestamp with time zone", "JSONB": "jsonb", "BYTEA": "bytea", "DATE": "date",
    "DOUBLE PRECISION": "double precision",
}  # fmt: skip


def classes() -> dict[str, type[Table]]:
    found = {}
    for area in pkgutil.iter_modules(server.models.__path__, "server.models."):
        if importlib.util.find_spec(f"{area.name}.tables") is None:
            continue  # an area that reads other areas' tables and has none of its own
        module = importlib.import_module(f"{area.name}.tables")
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Table) and value is not Table:
                found[value._meta.tablename] = value
    return found


def declared(table: type[Table]) -> dict[str, tuple[str, bool]]:
    return {
        column._meta.name: (
            "ARRAY" if isinstance(column, Array) else _TYPES[column.column_type],
            bool(column._meta.null),
        )
        for column in table._meta.columns
    }


async def test_every_table_has_a_class_and_every_class_a_table(dsn):
    async with read() as db:
        rows = await db.fetch(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'"
        )
    assert {row["table_name"] for row in rows} == set(classes())


@pytest.mark.parametrize("name", sorted(classes()))
async def test_class_and_table_agree(dsn, name):
    async with read() as db:
        rows = await db.fetch(
            "SELECT column_name, data_type, is_nullable = 'YES' AS null FROM information_schema.columns"
            " WHERE table_name = $1 AND table_schema = 'public'",
            name,
        )
    assert declared(classes()[name]) == {row["column_name"]: (row["data_type"], row["null"]) for row in rows}


async def test_every_tenant_table_can_only_reference_rows_of_its_own_production(dsn):
    """A plain foreign key to a tenant table would let a row of another production be referenced."""
    async with read() as db:
        rows = await db.fetch(
            """
            WITH tenant AS (
              SELECT attrelid AS rel FROM pg_attribute WHERE attname = 'production_id' AND attnum > 0
            )
            SELECT c.conrelid::regclass::text AS tab, pg_get_constraintdef(c.oid) AS def
            FROM pg_constraint c
            JOIN tenant a ON a.rel = c.conrelid JOIN tenant b ON b.rel = c.confrelid
            WHERE c.contype = 'f'
              AND NOT EXISTS (SELECT 1 FROM pg_attribute x WHERE x.attrelid = c.conrelid AND x.attname = 'production_id'
                              AND x.attnum = ANY (c.conkey))
            """
        )
    assert [(row["tab"], row["def"]) for row in rows] == []
