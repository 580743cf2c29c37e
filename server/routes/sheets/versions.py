"""Routes of sheets: the draft, the issue and its hold, versions and what differs."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from server import clock
from server.rules.access import Actor
from server.rules.sheets.sheet import SheetOut
from server.services.sheets import hold, publish, read
from server.services.sheets.preview import DraftOut
from server.services.sheets.preview import preview as preview_draft
from server.wire import Id, Struct

_DAY = "/api/productions/{production_id:int}/days/{day_id:int}"
_VERSION = _DAY + "/versions/{version_id:int}"


class VersionsOut(Struct):
    versions: list[read.VersionLine]


class StoppedOut(Struct):
    stopped: bool


@get(f"{_DAY}/draft", opt={"may": ("sheet", "preview")}, operation_id="ReadDraft")
async def read_draft(actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]) -> DraftOut:
    """The page as it would be issued now, what it changes and whom it would ring."""
    return await preview_draft(production_id, day_id, by=actor, now=clock.now())


@get(
    f"{_DAY}/sheet", opt={"may": ("sheet", "read"), "asked_within": True}, operation_id="ReadSheet",
    responses={},
)  # fmt: skip
async def read_sheet(
    request: Request[Any, Any, Any],
    session_token: NamedDependency[str],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
) -> Response[SheetOut]:
    """The newest sheet that is out. `ETag` holds the reader's class; `If-None-Match` answers 304."""
    etags = request.headers.get("if-none-match", "")
    found = await read.read_newest(session_token, production_id, day_id, etags=etags, now=clock.now())
    headers = {"ETag": found.etag, "Cache-Control": "private, no-cache", "Vary": "Cookie, Authorization"}
    body: Any = found.content or b""
    return Response(
        body, status_code=304 if found.content is None else 200, media_type="application/json", headers=headers
    )


@get(f"{_DAY}/versions", opt={"may": ("sheet", "read")}, operation_id="ListVersions")
async def list_versions(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]
) -> VersionsOut:
    """Every issue of the day, newest first; what is still held only for those who may issue."""
    return VersionsOut(versions=await read.list_versions(production_id, day_id, by=actor, now=clock.now()))


@get(
    "/api/productions/{production_id:int}/versions/{version_id:int}",
    opt={"may": ("sheet", "read")},
    operation_id="ReadVersion",
)
async def read_version(
    actor: NamedDependency[Actor], production_id: FromPath[Id], version_id: FromPath[Id]
) -> SheetOut:
    """One version, also an old one; a preliminary only for its list."""
    return await read.read_version(production_id, version_id, by=actor, now=clock.now())


@get(
    "/api/productions/{production_id:int}/versions/{version_id:int}/difference",
    opt={"may": ("sheet", "compare")},
    operation_id="CompareVersions",
)
async def compare(
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    version_id: FromPath[Id],
    since_id: FromQuery[Annotated[int, Parameter(ge=1, le=2**63 - 1)]],
) -> read.Compared:
    """What differs between version `since_id` and this one, in sentences."""
    return await read.compare(production_id, since_id, version_id, by=actor, now=clock.now())


@post(f"{_DAY}/versions", opt={"may": ("sheet", "publish")}, operation_id="PublishSheet")
async def publish_sheet(
    data: JSONBody[publish.PublishIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
) -> publish.Issued:
    """Issue the draft as the next version. 412 with the difference when somebody was faster."""
    return await publish.publish(production_id=production_id, day_id=day_id, wanted=data, by=actor, now=clock.now())


@post(f"{_DAY}/preliminaries", opt={"may": ("sheet", "publish")}, operation_id="PublishPreliminary")
async def publish_preliminary(
    data: JSONBody[publish.PreliminaryIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
) -> publish.Issued:
    """P1, P2…: to a list, uncoloured, told to nobody."""
    return await publish.publish_preliminary(
        production_id=production_id, day_id=day_id, wanted=data, by=actor, now=clock.now()
    )


@post(f"{_VERSION}/stop", opt={"may": ("sheet", "publish")}, status_code=200, operation_id="StopSheet")
async def stop(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id], version_id: FromPath[Id]
) -> StoppedOut:
    """Within the hold: the version is deleted, nobody was told."""
    await hold.stop(production_id=production_id, day_id=day_id, version_id=version_id, by=actor, now=clock.now())
    return StoppedOut(stopped=True)


@post(f"{_VERSION}/send", opt={"may": ("sheet", "publish")}, status_code=200, operation_id="SendSheetNow")
async def send_now(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id], version_id: FromPath[Id]
) -> publish.Issued:
    """Skip the rest of the hold."""
    return await hold.send_now(
        production_id=production_id, day_id=day_id, version_id=version_id, by=actor, now=clock.now()
    )


@post(f"{_VERSION}/withdraw", opt={"may": ("sheet", "publish")}, status_code=200, operation_id="WithdrawSheet")
async def withdraw(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id], version_id: FromPath[Id]
) -> publish.Issued:
    """Withdraw the newest version; the former content follows under a new number."""
    return await hold.withdraw(
        production_id=production_id, day_id=day_id, version_id=version_id, by=actor, now=clock.now()
    )


HANDLERS = [
    read_draft, read_sheet, list_versions, read_version, compare, publish_sheet, publish_preliminary, stop, send_now,
    withdraw,
]  # fmt: skip
