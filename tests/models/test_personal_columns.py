"""Every column of the database says whether it tells something of a person, and for how long that is kept."""

import pytest

from server.db import read
from server.rules.upkeep.personal import ACTED, PERSONAL, PLAIN, POINTS, columns

_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c
JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name <> 'migration'
AND c.table_name NOT LIKE 'pgqueuer%'
"""
SAID = "say in server/rules/upkeep/personal.py of which class it is, and let it be forgotten, or that it is PLAIN"


@pytest.fixture
async def there(dsn):
    async with read() as db:
        return {(table, column): kind for table, column, kind in await db.fetch(_COLUMNS)}


async def test_every_column_has_its_class(there):
    classed = columns(PLAIN).union(*(columns(listed) for listed in PERSONAL.values()))
    missing = {one for one in there if not POINTS.match(one[1])} - classed
    assert not missing, f"{SAID}: {sorted(missing)}"
    assert classed - set(there) == set(), "columns that are gone"


def test_none_has_two():
    every = [one for listed in (PLAIN, *PERSONAL.values()) for one in columns(listed)]
    assert sorted({one for one in every if every.count(one) > 1}) == []


async def test_who_did_it_can_be_turned_to_nobody_wherever_a_production_names_an_account(there):
    """`member`, grants, calendars and presence are the person's own rows, which forgetting ends or writes itself."""
    own = {("member", "account_id"), ("access_grant", "account_id"), ("calendar_address", "account_id"), ("day_here", "account_id"),
           ("erasure", "account_id"), ("erasure", "asked_by"), ("telling", "claimed_by"), ("demo_evening", "begun_by"), ("notice", "replaced_by")}  # fmt: skip
    of_production = {table for table, column in there if column == "production_id"}
    named = {
        (table, column) for (table, column), kind in there.items()
        if table in of_production and kind == "bigint" and (column.endswith("_by") or column in ("by_account", "account_id"))
    }  # fmt: skip
    assert named - own == columns(ACTED)
