"""The page of one message for who has no app: its words, what is attached, one button. No sign-in, no script."""

from html import escape
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.params import FromPath

from server import clock
from server.errors import NotFound
from server.routes.messages.own import given
from server.routes.sheets import page
from server.rules.production.clock_face import face
from server.rules.sheets.words import short_date
from server.services.messages import link
from server.services.messages.link import Opened
from server.wire import Id

_Cut = str
"""As it stood in the address, cut off or with a bracket behind it: what is none of ours gets the page that says so."""
_GONE = page.page(
    "Not here",
    "<main><h2>This page isn't here any more.</h2><p>Ring the production office if you need what it said.</p></main>",
)


@get(["/m/{token:str}", "/m"], opt={"may": "anyone"}, include_in_schema=False)
async def read_page(token: FromPath[_Cut] = "") -> Response[str]:
    """A GET changes nothing and proves nothing."""
    try:
        return _html(_page(token, await link.opened(token, now=clock.now())))
    except NotFound:
        return _html(_GONE, 404)


@post("/m/{token:str}/got-it", opt={"may": "anyone", "replay": False}, include_in_schema=False)
async def got_it(token: FromPath[_Cut]) -> Response[str]:
    """The one thing that this link may do; the page comes again, with the proof on it."""
    try:
        await link.got_it(token, now=clock.now())
    except NotFound:
        return _html(_GONE, 404)
    return Response("", status_code=303, headers={"Location": f"/m/{token}", "Cache-Control": "no-store"})


@get("/m/{token:str}/{attachment_id:int}", opt={"may": "anyone"}, include_in_schema=False)
async def read_file(token: FromPath[_Cut], attachment_id: FromPath[Id]) -> Response[Any]:
    try:
        return given(await link.attachment(token, attachment_id, now=clock.now()))
    except NotFound:
        return _html(_GONE, 404)


def _page(token: str, found: Opened) -> str:
    row = found.row
    zone = ZoneInfo(row.zone)
    sent = row.sent_at.astimezone(zone)
    at = f"{short_date(sent.date())} {face(sent.hour * 60 + sent.minute, twelve=row.twelve)}"
    by = " · ".join(part for part in (row.by, at) if part)
    files = "".join(
        f'<a class="btn" href="/m/{escape(token)}/{one.id}">{escape(one.name)}, {_size(one.size)}</a>'
        for one in found.files
    )
    got = f'<form method="post" action="/m/{escape(token)}/got-it"><button class="primary">Got it</button></form>'
    if found.confirmed:
        got = '<p class="done" role="status">You said Got it. The office sees it.</p>'
    office = ""
    if row.office_phone:
        office = f'<a class="btn" href="tel:{quote(row.office_phone, safe="+")}">Office</a>'
    body = "".join(f"<p>{escape(line) or '&nbsp;'}</p>" for line in row.body.split("\n")) if row.body else ""
    last = short_date(row.expires_at.astimezone(zone).date())
    return page.page(
        row.subject,
        f"<header><div><h1>{escape(row.production)}</h1><p>{escape(by)}</p></div></header>"
        f'<main><p class="who">{escape(row.name)}</p><h2>{escape(row.subject)}</h2>{body}'
        f'<div class="acts">{files}{got}{office}</div>'
        f'<p class="foot">This page is yours: only this message, until {last}.</p></main>',
    )


def _size(size: int) -> str:
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, size // 1024)} KB"


def _html(text: str, status: int = 200) -> Response[str]:
    return Response(text, status_code=status, media_type="text/html", headers=page.HEADERS)


HANDLERS = [read_page, got_it, read_file]
