"""Push or pull a day by minutes: seen first, then done. Relative calls move with the general call, ticked ones too."""

from datetime import datetime
from typing import Annotated

import msgspec

from server.db import read
from server.errors import Conflict
from server.models.schedule import queries, shifting
from server.rules.access import Actor
from server.rules.schedule import shift as rule
from server.rules.schedule.times import checked
from server.services.schedule.changing import changing, may_in_unit
from server.services.schedule.gather import Called, Gathered, gather
from server.services.schedule.resting import key_of, rests
from server.wire import Id, Line, Minutes, Revision, Struct

By = Annotated[int, msgspec.Meta(ge=-720, le=720)]


class ShiftIn(Struct):
    """Minutes later (push) or earlier (pull); `also` are calls that would stay and are to move too."""

    minutes: By
    also: Annotated[tuple[Id, ...], msgspec.Meta(max_length=500)] = ()
    reason: Line = ""


class StaysOut(Struct):
    call_id: Id
    member_id: Id | None
    name: str
    title: str
    call: int | None
    why: str
    """absolute, chain, minor."""
    because: str


class ShortOut(Struct):
    """Whose rest would fall short, and the earliest call without that."""

    member_id: Id | None
    name: str
    title: str
    department: str
    minutes: int
    needed: int
    logged: bool
    earliest: datetime
    pack: str


class ShiftOut(Struct):
    """What a shift would do. `moves` counts calls; times are minutes after midnight of the day's date."""

    general_call: Minutes
    was: Minutes
    moves: int
    stays: list[StaysOut]
    short: list[ShortOut]
    revision: Revision


async def preview_shift(production_id: int, day_id: int, shift: ShiftIn, *, by: Actor) -> ShiftOut:
    """Nothing is changed. Raises Conflict for a day without a general call."""
    async with read() as db:
        day = await queries.day(db, production_id, day_id)
        may_in_unit(by, "call", "change", production_id=production_id, unit_id=day.unit_id)
        if day.general_call is None:
            raise Conflict("This day has no general call yet.", next_step="Set it first.", code="no_general_call")
        now = await gather(db, production_id, day)
        then = _moved(now, shift)
        rested = await rests(db, production_id, then)
        short = [
            ShortOut(
                member_id=c.member_id,
                name=c.name,
                title=c.title,
                department=c.department,
                minutes=found.minutes,
                needed=found.needed,
                logged=found.logged,
                earliest=found.earliest,
                pack=found.pack,
            )
            for c in (*then.cast, *then.crew)
            if (found := rested.get(key_of(c))) is not None and found.short
        ]
    also = set(shift.also)
    everybody = [*now.crew, *now.cast]
    return ShiftOut(
        general_call=day.general_call + shift.minutes,
        was=day.general_call,
        moves=sum(1 for c in everybody if c.times.kind == "time" and (c.moves or c.call_id in also)),
        stays=_stays(everybody, also),
        short=sorted(short, key=lambda s: s.minutes - s.needed),
        revision=day.revision,
    )


async def shift_day(production_id: int, day_id: int, shift: ShiftIn, *, by: Actor, seen: int | None) -> int:
    """Move the day's times by `minutes`; returns the revision. Nobody is told before the next issue."""
    async with changing(
        production_id, day_id, by=by, right=("call", "change"), seen=seen, fact="day_shifted"
    ) as change:
        if change.day.general_call is None:
            raise Conflict("This day has no general call yet.", next_step="Set it first.", code="no_general_call")
        moved = change.day.general_call + shift.minutes
        second = True if change.day.second_hour else None
        checked(change.day.on_date, change.day.zone, moved, "minutes", second=second)
        await shifting.shift(change.db, production_id, day_id, shift.minutes, shift.reason)
        await shifting.shift_calls(change.db, production_id, day_id, shift.minutes, list(shift.also))
    return change.revision


def _stays(everybody: list[Called], also: set[int]) -> list[StaysOut]:
    by_call = {c.call_id: c for c in everybody if c.call_id is not None}
    lines = [
        rule.Line(call_id=c.call_id, typed=c.typed, kind=c.times.kind, moves=c.moves, minor=c.minor)
        for c in everybody
        if c.call_id not in also
    ]
    return [
        StaysOut(
            call_id=stay.call_id,
            member_id=by_call[stay.call_id].member_id,
            name=by_call[stay.call_id].name,
            title=by_call[stay.call_id].title,
            call=by_call[stay.call_id].times.call,
            why=stay.why,
            because=rule.REASONS[stay.why],
        )
        for stay in rule.stayers(lines)
    ]


def _moved(gathered: Gathered, shift: ShiftIn) -> Gathered:
    also = set(shift.also)

    def later(called: Called) -> Called:
        if not (called.moves or called.call_id in also):
            return called
        times = msgspec.structs.replace(
            called.times,
            call=rule.shifted(called.times.call, shift.minutes),
            pickup=rule.shifted(called.times.pickup, shift.minutes),
        )
        return msgspec.structs.replace(called, times=times)

    return msgspec.structs.replace(
        gathered, crew=[later(c) for c in gathered.crew], cast=[later(c) for c in gathered.cast]
    )
