"""Notices, written in the transaction of whoever has something to tell: about what, to whom, in which words.

Nothing is sent here: workers find what is due. Of its subject a notice knows only (kind, id, rank).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from server.db import Tx
from server.wire import as_text

PENDING = ("held", "queued", "accepted", "bounced", "gone", "refused", "expired", "no_channel")
"""States in which a person isn't known to have it and may still be told."""


class About(msgspec.Struct, frozen=True):
    """The subject; a higher `rank` replaces what is pending of a lower or equal one. `source_id`: what made it."""

    subject: str
    subject_id: int
    rank: int
    source_id: int | None = None


class NoticeIn(msgspec.Struct, frozen=True, kw_only=True):
    """For one member. `words`: title and body · `payload`: JSON the phone merges · instants UTC."""

    member_id: int
    rings: bool
    must_confirm: bool
    words: dict[str, str]
    payload: bytes
    deadline: datetime
    expires_at: datetime
    not_before: datetime | None = None


_WRITE = """
INSERT INTO notice (production_id, member_id, subject, subject_id, rank, source_id, rings, must_confirm, words, payload,
  release_at, not_before, deadline, expires_at, created_at)
SELECT $1, member_id, $2, $3, $4, $5, rings, must_confirm, words::jsonb, payload::jsonb, $6, not_before, deadline,
  expires_at, $7
FROM unnest($8::bigint[], $9::boolean[], $10::boolean[], $11::text[], $12::text[], $13::timestamptz[],
  $14::timestamptz[], $15::timestamptz[])
  AS n(member_id, rings, must_confirm, words, payload, not_before, deadline, expires_at)
"""


async def write(
    db: Tx, production_id: int, notices: Sequence[NoticeIn], *, about: About, release_at: datetime, now: datetime
) -> None:
    """One notice a member, held until `release_at`; their pending ones of this subject end as superseded."""
    if not notices:
        return
    await supersede(
        db, production_id, about.subject, about.subject_id, [notice.member_id for notice in notices], now=now
    )
    await db.execute(
        _WRITE, production_id, about.subject, about.subject_id, about.rank, about.source_id, release_at, now,
        [n.member_id for n in notices], [n.rings for n in notices], [n.must_confirm for n in notices],
        [as_text(n.words) for n in notices], [n.payload.decode() for n in notices],
        [n.not_before for n in notices], [n.deadline for n in notices], [n.expires_at for n in notices],
    )  # fmt: skip


async def supersede(
    db: Tx, production_id: int, subject: str, subject_id: int, member_ids: Collection[int], *, now: datetime
) -> None:
    """Nothing is new for these: what is pending of this subject ends, and what is queued is dropped."""
    if not member_ids:
        return
    await db.execute(
        "WITH ended AS (UPDATE notice SET state = 'superseded', ended_at = $5 WHERE production_id = $1"
        " AND subject = $2 AND subject_id = $3 AND member_id = ANY($4::bigint[]) AND state = ANY($6) RETURNING id)"
        " UPDATE telling SET state = 'dropped', at = $5 WHERE production_id = $1"
        " AND notice_id IN (SELECT id FROM ended) AND state IN ('queued', 'claimed')",
        production_id, subject, subject_id, list(member_ids), now, list(PENDING),
    )  # fmt: skip


async def take_back(db: Tx, production_id: int, subject: str, source_id: int) -> int:
    """Delete the held notices of what was stopped in time. Returns how many."""
    done = await db.execute(
        "DELETE FROM notice WHERE production_id = $1 AND subject = $2 AND source_id = $3"
        " AND state IN ('held', 'superseded')",
        production_id,
        subject,
        source_id,
    )
    return int(done.rpartition(" ")[2])


async def release_now(db: Tx, production_id: int, subject: str, source_id: int, *, now: datetime) -> None:
    """Skip the rest of the hold; quiet hours stay."""
    await db.execute(
        "UPDATE notice SET release_at = $4 WHERE production_id = $1 AND subject = $2 AND source_id = $3"
        " AND state = 'held' AND release_at > $4",
        production_id,
        subject,
        source_id,
        now,
    )
