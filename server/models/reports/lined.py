"""Named queries of the one-liner and the day-out-of-days."""

from collections.abc import Sequence

from server.db import Tx
from server.wire import Row


class LinedRow(Row, frozen=True):
    day_id: int
    number: str
    banner: str
    int_ext: str
    set: str
    day_night: str
    script_day: str
    description: str
    eighths: int
    cast: list[str]


_STRIPS = """
SELECT ds.day_id, coalesce(s.number, ''), ds.banner, coalesce(s.int_ext, ''), coalesce(s.set_name, ''),
  coalesce(s.day_night, ''), coalesce(s.script_day, ''), coalesce(s.description, ''),
  coalesce(ds.eighths, s.eighths, 0),
  ARRAY(SELECT e.number FROM scene_element x JOIN element e ON e.production_id = x.production_id AND e.id = x.element_id
        WHERE x.production_id = ds.production_id AND x.scene_id = ds.scene_id AND e.category = 100 AND e.number <> ''
        ORDER BY length(e.number), e.number)
FROM day_scene ds LEFT JOIN scene s ON s.production_id = ds.production_id AND s.id = ds.scene_id
WHERE ds.production_id = $1 AND ds.day_id = ANY($2::bigint[]) ORDER BY ds.day_id, ds.sort LIMIT 20000
"""


async def strips(db: Tx, production_id: int, day_ids: Sequence[int]) -> dict[int, list[LinedRow]]:
    """Scenes and banners in shooting order, by day."""
    found: dict[int, list[LinedRow]] = {day_id: [] for day_id in day_ids}
    for row in await db.fetch(_STRIPS, production_id, list(day_ids)):
        found[row[0]].append(LinedRow(*row))
    return found
