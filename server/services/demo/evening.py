"""*Play the evening*: from 15:00 to tomorrow's wrap in a minute and a half, with real jobs and captured mail.

Only in a demo's own database, for whatever production there has a running day and the people for it. The clock is
moved from step to step; each step does, through the same services as everybody, what its people do at that hour.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import msgspec

from server import clock
from server.db import Tx, read, tx
from server.errors import Conflict
from server.models.demo import queries
from server.models.demo.queries import EveningRow
from server.models.schedule import queries as schedule
from server.rules.access import Actor, Role, may
from server.rules.schedule.times import instant
from server.services.demo import clock as demo_clock
from server.services.demo import phones, steps
from server.services.demo.steps import Shoot

PAUSE_MS = 8_000
_NEW = "Start a new demo: `scripts/run --data` with a folder that is empty."


class Step(msgspec.Struct, frozen=True):
    """`minutes` after midnight of the running day, or of the next; `says`: what happens, for the desk."""

    minutes: int
    says: str
    do: Callable[[Shoot], Awaitable[None]]
    tomorrow: bool = False


def _at(hour: int, minute: int) -> int:
    return hour * 60 + minute


STEPS = (
    Step(_at(15, 0), "Heads are asked for pre-calls and extra hands, by a quarter to four.", steps.ask_heads),
    Step(
        _at(16, 0),
        "Their answers go into the draft; the preliminary goes to heads, transport, locations, catering.",
        steps.preliminary,
    ),
    Step(_at(17, 30), "The order of tomorrow’s scenes changes; 1st AD and UPM approve.", steps.order_changes),
    Step(_at(19, 20), "Running over: the 2nd AD pushes tomorrow by 30 minutes.", steps.push),
    Step(_at(19, 50), "Wrap is logged per department, one person later. Rest counts from it.", steps.wrap),
    Step(_at(19, 55), "Approved again. White is issued, and phones begin to answer.", steps.issue),
    Step(_at(21, 40), "Rain: the cover set. The next colour is issued.", steps.cover_set),
    Step(
        _at(23, 30), "One call moves into its person’s rest: the UPM says yes, then a human rings.", steps.forced_call
    ),
    Step(_at(3, 50), "A driver reads the run.", steps.drivers_read, tomorrow=True),
    Step(_at(5, 15), "Crew confirm in the dark.", steps.crew_confirm, tomorrow=True),
    Step(_at(19, 10), "Wrap: the truck is checked, and one case is missing.", steps.check_truck, tomorrow=True),
)


class EveningOut(msgspec.Struct):
    """How far it is. `says` is the step that was done last; empty before the first."""

    step: int
    of: int
    says: str
    tomorrow: int
    over: bool


async def look(production_id: int) -> EveningOut | None:
    """None: not begun yet."""
    async with read() as db:
        row = await queries.evening(db, production_id)
    if row is None:
        return None
    says = STEPS[row.step - 1].says if row.step else ""
    return EveningOut(step=row.step, of=len(STEPS), says=says, tomorrow=row.tomorrow, over=row.step >= len(STEPS))


async def begin(production_id: int, pause_ms: int, *, by: Actor, now: datetime) -> EveningOut:
    """The workers play it from now on.

    Raises Conflict where it was played before, or there is no running day with the people it needs.
    """
    may(by, "sheet", "publish", production_id=production_id)
    async with tx(production_id) as db:
        today, tomorrow = await _days(db, production_id, now)
        row = EveningRow(production_id, today, tomorrow, pause_ms, 0, by.account_id)
        await _shoot(db, row, now)
        if not await queries.begin(db, row):
            raise Conflict("The evening was played already.", next_step=_NEW, code="evening_played")
        db.enqueue("play_evening", {"production_id": production_id})
    return EveningOut(step=0, of=len(STEPS), says="", tomorrow=tomorrow, over=False)


async def play(production_id: int) -> None:
    """Every step that isn't done yet. Run twice, or begun anew after a kill, it goes on where it was."""
    while (row := await _next(production_id)) is not None:
        async with tx(production_id) as db:
            await queries.evening(db, production_id, lock=True)
            await STEPS[row.step].do(await _shoot(db, row, clock.now()))
            await queries.step_done(db, production_id, row.step + 1)
        await phones.answer(production_id, row.tomorrow)
        await asyncio.sleep(row.pause_ms / 1000)


async def _next(production_id: int) -> EveningRow | None:
    """The row at the step to do, with the clock at its hour; None: all are done."""
    async with tx(production_id) as db:
        row = await queries.evening(db, production_id)
        if row is None or row.step >= len(STEPS):
            return None
        step = STEPS[row.step]
        day = await schedule.day(db, production_id, row.tomorrow if step.tomorrow else row.today)
    # committed before the step begins: whoever else follows the clock would set it back meanwhile
    await demo_clock.stand_at(max(instant(day.on_date, day.zone, step.minutes), clock.now()))
    return row


async def _days(db: Tx, production_id: int, now: datetime) -> tuple[int, int]:
    """The day that runs now, and its unit's next one."""
    found = await schedule.days(db, production_id, (now - timedelta(1)).date(), (now + timedelta(1)).date())
    for day in found:
        if day.cancelled_at or day.general_call is None:
            continue
        if instant(day.on_date, day.zone, 0) <= now < instant(day.on_date, day.zone, _at(19, 0)):
            following = await schedule.next_day(db, production_id, day.unit_id, day.on_date)
            if following is not None and following.general_call is not None:
                return day.id, following.id
    raise Conflict(
        "An evening needs a day that runs now, before 19:00, and a next one, both with a general call.",
        next_step=_NEW, code="no_evening",
    )  # fmt: skip


async def _shoot(db: Tx, row: EveningRow, now: datetime) -> Shoot:
    """Its people as they may act now. Raises Conflict naming the role that nobody has joined with."""
    actors = {}
    for role in (Role.FIRST_AD, Role.SECOND_AD, Role.UPM, Role.COORDINATOR):
        found = await queries.acting(db, row.production_id, role, now)
        if found is None:
            words = role.replace("_", " ")
            raise Conflict(f"Nobody has joined as {words} yet.", next_step="Invite them first.", code="no_evening")
        actors[role] = await steps.actor_of(db, found, now)
    today = await schedule.day(db, row.production_id, row.today)
    tomorrow = await schedule.day(db, row.production_id, row.tomorrow)
    return Shoot(row.production_id, today, tomorrow, actors)
