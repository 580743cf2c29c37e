"""The newest page that is out of each day around now."""

from datetime import date, datetime

from server.db import Tx

_PAGES = """
SELECT DISTINCT ON (v.day_id) v.id, v.snapshot
FROM shooting_day d JOIN sheet_version v ON v.production_id = d.production_id AND v.day_id = d.id
WHERE d.production_id = $1 AND d.on_date BETWEEN $2 AND $3 AND d.cover_of IS NULL
  AND v.kind = 'final' AND v.release_at <= $4
ORDER BY v.day_id, v.number DESC LIMIT 100
"""


async def pages(db: Tx, production_id: int, first: date, last: date, now: datetime) -> list[tuple[int, bytes]]:
    """(version, frozen page) of every day from `first` to `last` that has a final sheet out.

    Also of one that is cancelled on the draft alone: its people don't know it yet.
    """
    return [(row[0], row[1]) for row in await db.fetch(_PAGES, production_id, first, last, now)]
