"""How every change of a day goes: may I, lock the day, look whether it is still the one that was seen, note it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from server.db import Tx, tx
from server.errors import Conflict, NotAllowed, Stale
from server.models.schedule import changes, queries
from server.models.schedule.queries import DayRow
from server.rules.access import Actor, Scope, may
from server.rules.production.clock_face import face
from server.rules.schedule.difference import TIMES, sentence
from server.rules.schedule.times import checked, clock_words, clocks_change, minutes_of
from server.services.schedule.gather import gather


@dataclass
class Changing:
    """A locked day in an open transaction; `revision` is the one it has when the transaction ends.

    `ids`: what was touched, for the fact: `member`, `element`, `department`, `cells` of the grid, or the names of the
    day's `fields`.
    """

    db: Tx
    day: DayRow
    production_id: int
    revision: int
    ids: dict[str, int | list[str]] = field(default_factory=dict)


def may_in_unit(by: Actor, resource: str, action: str, *, production_id: int, unit_id: int) -> None:
    """Other units' ADs act in their unit. Raises NotFound, NotAllowed."""
    membership, scope = may(by, resource, action, production_id=production_id)
    if scope is Scope.UNIT and membership.unit_id != unit_id:
        raise NotAllowed("This day belongs to another unit.", next_step="Ask that unit's 2nd AD.")


@asynccontextmanager
async def changing(
    production_id: int, day_id: int, *, by: Actor, right: tuple[str, str], seen: int | None, fact: str = "day_changed",
    cancelled: bool = False,
) -> AsyncIterator[Changing]:  # fmt: skip
    """Lock the day for a change. `seen` is the revision that the caller looked at; None changes whatever is there.
    `cancelled`: a cancelled day alone may be changed so, to put it on again.

    Raises NotFound, NotAllowed, Conflict (cancelled day, or not), Stale (somebody changed it since: `revision` says to
    what, `difference` what, in sentences), Invalid for a time that the night of a clock change doesn't have, or has
    twice while nobody said which.
    """
    async with tx(production_id) as db:
        day = await queries.day(db, production_id, day_id, lock=True)
        may_in_unit(by, *right, production_id=production_id, unit_id=day.unit_id)
        if seen is not None and seen != day.revision:
            difference = await difference_since(db, production_id, day, seen, twelve=by.twelve)
            raise Stale("Somebody changed this day since you opened it.", revision=day.revision, difference=difference)
        if day.cancelled_at is not None and not cancelled:
            raise Conflict(
                "This day is cancelled.", next_step="Put it on again, or make a new day for the date.",
                code="day_cancelled",
            )  # fmt: skip
        if day.cancelled_at is None and cancelled:
            raise Conflict("This day isn't cancelled.", code="day_on")
        change = Changing(db, day, production_id, day.revision)
        yield change
        await _check_clock(db, production_id, day_id, by)
        change.revision = await queries.raise_revision(db, production_id, day_id)
        db.note(fact, "day", day_id, by=by, revision=change.revision, ids=change.ids)


async def difference_since(db: Tx, production_id: int, day: DayRow, revision: int, *, twelve: bool) -> list[str]:
    """Who changed what of the day after `revision`, a sentence each; times in the day's zone, on the reader's clock."""
    times = {name: getattr(day, name) for name in TIMES}
    now = {name: clock_words(at, twelve=twelve) for name, at in times.items() if at is not None}
    return [
        sentence(
            row.kind,
            who=row.who,
            at=face(minutes_of(row.at, day.on_date, day.zone), twelve=twelve),
            fields=row.fields(),
            member=row.member,
            department=row.department,
            many=row.many(),
            now=now,
        )
        for row in await changes.since(db, production_id, day.id, revision)
    ]


async def _check_clock(db: Tx, production_id: int, day_id: int, by: Actor) -> None:
    """On a night on which the clocks change every time of the day is looked at, also those that only moved along."""
    day = await queries.day(db, production_id, day_id)
    if not clocks_change(day.on_date, day.zone):
        return
    gathered = await gather(db, production_id, day)
    times = [(name, getattr(day, name)) for name in TIMES]
    times += [(f"scene {scene.number}", scene.at_minutes) for scene in gathered.scenes]
    for called in (*gathered.crew, *gathered.cast):
        found = called.times
        for minutes in (found.pickup, found.call, found.on_set, called.wardrobe, called.rehearsal, called.release):
            times.append((called.name or called.title, minutes))
    for where, minutes in times:
        checked(day.on_date, day.zone, minutes, where, second=day.second_hour, twelve=by.twelve)
