"""What of the schedule refers to a unit, department, place or vehicle."""

from server.db import Tx
from server.models.production.removing import PartKind

_DAYS: dict[PartKind, str] = {
    "unit": "SELECT id AS day_id FROM shooting_day WHERE production_id = $1 AND unit_id = $2",
    "department": "SELECT day_id FROM day_note WHERE production_id = $1 AND department_id = $2"
    " UNION SELECT day_id FROM department_call WHERE production_id = $1 AND department_id = $2"
    " UNION SELECT day_id FROM head_question WHERE production_id = $1 AND department_id = $2",
    "place": " UNION ".join(
        f"SELECT day_id FROM {table} WHERE production_id = $1 AND place_id = $2"
        for table in ("day_place", "day_scene", "day_extra", "department_call", "call")
    ),
    "vehicle": "SELECT day_id FROM day_run WHERE production_id = $1 AND vehicle_id = $2",
}


async def days(db: Tx, production_id: int, kind: PartKind, part_id: int) -> int:
    """On how many days it stands, cancelled ones too."""
    if kind not in _DAYS:
        return 0
    return int(await db.fetchval(f"SELECT count(*) FROM ({_DAYS[kind]}) AS d", production_id, part_id))


async def logs(db: Tx, production_id: int, department_id: int) -> int:
    """How many days' logs name the department."""
    return int(
        await db.fetchval(
            "SELECT count(DISTINCT day_id) FROM day_log WHERE production_id = $1 AND department_id = $2",
            production_id,
            department_id,
        )
    )
