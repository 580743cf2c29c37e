"""Coming onto a production: by the code of an invitation, its mailed link, or an e-mail sign-in.

A typed code proves only that the office gave it to somebody; the mailed link, like a sign-in mail, proves the mailbox.
So a code never opens an account that is on another production, nor one known by its mailbox: else whoever runs one
production could come into another by inviting a stranger's address and reading the code.
"""

from datetime import datetime
from pathlib import Path

from server.adapters.keys import code_hash
from server.db import Tx, tx
from server.errors import Conflict
from server.models.access import entry as entry_codes
from server.models.access import sessions as session_rows
from server.models.production import invites, queries
from server.rules.access import Actor
from server.rules.access.codes import DEVICE_LENGTH, JOIN_LENGTH, plain
from server.services.access import limits, passkeys, sessions
from server.services.access.entry import CodeRefused, enter_device
from server.services.access.sessions import DeviceIn, SignedIn, hash_of
from server.services.production.grants import keep_grants
from server.wire import Struct


class Look(Struct):
    """What a code is for, before it is used: `join` with the production's code name, or `device`."""

    kind: str
    code_name: str = ""


async def look(data: Path, code: str, *, guard: limits.Guard, now: datetime) -> Look:
    """Changes nothing but the count of wrong tries. Raises CodeRefused."""
    typed = plain(code)
    async with limits.guessing(guard, now=now), tx() as db:
        if len(typed) == DEVICE_LENGTH:
            if await entry_codes.by_code(db, "device", code_hash(data, "device", typed), now):
                return Look(kind="device")
        elif len(typed) == JOIN_LENGTH:
            found = await invites.by_code(db, code_hash(data, "join", typed), now, lock=False)
            if found is not None:
                return Look(kind="join", code_name=(await queries.production(db, found.production_id)).code_name)
        raise CodeRefused


async def enter_by_code(
    data: Path, *, code: str, device: DeviceIn, was: Actor | None, guard: limits.Guard, now: datetime
) -> SignedIn:
    """The one field of the sign-in page: six characters from a browser, or eight from an invitation."""
    typed = plain(code)
    if len(typed) == DEVICE_LENGTH:
        return await enter_device(data, code=typed, device=device, was=was, guard=guard, now=now)
    async with limits.guessing(guard, now=now), tx() as db:
        found = await invites.by_code(db, code_hash(data, "join", typed), now)
        if found is None:
            raise CodeRefused
        account_id = await _account_for_code(db, found, was)
        await _join(db, found, account_id, now=now)
        return await sessions.sign_in(db, account_id, device, was=was, now=now)


async def _account_for_code(db: Tx, invite: invites.InviteRow, was: Actor | None) -> int:
    member = await queries.member(db, invite.production_id, invite.member_id, lock=True)
    if was is not None:
        return was.account_id
    if member.account_id is not None:
        elsewhere = await db.fetchval(
            "SELECT EXISTS (SELECT FROM access_grant WHERE account_id = $1 AND production_id <> $2)",
            member.account_id, invite.production_id,
        )  # fmt: skip
        if elsewhere:
            raise _by_mail_first()
        await passkeys.refuse_letters(db, member.account_id)
        return member.account_id
    if member.email and await db.fetchval("SELECT EXISTS (SELECT FROM account WHERE email = $1)", member.email):
        raise _by_mail_first()
    made: int = await db.fetchval("INSERT INTO account (name) VALUES ($1) RETURNING id", member.name)
    db.note("account_made", "account", made, production_id=invite.production_id)
    return made


def _by_mail_first() -> Conflict:
    return Conflict(
        "You have Callboard already, under the e-mail address the office knows.", code="sign_in_by_mail",
        next_step="Sign in by e-mail, then type this code again: it still works.",
    )  # fmt: skip


async def _join(db: Tx, invite: invites.InviteRow, account_id: int, *, now: datetime) -> None:
    await attach(db, invite.production_id, invite.member_id, account_id, now=now)
    await invites.use(db, invite.production_id, invite.id, now)


