"""For how long a production keeps what of its people."""

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.upkeep.keeping import KeepingIn, KeepingOut, change_keeping, read_keeping
from server.wire import Id

_AT = "/api/productions/{production_id:int}/keeping"


@get(_AT, opt={"may": ("keeping", "read")}, operation_id="ReadKeeping")
async def look(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> KeepingOut:
    """Terms by class of data, a legal hold, and whose work here is over."""
    return await read_keeping(production_id, by=actor, now=clock.now())


@put(_AT, opt={"may": ("keeping", "change")}, operation_id="ChangeKeeping")
async def change(data: JSONBody[KeepingIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> KeepingOut:
    """Set terms within their bounds, set or lift a legal hold. 412 when somebody changed it meanwhile."""
    return await change_keeping(production_id, data, by=actor, now=clock.now())


HANDLERS = [look, change]
