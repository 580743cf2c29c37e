"""Record what phones, keyboard scanners and the office scanned: the one function for every door.

All state rows of a batch are locked first, in id order; then each entry is applied in the phone's order, in a savepoint
of its own, and answered by itself. What can't be applied is parked for the office. Nothing that was answered is lost.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import asyncpg
import msgspec

from server.db import Tx, tx
from server.models.gear import checks as check_rows
from server.models.gear import custody as rows
from server.models.gear.custody import EventNew, Given, State
from server.rules.access import Actor, may
from server.rules.gear import clock as stamps
from server.rules.gear.custody import Claim, Hold, Holder, Move, contests, forbidden
from server.services.gear import disputes
from server.wire import Id, Instant, Line, Struct, encode

FORMAT = 1
MOST = 100

LabelCode = Annotated[str, msgspec.Meta(pattern="^[0-9A-HJKMNP-TV-Z]{10}$")]


class HolderIn(Struct):
    """`home` has no id: the truck or store of the thing's department."""

    kind: Literal["home", "member", "unit", "place", "vehicle", "vendor"]
    id: Id | None = None


class ScanIn(Struct):
    """One scan as the phone's queue holds it: by thing, or by label where the phone doesn't know the thing yet."""

    id: UUID
    move: Literal["take", "return", "correct", "release", "found"]
    holder: HolderIn
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**53)]
    ms: Annotated[int, msgspec.Meta(ge=0, le=2**46)]
    """Stamp: milliseconds since 1970 by the phone's clock as corrected at its last contact."""
    device_at: Instant
    """The phone's own clock, uncorrected: kept as evidence."""
    counter: Annotated[int, msgspec.Meta(ge=0, le=65_535)] = 0
    thing_id: Id | None = None
    label: LabelCode | None = None
    seen: UUID | None = None
    """The newest event of this thing that the phone knew."""
    check_id: UUID | None = None
    where: Line = ""


class CheckIn(Struct):
    """A check that a phone began; told with each batch, kept once."""

    id: UUID
    scope_kind: Literal["vehicle", "department", "thing"]
    scope_id: Id
    started_at: Instant


class BatchIn(Struct):
    device: UUID
    """This installation of the app on this phone."""
    scans: Annotated[list[ScanIn], msgspec.Meta(min_length=1, max_length=MOST)]
    checks: Annotated[list[CheckIn], msgspec.Meta(max_length=10)] = msgspec.field(default_factory=list)


class ScanOut(Struct):
    """`applied`: it is the newest. `late`: history only. `conflict`: the id was used for something else. `parked`: kept
    for the office, `why` says why. The same scan again gets the same answer.
    """

    id: UUID
    outcome: Literal["applied", "late", "conflict", "parked"]
    suspect: bool = False
    ms: int = 0
    counter: int = 0
    why: str = ""


class BatchOut(Struct):
    scans: list[ScanOut]
    disputed: list[int]
    """Things of this batch about which two people now disagree."""
    now: datetime


class _Refused(Exception):  # noqa: N818  control flow: this entry can't be applied, in words
    pass


class _Batch(msgspec.Struct):
    """What is known of one batch while its entries are applied."""

    db: Tx
    production_id: int
    by: Actor
    device: str
    now: datetime
    labels: dict[str, tuple[int, bool]]
    states: dict[int, State]
    given: dict[UUID, Given]
    holders: set[Holder]
    checks: set[UUID]


async def record(production_id: int, batch: BatchIn, *, by: Actor, now: datetime) -> BatchOut:
    """Apply a phone's scans. Raises NotFound, NotAllowed; what is wrong with one entry is answered by that entry."""
    may(by, "gear", "scan", production_id=production_id)
    async with tx(production_id) as db:
        known = await _gather(db, production_id, batch, by=by, now=now)
        answers = [await _one(known, scan) for scan in batch.scans]
        touched = sorted(known.states)
        disputed = await rows.disputed(db, production_id, touched)
        if any(answer.outcome in ("applied", "late") for answer in answers):
            db.note("things_scanned", "thing", touched[0], by=by, ids={"things": touched, "scans": len(answers)})
        return BatchOut(scans=answers, disputed=disputed, now=now)


async def _gather(db: Tx, production_id: int, batch: BatchIn, *, by: Actor, now: datetime) -> _Batch:
    labels = await rows.labelled(db, production_id, [scan.label for scan in batch.scans if scan.label])
    things = [n for scan in batch.scans if (n := _thing_of(scan, labels)) is not None]
    states = await rows.lock_states(db, production_id, things)
    for check in await _of_this_production(db, production_id, batch.checks):
        scope = check.scope_kind, check.scope_id
        await check_rows.begin(db, production_id, check.id, scope, by=by.account_id, started_at=check.started_at)
    return _Batch(
        db=db, production_id=production_id, by=by, device=f"{by.account_id}.{batch.device}", now=now, labels=labels,
        states=states,
        # only now: a twin of this batch may have been waiting for the same rows, or we for it
        given=await rows.given(db, production_id, [scan.id for scan in batch.scans]),
        holders=await rows.holders(db, production_id, [_holder(scan) for scan in batch.scans]),
        checks=await check_rows.known(db, production_id, [scan.check_id for scan in batch.scans if scan.check_id]),
    )  # fmt: skip


async def _of_this_production(db: Tx, production_id: int, told: Sequence[CheckIn]) -> list[CheckIn]:
    return [
        check for check in told if await check_rows.scope_is_here(db, production_id, (check.scope_kind, check.scope_id))
    ]


