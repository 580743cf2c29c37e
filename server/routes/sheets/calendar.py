"""One's calls in one's own calendar: the secret address, made and ended by its owner, read by whoever holds it."""

from datetime import datetime
from typing import Any

from litestar import Request, Response, delete, get, post, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.params import FromPath

from server import clock
from server.errors import NotFound
from server.routes.sheets import page
from server.rules.access import Actor
from server.services.access.visitor import Visitor
from server.services.sheets import calendar
from server.settings import Settings
from server.wire import Id, Struct

_AT = "/api/productions/{production_id:int}/calendar"
_Cut = str
"""As it stood in the address, cut off or with a bracket behind it."""
_GONE = page.page(
    "Not here",
    "<main><h2>This calendar isn't here any more.</h2><p>Make a new address in Callboard, under Me.</p></main>",
)


class CalendarOut(Struct):
    made_at: datetime | None
    """When one's own address was made; none: there is none."""


class CalendarMadeOut(Struct):
    address: str
    """Shown this once."""
    made_at: datetime


@get(_AT, opt={"may": ("sheet", "read")}, operation_id="ReadCalendar")
async def read_own(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> CalendarOut:
    """Whether one has a calendar address, and since when; never the address itself."""
    return CalendarOut(made_at=await calendar.made_at(production_id, by=actor))


# An answer that holds a secret is not kept for a replay.
@post(_AT, opt={"may": ("sheet", "read"), "replay": False}, operation_id="MakeCalendar")
async def make(
    actor: NamedDependency[Actor], settings: NamedDependency[Settings], production_id: FromPath[Id]
) -> Response[CalendarMadeOut]:
    """A new secret address of one's own; the one before ends."""
    made = await calendar.make(production_id, by=actor, settings=settings, now=clock.now())
    body = CalendarMadeOut(address=made.address, made_at=made.made_at)
    return Response(body, headers={"Cache-Control": "no-store"})


@delete(_AT, opt={"may": ("sheet", "read")}, operation_id="RemoveCalendar")
async def remove(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> None:
    """End one's own address."""
    await calendar.remove(production_id, by=actor, now=clock.now())


@route(
    ["/c/{name:path}", "/c"],
    http_method=[HttpMethod.GET, HttpMethod.HEAD],
    opt={"may": "anyone"},
    include_in_schema=False,
)
async def read_calendar(
    request: Request[Any, Any, Any],
    visitor: NamedDependency[Visitor],
    settings: NamedDependency[Settings],
    name: FromPath[_Cut] = "",
) -> Response[Any]:
    """The calendar. Unknown, revoked and of somebody who left look alike."""
    etags = request.headers.get("if-none-match", "")
    try:
        found = await calendar.read_calendar(
            name.strip("/"), etags=etags, address=visitor.address, settings=settings, now=clock.now()
        )
    except NotFound:
        return Response(_GONE, status_code=404, media_type="text/html", headers=page.HEADERS)
    headers = {
        "ETag": found.etag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex, nofollow, noarchive",
        "Content-Disposition": 'inline; filename="calls.ics"',
    }  # fmt: skip
    if found.content is None:
        return Response(b"", status_code=304, headers=headers)
    return Response(found.content, media_type="text/calendar", headers=headers)


HANDLERS = [read_own, make, remove, read_calendar]
