"""The letter of a message: its own words whole, small attachments along with it, everything else behind its link."""

from datetime import datetime
from zoneinfo import ZoneInfo

from server.adapters.mail import Attachment, Mail
from server.db import tx
from server.models.messages import links
from server.models.messages import queries as rows
from server.models.messages.queries import FileRow
from server.models.notify.tellings import ClaimedRow
from server.rules.messages.files import Attached
from server.rules.messages.telling import MAILED
from server.rules.sheets.words import short_date
from server.services.access.sessions import hash_of
from server.services.messages import link
from server.settings import Settings


async def letter(settings: Settings, telling: ClaimedRow, now: datetime) -> Mail:
    """What a mail of this notice says. A fresh link each time: only the hash of one is kept."""
    async with tx(telling.production_id) as db:
        token, until = await link.make(db, telling.production_id, telling.subject_id, telling.member_id, now)
        found = await links.opened(db, hash_of(token), now)
        files = await rows.files(db, [telling.production_id], [telling.subject_id])
        fits = sum(one.size for one in files) <= MAILED
        along = await rows.contents(db, telling.production_id, telling.subject_id) if fits else []
    parts = [telling.body] if found is None else [found.body, _from(found)]
    return Mail(
        to=telling.address or "", subject=telling.title,
        text="\n\n".join(
            part for part in (*parts, _behind(files, along), *_page(settings, telling, token, until, found)) if part
        ) + "\n",
        attachments=tuple(Attachment(one.name, one.content, one.kind) for one in along),
    )  # fmt: skip


def _from(found: links.OpenedRow) -> str:
    return f"— {', '.join(part for part in (found.by, found.production) if part)}"


def _behind(files: list[FileRow], along: list[Attached]) -> str:
    if not files or along:
        return ""
    return f"Too large for a mail, so they are on your page: {', '.join(one.name for one in files)}."


def _page(
    settings: Settings, telling: ClaimedRow, token: str, until: datetime, found: links.OpenedRow | None
) -> tuple[str, ...]:
    if found is None:
        return ()
    last = short_date(until.astimezone(ZoneInfo(found.zone)).date())
    ask = "Tap Got it there, so that nobody needs to ring you." if telling.must_confirm else ""
    here = f"{settings.public_url.rstrip('/')}/m/{token}"
    return (f"Your page of this message: {here}", ask, f"It is yours alone, and runs out on {last}.")
