"""Rate limits per person and address, in PostgreSQL: right across processes and restarts.

A try is counted in a transaction of its own, so that it counts also when the request is refused.
"""

import hashlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import msgspec

from server.db import tx
from server.errors import Refused, TooMany

log = logging.getLogger("callboard.limits")


class Limit(msgspec.Struct, frozen=True):
    name: str
    tries: int
    window: timedelta


MAIL_TO = Limit("mail_to", 5, timedelta(minutes=15))
MAIL_FROM = Limit("mail_from", 60, timedelta(hours=1))
WRONG_DEVICE = Limit("wrong_device", 5, timedelta(hours=1))
WRONG_ADDRESS = Limit("wrong_address", 60, timedelta(hours=1))
WRONG_EVERYWHERE = Limit("wrong_everywhere", 1_000, timedelta(hours=1))
DEVICE_CODES = Limit("device_codes", 20, timedelta(hours=1))
TOKENS = Limit("tokens", 20, timedelta(hours=24))
CALENDARS = Limit("calendars", 20, timedelta(hours=24))
CALENDAR_READS = Limit("calendar_reads", 60, timedelta(hours=1))
CALENDAR_GUESSES = Limit("calendar_guesses", 60, timedelta(hours=1))
PASSKEYS_ASKED = Limit("passkeys_asked", 300, timedelta(hours=1))
RECORDS = Limit("records", 20, timedelta(hours=24))
RECORDS_OF = Limit("records_of", 500, timedelta(hours=24))
INVITE_TESTS = Limit("invite_tests", 10, timedelta(hours=1))


def _key(limit: Limit, who: str) -> str:
    """Addresses and mailboxes are not kept as such."""
    return f"{limit.name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"


def _window(limit: Limit, now: datetime) -> datetime:
    length = limit.window.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // length * length, UTC)


def _too_many(limit: Limit, now: datetime) -> TooMany:
    left = max(1, int((_window(limit, now) + limit.window - now).total_seconds()))
    minutes = -(-left // 60)
    return TooMany(next_step=f"Wait {minutes} min, then try again.", retry_after=left)


async def spend(limit: Limit, who: str, *, now: datetime) -> None:
    """Count one try. Raises TooMany (with `retry_after` seconds) once the window's tries are used up."""
    if await _count(limit, who, now) > limit.tries:
        raise _too_many(limit, now)


async def _count(limit: Limit, who: str, now: datetime) -> int:
    async with tx() as db:
        tries: int = await db.fetchval(
            "INSERT INTO attempt AS a (key, window_at) VALUES ($1, $2)"
            " ON CONFLICT (key, window_at) DO UPDATE SET tries = a.tries + 1 RETURNING tries",
            _key(limit, who),
            _window(limit, now),
        )
        return tries


class Guard(msgspec.Struct, frozen=True):
    """Who types a code: the browser (a random cookie of its own) and the address it comes from."""

    device: str
    address: str


@asynccontextmanager
async def guessing(guard: Guard, *, now: datetime) -> AsyncIterator[None]:
    """Around the look at a code: raises TooMany before it; a refusal inside is counted, a conflict isn't."""
    await _check(guard.device, guard.address, now=now)
    try:
        yield
    except Refused as refused:
        if refused.own_code in {"code_refused", "passkey_refused"}:
            await _note_wrong_try(guard.device, guard.address, now=now)
        raise


async def _check(device: str, address: str, *, now: datetime) -> None:
    """Before a code is looked at: raises TooMany where this device or address guessed too often.

    When the whole installation sees too many wrong codes, addresses that have guessed wrong wait, others don't.
    """
    limits = {
        _key(WRONG_DEVICE, device): WRONG_DEVICE,
        _key(WRONG_ADDRESS, address): WRONG_ADDRESS,
        _key(WRONG_EVERYWHERE, ""): WRONG_EVERYWHERE,
    }
    async with tx() as db:
        rows = await db.fetch(
            "SELECT key, tries FROM attempt WHERE (key, window_at) IN"
            " (SELECT * FROM unnest($1::text[], $2::timestamptz[]))",
            list(limits),
            [_window(limit, now) for limit in limits.values()],
        )
    tries = {limits[row["key"]].name: row["tries"] for row in rows}
    for limit in (WRONG_DEVICE, WRONG_ADDRESS):
        if tries.get(limit.name, 0) >= limit.tries:
            raise _too_many(limit, now)
    if tries.get(WRONG_EVERYWHERE.name, 0) >= WRONG_EVERYWHERE.tries and tries.get(WRONG_ADDRESS.name):
        raise _too_many(WRONG_EVERYWHERE, now)


async def _note_wrong_try(device: str, address: str, *, now: datetime) -> None:
    """A code was wrong: counted for the device, the address and everywhere; the last one alarms."""
    await _count(WRONG_DEVICE, device, now)
    await _count(WRONG_ADDRESS, address, now)
    everywhere = await _count(WRONG_EVERYWHERE, "", now)
    if everywhere == WRONG_EVERYWHERE.tries:
        log.error("alarm: %d wrong codes within an hour; somebody is guessing", everywhere)
        async with tx() as db:
            db.note("codes_guessed", "installation", 0, ids={"count": everywhere})


async def forget_old(*, now: datetime) -> None:
    """For a worker, now and then."""
    async with tx() as db:
        await db.execute("DELETE FROM attempt WHERE window_at < $1", now - timedelta(days=2))
        await db.execute("DELETE FROM entry_code WHERE expires_at < $1", now - timedelta(days=2))
        await db.execute("DELETE FROM passkey_challenge WHERE expires_at < $1", now)
        await db.execute("DELETE FROM answered WHERE at < $1", now - timedelta(days=30))
