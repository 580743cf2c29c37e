"""Answer for a call that breaks a rule: a reason by who makes it, and the UPM's yes to a short rest beforehand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

import msgspec

from server.db import Tx, tx
from server.errors import Archived, Conflict, NotAllowed
from server.models.schedule import queries
from server.models.sheets import approvals, forced
from server.models.sheets.forced import Word
from server.rules.access import Actor, may
from server.rules.production.settings import Approver
from server.rules.schedule.hours import Finding
from server.services.schedule.changing import may_in_unit
from server.services.sheets.approval import signs
from server.services.sheets.hours import HoursOut, Looked, look, out
from server.wire import Struct

LineId = Annotated[str, msgspec.Meta(pattern="^m[0-9]{1,19}\\.p[0-9]{1,19}\\.e[0-9]{1,19}$")]
Reason = Annotated[
    str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\S[^\x00-\x1f\x7f-\x9f]*$")
]


class ReasonIn(Struct):
    """Why these calls stand although they break a rule; of each line everything that it breaks."""

    lines: Annotated[tuple[LineId, ...], msgspec.Meta(min_length=1, max_length=500)]
    reason: Reason


class SeenRestIn(Struct):
    """A short rest as it was seen, in minutes: a shorter one isn't said yes to."""

    line: LineId
    minutes: Annotated[int, msgspec.Meta(ge=0, le=20_160)]


class AllowIn(Struct):
    rests: Annotated[tuple[SeenRestIn, ...], msgspec.Meta(min_length=1, max_length=500)]


class ForcedLinesIn(Struct):
    lines: Annotated[tuple[LineId, ...], msgspec.Meta(min_length=1, max_length=500)]


async def give_reason(*, production_id: int, day_id: int, wanted: ReasonIn, by: Actor, now: datetime) -> HoursOut:
    """Keep who keeps these calls, when and why, with the rule as it reads now. Nothing is refused for it.

    Raises Conflict where none of them breaks a rule any more; NotAllowed for another unit's day; Archived.
    """
    async with _day(production_id, day_id, by=by, now=now) as (db, looked):
        may_in_unit(by, "call", "change", production_id=production_id, unit_id=looked.day.unit_id)
        words = [word(line, one) for line in dict.fromkeys(wanted.lines) for one in looked.found.get(line, [])]
        if not words:
            raise Conflict(
                "None of these calls breaks a rule now.",
                code="nothing_broken",
                next_step="There is nothing to explain.",
            )
        await forced.add(
            db, production_id, looked.said_of, words, forced.REASON, wanted.reason.strip(), by.account_id, now
        )  # fmt: skip
        db.note("forced_call_explained", "approval", day_id, by=by, ids={"lines": len(words)})
        return await out(db, looked, by=by, now=now)


async def allow(*, production_id: int, day_id: int, wanted: AllowIn, by: Actor, now: datetime) -> HoursOut:
    """The UPM says yes beforehand: an issue no longer waits for these rests, as long as none gets shorter.

    Raises NotAllowed for who isn't the UPM (or stands in); Conflict where one is shorter than it was seen; Archived.
    """
    async with _day(production_id, day_id, by=by, now=now) as (db, looked):
        await _is_upm(db, looked, by, now)
        words = []
        for seen in wanted.rests:
            one = _short(looked, seen.line)
            if one is None:
                continue  # whole by now: there is nothing to say yes to
            if (one.minutes or 0) < seen.minutes:
                raise Conflict(
                    f"It got shorter while you looked. {one.sentence}", code="shorter", next_step="Look at it again."
                )
            words.append(word(seen.line, one))
        if words:
            await forced.add(db, production_id, looked.said_of, words, forced.YES, "", by.account_id, now)
            db.note("forced_call_allowed", "approval", day_id, by=by, ids={"lines": len(words)})
        return await out(db, looked, by=by, now=now)


async def take_back(*, production_id: int, day_id: int, wanted: ForcedLinesIn, by: Actor, now: datetime) -> HoursOut:
    """The UPM takes the yes back: the next issue waits for it again. Raises as `allow` does."""
    async with _day(production_id, day_id, by=by, now=now) as (db, looked):
        await _is_upm(db, looked, by, now)
        words = [word(line, one) for line in wanted.lines if (one := _short(looked, line)) is not None]
        if words:
            await forced.add(db, production_id, looked.said_of, words, forced.TAKEN_BACK, "", by.account_id, now)
            db.note("forced_call_taken_back", "approval", day_id, by=by, ids={"lines": len(words)})
        return await out(db, looked, by=by, now=now)


@asynccontextmanager
async def _day(production_id: int, day_id: int, *, by: Actor, now: datetime) -> AsyncIterator[tuple[Tx, Looked]]:
    """The day held, with what its calls break now. Raises NotFound, NotAllowed, Archived."""
    may(by, "hours", "read", production_id=production_id)
    async with tx(production_id) as db:
        day = await queries.day(db, production_id, day_id, lock=True)
        looked = await look(db, production_id, day, twelve=by.twelve, now=now)
        if looked.gathered.production.archived_at is not None:
            raise Archived
        yield db, looked


async def _is_upm(db: Tx, looked: Looked, by: Actor, now: datetime) -> None:
    production_id = looked.gathered.production.id
    membership, _ = may(by, "sheet", "approve", production_id=production_id)
    if Approver.UPM not in signs(membership, await approvals.signers(db, production_id, now), looked.day.unit_id):
        raise NotAllowed("A short rest is the UPM's to allow.", next_step="The office says who that is, on Crew.")


def _short(looked: Looked, line: str) -> Finding | None:
    return next((one for one in looked.found.get(line, []) if one.kind == "rest"), None)


def word(line: str, one: Finding) -> Word:
    """What is kept of it, with the rule as it reads now."""
    rule = f"{one.rule} ({one.source})" if one.source else one.rule
    return Word(line, one.kind, rule, one.minutes, one.needed, one.beyond)
