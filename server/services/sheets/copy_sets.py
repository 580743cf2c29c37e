"""Everybody's own copy of a sheet, for printing on set: asked for at the desk, made by workers, fetched as one file."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import msgspec

from server import clock
from server.adapters.paper import sheet_pdf
from server.adapters.zipped import Zip
from server.db import Tx, read, tx
from server.errors import Conflict, NotAllowed, NotFound
from server.models.production import queries as productions
from server.models.schedule import queries as schedule
from server.models.sheets import copies as rows
from server.models.sheets import reading
from server.models.sheets.copies import DueRow, SetRow
from server.rules.access import Actor, Scope, may
from server.rules.production.settings import settings_of
from server.rules.sheets import copies as rule
from server.services.sheets.copies import Prepared, made_for, paper_of, prepare, reader_of, words_for
from server.services.sheets.read import thawed
from server.services.sheets.seen import lock
from server.settings import Settings
from server.wire import Struct

say = logging.getLogger("callboard.copies")
HANDS = 2
"""Jobs of one set: two workers share it. Within one worker copies are made one after another."""
_LOOK = timedelta(seconds=1)
_one_at_a_time = asyncio.Semaphore(1)


class CopiesIn(Struct):
    half: bool = False
    """The size of sides: half the sheet."""


class CopySetOut(Struct):
    """`state`: making, done, cancelled. `failed`: whose copy couldn't be made; asking once more tries those again."""

    id: int
    version_id: int
    number: int
    colour: str
    half: bool
    state: str
    total: int
    made: int
    failed: list[str]
    asked_by: str
    asked_at: datetime
    ends_at: datetime
    old: bool
    """Of a version that isn't the newest any more."""


class CopiesOut(Struct):
    """`colour` "": nothing is out. `people`: who would get a copy of what is out. `paper`: a4, us-letter, us-legal."""

    number: int
    colour: str
    people: int
    paper: str
    sets: list[CopySetOut]


class Download(msgspec.Struct, frozen=True):
    name: str
    parts: AsyncIterator[bytes]


async def listed(production_id: int, day_id: int, *, by: Actor, now: datetime) -> CopiesOut:
    """What is out, and the sets that were made of this day. Raises NotFound, NotAllowed."""
    async with read() as db:
        await _may(db, production_id, day_id, by=by)
        production = await productions.production(db, production_id)
        paper = paper_of(settings_of(production.settings).paper, production.country, production.settings)
        newest = await _newest(db, production_id, day_id, now)
        sets = await _sets(db, production_id, day_id, newest.id if newest else 0, now)
    people = len(rule.in_order(thawed(newest.id, newest.snapshot))) if newest else 0
    return CopiesOut(
        number=newest.number if newest else 0, colour=newest.colour if newest else "", people=people, paper=paper,
        sets=sets,
    )  # fmt: skip


async def ask(production_id: int, day_id: int, wanted: CopiesIn, *, by: Actor, now: datetime) -> CopySetOut:
    """Have them made of the newest version; what stands already isn't made twice, what failed is tried again.

    Raises Conflict where nothing is out or nobody is called.
    """
    async with tx(production_id) as db:
        await lock(db, production_id, day_id, by=by, action="print")
        newest = await _newest(db, production_id, day_id, now)
        if newest is None:
            raise Conflict("Nothing is issued for this day yet.", next_step="Issue the sheet first.", code="not_issued")
        ends_at = now + rule.KEPT
        found = await rows.standing(db, production_id, newest.id, half=wanted.half)
        begins = True
        if found is None:
            members = rule.in_order(thawed(newest.id, newest.snapshot))
            if not members:
                raise Conflict("Nobody is called on this sheet.", code="nobody_called")
            found = await rows.add(
                db, production_id, day_id, newest.id, members, half=wanted.half, by=by.account_id, now=now,
                ends_at=ends_at,
            )  # fmt: skip
            await rows.drop_oldest(db, production_id, keep=rule.MOST_SETS)
        else:
            begins = await rows.again(db, production_id, found, ends_at=ends_at) > 0
        if begins:
            for _ in range(HANDS):
                db.enqueue("make_copies", {"production_id": production_id, "set_id": found})
            db.note("copies_asked", "day", day_id, by=by, revision=newest.number, ids={"set": found})
        return await _out(db, production_id, day_id, found, newest.id, now)


async def cancel(production_id: int, day_id: int, set_id: int, *, by: Actor, now: datetime) -> CopySetOut:
    """Stop making them; what was made goes. Harmless where it is done or cancelled already. Raises NotFound."""
    async with tx(production_id) as db:
        await lock(db, production_id, day_id, by=by, action="print")
        found = await rows.one(db, production_id, day_id, set_id, now)
        if await rows.cancel(db, production_id, set_id, now):
            db.note("copies_cancelled", "day", day_id, by=by, revision=found.number, ids={"set": set_id})
        newest = await reading.newest_out(db, production_id, day_id, now)
        return await _out(db, production_id, day_id, set_id, newest or 0, now)


