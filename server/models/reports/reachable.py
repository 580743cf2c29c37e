"""Who has the app, whose phone rings, what was the last proof."""

from datetime import datetime

from server.db import Tx
from server.wire import Row


class ReachRow(Row, frozen=True):
    member_id: int
    joined: bool
    rings: bool
    asked: bool
    email: bool
    mail_bounced: bool
    mobile: bool
    departments: list[int]
    proof: str | None
    """shown, opened, confirmed, reached."""
    proof_at: datetime | None


_REACH = """
SELECT m.id, m.account_id IS NOT NULL,
  EXISTS (SELECT FROM subscription s WHERE s.account_id = m.account_id AND s.failed_at IS NULL),
  EXISTS (SELECT FROM invite i WHERE i.production_id = m.production_id AND i.member_id = m.id
          AND i.revoked_at IS NULL AND i.sent_at IS NOT NULL),
  m.email IS NOT NULL, m.mail_bounced_at IS NOT NULL, m.mobile IS NOT NULL,
  ARRAY(SELECT p.department_id FROM member_position p WHERE p.production_id = m.production_id AND p.member_id = m.id),
  proof.state, proof.at
FROM member m LEFT JOIN LATERAL (
  SELECT r.state, r.at FROM notice n JOIN receipt r ON r.production_id = n.production_id AND r.notice_id = n.id
  WHERE n.production_id = m.production_id AND n.member_id = m.id
    AND r.state IN ('shown', 'opened', 'confirmed', 'reached')
  ORDER BY r.at DESC LIMIT 1
) AS proof ON true
WHERE m.production_id = $1 AND m.removed_at IS NULL ORDER BY m.id LIMIT 2000
"""


async def reach(db: Tx, production_id: int) -> list[ReachRow]:
    """Everybody on the production now, by id."""
    return [ReachRow(*row) for row in await db.fetch(_REACH, production_id)]
