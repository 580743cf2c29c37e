"""One's own messages, as the phone keeps them, and what is attached to them."""

import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from server import clock
from server.routes.messages.sending import AttachedOut, attached_out
from server.rules.access import Actor
from server.rules.messages.files import Attached
from server.rules.sheets.held import MyNotice
from server.services.messages import reading
from server.services.messages.reading import Mine
from server.wire import Id, Struct, encode


class MyMessage(Struct):
    """`sent_at`: when it went out."""

    id: int
    production_id: int
    production: str
    zone: str
    subject: str
    text: str
    by: str
    sent_at: datetime
    attachments: list[AttachedOut]
    notice: MyNotice


class MyMessages(Struct):
    v: int
    messages: list[MyMessage]


def _mine(one: Mine) -> MyMessage:
    row = one.row
    return MyMessage(
        id=row.id, production_id=row.production_id, production=row.production, zone=row.zone, subject=row.subject,
        text=row.body, by=row.by, sent_at=row.sent_at, attachments=[attached_out(file) for file in one.files],
        notice=MyNotice(
            id=row.notice_id, must_confirm=row.must_confirm, state=row.state, confirmed_at=row.confirmed_at
        ),
    )  # fmt: skip


@get("/api/me/messages", opt={"may": "signed_in"}, operation_id="ReadMyMessages")
async def read_mine(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Response[MyMessages]:
    """What I was told on all my productions within 90 days, newest first, at most 60."""
    found = await reading.mine(actor, now=clock.now())
    content = encode(MyMessages(v=1, messages=[_mine(one) for one in found]))
    etag = f'"{hashlib.blake2b(content, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}
    answer: Response[Any]
    if etag in request.headers.get("if-none-match", ""):
        answer = Response(b"", status_code=304, headers=headers)
    else:
        answer = Response(content, media_type="application/json", headers=headers)
    return answer


@get(
    "/api/productions/{production_id:int}/messages/{message_id:int}/attachments/{attachment_id:int}",
    opt={"may": ("message", "read")}, operation_id="ReadAttachment", media_type="application/octet-stream",
)  # fmt: skip
async def read_attachment(
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    message_id: FromPath[Id],
    attachment_id: FromPath[Id],
) -> Response[bytes]:
    """To whom it was sent, and to who sends."""
    return given(await reading.attachment(production_id, message_id, attachment_id, by=actor, now=clock.now()))


def given(file: Attached) -> Response[bytes]:
    """A stored file as the browser shows it; its address is good for nothing but who may read it."""
    headers = {
        "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex",
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(file.name)}",
    }  # fmt: skip
    return Response(file.content, media_type=file.kind, headers=headers)


HANDLERS = [read_mine, read_attachment]
