"""Write a message to a list: one notice a person, in one transaction; nothing leaves before the hold is over."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec

from server.db import Tx, read, tx
from server.errors import Conflict, NotFound
from server.models.messages import queries as rows
from server.models.messages.queries import MessageRow
from server.models.production import queries as productions
from server.rules.access import Actor, may
from server.rules.messages import files as rules
from server.rules.messages import telling
from server.rules.production.settings import settings_of
from server.services.messages.audience import ListChosen, audience
from server.services.notify.write import About, NoticeIn, write
from server.wire import Struct, Text

Subject = Annotated[
    str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\S[^\x00-\x1f\x7f-\x9f]*$")
]


class MessageDraft(Struct):
    """`id`: chosen by the page; the same sent again is the same message."""

    id: UUID
    to: ListChosen
    subject: Subject
    text: Text = ""
    must_confirm: bool = False


async def send(
    production_id: int, draft: MessageDraft, chosen: list[tuple[str, bytes]], *, by: Actor, now: datetime
) -> int:
    """The message's id. `chosen`: (name, bytes) of the files.

    Raises Conflict where nobody is on the list, and for an id that another message has; NotFound, NotAllowed, Invalid,
    TooLarge.
    """
    membership, _ = may(by, "message", "send", production_id=production_id)
    async with read() as db:
        sent = await _sent(db, production_id, draft, membership.member_id)
    if sent is not None:
        return sent
    to = await audience(production_id, draft.to, by=by, now=now)
    attached = rules.all_checked(chosen)
    if not to.member_ids:
        raise Conflict("Nobody is on this list.", code="nobody_on_list", next_step="Choose another list.")
    async with tx(production_id) as db:
        production = await productions.production(db, production_id)
        settings = settings_of(production.settings)
        release_at = now + timedelta(seconds=settings.hold_seconds)
        words = (draft.subject.strip(), draft.text.strip(), draft.must_confirm)
        made = await rows.insert(
            db, production_id, draft.id, words, (to.kind, to.name), membership.member_id, now, release_at
        )
        if made is None:
            twice = await _sent(db, production_id, draft, membership.member_id)
            if twice is None:
                raise NotFound
            return twice
        await rows.attach(db, production_id, made, attached)
        how = telling.told(release_at, zone=production.zone, settings=settings, must_confirm=draft.must_confirm)
        found = await rows.message(db, production_id, made)
        about = About("message", made, 1, made)
        notices = [_notice(found, member, how) for member in to.member_ids]
        await write(db, production_id, notices, about=about, release_at=release_at, now=now)
        db.note("message_written", "message", made, by=by)
    return made


async def _sent(db: Tx, production_id: int, draft: MessageDraft, by_member_id: int) -> int | None:
    """The message that this request has made before, whatever became of its list. Raises NotFound, Conflict."""
    found = await rows.of_request(db, production_id, draft.id)
    if found is None:
        return None
    if found.by_member_id != by_member_id:
        raise NotFound
    words = (draft.subject.strip(), draft.text.strip(), draft.must_confirm, draft.to.kind)
    if words != (found.subject, found.body, found.must_confirm, found.list_kind):
        raise Conflict(
            "Another message was sent with this id.", code="other_message", next_step="Send it as a new message."
        )
    return found.id


async def tell_again(  # noqa: PLR0917  one telling
    db: Tx, production_id: int, found: MessageRow, rank: int, members: list[int], now: datetime
) -> None:
    """These are told once more, by whatever doors they have now; what was pending of it is replaced. Humans ring by the
    first deadline all the same: who was to be rung still is.
    """
    production = await productions.production(db, production_id)
    settings = settings_of(production.settings)
    first, how = (
        telling.told(at, zone=production.zone, settings=settings, must_confirm=found.must_confirm)
        for at in (found.release_at, now)
    )
    how = msgspec.structs.replace(how, deadline=first.deadline)
    about = About("message", found.id, rank, found.id)
    await write(
        db, production_id, [_notice(found, member, how) for member in members], about=about, release_at=now, now=now
    )


def _notice(found: MessageRow, member_id: int, how: telling.Told) -> NoticeIn:
    return NoticeIn(
        member_id=member_id, rings=how.rings, must_confirm=found.must_confirm,
        words={"title": found.subject, "body": telling.short(found.body)}, payload=b"{}", deadline=how.deadline,
        expires_at=how.expires_at, rings_at=how.rings_at,
    )  # fmt: skip
