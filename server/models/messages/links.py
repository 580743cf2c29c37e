"""The dated link to one message of who has no app; only its hash is kept."""

from datetime import datetime

from server.db import Tx
from server.wire import Row


async def add(
    db: Tx, production_id: int, message_id: int, member_id: int, *, token_hash: bytes, expires_at: datetime
) -> None:
    await db.execute(
        "INSERT INTO message_link (token_hash, production_id, message_id, member_id, expires_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        token_hash, production_id, message_id, member_id, expires_at,
    )  # fmt: skip


class OpenedRow(Row, frozen=True):
    """What a good token opens. `notice_id`: of this person's newest notice of the message."""

    production_id: int
    message_id: int
    member_id: int
    expires_at: datetime
    name: str
    production: str
    zone: str
    office_phone: str
    twelve: bool
    subject: str
    body: str
    by: str
    sent_at: datetime
    notice_id: int
    must_confirm: bool
    state: str


_OPENED = """
SELECT l.production_id, l.message_id, l.member_id, l.expires_at, m.name, p.name, p.zone, p.office_phone,
  coalesce(a.clock = '12', false), g.subject, g.body, coalesce(b.name, ''), g.release_at, n.id, n.must_confirm, n.state
FROM message_link l -- across productions: the token names its production
JOIN member m ON m.production_id = l.production_id AND m.id = l.member_id AND m.removed_at IS NULL
JOIN production p ON p.id = l.production_id AND p.archived_at IS NULL
JOIN message g ON g.production_id = l.production_id AND g.id = l.message_id AND g.release_at <= $2
LEFT JOIN member b ON b.production_id = g.production_id AND b.id = g.by_member_id
LEFT JOIN account a ON a.id = m.account_id
JOIN LATERAL (SELECT * FROM notice o WHERE o.production_id = l.production_id AND o.member_id = l.member_id
  AND o.subject = 'message' AND o.subject_id = l.message_id AND o.release_at <= $2
  AND o.state NOT IN ('superseded', 'left') ORDER BY o.rank DESC LIMIT 1) n ON true
WHERE l.token_hash = $1 AND l.expires_at > $2
"""


async def opened(db: Tx, token_hash: bytes, now: datetime) -> OpenedRow | None:
    """None: unknown, run out, or of somebody who left; they look alike."""
    row = await db.fetchrow(_OPENED, token_hash, now)
    return OpenedRow(*row) if row else None
