"""Named queries on tellings: one attempt on one channel, claimed, spoken, recorded."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from server.db import Tx
from server.wire import Row

_INSERT = """
INSERT INTO telling (production_id, notice_id, channel, subscription_id, address, due_at)
SELECT * , $6 FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[])
"""


async def insert(db: Tx, rows: Sequence[tuple[int, int, str, int | None, str | None]], due_at: datetime) -> None:
    """(production_id, notice_id, channel, subscription_id, address)."""
    if rows:
        await db.execute(_INSERT, *(list(column) for column in zip(*rows, strict=True)), due_at)


class ClaimedRow(Row, frozen=True):
    id: int
    production_id: int
    notice_id: int
    subscription_id: int | None
    address: str | None
    tries: int
    claimed_until: datetime
    member_id: int
    account_id: int | None
    subject: str
    subject_id: int
    rings: bool
    must_confirm: bool
    title: str
    body: str
    payload: str
    state: str
    created_at: datetime
    expires_at: datetime
    endpoint: str | None
    p256dh: str | None
    auth: str | None
    right: bool


# The right is asked for again here: a person may have left between release and now.
_CLAIM = """
-- across productions: a worker serves the whole installation
WITH due AS (
  SELECT id FROM telling WHERE channel = $3 AND due_at <= $1
    AND (state = 'queued' OR (state = 'claimed' AND claimed_until <= $1))
  ORDER BY due_at, id LIMIT $5 FOR UPDATE SKIP LOCKED
), t AS (
  UPDATE telling SET state = 'claimed', claimed_by = $2, claimed_until = $4, tries = tries + 1
  WHERE id IN (SELECT id FROM due) AND state IN ('queued', 'claimed') RETURNING *
)
SELECT t.id, t.production_id, t.notice_id, t.subscription_id, t.address, t.tries, t.claimed_until, n.member_id,
  m.account_id, n.subject, n.subject_id, n.rings, n.must_confirm, n.words->>'title', n.words->>'body', n.payload::text,
  n.state, n.created_at, n.expires_at, s.endpoint, s.p256dh, s.auth,
  m.removed_at IS NULL AND (m.account_id IS NULL OR EXISTS (
    SELECT FROM access_grant g WHERE g.production_id = n.production_id AND g.member_id = n.member_id
      AND g.revoked_at IS NULL AND (g.starts_at IS NULL OR g.starts_at <= $1) AND (g.ends_at IS NULL OR g.ends_at > $1)
  )) AND (s.id IS NULL OR s.account_id = m.account_id)
FROM t
JOIN notice n ON n.production_id = t.production_id AND n.id = t.notice_id
JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id
LEFT JOIN subscription s ON s.id = t.subscription_id
ORDER BY t.due_at, t.id
"""


async def claim(db: Tx, worker: UUID, channel: str, *, now: datetime, until: datetime, limit: int) -> list[ClaimedRow]:
    """The oldest due ones, this worker's until `until`; also those whose worker died or hung."""
    return [ClaimedRow(*row) for row in await db.fetch(_CLAIM, now, worker, channel, until, limit)]


_RECORD = """
-- across productions: a worker serves the whole installation
UPDATE telling t SET state = r.state, answer = r.answer, at = $2, due_at = coalesce(r.due_at, t.due_at),
  tries = t.tries - r.uncounted, claimed_by = NULL, claimed_until = NULL
FROM unnest($3::bigint[], $4::text[], $5::text[], $6::timestamptz[], $7::int[])
  AS r(id, state, answer, due_at, uncounted)
WHERE t.id = r.id AND t.claimed_by = $1 AND t.state = 'claimed' RETURNING t.id
"""


async def record(
    db: Tx, worker: UUID, rows: Sequence[tuple[int, str, str, datetime | None, int]], now: datetime
) -> set[int]:
    """(id, state, answer, due again, tries not to count). Returns those that were still this worker's."""
    done = await db.fetch(_RECORD, worker, now, *(list(column) for column in zip(*rows, strict=True)))
    return {row[0] for row in done}


async def give_back(db: Tx, worker: UUID) -> None:
    """A worker that stops in order leaves what it hasn't spoken to the others."""
    await db.execute(
        "UPDATE telling SET state = 'queued', claimed_by = NULL, claimed_until = NULL, tries = tries - 1"
        " WHERE claimed_by = $1 AND state = 'claimed' -- across productions: this worker's own",
        worker,
    )


class LeftRow(Row, frozen=True):
    """What remains of a notice's tellings: `open` may still succeed, `accepted` did; mail and text were tried."""

    notice_id: int
    open: int = 0
    accepted: int = 0
    mailed: bool = False
    texted: bool = False


async def left(db: Tx, notices: Collection[int]) -> dict[int, LeftRow]:
    rows = await db.fetch(
        "SELECT notice_id, count(*) FILTER (WHERE state IN ('queued', 'claimed')),"
        " count(*) FILTER (WHERE state = 'accepted'), bool_or(channel = 'mail'),"
        " bool_or(channel = 'sms')"
        " FROM telling WHERE notice_id = ANY($1::bigint[]) GROUP BY notice_id -- across productions: by their own ids",
        list(notices),
    )
    return {row[0]: LeftRow(*row) for row in rows}


async def beat(db: Tx, worker: UUID, host: str, now: datetime) -> None:
    await db.execute(
        "INSERT INTO heartbeat (worker, host, started_at, beat_at) VALUES ($1, $2, $3, $3)"
        " ON CONFLICT (worker) DO UPDATE SET beat_at = $3",
        worker, host, now,
    )  # fmt: skip


async def last_beat(db: Tx, worker: UUID, forget_before: datetime) -> None:
    """The worker is gone; and so are those that said nothing for long."""
    await db.execute("DELETE FROM heartbeat WHERE worker = $1 OR beat_at < $2", worker, forget_before)
