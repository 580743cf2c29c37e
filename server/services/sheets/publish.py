"""Issue a day's sheet: freeze it, number and colour it, and tell whom it concerns. One transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from server.db import Tx, tx
from server.errors import Archived, Conflict, Invalid, Stale
from server.models.schedule.queries import DayRow
from server.models.sheets import versions
from server.models.sheets.versions import VersionRow
from server.rules.access import Actor
from server.rules.production.settings import ProductionSettings, settings_of
from server.rules.schedule.rest import Rest
from server.rules.sheets.colours import colour, name
from server.rules.sheets.snapshot import Snapshot, freeze, thaw
from server.services.schedule.changing import difference_since
from server.services.schedule.resting import Key, rests
from server.services.sheets.approval import Under, frozen, standing, under
from server.services.sheets.gather import gather
from server.services.sheets.seen import lock, stale
from server.services.sheets.tell import tell
from server.wire import Id, Line, Revision, Struct


class PublishIn(Struct):
    """`base_version`: number of the newest version the publisher has seen (0: none) · `day_revision`: of the draft."""

    base_version: Revision
    day_revision: Revision
    reason: Line = ""
    """One line on every phone: why."""
    at_once: bool = False
    """No hold: told, and read, from now on."""
    ring_all: bool = False
    """Ring everybody called, also those whom it doesn't touch."""


class PreliminaryIn(Struct):
    day_revision: Revision
    readers: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=200)]
    """Members on the list: heads, transport, locations, catering. Nobody else reads it, nobody is told by it."""


class Issued(Struct):
    """`rings` phones sound, `concerned` people are told, at `release_at`; until then it can be stopped."""

    version_id: int
    kind: str
    number: int
    colour: str
    issued_at: datetime
    release_at: datetime
    rings: int
    concerned: int


async def publish(*, production_id: int, day_id: int, wanted: PublishIn, by: Actor, now: datetime) -> Issued:
    """The next final version. Of two publishers at once one wins.

    Raises Stale (412, with what differs) when somebody issued or edited meanwhile; Conflict when nothing
    differs from the newest version; NotApproved while it waits for somebody's; NotAllowed for an AD of another unit.
    """
    async with tx(production_id) as db:
        day = await lock(db, production_id, day_id, by=by, action="publish")
        _issued_itself(day)
        newest = await versions.newest(db, production_id, day_id)
        page, gathered = await gather(db, production_id, day, by=by)
        if _behind(day, newest, wanted):
            raise await stale(db, production_id, day, newest, page, wanted.base_version, wanted.day_revision, by=by)
        if newest is not None and unchanged(newest, page) and not wanted.ring_all:
            raise Conflict(
                f"Nothing differs from {newest.colour}, so nobody would hear anything new.", code="nothing_changed",
                next_step="Change the sheet first, or ring everybody again on purpose.",
            )  # fmt: skip
        if gathered.production.archived_at is not None:
            raise Archived
        rest = await rests(db, production_id, gathered) if newest is not None else None
        state = await standing(db, page, gathered, newest, now=now, rest=rest)
        approved = await under(db, production_id, state, newest)
        settings = settings_of(gathered.production.settings)
        hold = timedelta(0) if wanted.at_once else timedelta(seconds=settings.hold_seconds)
        return await issue(
            db, production_id, page, newest, settings=settings, by=by, now=now, release_at=now + hold,
            reason=wanted.reason or page.head.reason, day_revision=day.revision, approved=approved,
            ring_all=wanted.ring_all, rest=rest,
        )  # fmt: skip


async def issue(
    db: Tx, production_id: int, page: Snapshot, newest: VersionRow | None, *, settings: ProductionSettings, by: Actor,
    now: datetime, release_at: datetime, reason: str, day_revision: int, approved: Under, ring_all: bool = False,
    rest: Mapping[Key, Rest] | None = None,
) -> Issued:  # fmt: skip
    """Freeze `page` as the version after `newest`, write its notices, note the fact. The caller holds the day."""
    number = newest.number + 1 if newest else 1
    values = {
        "kind": "final", "number": number, "colour": colour(settings.colours, number), "snapshot": freeze(page),
        "day_revision": day_revision, "reason": reason, "issued_by": by.account_id, "issued_at": now,
        "release_at": release_at,
    }  # fmt: skip
    values |= frozen(approved)
    version_id = await versions.add(db, production_id, page.head.day_id, values)
    made = await versions.version(db, production_id, version_id)
    count = await tell(db, production_id, made, page, settings=settings, now=now, ring_all=ring_all, rest=rest)
    db.note(
        "sheet_published", "day", made.day_id, by=by, revision=number, production_id=production_id,
        ids={"version": version_id},
    )  # fmt: skip
    return out(made, rings=count.rings, concerned=count.concerned)


async def publish_preliminary(
    *, production_id: int, day_id: int, wanted: PreliminaryIn, by: Actor, now: datetime
) -> Issued:
    """P1, P2…: uncoloured, to a list, told to nobody.

    Raises Stale when the draft was edited; Invalid for somebody who isn't on the production.
    """
    async with tx(production_id) as db:
        day = await lock(db, production_id, day_id, by=by, action="publish")
        _issued_itself(day)
        if day.revision != wanted.day_revision:
            changes = await difference_since(db, production_id, day, wanted.day_revision, twelve=by.twelve)
            raise Stale("The draft was changed meanwhile.", difference=[], changes=changes)
        known = await versions.readers(db, production_id, wanted.readers)
        if unknown := sorted(set(wanted.readers) - known.keys()):
            raise Invalid("Not all of the list are on this production.", errors=[{"where": "readers", "what": unknown}])
        newest = await versions.newest(db, production_id, day_id, kind="preliminary")
        number = newest.number + 1 if newest else 1
        page, _ = await gather(db, production_id, day, by=by)
        values = {
            "kind": "preliminary", "number": number, "snapshot": freeze(page),
            "day_revision": day.revision, "issued_by": by.account_id, "issued_at": now, "release_at": now,
            "readers": sorted(known),
        }  # fmt: skip
        version_id = await versions.add(db, production_id, day_id, values)
        made = await versions.version(db, production_id, version_id)
        db.note("preliminary_published", "day", day_id, by=by, revision=number, ids={"version": version_id})
    return out(made, rings=0, concerned=0)


def _issued_itself(day: DayRow) -> None:
    if day.cover_of is not None:
        raise Conflict(
            "A cover set isn't issued itself.", next_step="Switch to it: the day is issued with it.", code="cover_set"
        )


def _behind(day: DayRow, newest: VersionRow | None, wanted: PublishIn) -> bool:
    """trust.md, R6: version n+1 only after n, and only of the draft that the publisher saw."""
    return (newest.number if newest else 0, day.revision) != (wanted.base_version, wanted.day_revision)


def unchanged(newest: VersionRow, page: Snapshot) -> bool:
    """Whether `page` is word for word what is out: there is nothing to issue."""
    return newest.withdrawn_at is None and thaw(newest.snapshot) == page


def out(row: VersionRow, *, rings: int | None = None, concerned: int | None = None) -> Issued:
    return Issued(
        version_id=row.id, kind=row.kind, number=row.number, colour=name(row.kind, row.number, row.colour),
        issued_at=row.issued_at, release_at=row.release_at, rings=row.rings if rings is None else rings,
        concerned=row.concerned if concerned is None else concerned,
    )  # fmt: skip
