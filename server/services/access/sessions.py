"""Sessions: a random token in a cookie, only its hash stored."""

import hashlib
import secrets
from datetime import datetime

from server.db import Tx, read
from server.models.access import queries
from server.rules.access import Actor

COOKIE = "__Host-callboard"


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def open_session(
    db: Tx, *, account_id: int, device_id: int | None, expires_at: datetime, bearer: bool = False
) -> str:
    """A new session; returns its token, which is shown once and never stored."""
    token = secrets.token_urlsafe(32)
    await db.execute(
        "INSERT INTO session (account_id, device_id, kind, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5)",
        account_id,
        device_id,
        "bearer" if bearer else "cookie",
        hash_of(token),
        expires_at,
    )
    return token


async def actor_of(token: str, *, now: datetime) -> Actor | None:
    """Who holds `token`; None when it isn't good any more."""
    async with read() as db:
        seen = await queries.actor_of(db, hash_of(token), now)
    return seen.actor if seen else None
