"""The days after a day, as a sheet announces them."""

from datetime import date
from typing import Any

from server.db import Tx

_ADVANCE = """
SELECT d.id, d.on_date, d.title,
  coalesce(array_agg(s.number ORDER BY ds.sort) FILTER (WHERE s.id IS NOT NULL), '{}'),
  coalesce(sum(coalesce(ds.eighths, s.eighths)), 0)::int
FROM (SELECT id, production_id, on_date, title FROM shooting_day
      WHERE production_id = $1 AND unit_id = $2 AND on_date > $3 AND cancelled_at IS NULL AND cover_of IS NULL
      ORDER BY on_date LIMIT 2) d
LEFT JOIN day_scene ds ON ds.production_id = $1 AND ds.day_id = d.id
LEFT JOIN scene s ON s.production_id = $1 AND s.id = ds.scene_id
GROUP BY d.id, d.on_date, d.title ORDER BY d.on_date
"""


async def next_days(db: Tx, production_id: int, unit_id: int, after: date) -> list[Any]:
    """The unit's next two days: (id, on_date, title, scene numbers, eighths)."""
    return await db.fetch(_ADVANCE, production_id, unit_id, after)
