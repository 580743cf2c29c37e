"""Things: the whole list for phones and desk, one thing, and changes by hand."""

import hashlib
from typing import Annotated, Any, cast

import msgspec
from litestar import Request, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.gear import labels, reading, settling, things
from server.services.gear.reading import CaseOut, GearOut
from server.services.gear.scans import HolderIn
from server.services.gear.things import ChangeThingIn, ThingIn
from server.settings import Settings
from server.wire import Id, Struct, encode

_AT = "/api/productions/{production_id:int}/gear"
ThingCode = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


class ThingMade(Struct):
    id: int


class SettleIn(Struct):
    """Who or what has it, as the office found."""

    holder: HolderIn


@get(_AT, opt={"may": ("gear", "read")}, operation_id="ReadGear")
async def read_gear(
    request: Request[Any, Any, Any], actor: NamedDependency[Actor], production_id: FromPath[Id],
    settings: NamedDependency[Settings],
) -> Response[GearOut]:  # fmt: skip
    """The whole list with standings, names and open disputes, as a phone keeps it; 304 while nothing moved."""
    found = await reading.gear(production_id, origins=labels.origins(settings), by=actor, now=clock.now())
    body = encode(found)
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(cast("Any", b""), status_code=304, headers=headers)
    return Response(cast("Any", body), media_type="application/json", headers=headers)


@get(f"{_AT}/things/{{thing_id:int}}", opt={"may": ("gear", "read")}, operation_id="ReadCase")
async def read_case(actor: NamedDependency[Actor], production_id: FromPath[Id], thing_id: FromPath[Id]) -> CaseOut:
    """One thing, what is inside, and what happened to it (the newest hundred)."""
    return await reading.case(production_id, thing_id, by=actor, now=clock.now())


@get(f"{_AT}/codes/{{code:str}}", opt={"may": ("gear", "read")}, operation_id="ReadCaseByCode")
async def read_by_code(
    actor: NamedDependency[Actor], production_id: FromPath[Id], code: FromPath[ThingCode]
) -> CaseOut:
    """By what is written on it (CAM-07), or by its label's ten characters."""
    return await reading.case_by_code(production_id, code, by=actor, now=clock.now())


@post(f"{_AT}/things", opt={"may": ("gear", "change")}, operation_id="AddThing")
async def add(data: JSONBody[ThingIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> ThingMade:
    """Add a case, cart, item, count or walkie by hand; with a code it gets a label."""
    return ThingMade(id=await things.add_thing(production_id, data, by=actor, now=clock.now()))


@put(f"{_AT}/things/{{thing_id:int}}", opt={"may": ("gear", "change")}, operation_id="ChangeThing")
async def change(
    data: JSONBody[ChangeThingIn], actor: NamedDependency[Actor], production_id: FromPath[Id], thing_id: FromPath[Id]
) -> CaseOut:
    """Write a thing anew; 412 when somebody did meanwhile."""
    await things.change_thing(production_id, thing_id, data, by=actor, now=clock.now())
    return await reading.case(production_id, thing_id, by=actor, now=clock.now())


@delete(f"{_AT}/things/{{thing_id:int}}", opt={"may": ("gear", "change")}, operation_id="RemoveThing")
async def remove(actor: NamedDependency[Actor], production_id: FromPath[Id], thing_id: FromPath[Id]) -> None:
    """Take it off the list; what happened to it stays."""
    await things.remove_thing(production_id, thing_id, by=actor, now=clock.now())


@post(f"{_AT}/things/{{thing_id:int}}/settle", opt={"may": ("gear", "settle")}, status_code=200,
      operation_id="SettleDispute")  # fmt: skip
async def settle(
    data: JSONBody[SettleIn], actor: NamedDependency[Actor], production_id: FromPath[Id], thing_id: FromPath[Id]
) -> CaseOut:
    """The office says who has it: open disputes about it are settled, and both claims stay in its history."""
    await settling.settle(production_id, thing_id, data.holder, by=actor, now=clock.now())
    return await reading.case(production_id, thing_id, by=actor, now=clock.now())


HANDLERS = [read_gear, read_case, read_by_code, add, change, remove, settle]
