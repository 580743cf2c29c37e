"""Routes of counts for caterer and background."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.sheets import counts
from server.wire import Id

_COUNTS = "/api/productions/{production_id:int}/days/{day_id:int}/counts"


@get(_COUNTS, opt={"may": ("sheet", "preview")}, operation_id="ReadCounts")
async def read_counts(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]
) -> counts.CountsOut:
    """How many people by kind and by meal, as the draft has them; what was sent, to whom, and how that stands."""
    return await counts.look(production_id, day_id, by=actor)


@post(_COUNTS, opt={"may": ("sheet", "prepare")}, status_code=200, operation_id="SendCount")
async def send_count(
    data: JSONBody[counts.SendCountIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
) -> counts.CountsOut:
    """Tell the caterer, or who brings the background. 412 where the numbers are other than they were seen."""
    await counts.send(production_id=production_id, day_id=day_id, wanted=data, by=actor, now=clock.now())
    return await counts.look(production_id, day_id, by=actor)


HANDLERS = [read_counts, send_count]
