"""The day board."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from server import clock
from server.rules.access import Actor
from server.rules.reports.board import BoardOut
from server.services.reports.board import day_board
from server.wire import Id


@get(
    "/api/productions/{production_id:int}/days/{day_id:int}/board",
    opt={"may": ("board", "read")},
    operation_id="ReadBoard",
)
async def read_board(actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]) -> BoardOut:
    """Problems first; departments × has it, being called, hasn't; gear; the day as a line."""
    return await day_board(production_id, day_id, by=actor, now=clock.now())


HANDLERS = [read_board]
