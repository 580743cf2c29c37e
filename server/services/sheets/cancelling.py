"""A unit's whole day cancelled, with the reason and what late notice costs; and on again. The next issue tells it."""

from datetime import datetime

from server.errors import Conflict
from server.models.schedule import making
from server.models.sheets import forced, versions
from server.rules.access import Actor
from server.services.schedule.changing import changing
from server.services.schedule.days import own_day
from server.services.schedule.gather import gather
from server.services.schedule.resting import history
from server.services.sheets.forced import Reason, word
from server.services.sheets.money import called_now, issued_calls, late_ones
from server.wire import Line, Struct


class CancelDayIn(Struct):
    """`reason`: on every phone, and kept beside what the late notice costs."""

    reason: Reason


class RestoreDayIn(Struct):
    reason: Line = ""


async def cancel_day(
    production_id: int, day_id: int, wanted: CancelDayIn, *, by: Actor, now: datetime, seen: int | None
) -> int:
    """Who holds its sheet learns of it by the version that is issued next. Returns the revision.

    The reason is kept for everybody who was told a call, and whose notice comes too late. Raises as `changing` does;
    Conflict for a cover set.
    """
    async with changing(
        production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="day_cancelled"
    ) as change:
        db, reason = change.db, wanted.reason.strip()
        own_day(change.day)
        gathered = await gather(db, production_id, change.day)
        before = await history(db, production_id, gathered)
        issued = issued_calls(await versions.newest(db, production_id, day_id))
        late = late_ones(gathered, before, called_now(gathered, issued), issued, now=now)
        words = [word(one.line, one.finding) for one in late]
        await forced.add(db, production_id, day_id, words, forced.REASON, reason, by.account_id, now)
        await making.cancel(db, production_id, day_id, now, reason)
    return change.revision


async def restore_day(production_id: int, day_id: int, wanted: RestoreDayIn, *, by: Actor, seen: int | None) -> int:
    """The day is on again; the next version calls everybody anew. Returns the revision.

    Raises as `changing` does; Conflict where it isn't cancelled, or its unit has another day on that date by now.
    """
    async with changing(
        production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="day_restored", cancelled=True
    ) as change:
        if not await making.restore(change.db, production_id, day_id, wanted.reason.strip()):
            raise Conflict(
                f"{change.day.unit} unit has another day on {change.day.on_date} by now.", code="day_there",
                next_step="Move or cancel that one first.",
            )  # fmt: skip
    return change.revision
