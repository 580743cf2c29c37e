"""Named queries: who changed a day since a revision, and who changed a cell of it last."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from server.db import Tx
from server.wire import Row


class ChangeRow(Row, frozen=True):
    """One change of the day. `ids`: what it touched (fields, member, department)."""

    kind: str
    ids: str
    at: datetime
    who: str
    member: str
    department: str

    def many(self) -> int:
        """How many lines an act of the grid touched."""
        cells: list[str] = msgspec.json.decode(self.ids, type=dict[str, object]).get("cells", [])  # type: ignore[assignment]
        return len({cell.partition(":")[0] for cell in cells})

    def fields(self) -> list[str]:
        found: list[str] = msgspec.json.decode(self.ids, type=dict[str, object]).get("fields", [])  # type: ignore[assignment]
        return found


_SINCE = """
SELECT f.kind, f.ids::text, f.at, coalesce(w.name, ''), coalesce(m.name, e.name, ''), coalesce(d.name, '')
FROM fact f
LEFT JOIN member w ON w.production_id = f.production_id AND w.account_id = f.account_id AND w.removed_at IS NULL
LEFT JOIN member m ON m.production_id = f.production_id AND m.id = (f.ids->>'member')::bigint
LEFT JOIN element e ON e.production_id = f.production_id AND e.id = (f.ids->>'element')::bigint
LEFT JOIN department d ON d.production_id = f.production_id AND d.id = (f.ids->>'department')::bigint
WHERE f.production_id = $1 AND f.subject = 'day' AND f.subject_id = $2 AND f.revision > $3
ORDER BY f.seq LIMIT 60
"""


async def since(db: Tx, production_id: int, day_id: int, revision: int) -> list[ChangeRow]:
    """Changes of the day after `revision`, oldest first; at most 60."""
    return [ChangeRow(*row) for row in await db.fetch(_SINCE, production_id, str(day_id), revision)]


class LastRow(Row, frozen=True):
    name: str
    who: str
    at: datetime


_LAST = """
SELECT c.name, coalesce(w.name, ''), f.at
FROM unnest($3::text[]) AS c(name)
JOIN LATERAL (
  SELECT f.account_id, f.at FROM fact f
  WHERE f.production_id = $1 AND f.subject = 'day' AND f.subject_id = $2 AND (
    f.ids->'cells' ? c.name OR (f.kind = 'day_shifted' AND c.name LIKE '%:%')
    OR f.kind = c.name || '_changed' OR NOT f.ids ? 'cells' AND (
      c.name LIKE 'm' || (f.ids->>'member') || '.%' OR c.name LIKE 'e' || (f.ids->>'element') || ':%'
      OR c.name = 'd' || (f.ids->>'department')))
  ORDER BY f.seq DESC LIMIT 1
) f ON true
LEFT JOIN member w ON w.production_id = $1 AND w.account_id = f.account_id AND w.removed_at IS NULL
"""


async def last_of(db: Tx, production_id: int, day_id: int, names: Sequence[str]) -> dict[str, LastRow]:
    """Who changed each of these cells last, and when; none where nobody is known to have."""
    rows = await db.fetch(_LAST, production_id, str(day_id), list(names))
    return {row["name"]: LastRow(*row) for row in rows}
