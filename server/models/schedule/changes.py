"""Named query: who changed a day since a revision."""

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
