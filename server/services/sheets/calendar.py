"""One's calls in one's own calendar: a secret address that shows what is issued, and nothing else, until it ends."""

import hashlib
import secrets
from datetime import datetime

import msgspec

from server.adapters.ics import About, ics
from server.db import Tx, read, tx
from server.errors import NotFound
from server.models.production import queries as productions
from server.models.sheets import calendars
from server.models.sheets.calendars import Opened, OutRow
from server.rules.access import Actor, may, scope_of
from server.rules.sheets.calendar import BACK, Entry, Issue, Reader, entry_of
from server.rules.sheets.person import own
from server.rules.sheets.snapshot import Snapshot
from server.services.access import limits
from server.services.access.sessions import hash_of
from server.services.production.leaving import Leaving, when_leaving
from server.services.sheets.read import PAGES, Body, thawed
from server.settings import Settings

ENDING = ".ics"


class Made(msgspec.Struct, frozen=True):
    """`address` is shown once: only its hash is kept."""

    address: str
    made_at: datetime


async def make(production_id: int, *, by: Actor, settings: Settings, now: datetime) -> Made:
    """A new address of one's own; the one before ends with it. Raises TooMany."""
    membership, _ = may(by, "sheet", "read", production_id=production_id)
    await limits.spend(limits.CALENDARS, str(by.account_id), now=now)
    token = secrets.token_urlsafe(32)
    async with tx(production_id) as db:
        member = await productions.member(db, production_id, membership.member_id, lock=True)
        await calendars.revoke(db, production_id, member.id, now)
        await calendars.add(db, production_id, member.id, account_id=by.account_id, token_hash=hash_of(token), now=now)
        db.note("calendar_made", "member", member.id, by=by)
    return Made(f"{settings.public_url.rstrip('/')}/c/{token}{ENDING}", now)


async def remove(production_id: int, *, by: Actor, now: datetime) -> None:
    """End one's own address. Again is harmless."""
    membership, _ = may(by, "sheet", "read", production_id=production_id)
    async with tx(production_id) as db:
        if await calendars.revoke(db, production_id, membership.member_id, now):
            db.note("calendar_removed", "member", membership.member_id, by=by)


async def made_at(production_id: int, *, by: Actor) -> datetime | None:
    """When one's own address was made; None: there is none."""
    membership, _ = may(by, "sheet", "read", production_id=production_id)
    async with read() as db:
        return await calendars.made_at(db, production_id, membership.member_id, by.account_id)


@when_leaving
async def end_calendar(db: Tx, leaving: Leaving) -> None:
    """Who leaves, and comes again later, makes a new address."""
    await calendars.revoke(db, leaving.production_id, leaving.member_id, leaving.now)


async def read_calendar(name: str, *, etags: str, address: str, settings: Settings, now: datetime) -> Body:
    """What the address shows; `name` is its last part. Raises NotFound, TooMany: of one address, or for guessing."""
    token = name.removesuffix(ENDING)
    async with read() as db:
        found = await calendars.opened(db, hash_of(token), now)
    if found is None or scope_of(found.membership, "sheet", "read") is None:
        await limits.spend(limits.CALENDAR_GUESSES, address, now=now)
        raise NotFound
    await limits.spend(limits.CALENDAR_READS, token, now=now)
    about = About(
        name=f"{found.code_name}: my calls" if found.code_name else "My calls",
        member_id=found.membership.member_id,
        origin=settings.public_url,
    )
    async with read() as db:
        content = ics(await _entries(db, found, now), about)
    etag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    return Body(None if etag in etags else content, etag)


async def _entries(db: Tx, found: Opened, now: datetime) -> list[Entry]:
    production_id, member_id = found.membership.production_id, found.membership.member_id
    since = (now - BACK).date()
    at_hand: dict[int, Snapshot] = {key: page for key, page in PAGES.all().items() if isinstance(key, int)}
    rows = await calendars.out(db, production_id, since, held=list(at_hand), newest_only=True, now=now)
    issues = {row.day_id: [_issue(row, at_hand, member_id)] for row in rows}
    # Only of the days that don't call them: was there a version that did?
    asked = [day_id for day_id, (newest,) in issues.items() if not newest.calls]
    for row in await calendars.out(
        db, production_id, since, held=list(at_hand), newest_only=False, now=now, day_ids=asked
    ):
        if row.number < issues[row.day_id][0].number:
            issues[row.day_id].append(_issue(row, at_hand, member_id))
    reader = Reader(found.code_name, found.twelve)
    return [entry for of_day in issues.values() if (entry := entry_of(of_day, reader)) is not None]


def _issue(row: OutRow, at_hand: dict[int, Snapshot], member_id: int) -> Issue:
    page = at_hand[row.id] if row.snapshot is None else thawed(row.id, row.snapshot)
    at_hand[row.id] = page
    return Issue(row.number, row.colour, row.issued_at, page.head.cancelled, own(page, member_id))
