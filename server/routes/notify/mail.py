"""Captured mail, where no mail server is set: nobody is really being mailed."""

from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery, Parameter

from server.rules.access import Actor
from server.services.notify import captured
from server.wire import Struct


class CapturedOut(Struct):
    id: int
    to: str
    subject: str
    text: str
    attachment_name: str | None
    at: datetime


class CapturedPage(Struct):
    mails: list[CapturedOut]


@get("/api/captured-mail", opt={"may": "signed_in"}, operation_id="ReadCapturedMail")
async def read_captured(
    actor: NamedDependency[Actor],
    before: FromQuery[Annotated[int, Parameter(ge=0, le=2**62)]] = 0,
    limit: FromQuery[Annotated[int, Parameter(ge=1, le=100)]] = 50,
) -> CapturedPage:
    """The newest first, before the id `before`. For coordinators: it holds sign-in links of others."""
    found = await captured.read_captured(before=before, limit=limit, by=actor)
    return CapturedPage(
        mails=[
            CapturedOut(
                id=m.id, to=m.to, subject=m.subject, text=m.text, attachment_name=m.attachment_name, at=m.at
            )
            for m in found
        ]
    )  # fmt: skip


@get("/api/captured-mail/attachment", opt={"may": "signed_in"}, operation_id="ReadCapturedAttachment")
async def read_attachment(
    actor: NamedDependency[Actor], mail: FromQuery[Annotated[int, Parameter(ge=1, le=2**62)]]
) -> Response[bytes]:
    name, content = await captured.read_attachment(mail, by=actor)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(content, media_type="application/pdf", headers=headers)


HANDLERS = [read_captured, read_attachment]
