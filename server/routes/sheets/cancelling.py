"""A whole day cancelled, and on again."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.routes.schedule import Changed, Seen, _seen
from server.rules.access import Actor
from server.services.sheets import cancelling
from server.wire import Id

_DAY = "/api/productions/{production_id:int}/days/{day_id:int}"


@post(f"{_DAY}/cancel", opt={"may": ("day", "change")}, status_code=200, operation_id="CancelDay")
async def cancel_day(
    data: JSONBody[cancelling.CancelDayIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
    if_match: Seen = None,
) -> Changed:
    """The day is cancelled: the next issue tells everybody called. Its date is free for another."""
    now, seen = clock.now(), _seen(if_match)
    return Changed(revision=await cancelling.cancel_day(production_id, day_id, data, by=actor, now=now, seen=seen))


@post(f"{_DAY}/restore", opt={"may": ("day", "change")}, status_code=200, operation_id="RestoreDay")
async def restore_day(
    data: JSONBody[cancelling.RestoreDayIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
    if_match: Seen = None,
) -> Changed:
    """The day is on again: the next issue calls everybody anew."""
    return Changed(revision=await cancelling.restore_day(production_id, day_id, data, by=actor, seen=_seen(if_match)))


HANDLERS = [cancel_day, restore_day]
