"""Ways in that need nothing but `access`: the first coordinator's code, the code for an installed app."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from server.adapters.keys import code_hash
from server.db import read, tx
from server.errors import Conflict, Refused
from server.models.access import entry
from server.rules.access import Actor
from server.rules.access.codes import ALPHABET, DEVICE_LENGTH, plain
from server.services.access import limits, sessions
from server.services.access.sessions import DeviceIn, SignedIn, hash_of
from server.wire import Struct

MINUTES = timedelta(minutes=10)
FIRST = timedelta(days=1)


class CodeRefused(Refused):
    """One answer for a code that is wrong, used, too old or never was."""

    code = "code_refused"
    status = 400
    title = "This code isn't right, or it has run out"
    next = "Look at it again, or ask for a new one."


class Entry(Struct):
    """What lets somebody in once: `code` is typed, `link` is the secret part of a link's address."""

    code: str
    link: str
    expires_at: datetime


def new_code(length: int, alphabet: str = ALPHABET) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


async def nobody_yet() -> bool:
    """Whether nobody has an account here."""
    async with read() as db:
        return not await db.fetchval("SELECT EXISTS (SELECT FROM account)")


async def first_entry(data: Path, *, now: datetime) -> Entry | None:
    """The code and link that `callboard up` prints; None once somebody has an account. The one before it ends."""
    made = Entry(code=new_code(8), link=secrets.token_urlsafe(32), expires_at=now + FIRST)
    async with tx() as db:
        if await db.fetchval("SELECT EXISTS (SELECT FROM account)"):
            return None
        await entry.use_up(db, "first", account_id=None, now=now)
        await entry.insert(
            db, "first", code_hash=code_hash(data, "first", made.code), link_hash=hash_of(made.link),
            expires_at=made.expires_at,
        )  # fmt: skip
    return made


async def enter_first(
    data: Path, *, code: str, link: str, name: str, email: str, device: DeviceIn, guard: limits.Guard, now: datetime
) -> SignedIn:
    """The first coordinator, by code or link. Raises CodeRefused."""
    async with limits.guessing(guard, now=now), tx() as db:
        found = (
            await entry.by_link(db, hash_of(link), now)
            if link
            else await entry.by_code(db, "first", code_hash(data, "first", plain(code)), now)
        )
        if found is None or found.kind != "first":
            raise CodeRefused
        if await db.fetchval("SELECT EXISTS (SELECT FROM account)"):
            raise Conflict("Somebody has signed in here first.", code="not_the_first")
        await entry.used(db, found.id, now)
        account_id: int = await db.fetchval(
            "INSERT INTO account (name, email) VALUES ($1, $2) RETURNING id", name.strip(), email.lower()
        )
        db.note("account_made", "account", account_id)
        return await sessions.sign_in(db, account_id, device, was=None, now=now)


async def device_entry(data: Path, *, by: Actor, now: datetime) -> Entry:
    """Six characters, ten minutes, once: typed inside the installed app, which shares no cookie with the browser."""
    await limits.spend(limits.DEVICE_CODES, str(by.account_id), now=now)
    made = Entry(code=new_code(DEVICE_LENGTH), link="", expires_at=now + MINUTES)
    async with tx() as db:
        await entry.use_up(db, "device", account_id=by.account_id, now=now)
        await entry.insert(
            db, "device", code_hash=code_hash(data, "device", made.code), link_hash=None, account_id=by.account_id,
            expires_at=made.expires_at,
        )  # fmt: skip
    return made


async def enter_device(
    data: Path, *, code: str, device: DeviceIn, was: Actor | None, guard: limits.Guard, now: datetime
) -> SignedIn:
    """By the code of a browser that is signed in. Raises CodeRefused."""
    async with limits.guessing(guard, now=now), tx() as db:
        found = await entry.by_code(db, "device", code_hash(data, "device", plain(code)), now)
        if found is None or found.account_id is None:
            raise CodeRefused
        await entry.used(db, found.id, now)
        return await sessions.sign_in(db, found.account_id, device, was=was, now=now)
