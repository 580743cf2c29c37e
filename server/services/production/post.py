"""What a worker does with the jobs of sign-in and invitations: claim, speak, record.

`deliver` is the mail adapter: True when the mail server took the letter, False when it refused the address for good;
it raises when it may be tried again.
"""

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from server.adapters.keys import code_hash, unseal
from server.db import Tx, tx
from server.models.access import entry
from server.models.production import invites, queries
from server.rules.production.letters import Invitation, Letter, invitation, sign_in
from server.services.access import limits
from server.services.access.entry import MINUTES, new_code
from server.services.access.sessions import hash_of
from server.settings import Settings

Deliver = Callable[[Letter], Awaitable[bool]]


def _link(settings: Settings, token: str) -> str:
    """The secret stands behind the #: it is sent to no server and kept in no log, and a mail scanner's GET is idle."""
    return f"{settings.public_url.rstrip('/')}/sign-in#link={token}"


async def ask_by_mail(email: str, *, address: str, now: datetime) -> None:
    """Somebody asks for a sign-in mail. The same work and answer whether or not the address is known here."""
    await limits.spend(limits.MAIL_FROM, address, now=now)
    await limits.spend(limits.MAIL_TO, email.lower(), now=now)
    async with tx() as db:
        db.enqueue("mail_sign_in", {"email": email.lower()}, priority=10)


async def mail_sign_in(settings: Settings, email: str, *, deliver: Deliver, now: datetime) -> bool:
    """Whether a letter went out: only to an account's mailbox, or to one that was invited by mail."""
    code, link = new_code(6, "0123456789"), secrets.token_urlsafe(32)
    async with tx() as db:
        known = await db.fetchval("SELECT EXISTS (SELECT FROM account WHERE email = $1)", email)
        if not known and not await invites.invited_by_mail(db, email):
            return False
        await entry.insert(
            db, "email", email=email, code_hash=code_hash(settings.data, "email", code), link_hash=hash_of(link),
            expires_at=now + MINUTES,
        )  # fmt: skip
    return await deliver(sign_in(email, _link(settings, link), code))


async def mail_invite(
    settings: Settings, production_id: int, invite_id: int, *, deliver: Deliver, now: datetime
) -> bool:
    """Whether it went out. A second run makes a new link: the code stays, the first mail's link ends."""
    link = secrets.token_urlsafe(32)
    async with tx(production_id) as db:
        claimed = await invites.claim(db, production_id, invite_id, hash_of(link), now)
        if claimed is None or claimed.code_sealed is None:
            return False
        member = await queries.member(db, production_id, claimed.member_id)
        code = unseal(settings.data, claimed.code_sealed)
        letter = invitation(
            await _about(db, production_id, member, url=_link(settings, link), code=code, until=claimed.expires_at)
        )
    accepted = await deliver(letter)
    async with tx(production_id) as db:
        await invites.record(db, production_id, invite_id, "accepted" if accepted else "bounced", now)
        db.note("invite_sent", "member", member.id)
    return accepted


async def mail_invite_test(
    settings: Settings, production_id: int, member_id: int, *, deliver: Deliver, now: datetime
) -> bool:
    """The same letter to who pressed the button; its code and link open nothing."""
    async with tx(production_id) as db:
        member = await queries.member(db, production_id, member_id)
        about = await _about(
            db, production_id, member, url=f"{settings.public_url.rstrip('/')}/sign-in", code="TEST0000",
            until=now + timedelta(days=7), test=True,
        )  # fmt: skip
    return await deliver(invitation(about))


async def _about(
    db: Tx, production_id: int, member: queries.MemberRow, *, url: str, code: str, until: datetime,
    test: bool = False,
) -> Invitation:  # fmt: skip
    production = await queries.production(db, production_id)
    held = (await queries.positions(db, production_id, [member.id])).get(member.id, [])
    return Invitation(
        to=member.email or "", name=member.name, production=production.name, position=held[0].title if held else "",
        office=production.office_phone or production.office_email, url=url, code=code, expires_at=until,
        zone=production.zone, twelve=await queries.reads_twelve(db, member), test=test,
    )  # fmt: skip
