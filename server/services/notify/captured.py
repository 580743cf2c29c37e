"""Where no mail server is set, letters are kept here and nobody is really mailed."""

from datetime import datetime

import msgspec

from server.adapters.mail import Mail, letter
from server.db import read, tx
from server.errors import NotAllowed, NotFound
from server.rules.access import Actor, scope_of

KEPT = 500


async def capture(mail: Mail, *, sender: str, now: datetime) -> str:
    """Keep the letter as it would have been sent; the newest 500 are kept. Raises BadAddress as sending would."""
    made = letter(mail, sender=sender)
    first = mail.attachments[0] if mail.attachments else None
    async with tx() as db:
        await db.execute(
            "INSERT INTO captured_mail (recipient, subject, body, attachment_name, attachment, at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            mail.to, str(made["Subject"]), mail.text, first.name if first else None,
            first.content if first else None, now,
        )  # fmt: skip
        await db.execute("DELETE FROM captured_mail WHERE id <= (SELECT max(id) FROM captured_mail) - $1", KEPT)
    return "captured"


class Captured(msgspec.Struct, frozen=True):
    id: int
    to: str
    subject: str
    text: str
    attachment_name: str | None
    at: datetime


def _office(by: Actor) -> None:
    if not any(scope_of(membership, "upkeep", "read") for membership in by.memberships.values()):
        raise NotAllowed


async def read_captured(*, before: int, limit: int, by: Actor) -> list[Captured]:
    """The newest first. It holds other people's sign-in links: for who may read the installation's upkeep only."""
    _office(by)
    async with read() as db:
        rows = await db.fetch(
            "SELECT id, recipient, subject, body, attachment_name, at FROM captured_mail"
            " WHERE $1 = 0 OR id < $1 ORDER BY id DESC LIMIT $2",
            before, limit,
        )  # fmt: skip
    return [Captured(*row) for row in rows]


async def read_attachment(mail_id: int, *, by: Actor) -> tuple[str, bytes]:
    """(name, content). Raises NotFound."""
    _office(by)
    async with read() as db:
        row = await db.fetchrow("SELECT attachment_name, attachment FROM captured_mail WHERE id = $1", mail_id)
    if row is None or row[1] is None:
        raise NotFound
    return row[0], row[1]
