"""The day held for an act on its sheet, and what its actor saw of it: of two at once one wins, the other gets 412."""

from server.db import Tx
from server.errors import NotAllowed, Stale
from server.models.schedule import queries as schedule
from server.models.schedule.queries import DayRow
from server.models.sheets import versions
from server.models.sheets.versions import VersionRow
from server.rules.access import Actor, Scope, may
from server.rules.production.clock_face import face
from server.rules.schedule.times import minutes_of
from server.rules.sheets import words
from server.rules.sheets.diff import diff
from server.rules.sheets.snapshot import Snapshot, thaw
from server.services.schedule.changing import difference_since


async def lock(db: Tx, production_id: int, day_id: int, *, by: Actor, action: str) -> DayRow:
    """May I, and the day held until the end. Raises NotFound, NotAllowed (also for another unit's day)."""
    membership, scope = may(by, "sheet", action, production_id=production_id)
    day = await schedule.day(db, production_id, day_id, lock=True)
    if scope is Scope.UNIT and membership.unit_id != day.unit_id:
        raise NotAllowed("This day is another unit's.")
    return day


async def stale(  # noqa: PLR0917  two sides of one comparison
    db: Tx, production_id: int, day: DayRow, newest: VersionRow | None, page: Snapshot, base_version: int,
    day_revision: int, *, by: Actor,
) -> Stale:  # fmt: skip
    """What happened since `base_version` was the newest and the draft stood at `day_revision`.

    `difference`: of the pages · `changes`: who edited what of the draft meanwhile, in sentences.
    """
    number = newest.number if newest else 0
    issued = newest if number != base_version else None
    seen = await versions.pages(db, production_id, day.id, [base_version])
    before = thaw(seen[base_version][1]) if base_version in seen else None
    lines: list[str] = []
    if before is not None:
        after = thaw(issued.snapshot) if issued is not None else page
        members = {line.member_id for one in (before, after) for line in one.lines if line.member_id}
        names = await versions.names(db, production_id, members)
        lines = words.lines_of(diff(before, after), before, names, twelve=by.twelve)
    what = "The draft was changed"
    if issued is not None:
        who = await versions.issuer(db, production_id, issued.issued_by)
        at = face(minutes_of(issued.issued_at, day.on_date, day.zone), twelve=by.twelve)
        what = f"{who or 'Somebody'} issued {issued.colour} at {at}"
    return Stale(
        f"{what} while you worked on it.", difference=lines, base_version=number, day_revision=day.revision,
        changes=await difference_since(db, production_id, day, day_revision, twelve=by.twelve),
    )  # fmt: skip
