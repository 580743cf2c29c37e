"""What the phone keeps: Today, Schedule, Changes. Each with a revision as its ETag; unchanged answers 304."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from server import clock
from server.rules.access import Actor
from server.services.reports import mine
from server.services.reports.mine import ChangesOut, Document, ScheduleOut, TodayOut


@get("/api/me/today", opt={"may": "signed_in"}, operation_id="ReadToday")
async def read_today(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Response[TodayOut]:
    """My days over all productions and units, as far as they are issued and out."""
    return _answer(request, await mine.today(actor, now=clock.now()))


@get("/api/me/schedule", opt={"may": "signed_in"}, operation_id="ReadSchedule")
async def read_schedule(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Response[ScheduleOut]:
    """My days from a week ago on, with the rest between them."""
    return _answer(request, await mine.schedule(actor, now=clock.now()))


@get("/api/me/changes", opt={"may": "signed_in"}, operation_id="ReadChanges")
async def read_changes(request: Request[Any, Any, Any], actor: NamedDependency[Actor]) -> Response[ChangesOut]:
    """What I was told of sheets, newest first."""
    return _answer(request, await mine.changes(actor, now=clock.now()))


def _answer(request: Request[Any, Any, Any], document: Document) -> Response[Any]:
    headers = {"ETag": document.etag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}
    if document.etag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    return Response(document.content, media_type="application/json", headers=headers)


HANDLERS = [read_today, read_schedule, read_changes]
