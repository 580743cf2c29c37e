"""How every change of a day goes: may I, lock the day, look whether it is still the one that was seen, note it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from server.db import Tx, tx
from server.errors import Conflict, NotAllowed, Stale
from server.models.schedule import queries
from server.models.schedule.queries import DayRow
from server.rules.access import Actor, Scope, may


@dataclass
class Changing:
    """A locked day in an open transaction; `revision` is the one it has when the transaction ends."""

    db: Tx
    day: DayRow
    production_id: int
    revision: int


def may_in_unit(by: Actor, resource: str, action: str, *, production_id: int, unit_id: int) -> None:
    """Other units' ADs act in their unit. Raises NotFound, NotAllowed."""
    membership, scope = may(by, resource, action, production_id=production_id)
    if scope is Scope.UNIT and membership.unit_id != unit_id:
        raise NotAllowed("This day belongs to another unit.", next_step="Ask that unit's 2nd AD.")


@asynccontextmanager
async def changing(
    production_id: int, day_id: int, *, by: Actor, right: tuple[str, str], seen: int | None, fact: str = "day_changed"
) -> AsyncIterator[Changing]:
    """Lock the day for a change. `seen` is the revision that the caller looked at; None changes whatever is there.

    Raises NotFound, NotAllowed, Conflict (cancelled day), Stale (somebody changed it since, `revision` says to what).
    """
    async with tx(production_id) as db:
        day = await queries.day(db, production_id, day_id, lock=True)
        may_in_unit(by, *right, production_id=production_id, unit_id=day.unit_id)
        if day.cancelled_at is not None:
            raise Conflict("This day is cancelled.", next_step="Make a new day for the date.", code="day_cancelled")
        if seen is not None and seen != day.revision:
            raise Stale("Somebody changed this day since you opened it.", revision=day.revision)
        change = Changing(db, day, production_id, day.revision)
        yield change
        change.revision = await queries.raise_revision(db, production_id, day_id)
        db.note(fact, "day", day_id, by=by, revision=change.revision)
