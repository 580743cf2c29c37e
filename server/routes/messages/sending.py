"""The desk's messages: write one with its files, stop it, send it now, see whom it reached, tell them again."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, Parameter

from server import clock
from server.errors import Invalid
from server.models.messages.queries import FileRow
from server.routes.notify.ledger import LedgerRowOut, row_of
from server.rules.access import Actor
from server.rules.messages.files import LARGEST
from server.services.messages import hold, reading
from server.services.messages.reading import Sent
from server.services.messages.send import MessageDraft
from server.services.messages.send import send as send_draft
from server.wire import Id, Struct

_AT = "/api/productions/{production_id:int}/messages"
_ONE = _AT + "/{message_id:int}"
_SENDS = {"may": ("message", "send")}


@dataclass
class MessageForm:
    """A form: what is said as JSON, and the files that go along."""

    message: str = ""
    """JSON: `id` chosen by the page, `to` a list, `subject`, `text`, `must_confirm`."""
    files: list[UploadFile] = field(default_factory=list)


class AttachedOut(Struct):
    id: int
    name: str
    kind: str
    """application/pdf, image/jpeg or image/png."""
    size: int


class MessageCounts(Struct):
    """People it went to; who left isn't counted. `confirmed` are among those who have it."""

    told: int
    has_it: int
    confirmed: int
    being_called: int
    hasnt: int


class SentMessage(Struct):
    """`list_name`: as it was called then; "" where `list_kind` says it. `release_at`: until then it can be stopped."""

    id: int
    subject: str
    text: str
    must_confirm: bool
    list_kind: str
    list_name: str
    by: str
    sent_at: datetime
    release_at: datetime
    attachments: list[AttachedOut]
    counts: MessageCounts


class SentMessages(Struct):
    """`now`: the server's, by which the hold counts."""

    messages: list[SentMessage]
    next_before: int | None
    now: datetime


class MessageLedger(Struct):
    message: SentMessage
    people: list[LedgerRowOut]
    """The list as it was, by name: each person with the newest telling and its evidence."""
    zone: str
    now: datetime


class MessageMade(Struct):
    id: int


class ToldAgain(Struct):
    told: int


def attached_out(one: FileRow) -> AttachedOut:
    return AttachedOut(id=one.id, name=one.name, kind=one.kind, size=one.size)


def _sent(one: Sent) -> SentMessage:
    m, c = one.message, one.counts
    return SentMessage(
        id=m.id, subject=m.subject, text=m.body, must_confirm=m.must_confirm, list_kind=m.list_kind,
        list_name=m.list_name, by=m.by, sent_at=m.sent_at, release_at=m.release_at,
        attachments=[attached_out(file) for file in one.files],
        counts=MessageCounts(
            told=c.told, has_it=c.has_it, confirmed=c.confirmed, being_called=c.being_called, hasnt=c.hasnt
        ),
    )  # fmt: skip


@get(_AT, opt=_SENDS, operation_id="ListMessages")
async def list_messages(
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    before: FromQuery[Annotated[int | None, Parameter(ge=1)]] = None,
    limit: FromQuery[Annotated[int, Parameter(ge=1, le=100)]] = 50,
) -> SentMessages:
    """What was sent, newest first, with how many have it. A head of department sees their own."""
    found = await reading.sent(production_id, before=before, limit=limit, by=actor)
    more = found[-1].message.id if len(found) == limit else None
    return SentMessages(messages=[_sent(one) for one in found], next_before=more, now=clock.now())


@post(_AT, opt={**_SENDS, "replay": False}, status_code=201, operation_id="SendMessage")
async def send_message(
    data: Annotated[MessageForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
) -> MessageMade:
    """Write to a list. It goes out after the production's hold; the same `id` again is the same message."""
    try:
        draft = msgspec.json.decode(data.message or "{}", type=MessageDraft)
    except msgspec.ValidationError as wrong:
        raise Invalid(errors=[{"where": "message", "what": str(wrong)}]) from None
    except msgspec.DecodeError:
        raise Invalid(errors=[{"where": "message", "what": "isn't JSON"}]) from None
    files = [(one.filename, await one.read(LARGEST + 1)) for one in data.files]
    return MessageMade(id=await send_draft(production_id, draft, files, by=actor, now=clock.now()))


@get(_ONE, opt=_SENDS, operation_id="ReadMessage")
async def read_message(
    actor: NamedDependency[Actor], production_id: FromPath[Id], message_id: FromPath[Id]
) -> MessageLedger:
    """One message with the list as it was, and what came of each."""
    found, zone, entries = await reading.one(production_id, message_id, by=actor)
    return MessageLedger(message=_sent(found), people=[row_of(entry) for entry in entries], zone=zone, now=clock.now())


@post(_ONE + "/stop", opt=_SENDS, status_code=204, operation_id="StopMessage")
async def stop_message(actor: NamedDependency[Actor], production_id: FromPath[Id], message_id: FromPath[Id]) -> None:
    """Within the hold: it is as if it had never been."""
    await hold.stop(production_id, message_id, by=actor, now=clock.now())


@post(_ONE + "/send", opt=_SENDS, status_code=204, operation_id="SendMessageNow")
async def send_message_now(
    actor: NamedDependency[Actor], production_id: FromPath[Id], message_id: FromPath[Id]
) -> None:
    """Skip the rest of the hold."""
    await hold.send_now(production_id, message_id, by=actor, now=clock.now())


@post(_ONE + "/tell-again", opt=_SENDS, status_code=200, operation_id="TellMessageAgain")
async def tell_message_again(
    actor: NamedDependency[Actor], production_id: FromPath[Id], message_id: FromPath[Id]
) -> ToldAgain:
    """Everybody of its list as it was who hasn't got it is told once more."""
    return ToldAgain(told=await hold.resend(production_id, message_id, by=actor, now=clock.now()))


HANDLERS = [list_messages, send_message, read_message, stop_message, send_message_now, tell_message_again]
