"""The letter of a notice about a sheet: own call in the subject and the first line, the PDF, the personal page."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from server.adapters.mail import Attachment, Mail
from server.db import read, tx
from server.errors import NotFound
from server.models.notify.tellings import ClaimedRow
from server.models.sheets import links
from server.rules.sheets.held import PushDay
from server.rules.sheets.words import short_date
from server.services.access.sessions import hash_of
from server.services.sheets.copies import copy_of, reader_of
from server.services.sheets.link import make_link
from server.settings import Settings


async def letter(settings: Settings, telling: ClaimedRow, now: datetime) -> Mail:
    """What a mail of this notice says. A fresh link each time: only the hash of one is kept."""
    day = msgspec.json.decode(telling.payload, type=PushDay)
    async with tx(telling.production_id) as db:
        token, until = await make_link(db, telling.production_id, telling.member_id, day, now)
    attachments = await _copy(settings, telling, token, now)
    return Mail(
        to=telling.address or "",
        subject=telling.title,
        text=_text(settings, telling, day, token, until),
        attachments=attachments,
    )


async def _copy(settings: Settings, telling: ClaimedRow, token: str, now: datetime) -> tuple[Attachment, ...]:
    async with read() as db:
        row = await links.opened(db, hash_of(token), now)
        if row is None or row.version_id is None:
            return ()
        try:
            reader = reader_of(row.name, row.roles, row.member_id, twelve=row.twelve)
            pdf = await copy_of(db, telling.production_id, row.version_id, row.member_id, reader, settings, now)
        except NotFound:
            return ()
    return (Attachment(f"call-sheet-{row.colour.lower().replace(' ', '-')}-v{row.number}.pdf", pdf),)


def _text(settings: Settings, telling: ClaimedRow, day: PushDay, token: str, until: datetime) -> str:
    link = f"{settings.public_url.rstrip('/')}/p/{token}"
    last = short_date(until.astimezone(ZoneInfo(day.zone)).date())
    ask = "Tap Got it there, so that nobody needs to ring you." if telling.must_confirm else ""
    parts = [
        f"{telling.title}.", telling.body, f"Your page, with Got it and the newest sheet: {link}", ask,
        f"It is yours alone, shows only your day, and runs out in the night to {last}.",
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part) + "\n"
