"""Doors that only who holds the machine can open: the way back in for a coordinator who lost the phone, and tokens."""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from server.adapters.keys import code_hash
from server.db import Tx, tx
from server.errors import Conflict, NotFound
from server.models.access import entry, passkeys
from server.rules.access import Role
from server.rules.access.codes import DEVICE_LENGTH
from server.services.access import sessions
from server.services.access.entry import Entry, new_code
from server.services.access.sessions import hash_of
from server.services.production.make import add_coordinator

LASTS = timedelta(hours=24)


async def invite(data: Path, email: str, *, role: Role, production_id: int | None, now: datetime) -> Entry:
    """Let `email` in: the account is made if need be and gets `role` on the production (the only one, if none is told).

    The link proves the mailbox, the code is typed inside the installed app; both last a day and end the ones before.
    Raises NotFound for a production that isn't there, Conflict when there are several and none was told.
    """
    email = email.strip().lower()
    made = Entry(code=new_code(DEVICE_LENGTH), link=secrets.token_urlsafe(32), expires_at=now + LASTS)
    async with tx() as db:
        account_id = await db.fetchval("SELECT id FROM account WHERE email = $1 FOR UPDATE", email)
        if account_id is None:
            name = email.partition("@")[0].replace(".", " ").title()
            account_id = await db.fetchval(
                "INSERT INTO account (name, email) VALUES ($1, $2) RETURNING id", name, email
            )
            db.note("account_made", "account", account_id)
        await passkeys.set_only(db, account_id, only=False)  # the passkey may be what was lost
        production_id = await _production(db, production_id)
        if production_id is not None:
            member_id = await add_coordinator(db, production_id, account_id=account_id, now=now, role=role)
            db.note("role_given", "member", member_id, production_id=production_id)
        await entry.use_up(db, "device", account_id=account_id, now=now)
        await entry.insert(
            db, "device", account_id=account_id, expires_at=made.expires_at, link_hash=None,
            code_hash=code_hash(data, "device", made.code),
        )  # fmt: skip
        await entry.insert(
            db, "email", email=email, expires_at=made.expires_at, link_hash=hash_of(made.link),
            code_hash=secrets.token_bytes(32),  # no digits go with this link: none could be guessed
        )  # fmt: skip
    return made


async def _production(db: Tx, told: int | None) -> int | None:
    found = [(row[0], row[1]) for row in await db.fetch("SELECT id, name FROM production ORDER BY id LIMIT 100")]
    if told is not None:
        if told not in {number for number, _ in found}:
            raise NotFound(f"There is no production {told}.")
        return told
    if len(found) > 1:
        names = ", ".join(f"{number} {name}" for number, name in found)
        raise Conflict("There are several productions.", next_step=f"Say which with --production: {names}.")
    return found[0][0] if found else None


async def token(email: str, name: str, *, now: datetime) -> tuple[int, str]:
    """(device, bearer token) of an account: shown once, good for a year, revoked among its devices. Raises NotFound."""
    async with tx() as db:
        account_id = await db.fetchval("SELECT id FROM account WHERE email = $1", email.strip().lower())
        if account_id is None:
            raise NotFound(f"Nobody has an account with {email}.", next_step="Let them in first: callboard invite.")
        return await sessions.make_token(account_id, name, now=now)


async def revoke_tokens(email: str, *, now: datetime) -> int:
    """How many of this account's bearer tokens ended."""
    async with tx() as db:
        ended = await db.fetch(
            "UPDATE session s SET revoked_at = $2 FROM account a WHERE a.id = s.account_id AND a.email = $1"
            " AND s.kind = 'bearer' AND s.revoked_at IS NULL RETURNING s.id",
            email.strip().lower(), now,
        )  # fmt: skip
        return len(ended)
