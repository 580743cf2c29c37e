"""The wrap of a production, and what it takes along."""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.upkeep import wrap
from server.services.upkeep.wrap import WrapIn, WrapOut
from server.settings import Settings
from server.wire import Id

_AT = "/api/productions/{production_id:int}"
_EXPORT = {"may": ("keeping", "export")}


def _file(content: bytes, name: str, kind: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(content, media_type=kind, headers=headers)


@get(f"{_AT}/wrap", opt={"may": ("keeping", "read")}, operation_id="ReadWrap")
async def look(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> WrapOut:
    """What is still open, before the production is wrapped."""
    return await wrap.look(production_id, by=actor, now=clock.now())


@post(f"{_AT}/wrap", opt={"may": ("production", "archive")}, status_code=204, operation_id="WrapProduction")
async def put_away(data: JSONBody[WrapIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> None:
    """Wrap it as of that day: it is read from now on, and the terms of what is kept of people count."""
    await wrap.wrap(production_id, data, by=actor, now=clock.now())


@get(f"{_AT}/crew.csv", opt=_EXPORT, operation_id="ExportCrew", media_type="text/csv")
async def crew(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> Response[bytes]:
    """The crew list, a line a position."""
    return _file(await wrap.crew(production_id, by=actor), "crew.csv", "text/csv")


@get(f"{_AT}/ledger.csv", opt=_EXPORT, operation_id="ExportLedger", media_type="text/csv")
async def ledger(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> Response[bytes]:
    """Who was told which version, and each proof of it."""
    return _file(await wrap.ledger(production_id, by=actor, now=clock.now()), "ledger.csv", "text/csv")


@get(f"{_AT}/sheets.zip", opt=_EXPORT, operation_id="ExportSheets", media_type="application/zip")
async def sheets(
    actor: NamedDependency[Actor], settings: NamedDependency[Settings], production_id: FromPath[Id]
) -> Response[bytes]:
    """The newest sheet of every day as PDF. 404 where none was issued."""
    made = await wrap.sheets(production_id, by=actor, settings=settings, now=clock.now())
    return _file(made, "sheets.zip", "application/zip")


HANDLERS = [look, put_away, crew, ledger, sheets]
