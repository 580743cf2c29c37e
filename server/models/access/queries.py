"""Named queries of `access`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from server.db import Tx
from server.rules.access.actor import Actor, Membership, Role
from server.wire import Row

_ACTOR = """
SELECT s.account_id, a.name, s.id, s.device_id, s.kind = 'bearer', s.seen_at, s.expires_at, a.clock = '12',
       g.production_id, g.member_id, g.roles, g.departments, g.heads, g.unit_id, g.starts_at, g.ends_at, g.archived
FROM session s
JOIN account a ON a.id = s.account_id
LEFT JOIN device d ON d.id = s.device_id
-- across productions: an actor is somebody in all of them
LEFT JOIN access_grant g ON g.account_id = s.account_id AND g.revoked_at IS NULL
  AND (g.starts_at IS NULL OR g.starts_at <= $2) AND (g.ends_at IS NULL OR g.ends_at > $2)
WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $2 AND d.revoked_at IS NULL
"""


class Seen(Row, frozen=True):
    """An actor, and when the session was last used and runs out."""

    actor: Actor
    seen_at: datetime
    expires_at: datetime


async def actor_of(db: Tx, token_hash: bytes, now: datetime) -> Seen | None:
    """Who holds this token at `now`, with the grants that count then; None if it is unknown, revoked or out of date."""
    rows = await db.fetch(_ACTOR, token_hash, now)
    if not rows:
        return None
    first = rows[0]
    memberships = {row[8]: _membership(row[8:]) for row in rows if row[8] is not None}
    actor = Actor(first[0], first[1], first[2], first[3], first[4], memberships, twelve=first[7])
    return Seen(actor, first[5], first[6])


def _membership(row: Sequence[Any]) -> Membership:
    production, member, roles, departments, heads, *rest = row
    return Membership(
        production, member, frozenset(Role(r) for r in roles), frozenset(departments), frozenset(heads), *rest
    )


async def memberships_of(db: Tx, account_id: int, now: datetime) -> dict[int, Membership]:
    """The grants of an account that count at `now`, by production."""
    # across productions: an account is somebody in all of them
    rows = await db.fetch(
        "SELECT production_id, member_id, roles, departments, heads, unit_id, starts_at, ends_at, archived"
        " FROM access_grant"
        " WHERE account_id = $1 AND revoked_at IS NULL AND (starts_at IS NULL OR starts_at <= $2)"
        " AND (ends_at IS NULL OR ends_at > $2)",
        account_id,
        now,
    )
    return {row[0]: _membership(row) for row in rows}


async def answer_of(db: Tx, account_id: int, request_id: str) -> tuple[bytes, int, bytes, str] | None:
    """(hash of the body, status, answer, media type) of a request answered before, to this account."""
    row = await db.fetchrow(
        "SELECT body_hash, status, answer, media_type FROM answered WHERE account_id = $1 AND id = $2",
        account_id,
        request_id,
    )
    return tuple(row) if row else None


async def lock_request(db: Tx, account_id: int, request_id: str) -> None:
    """The same request twice at once: the second waits for the first one's answer."""
    await db.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"{account_id}:{request_id}")


async def keep_answer(  # noqa: PLR0917  one row, in column order
    db: Tx, account_id: int, request_id: str, v: int, body_hash: bytes, status: int, answer: bytes, media_type: str
) -> None:
    await db.execute(
        "INSERT INTO answered (account_id, id, v, body_hash, status, answer, media_type)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        account_id,
        request_id,
        v,
        body_hash,
        status,
        answer,
        media_type,
    )
