"""What of the gear refers to a unit, department, place, vehicle or vendor."""

from collections import Counter

from server.db import Tx
from server.models.production.removing import PartKind
from server.rules.production.removing import Use, Uses

_BELONGS = {"department": "t.department_id", "vehicle": "t.home_vehicle_id", "vendor": "t.vendor_id"}


async def uses(db: Tx, production_id: int, kind: PartKind, part_id: int) -> Uses:
    """Things that belong to it or that it holds, and what happened with it.

    The caller has locked its row: holders have no foreign key, so a scan locks the rows of the holders it names
    (`custody.holders`), and either it is counted here or it finds nobody there.
    """
    belongs = f"{_BELONGS[kind]} = $3 OR" if kind in _BELONGS else ""
    row = await db.fetchrow(
        "WITH its AS (SELECT t.id, t.removed_at FROM thing t"
        " JOIN thing_state s ON s.production_id = t.production_id AND s.thing_id = t.id"
        f" WHERE t.production_id = $1 AND ({belongs} (s.holder_kind = $2 AND s.holder_id = $3)))"
        " SELECT count(*) FILTER (WHERE removed_at IS NULL), count(*) FILTER (WHERE removed_at IS NOT NULL),"
        " (SELECT count(DISTINCT e.thing_id) FROM custody_event e WHERE e.production_id = $1 AND e.holder_kind = $2"
        "  AND e.holder_id = $3 AND e.thing_id NOT IN (SELECT id FROM its)),"
        " (SELECT count(*) FROM gear_check c WHERE c.production_id = $1 AND c.scope_kind = $2 AND c.scope_id = $3)"
        " FROM its",
        production_id,
        kind,
        part_id,
    )
    return Counter(dict(zip((Use.CASES, Use.GONE, Use.HISTORIES, Use.CHECKS), row, strict=True)))
