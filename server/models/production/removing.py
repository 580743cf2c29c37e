"""Named queries for removing a unit, department, place, vehicle or vendor: what of this area refers to it."""

from collections import Counter
from typing import Literal

from server.db import Tx
from server.rules.production.removing import Use, Uses

PartKind = Literal["unit", "department", "place", "vehicle", "vendor"]

_MEMBERS = {
    "unit": "m.unit_id = $2",
    "department": "EXISTS (SELECT FROM member_position p WHERE p.production_id = $1 AND p.member_id = m.id"
    " AND p.department_id = $2)",
}


async def lock(db: Tx, production_id: int, kind: PartKind, part_id: int) -> str | None:
    """Its name; None: it isn't there."""
    name: str | None = await db.fetchval(
        f"SELECT name FROM {kind} WHERE production_id = $1 AND id = $2 FOR UPDATE", production_id, part_id
    )
    return name


async def uses(db: Tx, production_id: int, kind: PartKind, part_id: int) -> Uses:
    found: Uses = Counter()
    if kind in _MEMBERS:
        row = await db.fetchrow(
            "SELECT count(*) FILTER (WHERE m.removed_at IS NULL), count(*) FILTER (WHERE m.removed_at IS NOT NULL)"
            f" FROM member m WHERE m.production_id = $1 AND {_MEMBERS[kind]}",
            production_id,
            part_id,
        )
        found |= Counter({Use.PEOPLE: row[0], Use.LEFT: row[1]})
    if kind == "department":
        found[Use.VEHICLES] = await db.fetchval(
            "SELECT count(*) FROM vehicle WHERE production_id = $1 AND department_id = $2", production_id, part_id
        )
    return found


async def only_unit(db: Tx, production_id: int) -> bool:
    many: int = await db.fetchval("SELECT count(*) FROM unit WHERE production_id = $1", production_id)
    return many == 1


async def drop(db: Tx, production_id: int, kind: PartKind, part_id: int) -> None:
    await db.execute(f"DELETE FROM {kind} WHERE production_id = $1 AND id = $2", production_id, part_id)
