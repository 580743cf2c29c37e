"""What stands on a day beside people, places and scenes. `If-Match: <revision>` guards every change."""

from litestar import put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.routes.schedule import Changed, Seen, _seen
from server.rules.access import Actor
from server.services.schedule import blocks


@put(
    "/api/productions/{production_id:int}/days/{day_id:int}/extras",
    opt={"may": ("day", "change")},
    operation_id="SetDayExtras",
)
async def set_extras(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[blocks.DayExtras],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """Stand-ins, stunts and background, in the order of the sheet."""
    return Changed(revision=await blocks.set_extras(production_id, day_id, data, by=actor, seen=_seen(if_match)))


@put(
    "/api/productions/{production_id:int}/days/{day_id:int}/runs",
    opt={"may": ("day", "change")},
    operation_id="SetDayRuns",
)
async def set_runs(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[blocks.DayRuns],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """What each vehicle does that day, and whom it fetches."""
    return Changed(revision=await blocks.set_runs(production_id, day_id, data, by=actor, seen=_seen(if_match)))


HANDLERS = [set_extras, set_runs]
