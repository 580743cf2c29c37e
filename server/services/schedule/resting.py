"""Rest of everybody called on a day: since their logged wrap, until then since the estimated one."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from server.db import Tx
from server.models.production import queries as production_queries
from server.models.schedule import queries
from server.rules.production.settings import settings_of
from server.rules.schedule.rest import Rest, pack_of, rest
from server.rules.schedule.times import instant
from server.rules.schedule.wraps import Subject, standing, wrap_of
from server.services.schedule.gather import Called, Gathered

_BACK = timedelta(days=4)
Key = tuple[int, int | None, int | None]
"""member, position, cast role."""


def key_of(called: Called) -> Key:
    return (called.member_id or 0, called.position_id, called.element_id)


async def rests(db: Tx, production_id: int, gathered: Gathered) -> dict[Key, Rest]:
    """Rest before each timed call, for whoever worked within four days before; five statements."""
    day = gathered.day
    before = [
        d
        for d in await queries.days(db, production_id, day.on_date - _BACK, day.on_date - timedelta(days=1))
        if d.cancelled_at is None and d.day_type != "off"
    ]
    if not before:
        return {}
    log = await queries.log(db, production_id, [d.id for d in before])
    logged = {d.id: standing(entry for entry in log if entry.day_id == d.id) for d in before}
    last = next((d for d in reversed(before) if d.unit_id == day.unit_id), None)
    worked = {w.member_id: w for w in await queries.workers(db, production_id, last.on_date)} if last else {}
    production = await production_queries.production(db, production_id)
    house = settings_of(production.settings)
    found = {}
    for called in (*gathered.crew, *gathered.cast):
        call_at = gathered.at(called.times.call)
        if called.member_id is None or call_at is None:
            continue
        departments = {called.department_id} if called.department_id else set()
        wrap = _logged_wrap(logged.values(), called.member_id, departments)
        estimated = None
        if last is not None and called.member_id in worked and last.estimated_wrap is not None:
            estimated = instant(last.on_date, last.zone, last.estimated_wrap, second=last.second_hour)
        since = wrap or estimated
        if since is None:
            continue
        pack = pack_of(called.rest_pack, house.rest_pack or None, production.country, minor=called.minor)
        found[key_of(called)] = rest(
            pack, since, logged=wrap is not None, call_at=call_at, pickup_at=gathered.at(called.times.pickup)
        )
    return found


def _logged_wrap(
    logs: Iterable[dict[Subject, datetime]], member_id: int, departments: Iterable[int]
) -> datetime | None:
    wraps = [wrap for log in logs if (wrap := wrap_of(log, member_id, departments)) is not None]
    return max(wraps) if wraps else None
