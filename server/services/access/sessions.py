"""Sessions: a random token in a cookie, only its hash stored; a new one at every sign-in, one row per device."""

import hashlib
import secrets
from datetime import datetime, timedelta

from server.db import Tx, read, tx
from server.errors import NotFound, NotSignedIn
from server.models.access import queries
from server.models.access import sessions as rows
from server.rules.access import Actor
from server.rules.access.lasting import TOUCH, session_end
from server.wire import Line, Struct

COOKIE = "__Host-callboard"
DEVICES = 10
BEARER = timedelta(days=365)


class DeviceIn(Struct):
    """What the browser says of itself: "iPhone, Safari"; whether it runs from the home screen."""

    name: Line = ""
    installed: bool = False


class SignedIn(Struct):
    """`token` goes into the cookie and nowhere else."""

    account_id: int
    token: str
    expires_at: datetime


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


async def open_session(
    db: Tx, *, account_id: int, device_id: int | None, expires_at: datetime, bearer: bool = False
) -> str:
    """A new session; returns its token, which is shown once and never stored."""
    token = secrets.token_urlsafe(32)
    await rows.insert(
        db, account_id=account_id, device_id=device_id, bearer=bearer, token_hash=hash_of(token), expires_at=expires_at
    )
    return token


async def sign_in(db: Tx, account_id: int, device: DeviceIn, *, was: Actor | None, now: datetime) -> SignedIn:
    """A new device and session of the account. The session that the browser had before (`was`) ends: rotation.

    Above ten devices the one that was used longest ago is signed out.
    """
    if was is not None and was.session_id is not None and not was.bearer:
        if was.device_id is not None:
            await rows.revoke_devices(db, was.account_id, [was.device_id], why="rotated", now=now)
        await rows.revoke_session(db, was.session_id, why="rotated", now=now)
    await db.execute("SELECT FROM account WHERE id = $1 FOR UPDATE", account_id)
    device_id = await rows.insert_device(db, account_id, device.name, installed=device.installed, now=now)
    others = [one.id for one in await rows.devices(db, account_id) if one.id != device_id]
    await rows.revoke_devices(db, account_id, others[DEVICES - 1 :], why="too_many_devices", now=now)
    ends = (await rows.rights_of(db, [account_id], now))[account_id]
    expires_at = session_end(ends, now=now)
    token = await open_session(db, account_id=account_id, device_id=device_id, expires_at=expires_at)
    return SignedIn(account_id=account_id, token=token, expires_at=expires_at)


async def actor_of(token: str, *, now: datetime) -> Actor | None:
    """Who holds `token`; None when it isn't good any more. Its last use is written at most once an hour."""
    token_hash = hash_of(token)
    async with read() as db:
        seen = await queries.actor_of(db, token_hash, now)
    if seen is None:
        return None
    if now - seen.seen_at >= TOUCH and seen.actor.session_id is not None:
        rights = [(m.roles, m.ends_at) for m in seen.actor.memberships.values()]
        expires_at = seen.expires_at if seen.actor.bearer else session_end(rights, now=now)
        async with tx() as db:
            await rows.touch(db, seen.actor.session_id, seen.actor.device_id, expires_at=expires_at, now=now)
    return seen.actor


async def why_not(token: str, *, now: datetime) -> NotSignedIn:
    """What to answer to a token that isn't good. Its code tells a phone whether to put its copies away:

    `not_signed_in`, `session_expired` keep them · `session_left`, `session_revoked` hand over, then wipe.
    """
    async with read() as db:
        ended = await rows.ended(db, hash_of(token), now) if token else None
    if ended is None:
        return NotSignedIn()
    if ended.why == "left":
        return NotSignedIn(
            "You are on no production here any more.", code="session_left",
            next_step="What you scanned and didn't send is handed to the office; then this copy is put away.",
        )  # fmt: skip
    if ended.why in ("revoked", "too_many_devices"):
        return NotSignedIn("This device was signed out from another one.", code="session_revoked")
    return NotSignedIn("You have been signed out here.", code="session_expired")


async def sign_out(by: Actor, *, now: datetime) -> None:
    """Ends this session and its device."""
    async with tx() as db:
        if by.device_id is not None:
            await rows.revoke_devices(db, by.account_id, [by.device_id], why="signed_out", now=now)
        if by.session_id is not None:
            await rows.revoke_session(db, by.session_id, why="signed_out", now=now)


async def revoke_device(device_id: int, *, by: Actor, now: datetime) -> None:
    """Sign one of one's own devices out: the stolen phone. Raises NotFound."""
    async with tx() as db:
        if not await rows.revoke_devices(db, by.account_id, [device_id], why="revoked", now=now):
            raise NotFound
        db.note("device_revoked", "device", device_id, by=by)


async def make_token(account_id: int, name: str, *, now: datetime) -> tuple[int, str]:
    """A bearer token for scripts, good for a year; it stands among the devices and is revoked there. (id, token)."""
    async with tx() as db:
        device_id = await rows.insert_device(db, account_id, name, installed=False, now=now)
        token = await open_session(db, account_id=account_id, device_id=device_id, expires_at=now + BEARER, bearer=True)
        return device_id, token
