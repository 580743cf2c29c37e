"""Passkeys: made by who is signed in, used instead of a letter, and with `only` nothing but them lets one in."""

import secrets
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

import msgspec

from server.adapters import passkeys as webauthn
from server.db import Tx, read, tx
from server.errors import Conflict, NotFound, Refused
from server.models.access import passkeys as rows
from server.models.access.passkeys import PasskeyRow
from server.rules.access import Actor
from server.rules.access.passkeys import Party, party
from server.services.access import limits, sessions
from server.services.access.sessions import DeviceIn, SignedIn
from server.wire import Name, Struct

MINUTES = timedelta(minutes=10)
MOST = 10
Credential = Annotated[dict[str, Any], msgspec.Meta(max_length=20)]
"""What `navigator.credentials` answered, as JSON."""


class PasskeyRefused(Refused):
    """One answer for a passkey that is unknown, removed, or signed something else."""

    code = "passkey_refused"
    status = 400
    title = "This passkey doesn’t open Callboard here"
    next = "Try another passkey, or sign in with a code or by e-mail."


class PasskeyAskedOut(Struct):
    """`options` go into `navigator.credentials`; `challenge_id` comes back with its answer."""

    challenge_id: UUID
    options: dict[str, Any]


class PasskeyIn(Struct):
    name: Name
    challenge_id: UUID
    credential: Credential


class PasskeyOut(Struct):
    id: int
    name: str
    synced: bool
    """Kept by the maker's cloud too: it survives this device."""
    created_at: datetime
    used_at: datetime | None


class PasskeysOut(Struct):
    """`only`: a letter lets nobody in. `here` false: this installation has an address and no name, so no passkeys."""

    passkeys: list[PasskeyOut]
    only: bool
    here: bool


def _party(public_url: str) -> Party:
    found = party(public_url)
    if found is None:
        raise Conflict(
            "Passkeys need a name such as callboard.example.org; this installation is reached by its address.",
            next_step="Ask whoever runs it: docs/operate.md says how it gets a name.", code="no_passkeys_here",
        )  # fmt: skip
    return found


async def listed(public_url: str, *, by: Actor) -> PasskeysOut:
    async with read() as db:
        found = await rows.of_account(db, by.account_id)
        only = await rows.is_only(db, by.account_id)
    return PasskeysOut(
        passkeys=[
            PasskeyOut(id=p.id, name=p.name, synced=p.synced, created_at=p.created_at, used_at=p.used_at) for p in found
        ],
        only=only, here=party(public_url) is not None,
    )  # fmt: skip


async def ask_to_make(public_url: str, *, by: Actor, now: datetime) -> PasskeyAskedOut:
    """Raises Conflict above ten passkeys, or where there can be none."""
    here = _party(public_url)
    async with tx() as db:
        known = await _room(db, by.account_id)
        key, challenge = await _ask(db, by.account_id, now)
    options = webauthn.to_make(
        here, challenge, handle=by.account_id.to_bytes(8), name=by.name, known=[one.credential_id for one in known]
    )
    return PasskeyAskedOut(challenge_id=key, options=options)


async def _room(db: Tx, account_id: int) -> list[PasskeyRow]:
    """The account's passkeys, locked against another that is just being made. Raises Conflict above ten."""
    await rows.lock(db, account_id)
    known = await rows.of_account(db, account_id)
    if len(known) >= MOST:
        raise Conflict("Ten passkeys are enough.", next_step="Remove one first.", code="too_many_passkeys")
    return known


