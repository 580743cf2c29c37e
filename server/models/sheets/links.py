"""Personal links: who has no app reads their own day by a token, of which only the hash is kept."""

from datetime import date, datetime

from server.db import Tx
from server.wire import Row


async def add(
    db: Tx, production_id: int, member_id: int, day_id: int, *, token_hash: bytes, expires_at: datetime, now: datetime
) -> None:
    await db.execute(
        "INSERT INTO personal_link (production_id, member_id, day_id, token_hash, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        production_id,
        member_id,
        day_id,
        token_hash,
        now,
        expires_at,
    )


async def revoke(db: Tx, production_id: int, member_id: int, day_id: int, now: datetime) -> int:
    """All of one person's links to one day. Returns how many were alive."""
    done = await db.execute(
        "UPDATE personal_link SET revoked_at = $4 WHERE production_id = $1 AND member_id = $2 AND day_id = $3"
        " AND revoked_at IS NULL",
        production_id,
        member_id,
        day_id,
        now,
    )
    return int(done.rpartition(" ")[2])


class LinkRow(Row, frozen=True):
    """What a good token opens: the person, and the newest page of that day that is out."""

    production_id: int
    member_id: int
    day_id: int
    expires_at: datetime
    name: str
    account_id: int | None
    roles: list[str]
    production: str
    country: str
    words: str
    paper: str
    office_phone: str
    twelve: bool
    version_id: int | None
    snapshot: bytes | None
    number: int
    colour: str
    issued_at: datetime | None
    reason: str
    notice_id: int | None
    notice_rank: int
    notice_state: str
    change: bytes | None


_OPEN = """
SELECT l.production_id, l.member_id, l.day_id, l.expires_at, m.name, m.account_id, m.roles, p.name, p.country, p.words,
  coalesce(p.settings->>'paper', ''), p.office_phone, coalesce(a.clock = '12', false),
  v.id, v.snapshot, coalesce(v.number, 0), coalesce(v.colour, ''), v.issued_at, coalesce(v.reason, ''),
  n.id, coalesce(n.rank, 0), coalesce(n.state, ''), (n.payload->'change')::text::bytea
FROM personal_link l -- across productions: the token names its production
JOIN member m ON m.production_id = l.production_id AND m.id = l.member_id AND m.removed_at IS NULL
JOIN production p ON p.id = l.production_id AND p.archived_at IS NULL
LEFT JOIN account a ON a.id = m.account_id
LEFT JOIN LATERAL (SELECT * FROM sheet_version s WHERE s.production_id = l.production_id AND s.day_id = l.day_id
  AND s.kind = 'final' AND s.release_at <= $2 ORDER BY s.number DESC LIMIT 1) v ON true
LEFT JOIN LATERAL (SELECT * FROM notice o WHERE o.production_id = l.production_id AND o.member_id = l.member_id
  AND o.subject = $3 AND o.subject_id = l.day_id AND o.release_at <= $2 AND o.state NOT IN ('superseded', 'left')
  ORDER BY o.rank DESC LIMIT 1) n ON true
WHERE l.token_hash = $1 AND l.revoked_at IS NULL AND l.expires_at > $2
"""


async def opened(db: Tx, token_hash: bytes, now: datetime) -> LinkRow | None:
    """None: unknown, revoked, run out, or of somebody who left; they look alike."""
    row = await db.fetchrow(_OPEN, token_hash, now, "sheet")
    return LinkRow(*row) if row else None


class ColourRow(Row, frozen=True):
    kind: str
    number: int
    colour: str
    newest_number: int | None
    newest_colour: str | None
    newest_at: datetime | None
    zone: str
    on_date: date


async def newest_of(db: Tx, version_id: int, now: datetime) -> ColourRow | None:
    """For the code on paper: this version, and the newest one of its day that is out."""
    row = await db.fetchrow(
        "SELECT v.kind, v.number, v.colour, n.number, n.colour, n.release_at, d.zone, d.on_date"
        " FROM sheet_version v -- across productions: whoever holds the paper asks by the code on it\n"
        " JOIN shooting_day d ON d.production_id = v.production_id AND d.id = v.day_id"
        " LEFT JOIN LATERAL (SELECT * FROM sheet_version o WHERE o.production_id = v.production_id"
        " AND o.day_id = v.day_id AND o.kind = 'final' AND o.release_at <= $2 ORDER BY o.number DESC LIMIT 1) n ON true"
        " WHERE v.id = $1 AND v.release_at <= $2",
        version_id,
        now,
    )
    return ColourRow(*row) if row else None
