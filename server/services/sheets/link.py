"""The personal link: one person, one day, no sign-in. It shows, prints and takes *Got it*; it never does more."""

import secrets
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from server.db import Tx, read, tx
from server.errors import NotFound
from server.models.sheets import links
from server.models.sheets.links import LinkRow
from server.rules.access import Actor, may
from server.rules.notify.states import State
from server.rules.sheets import held
from server.rules.sheets.held import MyChange, PushDay, VersionOut
from server.rules.sheets.person import own
from server.services.access.sessions import hash_of
from server.services.notify.receipts import by_link
from server.services.sheets.copies import copy_of, reader_of
from server.services.sheets.read import thawed
from server.settings import Settings


class Personal(msgspec.Struct, frozen=True):
    """What the page shows. `day` None: nothing is out, or the person isn't called any more."""

    name: str
    production: str
    office_phone: str
    until: datetime
    uk: bool
    twelve: bool
    joined: bool
    """Has an account: the offer to install is not repeated."""
    day: PushDay | None
    confirmed: bool
    notice_id: int | None


async def make_link(
    db: Tx, production_id: int, member_id: int, page_day: PushDay, now: datetime
) -> tuple[str, datetime]:
    """A fresh link of one person to one day: (token, when it runs out), the end of the day after."""
    midnight = datetime.combine(page_day.on_date + timedelta(days=2), time(), ZoneInfo(page_day.zone))
    expires_at = max(midnight.astimezone(UTC), now + timedelta(hours=12))
    token = secrets.token_urlsafe(24)
    await links.add(
        db, production_id, member_id, page_day.day_id, token_hash=hash_of(token), expires_at=expires_at, now=now
    )
    return token, expires_at


async def revoke_links(production_id: int, member_id: int, day_id: int, *, by: Actor, now: datetime) -> int:
    """End one person's links to a day. Returns how many; raises NotFound where there is none."""
    may(by, "sheet", "publish", production_id=production_id)
    async with tx(production_id) as db:
        ended = await links.revoke(db, production_id, member_id, day_id, now)
        if not ended:
            raise NotFound("This person has no link to this day.")
        db.note("links_revoked", "day", day_id, by=by, ids={"member": member_id})
    return ended


async def open_link(token: str, *, now: datetime) -> Personal:
    """A GET, so it proves nothing and changes nothing: mail scanners follow links. Raises NotFound."""
    async with read() as db:
        return _personal(await _found(db, token, now))


async def got_it(token: str, *, now: datetime) -> Personal:
    """Confirms what the page shows, for this person and day. Again is harmless. Raises NotFound."""
    async with tx() as db:
        row = await _found(db, token, now)
        if row.notice_id is None:
            raise NotFound
        await by_link(db, row.production_id, row.notice_id, State.CONFIRMED, now=now)
        return _personal(await _found(db, token, now))


async def linked_copy(token: str, *, settings: Settings, now: datetime) -> bytes:
    """The whole sheet as this person may hold it on paper. Raises NotFound."""
    async with read() as db:
        row = await _found(db, token, now)
        if row.version_id is None:
            raise NotFound
        reader = reader_of(row.name, row.roles, row.member_id, twelve=row.twelve)
        return await copy_of(db, row.production_id, row.version_id, row.member_id, reader, settings, now)


async def _found(db: Tx, token: str, now: datetime) -> LinkRow:
    row = await links.opened(db, hash_of(token), now)
    if row is None:
        raise NotFound("This page isn't here any more.", next_step="Ring the production office.")
    return row


def _personal(row: LinkRow) -> Personal:
    day = None
    if row.version_id is not None and row.snapshot is not None and row.issued_at is not None:
        mine = own(thawed(row.version_id, row.snapshot), row.member_id)
        if mine is not None:
            version = VersionOut(
                id=row.version_id, number=row.number, colour=row.colour, kind="final", issued_at=row.issued_at,
                reason=row.reason,
            )  # fmt: skip
            fits = row.change is not None and row.notice_rank == row.number
            change = msgspec.json.decode(row.change or b"null", type=MyChange | None) if fits else None
            day = held.push_day(row.production_id, mine, version, change=change)
    return Personal(
        name=row.name, production=row.production, office_phone=row.office_phone, until=row.expires_at,
        uk=row.words == "uk", twelve=row.twelve, joined=row.account_id is not None, day=day,
        confirmed=row.notice_state in ("confirmed", "reached"), notice_id=row.notice_id,
    )  # fmt: skip
