"""Named queries for what is looked at before an issue: other units of that date, and who can only be rung."""

from collections.abc import Collection
from datetime import date, datetime

from server.db import Tx

_OTHERS = """
SELECT v.snapshot FROM shooting_day d JOIN LATERAL (SELECT s.snapshot FROM sheet_version s
  WHERE s.production_id = d.production_id AND s.day_id = d.id AND s.kind = 'final' AND s.release_at <= $4
  ORDER BY s.number DESC LIMIT 1) v ON true
WHERE d.production_id = $1 AND d.on_date = $2 AND d.id <> $3 AND d.cancelled_at IS NULL
  AND d.cover_of IS NULL ORDER BY d.id LIMIT 8
"""


async def other_pages(db: Tx, production_id: int, on: date, day_id: int, now: datetime) -> list[bytes]:
    """The newest page that is out of each other day of that date: of other units."""
    return [row[0] for row in await db.fetch(_OTHERS, production_id, on, day_id, now)]


async def by_phone_only(db: Tx, production_id: int, members: Collection[int]) -> set[int]:
    """Those with no phone that rings and no mailbox that takes letters."""
    rows = await db.fetch(
        "SELECT m.id FROM member m WHERE m.production_id = $1 AND m.id = ANY($2::bigint[])"
        " AND (m.email IS NULL OR m.mail_bounced_at IS NOT NULL)"
        " AND NOT EXISTS (SELECT FROM subscription s WHERE s.account_id = m.account_id)",
        production_id,
        list(members),
    )
    return {row[0] for row in rows}