async def download(production_id: int, day_id: int, set_id: int, *, by: Actor, now: datetime) -> Download:
    """All copies as one ZIP, in the order of the sheet. Raises NotFound, also while they are being made."""
    async with read() as db:
        await _may(db, production_id, day_id, by=by)
        found = await rows.one(db, production_id, day_id, set_id, now)
        if found.done_at is None:
            raise NotFound("These copies aren't made yet.", code="not_made")
        members = await rows.listed(db, production_id, set_id)
    name = rule.set_name(found.on_date, found.colour, found.number, half=found.half)
    return Download(name, _zipped(production_id, set_id, members))


async def _zipped(production_id: int, set_id: int, members: list[tuple[int, str]]) -> AsyncIterator[bytes]:
    """A copy at a time: no more than one of them is in memory."""
    made = Zip()
    for place, (member_id, name) in enumerate(members, 1):
        async with read() as db:
            pdf = await rows.pdf(db, production_id, set_id, member_id)
        if pdf is not None:
            yield await asyncio.to_thread(made.add, rule.file_name(place, name), pdf)
    yield made.end()


async def make(settings: Settings, production_id: int, set_id: int) -> None:
    """A worker's job: makes copies until none is due, also those of a worker that died. Any number may run at once."""
    async with read() as db:
        version = await rows.version_of(db, production_id, set_id)
    if version is None:
        return
    version_id, half = version
    try:
        async with read() as db:
            shared = await prepare(db, production_id, version_id, settings, clock.now(), half=half)
    except NotFound:
        return
    while True:
        now = clock.now()
        async with tx(production_id) as db:
            due = await rows.claim(db, production_id, set_id, now=now, until=now + rule.LEASE)
        if due is not None:
            await _make_one(shared, set_id, due)
            continue
        async with read() as db:
            free_at = await rows.free_at(db, production_id, set_id)
        if free_at is None:
            break
        await asyncio.sleep(min(_LOOK, max(free_at - now, timedelta(seconds=0.05))).total_seconds())
    async with tx(production_id) as db:
        ended = await rows.finish(db, production_id, set_id, clock.now())
        if ended is not None:
            db.note("copies_made", "day", ended[0], revision=ended[1], ids={"set": set_id})


async def _make_one(shared: Prepared, set_id: int, due: DueRow) -> None:
    production_id = shared.production_id
    pdf, digest = None, None
    if not rule.given_up(due.tries, error=False):
        reader = reader_of(due.name, due.roles, due.member_id, twelve=due.twelve)
        try:
            async with _one_at_a_time:
                pdf = await sheet_pdf(words_for(shared, reader))
            digest = made_for(shared, reader)
        except Exception:  # noqa: BLE001  one copy that can't be made stops no other
            say.exception("copy of member %s in set %s", due.member_id, set_id)
    if pdf is not None and len(pdf) > rule.MOST_BYTES:
        pdf = digest = None
        say.error("the copy of member %s in set %s is too large", due.member_id, set_id)
    elif pdf is None and not rule.given_up(due.tries, error=True):
        async with tx(production_id) as db:
            await rows.give_back(db, production_id, set_id, due.member_id, tries=due.tries)
        return
    async with tx(production_id) as db:
        await rows.keep(db, production_id, set_id, due.member_id, tries=due.tries, pdf=pdf, made_for=digest)


async def forget(*, now: datetime) -> None:
    """For a worker, now and then: sets whose time is over."""
    async with tx() as db:
        await rows.forget(db, now)


async def _may(db: Tx, production_id: int, day_id: int, *, by: Actor) -> None:
    membership, scope = may(by, "sheet", "print", production_id=production_id)
    day = await schedule.day(db, production_id, day_id)
    if scope is Scope.UNIT and membership.unit_id != day.unit_id:
        raise NotAllowed("This day is another unit's.")


async def _newest(db: Tx, production_id: int, day_id: int, now: datetime) -> reading.OutRow | None:
    found = await reading.newest_out(db, production_id, day_id, now)
    return await reading.version(db, production_id, found, now) if found is not None else None


async def _sets(db: Tx, production_id: int, day_id: int, newest: int, now: datetime) -> list[CopySetOut]:
    failed = await rows.failed(db, production_id, day_id, now)
    return [_shown(row, newest, failed.get(row.id, [])) for row in await rows.of_day(db, production_id, day_id, now)]


async def _out(db: Tx, production_id: int, day_id: int, set_id: int, newest: int, now: datetime) -> CopySetOut:  # noqa: PLR0917
    row = await rows.one(db, production_id, day_id, set_id, now)
    failed = await rows.failed(db, production_id, day_id, now)
    return _shown(row, newest, failed.get(set_id, []))


def _shown(row: SetRow, newest: int, failed: list[str]) -> CopySetOut:
    state = "cancelled" if row.cancelled_at else "done" if row.done_at else "making"
    return CopySetOut(
        id=row.id, version_id=row.version_id, number=row.number, colour=row.colour, half=row.half, state=state,
        total=row.total, made=row.made, failed=failed, asked_by=row.asked_by, asked_at=row.asked_at,
        ends_at=row.ends_at, old=row.version_id != newest,
    )  # fmt: skip
