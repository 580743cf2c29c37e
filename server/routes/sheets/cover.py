"""The cover set of a day: made, kept ready, switched to and back."""

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.sheets import cover
from server.wire import Id, Struct

_AT = "/api/productions/{production_id:int}/days/{day_id:int}/cover"


class CoverMade(Struct):
    cover_id: Id


class CoverReady(Struct):
    ready: bool


@get(_AT, opt={"may": ("sheet", "preview")}, operation_id="ReadCover")
async def read_cover(
    production_id: FromPath[int], day_id: FromPath[int], actor: NamedDependency[Actor]
) -> cover.CoverOut:
    """How the cover set stands, and what switching would do."""
    return await cover.look(production_id, day_id, by=actor, now=clock.now())


@post(_AT, opt={"may": ("day", "change")}, operation_id="MakeCover")
async def make_cover(production_id: FromPath[int], day_id: FromPath[int], actor: NamedDependency[Actor]) -> CoverMade:
    """A cover set that starts as the day's draft; it is edited as a day is, under its own id."""
    return CoverMade(cover_id=await cover.make(production_id, day_id, by=actor))


@put(f"{_AT}/ready", opt={"may": ("day", "change")}, status_code=204, operation_id="SetCoverReady")
async def set_ready(
    production_id: FromPath[int], day_id: FromPath[int], data: JSONBody[CoverReady], actor: NamedDependency[Actor]
) -> None:
    """Ready: the board says so, and it can be switched to."""
    await cover.set_ready(production_id, day_id, ready=data.ready, by=actor, now=clock.now())


@delete(_AT, opt={"may": ("day", "change")}, operation_id="DropCover")
async def drop_cover(production_id: FromPath[int], day_id: FromPath[int], actor: NamedDependency[Actor]) -> None:
    """The cover set goes; not while it is in."""
    await cover.drop(production_id, day_id, by=actor)


@post(f"{_AT}/switch", opt={"may": ("day", "change")}, status_code=200, operation_id="SwitchCover")
async def switch_cover(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[cover.SwitchIn],
    actor: NamedDependency[Actor],
) -> cover.Switched:
    """To the cover set, or back to the day's own plan; issued in the same act where it doesn't wait for an approval."""
    return await cover.switch(production_id, day_id, data, by=actor, now=clock.now())


HANDLERS = [read_cover, make_cover, set_ready, drop_cover, switch_cover]