def _thing_of(scan: ScanIn, labels: dict[str, tuple[int, bool]]) -> int | None:
    if scan.thing_id is not None:
        return scan.thing_id
    return labels[scan.label][0] if scan.label in labels else None


def _holder(scan: ScanIn) -> Holder:
    return Holder(scan.holder.kind, scan.holder.id)


async def _one(known: _Batch, scan: ScanIn) -> ScanOut:
    """Apply or park one entry, in a savepoint: what fails here leaves the others alone."""
    told = hashlib.sha256(encode(scan)).digest()
    before = known.given.get(scan.id)
    if before is not None:
        return _again(before, scan.id, told)
    try:
        async with tx():
            answer = await _apply(known, scan, told)
    except asyncpg.UniqueViolationError:
        return ScanOut(id=scan.id, outcome="conflict", why="This id or its place in the phone's order is taken.")
    except (_Refused, asyncpg.IntegrityConstraintViolationError, asyncpg.DataError) as wrong:
        why = str(wrong) if isinstance(wrong, _Refused) else "The database refused it."
        return await _park(known, scan, why)
    return answer


def _again(before: Given, number: UUID, told: bytes) -> ScanOut:
    if before.body_hash is None:
        return ScanOut(id=number, outcome="parked", why=before.why)
    if before.body_hash != told:
        return ScanOut(id=number, outcome="conflict", why="This scan was already recorded with another content.")
    return _said(number, before.hlc, late=before.late, suspect=before.suspect)


def _said(number: UUID, hlc: int, *, late: bool, suspect: bool) -> ScanOut:
    return ScanOut(
        id=number, outcome="late" if late else "applied", suspect=suspect, ms=stamps.ms_of(hlc),
        counter=stamps.counter_of(hlc),
    )  # fmt: skip


def _judge(known: _Batch, scan: ScanIn) -> State:
    """The thing's state, or why this entry can't be applied."""
    if scan.thing_id is None and scan.label is not None and known.labels.get(scan.label, (0, False))[1]:
        raise _Refused("This label was replaced. Scan the new one.")
    state = known.states.get(_thing_of(scan, known.labels) or 0)
    if state is None:
        raise _Refused("Not a case of this production.")
    if state.removed:
        raise _Refused("It was taken off the list.")
    if _holder(scan) not in known.holders:
        raise _Refused("The person, truck or house it went to isn't known here.")
    if scan.check_id is not None and scan.check_id not in known.checks:
        raise _Refused("The check it belongs to isn't known.")
    return state


async def _apply(known: _Batch, scan: ScanIn, told: bytes) -> ScanOut:
    state = _judge(known, scan)
    stamp = stamps.stamp(stamps.pack(scan.ms, scan.counter), newest=state.hlc, now=known.now)
    claim = Claim(
        scan.id, stamp.hlc, known.device, _holder(scan), Move(scan.move), scan.seen, stamp.suspect, scan.where.strip()
    )
    late = claim.order < (state.hlc, state.device)
    # a hold forbids what is done now; what was done before it is history
    why = None if late else forbidden(Hold(state.hold), claim.move)
    if why:
        raise _Refused(why)
    newest = state.newest()
    contested = not late and contests(claim, newest)
    event = EventNew(
        claim=claim, thing_id=state.thing_id, by_account=known.by.account_id, device_seq=scan.seq,
        device_at=scan.device_at, at=stamps.at_of(stamp.hlc), late=late, contested=contested, body_hash=told,
    )  # fmt: skip
    await write(known.db, known.production_id, event, before=newest, by=known.by, now=known.now)
    if scan.check_id is not None:
        await check_rows.enter(
            known.db, known.production_id, scan.id, scan.check_id, state.thing_id, by=known.by.account_id,
            device=known.device, at=event.at, now=known.now,
        )  # fmt: skip
    if not late:
        hold = "none" if claim.move in (Move.RELEASE, Move.FOUND) else state.hold
        known.states[state.thing_id] = msgspec.structs.replace(
            state, holder_kind=claim.holder.kind, holder_id=claim.holder.id, event_id=claim.id, hlc=claim.hlc,
            device=claim.device, hold=hold,
        )  # fmt: skip
    known.given[scan.id] = Given(scan.id, told, late, stamp.suspect, stamp.hlc, "")
    return _said(scan.id, stamp.hlc, late=late, suspect=stamp.suspect)


async def write(db: Tx, production_id: int, event: EventNew, *, before: Claim | None, by: Actor, now: datetime) -> None:
    """Write one judged event with what follows from it for holds and disputes. The thing's state row is locked."""
    await rows.write_event(db, production_id, event, now=now)
    if event.claim.move in (Move.RELEASE, Move.FOUND) and not event.late:
        await rows.lift_hold(db, production_id, event.thing_id)
    if event.late or event.claim.move is Move.CORRECT:
        await disputes.review(db, production_id, event.thing_id, by=by, now=now)
    elif event.contested:
        await disputes.open_one(
            db, production_id, event.thing_id, event.claim.id, before.id if before else None, by=by, now=now
        )


async def _park(known: _Batch, scan: ScanIn, why: str) -> ScanOut:
    kept = await rows.park(
        known.db, known.production_id, scan.id, known.by.account_id, encode(scan), v=FORMAT, why=why,
        device_at=scan.device_at, now=known.now,
    )  # fmt: skip
    if kept:
        known.db.note("entry_parked", "parked", scan.id, by=known.by)
    known.given[scan.id] = Given(scan.id, None, False, False, 0, why)
    return ScanOut(id=scan.id, outcome="parked", why=why)
