"""Units, departments, places, vehicles and vendors: found by name or made."""

from collections.abc import Sequence

from server.db import Tx
from server.models.production import queries
from server.services.production.make import checked_zone


async def departments(db: Tx, production_id: int, names: Sequence[str]) -> dict[str, int]:
    """Ids by the given name, in one statement; missing ones are made, in the given order. Case doesn't matter."""
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    have = {d.name.casefold(): d.id for d in await queries.departments(db, production_id)}
    missing = list({name.casefold(): name for name in reversed(wanted) if name.casefold() not in have}.values())[::-1]
    made = await queries.insert_many(
        db,
        "department",
        {"production_id": "bigint", "name": "text", "sort": "int"},
        [[production_id, name, len(have) + n] for n, name in enumerate(missing)],
    )
    have |= {name.casefold(): made_id for name, made_id in zip(missing, made, strict=True)}
    return {name: have[name.strip().casefold()] for name in names if name.strip()}


async def unit(db: Tx, production_id: int, name: str, *, zone: str | None = None) -> int:
    """The unit of this name, made with `zone` (IANA; None: the production's) if it isn't there."""
    if zone is not None:
        checked_zone(zone)
    for one in await queries.units(db, production_id):
        if one.name.casefold() == name.strip().casefold():
            return one.id
    made: int = await db.fetchval(
        "INSERT INTO unit (production_id, name, zone, sort)"
        " SELECT $1, $2, $3, count(*) FROM unit WHERE production_id = $1 RETURNING id",
        production_id, name.strip(), zone,
    )  # fmt: skip
    return made


_NAMED = frozenset({"place", "vehicle", "vendor"})


async def named(db: Tx, production_id: int, table: str, name: str) -> int:
    """The place, vehicle or vendor of this name, made bare if it isn't there."""
    if table not in _NAMED:
        raise ValueError(table)
    found: int = await db.fetchval(
        f"INSERT INTO {table} (production_id, name) VALUES ($1, $2)"
        " ON CONFLICT (production_id, name) DO UPDATE SET name = excluded.name RETURNING id",
        production_id, name.strip(),
    )  # fmt: skip
    return found
