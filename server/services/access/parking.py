"""Queue entries that can't be applied any more: kept in sight of the office, never dropped, never applied."""

import re
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec

from server.db import tx
from server.errors import NotFound, NotSignedIn, TooMany
from server.models.access import sessions as rows
from server.rules.access import Actor, may
from server.services.access.sessions import hash_of
from server.wire import Instant, Line, Row, Struct

OPEN = 500
"""Unsettled entries an account may have; more is no phone's queue."""
GRACE = timedelta(days=30)
_PRODUCTION = re.compile(r"^/api/productions/(\d{1,18})/")

Path = Annotated[str, msgspec.Meta(min_length=1, max_length=300, pattern=r"^/api/[^\x00-\x1f]*$")]
Method = Annotated[str, msgspec.Meta(pattern="^(POST|PUT|PATCH|DELETE)$")]
Body = Annotated[str, msgspec.Meta(max_length=65_536)]


class ParkedIn(Struct):
    """One entry as the phone's queue holds it: `id` is its request id, `body` its JSON as text."""

    id: UUID
    v: Annotated[int, msgspec.Meta(ge=0, le=10_000)]
    method: Method
    path: Path
    body: Body
    why: Line = ""
    device_at: Instant | None = None


async def who_parks(token: str, actor: Actor | None, *, now: datetime) -> int:
    """The account behind a request that hands entries over: also one whose session ended because it left.

    Not one that was revoked from another device: a stolen phone hands over nothing. Raises NotSignedIn.
    """
    if actor is not None:
        return actor.account_id
    async with tx() as db:
        ended = await rows.ended(db, hash_of(token), now) if token else None
    if ended is None or ended.why not in ("left", "") or ended.at < now - GRACE:
        raise NotSignedIn
    return ended.account_id


async def park(account_id: int, entries: list[ParkedIn], *, now: datetime) -> list[UUID]:
    """Keep them; the ids that are kept now, of these. The same entry twice is kept once. Raises TooMany."""
    async with tx() as db:
        await db.execute("SELECT FROM account WHERE id = $1 FOR UPDATE", account_id)
        # across productions: all that one phone hands over, whatever it belongs to
        waiting = await db.fetchval(
            "SELECT count(*) FROM parked WHERE account_id = $1 AND settled_at IS NULL", account_id
        )
        if waiting + len(entries) > OPEN:
            raise TooMany("Too much is waiting for the office already.", retry_after=3600)
        # across productions: the account's own
        was_on = {
            row[0] for row in await db.fetch("SELECT production_id FROM access_grant WHERE account_id = $1", account_id)
        }
        for entry in entries:
            named = _PRODUCTION.match(entry.path)
            production_id = int(named[1]) if named and int(named[1]) in was_on else None
            await db.execute(
                "INSERT INTO parked (production_id, id, account_id, v, method, path, body, why, device_at, at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (id) DO NOTHING",
                production_id, entry.id, account_id, entry.v, entry.method, entry.path, entry.body.encode(), entry.why,
                entry.device_at, now,
            )  # fmt: skip
            if production_id is not None:
                db.note("entry_parked", "parked", entry.id, production_id=production_id)
        # across productions: the account's own
        kept = await db.fetch(
            "SELECT id FROM parked WHERE account_id = $1 AND id = ANY($2::uuid[])", account_id, [e.id for e in entries]
        )
        return [row[0] for row in kept]


class ParkedRow(Row, frozen=True):
    id: UUID
    account_id: int
    who: str
    method: str
    path: str
    body: bytes
    why: str
    device_at: datetime | None
    at: datetime


async def waiting(production_id: int, *, by: Actor) -> list[ParkedRow]:
    """What of this production nobody has settled, oldest first, at most 500."""
    may(by, "parked", "settle", production_id=production_id)
    async with tx(production_id) as db:
        found = await db.fetch(
            "SELECT p.id, p.account_id, a.name, p.method, p.path, p.body, p.why, p.device_at, p.at"
            " FROM parked p JOIN account a ON a.id = p.account_id"
            " WHERE p.production_id = $1 AND p.settled_at IS NULL ORDER BY p.at, p.id LIMIT 500",
            production_id,
        )
        return [ParkedRow(*row) for row in found]


async def settle(production_id: int, parked_id: UUID, *, by: Actor, now: datetime) -> None:
    """The office has looked and done by hand what was to do. Raises NotFound."""
    may(by, "parked", "settle", production_id=production_id)
    async with tx(production_id) as db:
        done = await db.fetchval(
            "UPDATE parked SET settled_at = $3 WHERE production_id = $1 AND id = $2 AND settled_at IS NULL"
            " RETURNING id",
            production_id, parked_id, now,
        )  # fmt: skip
        if done is None:
            raise NotFound
        db.note("entry_settled", "parked", parked_id, by=by)
