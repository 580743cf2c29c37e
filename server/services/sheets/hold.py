"""The thirty seconds after an issue: stop it, or send it now. And what there is after them: a version withdrawn."""

from datetime import datetime

from server.db import tx
from server.errors import Conflict
from server.models.production import queries as productions
from server.models.schedule.queries import DayRow
from server.models.sheets import versions
from server.models.sheets.versions import VersionRow
from server.rules.access import Actor
from server.rules.production.clock_face import face
from server.rules.production.settings import settings_of
from server.rules.schedule.times import minutes_of
from server.rules.sheets.snapshot import thaw
from server.services.notify.write import release_now, take_back
from server.services.sheets.former import again
from server.services.sheets.publish import Issued, issue, out
from server.services.sheets.seen import lock


class TooLate(Conflict):
    code = "already_out"
    title = "It is out already"
    next = "Issue the next version, or withdraw this one."


async def stop(*, production_id: int, day_id: int, version_id: int, by: Actor, now: datetime) -> None:
    """Take back a version that nobody could read yet: it and its notices are deleted, its number is free again.

    What it had replaced goes on where it was. Raises TooLate after `release_at`, Conflict for one already replaced.
    """
    async with tx(production_id) as db:
        day = await lock(db, production_id, day_id, by=by, action="publish")
        found = _held(await versions.version(db, production_id, version_id), day, by, now)
        newest = await versions.newest(db, production_id, day_id)
        if newest is not None and newest.number > found.number:
            raise Conflict(f"{newest.colour} was issued after it.", code="not_newest", next_step="Stop that one first.")
        await take_back(db, production_id, "sheet", found.id, now=now)
        await versions.delete(db, production_id, found.id)
        db.note("sheet_stopped", "day", day_id, by=by, revision=found.number, ids={"version": found.id})


async def send_now(*, production_id: int, day_id: int, version_id: int, by: Actor, now: datetime) -> Issued:
    """Skip the rest of the hold. Raises TooLate after it."""
    async with tx(production_id) as db:
        day = await lock(db, production_id, day_id, by=by, action="publish")
        found = _held(await versions.version(db, production_id, version_id), day, by, now)
        await versions.set_release(db, production_id, found.id, now)
        await release_now(db, production_id, "sheet", found.id, now=now)
        db.note("sheet_sent", "day", day_id, by=by, revision=found.number, ids={"version": found.id})
        return out(await versions.version(db, production_id, found.id))


async def withdraw(*, production_id: int, day_id: int, version_id: int, by: Actor, now: datetime) -> Issued:
    """Withdraw the newest version: marked so, and followed by a new number with the former content.

    Raises Conflict when it isn't the newest, is still held, has nothing before it, or the day was cancelled since;
    NotApproved where a wrap logged since makes a former call a short rest that nobody has said yes to.
    """
    async with tx(production_id) as db:
        day = await lock(db, production_id, day_id, by=by, action="publish")
        found = await versions.version(db, production_id, version_id)
        newest = await versions.newest(db, production_id, day_id)
        if newest is None or newest.id != found.id or found.withdrawn_at is not None:
            raise Conflict("Only the newest version can be withdrawn.", code="not_newest")
        if found.release_at > now:
            raise Conflict(f"{found.colour} isn't out yet: stop it.", code="still_held")
        former = await versions.former(db, production_id, day_id, found.number)
        if former is None:
            raise Conflict(
                f"{found.colour} is the first: there is nothing to go back to.", code="nothing_before",
                next_step="Issue a corrected version, or cancel the day.",
            )  # fmt: skip
        before = thaw(former.snapshot)
        if before.head.cancelled != (day.cancelled_at is not None):
            raise Conflict(
                f"The day is cancelled: {former.colour} would call everybody to a day that stays cancelled.",
                code="cancelled_since", next_step="Put the day on again, then issue its sheet.",
            )  # fmt: skip
        approved = await again(db, production_id, day, before, former=former, newest=newest, now=now)
        await versions.withdraw(db, production_id, found.id, now)
        settings = settings_of((await productions.production(db, production_id)).settings)
        return await issue(
            db, production_id, before, newest, settings=settings, by=by, now=now, release_at=now,
            reason=f"{found.colour} is withdrawn", day_revision=former.day_revision, approved=approved,
        )  # fmt: skip


def _held(found: VersionRow, day: DayRow, by: Actor, now: datetime) -> VersionRow:
    if found.day_id != day.id:
        raise Conflict("This version is of another day.", code="another_day")
    if found.release_at <= now:
        at = face(minutes_of(found.release_at, day.on_date, day.zone), twelve=by.twelve)
        raise TooLate(f"{found.colour or 'It'} went out at {at}.")
    return found