async def make(public_url: str, wanted: PasskeyIn, *, by: Actor, now: datetime) -> PasskeyOut:
    """Raises PasskeyRefused; Conflict where it is somebody's already."""
    here = _party(public_url)
    challenge = await _taken(wanted.challenge_id, by.account_id, now)
    try:
        made = webauthn.made(here, challenge, wanted.credential)
    except webauthn.Wrong as wrong:
        raise PasskeyRefused from wrong
    row = PasskeyRow(
        id=0, account_id=by.account_id, credential_id=made.credential_id, public_key=made.public_key,
        sign_count=made.sign_count, synced=made.synced, name=wanted.name.strip(), created_at=now, used_at=None,
    )  # fmt: skip
    async with tx() as db:
        await _room(db, by.account_id)
        passkey_id = await rows.add(db, row)
        if passkey_id is None:
            raise Conflict("This passkey is there already.", code="passkey_known")
        db.note("passkey_made", "account", by.account_id, by=by, ids={"passkey": passkey_id})
    return PasskeyOut(id=passkey_id, name=row.name, synced=row.synced, created_at=now, used_at=None)


async def remove(passkey_id: int, *, by: Actor) -> None:
    """Raises NotFound. With the last one, letters let in again."""
    async with tx() as db:
        await rows.lock(db, by.account_id)
        if not await rows.remove(db, by.account_id, passkey_id):
            raise NotFound
        db.note("passkey_removed", "account", by.account_id, by=by, ids={"passkey": passkey_id})


async def set_only(*, only: bool, by: Actor) -> None:
    """Raises Conflict without a passkey: nobody could come in any more."""
    async with tx() as db:
        await rows.lock(db, by.account_id)
        if only and not await rows.of_account(db, by.account_id):
            raise Conflict("There is no passkey yet.", next_step="Add one first.", code="no_passkey")
        await rows.set_only(db, by.account_id, only=only)
        db.note("passkey_only" if only else "passkey_not_only", "account", by.account_id, by=by)


async def ask_to_use(public_url: str, *, address: str, now: datetime) -> PasskeyAskedOut:
    """Before anybody is known: the same for everybody."""
    here = _party(public_url)
    await limits.spend(limits.PASSKEYS_ASKED, address, now=now)
    async with tx() as db:
        key, challenge = await _ask(db, None, now)
    return PasskeyAskedOut(challenge_id=key, options=webauthn.to_use(here, challenge))


async def enter(
    public_url: str, challenge_id: UUID, credential: Credential, *, device: DeviceIn, was: Actor | None,
    guard: limits.Guard, now: datetime,
) -> SignedIn:  # fmt: skip
    """Signed in by a passkey. Raises PasskeyRefused, alike for each reason."""
    here = _party(public_url)
    async with limits.guessing(guard, now=now):
        challenge = await _taken(challenge_id, None, now)
        async with tx() as db:
            try:
                found = await rows.by_credential(db, webauthn.credential_id(credential))
                if found is None:
                    raise PasskeyRefused
                count = webauthn.used(
                    here, challenge, credential, public_key=found.public_key, sign_count=found.sign_count
                )
            except webauthn.Wrong as wrong:
                raise PasskeyRefused from wrong
            await rows.used(db, found.id, count, now)
            return await sessions.sign_in(db, found.account_id, device, was=was, now=now)


async def refuse_letters(db: Tx, account_id: int) -> None:
    """Who wanted nothing but passkeys isn't let in by a letter, or a code that the office printed. Raises Conflict."""
    if await rows.is_only(db, account_id):
        raise Conflict(
            "This account is opened by its passkey alone.", code="passkey_only",
            next_step="Use the passkey. Lost? Whoever runs this installation lets you in with `callboard invite`.",
        )  # fmt: skip


async def _ask(db: Tx, account_id: int | None, now: datetime) -> tuple[UUID, bytes]:
    key, challenge = uuid4(), secrets.token_bytes(32)
    await rows.ask(db, key, challenge, account_id=account_id, expires_at=now + MINUTES)
    return key, challenge


async def _taken(challenge_id: UUID, account_id: int | None, now: datetime) -> bytes:
    """In a transaction of its own: a challenge is used up also by a wrong answer."""
    async with tx() as db:
        found = await rows.take(db, challenge_id, now)
    if found is None or found.account_id != account_id:
        raise PasskeyRefused
    return found.challenge
