"""Everybody's own copy for printing on set: asked for, watched, cancelled, fetched."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.response import Stream

from server import clock
from server.rules.access import Actor
from server.services.sheets import copy_sets
from server.services.sheets.copy_sets import CopiesIn, CopiesOut, CopySetOut
from server.wire import Id

_AT = "/api/productions/{production_id:int}/days/{day_id:int}/copies"
_SET = _AT + "/{set_id:int}"
_MAY = {"may": ("sheet", "print")}


@get(_AT, opt=_MAY, operation_id="ReadCopies")
async def read_copies(actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]) -> CopiesOut:
    """What is out, for how many, and how far the sets of copies are."""
    return await copy_sets.listed(production_id, day_id, by=actor, now=clock.now())


@post(_AT, opt=_MAY, status_code=202, operation_id="MakeCopies")
async def make_copies(
    data: JSONBody[CopiesIn], actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]
) -> CopySetOut:
    """Have everybody's copy of the newest sheet made. Asked again: the same set; what failed is tried once more."""
    return await copy_sets.ask(production_id, day_id, data, by=actor, now=clock.now())


@post(f"{_SET}/cancel", opt=_MAY, status_code=200, operation_id="CancelCopies")
async def cancel_copies(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id], set_id: FromPath[Id]
) -> CopySetOut:
    """Stop making them."""
    return await copy_sets.cancel(production_id, day_id, set_id, by=actor, now=clock.now())


@get(f"{_SET}/copies.zip", opt=_MAY, operation_id="FetchCopies", media_type="application/zip")
async def fetch_copies(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id], set_id: FromPath[Id]
) -> Stream:
    """All of them as one ZIP, in the order of the sheet. 404 while they are being made."""
    found = await copy_sets.download(production_id, day_id, set_id, by=actor, now=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"', "Cache-Control": "private, no-store"}
    return Stream(found.parts, media_type="application/zip", headers=headers)


HANDLERS = [read_copies, make_copies, cancel_copies, fetch_copies]