async def attach(db: Tx, production_id: int, member_id: int, account_id: int, *, now: datetime) -> None:
    """The person on the list is this account from now on. Raises Conflict where the account is somebody else there."""
    member = await queries.member(db, production_id, member_id, lock=True)
    if member.account_id == account_id:
        return
    there = await db.fetchval(
        "SELECT name FROM member WHERE production_id = $1 AND account_id = $2 AND removed_at IS NULL",
        production_id, account_id,
    )  # fmt: skip
    if there is not None or member.account_id is not None:
        raise Conflict(
            f"You are signed in as {there or 'somebody else'} here." if there else "Somebody is signed in as this one.",
            code="somebody_else", next_step="Sign out first, then open the invitation again.",
        )  # fmt: skip
    await db.execute(
        "UPDATE member SET account_id = $3, revision = revision + 1 WHERE production_id = $1 AND id = $2",
        production_id, member_id, account_id,
    )  # fmt: skip
    await keep_grants(db, production_id, [member_id], now=now)
    db.note("member_joined", "member", member_id, production_id=production_id)


async def enter_by_link(
    *, link: str, device: DeviceIn, was: Actor | None, guard: limits.Guard, now: datetime
) -> SignedIn:
    """The link of a sign-in mail or of an invitation; opening it changed nothing, this does. Raises CodeRefused."""
    async with limits.guessing(guard, now=now), tx() as db:
        mailed = await entry_codes.by_link(db, hash_of(link), now)
        if mailed is not None and mailed.kind == "email" and mailed.email:
            await entry_codes.used(db, mailed.id, now)
            return await _enter_mailbox(db, mailed.email, device, was=was, now=now)
        invite = await invites.by_link(db, hash_of(link), now)
        if invite is None:
            raise CodeRefused
        member = await queries.member(db, invite.production_id, invite.member_id)
        if was is not None:
            await _join(db, invite, was.account_id, now=now)
            return await sessions.sign_in(db, was.account_id, device, was=was, now=now)
        signed_in = await _enter_mailbox(db, member.email or "", device, was=None, now=now)
        await invites.use(db, invite.production_id, invite.id, now)
        return signed_in


async def enter_by_mailed_code(
    data: Path, *, email: str, code: str, device: DeviceIn, was: Actor | None, guard: limits.Guard, now: datetime
) -> SignedIn:
    """Six digits from a sign-in mail: five tries a code, counted even though the try is refused. Raises CodeRefused."""
    async with limits.guessing(guard, now=now):
        async with tx() as db:
            mailed = await entry_codes.newest_for(db, email.lower(), now)
            good = mailed is not None and mailed.code_hash == code_hash(data, "email", plain(code))
            if mailed is not None and good:
                await entry_codes.used(db, mailed.id, now)
                return await _enter_mailbox(db, email.lower(), device, was=was, now=now)
            if mailed is not None:
                await entry_codes.wrong(db, mailed.id)
        raise CodeRefused


async def _enter_mailbox(db: Tx, email: str, device: DeviceIn, *, was: Actor | None, now: datetime) -> SignedIn:
    """Who has proved to read `email`: their account, with every production that invited this address."""
    account_id = await db.fetchval("SELECT id FROM account WHERE email = $1", email)
    invited = await invites.invited_by_mail(db, email)
    if account_id is not None:
        await passkeys.refuse_letters(db, account_id)
    else:
        account_id = await _account_by_invitation(db, email, invited, now=now)
    for production_id, member_id, attached, _ in invited:
        there = await db.fetchval(
            "SELECT EXISTS (SELECT FROM member WHERE production_id = $1 AND account_id = $2 AND removed_at IS NULL)",
            production_id, account_id,
        )  # fmt: skip
        if attached is None and not there:
            await attach(db, production_id, member_id, account_id, now=now)
    return await sessions.sign_in(db, account_id, device, was=was, now=now)


async def _account_by_invitation(
    db: Tx, email: str, invited: list[tuple[int, int, int | None, str]], *, now: datetime
) -> int:
    """The account that joined with a typed code, now known by its mailbox; else a new one.

    Whoever held that code until now is signed out: it may have been somebody who only saw it.
    """
    if not invited:
        raise CodeRefused
    for _, _, attached, _ in invited:
        if attached is not None and await db.fetchval(
            "UPDATE account SET email = $2 WHERE id = $1 AND email IS NULL RETURNING id", attached, email
        ):
            await session_rows.revoke_all(db, attached, why="revoked", now=now)
            return attached
    made: int = await db.fetchval(
        "INSERT INTO account (name, email) VALUES ($1, $2) RETURNING id", invited[0][3], email
    )
    db.note("account_made", "account", made)
    return made
