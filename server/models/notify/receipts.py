"""Named queries on receipts: the ledger, append-only. A receipt told twice is one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from server.db import Tx
from server.wire import Row


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    id: UUID
    production_id: int
    notice_id: int
    state: str
    at: datetime
    channel: str = ""
    device_id: int | None = None
    by_account: int | None = None
    proxy: str = ""
    detail: str = ""
    device_at: datetime | None = None


_INSERT = """
INSERT INTO receipt (id, production_id, notice_id, state, at, channel, device_id, by_account, proxy, detail, device_at)
SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::timestamptz[], $6::text[], $7::bigint[],
  $8::bigint[], $9::text[], $10::text[], $11::timestamptz[])
ON CONFLICT DO NOTHING RETURNING id
"""


async def insert(db: Tx, receipts: Sequence[Receipt]) -> set[UUID]:
    """Those that were new."""
    if not receipts:
        return set()
    columns = zip(*(msgspec.structs.astuple(each) for each in receipts), strict=True)
    return {row[0] for row in await db.fetch(_INSERT, *(list(column) for column in columns))}


class NoticeRow(Row, frozen=True):
    """One person's notice with its evidence."""

    notice_id: int
    member_id: int
    name: str
    departments: list[int]
    rank: int
    rings: bool
    must_confirm: bool
    state: str
    reason: str
    release_at: datetime
    not_before: datetime | None
    deadline: datetime | None
    ended_at: datetime | None
    title: str
    body: str
    mobile: str | None
    rung: str
    rung_at: datetime | None
    next_rung_at: datetime | None
    rings_at: datetime | None
    chaser: str


_LEDGER = """
SELECT n.id, n.member_id, m.name,
  ARRAY(SELECT DISTINCT p.department_id FROM member_position p WHERE p.production_id = n.production_id
        AND p.member_id = n.member_id ORDER BY 1),
  n.rank, n.rings, n.must_confirm, n.state, n.reason, n.release_at, n.not_before, n.deadline, n.ended_at,
  n.words->>'title', n.words->>'body', m.mobile, n.rung, n.rung_at, n.next_rung_at, n.rings_at, coalesce(c.name, '')
FROM notice n JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id
LEFT JOIN member c ON c.production_id = n.production_id AND c.id = n.chaser_member_id
WHERE n.production_id = $1 AND n.subject = $2 AND n.subject_id = $3 AND ($4::int IS NULL OR n.rank = $4)
  AND ($5::bigint[] IS NULL OR EXISTS (SELECT FROM member_position p WHERE p.production_id = n.production_id
    AND p.member_id = n.member_id AND p.department_id = ANY($5)))
ORDER BY n.rank DESC, n.id LIMIT 5000
"""


async def ledger(
    db: Tx, production_id: int, subject: str, subject_id: int, *, rank: int | None, departments: list[int] | None
) -> list[NoticeRow]:
    """Newest version first; `departments`: only their people."""
    rows = await db.fetch(_LEDGER, production_id, subject, subject_id, rank, departments)
    return [NoticeRow(*row) for row in rows]


class ProofRow(Row, frozen=True):
    notice_id: int
    state: str
    channel: str
    at: datetime
    device_at: datetime | None
    by: str
    proxy: str
    detail: str


async def proofs(db: Tx, production_id: int, notices: Sequence[int]) -> list[ProofRow]:
    """In the order in which they came; twenty at most of each notice."""
    rows = await db.fetch(
        "SELECT r.notice_id, r.state, r.channel, r.at, r.device_at, coalesce(a.name, ''), r.proxy, r.detail"
        " FROM unnest($2::bigint[]) AS n(id) CROSS JOIN LATERAL (SELECT * FROM receipt"
        "   WHERE production_id = $1 AND notice_id = n.id ORDER BY at LIMIT 20) r"
        " LEFT JOIN account a ON a.id = r.by_account ORDER BY r.at, r.id",
        production_id, list(notices),
    )  # fmt: skip
    return [ProofRow(*row) for row in rows]


async def confirmed_at(db: Tx, production_id: int, notice_id: int) -> datetime | None:
    found: datetime | None = await db.fetchval(
        "SELECT min(coalesce(device_at, at)) FROM receipt WHERE production_id = $1 AND notice_id = $2"
        " AND state = 'confirmed'",
        production_id, notice_id,
    )  # fmt: skip
    return found
