"""The page of who has no app: one person, one day, no sign-in; and what the code on a printed sheet answers."""

from typing import Any

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from server import clock
from server.errors import NotFound
from server.routes.sheets import page
from server.rules.access import Actor
from server.services.access.visitor import Visitor
from server.services.sheets import copies, link
from server.settings import Settings
from server.wire import Id, Struct

_Cut = str
"""As it stood in the address, cut off or with a bracket behind it: what is none of ours gets the page that says so."""
_PDF = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", "Content-Disposition": "inline"}
_GONE = page.page(
    "Not here", "<main><h2>This page isn't here any more.</h2><p>Ring the production office for your call.</p></main>"
)


class RevokedOut(Struct):
    revoked: int


@get(["/p/{token:str}", "/p"], opt={"may": "anyone"}, include_in_schema=False)
async def read_personal(token: FromPath[_Cut] = "") -> Response[str]:
    """Own call first. A GET changes nothing and proves nothing."""
    try:
        now = clock.now()
        return _html(page.personal(token, await link.open_link(token, now=now), now=now))
    except NotFound:
        return _html(_GONE, 404)


@post("/p/{token:str}/got-it", opt={"may": "anyone", "replay": False}, include_in_schema=False)
async def got_it(token: FromPath[_Cut]) -> Response[str]:
    """The one thing that this link may do; the page comes again, with the proof on it."""
    try:
        await link.got_it(token, now=clock.now())
    except NotFound:
        return _html(_GONE, 404)
    return Response("", status_code=303, headers={"Location": f"/p/{token}", "Cache-Control": "no-store"})


@get("/p/{token:str}/sheet.pdf", opt={"may": "anyone"}, include_in_schema=False)
async def personal_pdf(token: FromPath[_Cut], settings: NamedDependency[Settings]) -> Response[Any]:
    """The whole sheet as this person may hold it on paper."""
    try:
        pdf = await link.linked_copy(token, settings=settings, now=clock.now())
    except NotFound:
        return _html(_GONE, 404)
    return Response(pdf, media_type="application/pdf", headers=_PDF)


@get(["/v/{code:path}", "/v"], opt={"may": "anyone"}, include_in_schema=False)
async def newest(
    visitor: NamedDependency[Visitor], settings: NamedDependency[Settings], code: FromPath[_Cut] = ""
) -> Response[str]:
    """Is the sheet in my hand the newest? Colours and a time, for anybody who holds the paper."""
    twelve = visitor.actor is not None and visitor.actor.twelve
    try:
        return _html(
            page.fresh(await copies.freshness(code.strip("/"), settings=settings, now=clock.now()), twelve=twelve)
        )
    except NotFound:
        return _html(_GONE, 404)


@get(["/V/{code:path}", "/V"], opt={"may": "anyone"}, include_in_schema=False)
async def newest_upper(
    visitor: NamedDependency[Visitor], settings: NamedDependency[Settings], code: FromPath[_Cut] = ""
) -> Response[str]:
    """A code holds capitals only: they make it smaller."""
    return await newest.fn(visitor, settings, code)  # type: ignore[no-any-return]


@get(
    "/api/productions/{production_id:int}/days/{day_id:int}/sheet.pdf",
    opt={"may": ("sheet", "read")},
    operation_id="PrintSheet",
    media_type="application/pdf",
)
async def print_sheet(
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
    half: FromQuery[bool] = False,
) -> Response[bytes]:
    """One's own copy of the newest sheet as PDF, with one's name across it. `half`: the size of sides."""
    pdf = await copies.own_copy(production_id, day_id, by=actor, settings=settings, now=clock.now(), half=half)
    return Response(pdf, media_type="application/pdf", headers=_PDF)


@delete(
    "/api/productions/{production_id:int}/days/{day_id:int}/links/{member_id:int}",
    opt={"may": ("sheet", "publish")},
    status_code=200,
    operation_id="RevokeLinks",
)
async def revoke_links(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id], member_id: FromPath[Id]
) -> RevokedOut:
    """End every personal link of one person to this day."""
    ended = await link.revoke_links(production_id, member_id, day_id, by=actor, now=clock.now())
    return RevokedOut(revoked=ended)


def _html(text: str, status: int = 200) -> Response[str]:
    return Response(text, status_code=status, media_type="text/html", headers=page.HEADERS)


HANDLERS = [read_personal, got_it, personal_pdf, newest, newest_upper, print_sheet, revoke_links]
