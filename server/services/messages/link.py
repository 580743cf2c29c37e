"""The dated link to one message, of who has no app: it shows it, gives out what is attached and takes *Got it*."""

import secrets
from datetime import datetime

import msgspec

from server.db import Tx, read, tx
from server.errors import NotFound
from server.models.messages import links
from server.models.messages import queries as rows
from server.models.messages.links import OpenedRow
from server.models.messages.queries import FileRow
from server.rules.messages.files import Attached
from server.rules.messages.telling import LINK_LASTS
from server.rules.notify.states import State
from server.services.access.sessions import hash_of
from server.services.notify.receipts import by_link


class Opened(msgspec.Struct, frozen=True):
    row: OpenedRow
    files: list[FileRow]

    @property
    def confirmed(self) -> bool:
        return self.row.state in (State.CONFIRMED, State.REACHED)


async def make(db: Tx, production_id: int, message_id: int, member_id: int, now: datetime) -> tuple[str, datetime]:
    """A fresh link: (token, when it runs out)."""
    token, until = secrets.token_urlsafe(24), now + LINK_LASTS
    await links.add(db, production_id, message_id, member_id, token_hash=hash_of(token), expires_at=until)
    return token, until


async def opened(token: str, *, now: datetime) -> Opened:
    """A GET, so it proves nothing and changes nothing: mail scanners follow links. Raises NotFound."""
    async with read() as db:
        row = await _found(db, token, now)
        return Opened(row, await rows.files(db, [row.production_id], [row.message_id]))


async def got_it(token: str, *, now: datetime) -> None:
    """Confirms this message for this person. Again is harmless. Raises NotFound."""
    async with tx() as db:
        row = await _found(db, token, now)
        await by_link(db, row.production_id, row.notice_id, State.CONFIRMED, now=now)


async def attachment(token: str, attachment_id: int, *, now: datetime) -> Attached:
    """Raises NotFound."""
    async with read() as db:
        row = await _found(db, token, now)
        return await rows.content(db, row.production_id, row.message_id, attachment_id)


async def _found(db: Tx, token: str, now: datetime) -> OpenedRow:
    row = await links.opened(db, hash_of(token), now)
    if row is None:
        raise NotFound("This page isn't here any more.", next_step="Ring the production office.")
    return row
