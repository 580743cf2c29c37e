"""The 2nd AD's side of *ask the heads*: who answered what, and taking it into the draft, or leaving it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec

from server.db import Tx, read, tx
from server.errors import Conflict, NotFound, Stale
from server.models.schedule import blocks, editing, queries
from server.models.schedule import heads as rows
from server.models.schedule.blocks import ExtraValues
from server.models.schedule.heads import QuestionRow, ToldRow
from server.models.schedule.queries import CallRow, DayRow
from server.rules.access import Actor, may, scope_of
from server.rules.access.policy import Scope
from server.rules.notify.ladder import Rung
from server.rules.notify.states import State, on_board
from server.rules.schedule.heads import (
    Answer,
    Ask,
    MorePeople,
    PreCall,
    Settled,
    Standing,
    note_after,
    reads,
    standing,
    was,
)
from server.services.schedule.asking import Team, open_day, team
from server.services.schedule.calls import CallIn, put_call
from server.services.schedule.changing import changing, may_in_unit
from server.wire import Revision, Struct

MOST_EXTRAS = 60
_OFF = {"cancelled": "cancelled", "hold": "on hold"}


class HeadOut(Struct):
    """`told`: has_it, being_called, hasnt; empty: isn't asked, or has answered."""

    member_id: int
    name: str
    told: str


class HeadAskOut(Struct):
    """One thing a head asks for. `what`: pre_call, people, note · `standing`: open, taken, left, changed, gone.

    A pre-call is `minutes` before the general call or `at_minutes`.
    """

    key: str
    what: str
    standing: str
    name: str
    title: str
    minutes: int | None
    at_minutes: int | None
    quantity: int
    text: str


class HeadQuestionOut(Struct):
    """A department. `asked_at` None: not asked for this day · `answered_at` None: blank."""

    department_id: int
    department: str
    people: int
    heads: list[HeadOut]
    asked_at: datetime | None
    answer_by: datetime | None
    chased_at: datetime | None
    answered_at: datetime | None
    answered_by: str
    revision: int
    asks: list[HeadAskOut]


class HeadsOut(Struct):
    day_id: int
    zone: str
    may_ask: bool
    departments: list[HeadQuestionOut]


class SettleAsksIn(Struct):
    """`take`: into the draft; else it is left as it is. `revision`: of the answer as it was seen."""

    keys: Annotated[
        tuple[Annotated[str, msgspec.Meta(pattern="^(note|p[0-9]{1,19}|x[0-9a-f-]{8,36})$")], ...],
        msgspec.Meta(min_length=1, max_length=221),
    ]
    revision: Revision
    take: bool = True


async def look(production_id: int, day_id: int, *, by: Actor) -> HeadsOut:
    """Every department that somebody works in that day: who heads it, what it answered. Raises NotFound, NotAllowed."""
    membership, _ = may(by, "heads", "read", production_id=production_id)
    async with read() as db:
        day = await queries.day(db, production_id, day_id)
        there = await team(db, production_id, day)
        asked = {one.department_id: one for one in await rows.questions(db, production_id, day_id)}
        told = {one.member_id: one for one in await rows.told(db, production_id, day_id)}
    names = {one.department_id: one.department for people in there.people.values() for one in people}
    names |= {row.department_id: row.department for row in asked.values()}
    scope = scope_of(membership, "heads", "ask")
    return HeadsOut(
        day_id=day_id, zone=day.zone,
        may_ask=day.cover_of is None and day.cancelled_at is None and not membership.archived
        and (scope is Scope.ALL or (scope is Scope.UNIT and membership.unit_id == day.unit_id)),
        departments=[_department(each, name, asked.get(each), there, told) for each, name in names.items()],
    )  # fmt: skip


def _department(
    department_id: int, name: str, row: QuestionRow | None, there: Team, told: dict[int, ToldRow]
) -> HeadQuestionOut:
    blank = row is not None and row.answer is None
    heads = {one.member_id: one.name for one in there.heads.get(department_id, [])}
    return HeadQuestionOut(
        department_id=department_id, department=name,
        people=len({one.member_id for one in there.people.get(department_id, [])}),
        heads=[
            HeadOut(member_id=member, name=who, told=_told(told.get(member)) if blank else "")
            for member, who in heads.items()
        ],
        asked_at=row.asked_at if row else None, answer_by=row.answer_by if row else None,
        chased_at=row.chased_at if row else None, answered_at=row.answered_at if row else None,
        answered_by=row.answered_by if row else "", revision=row.revision if row else 0,
        asks=_asks(row, there) if row else [],
    )  # fmt: skip


def _told(row: ToldRow | None) -> str:
    found = on_board(State(row.state), with_office=row.rung == Rung.OFFICE) if row else None
    return found.value if found else ""


def _asks(row: QuestionRow, there: Team) -> list[HeadAskOut]:
    answer, done = row.answered or Answer(), row.done
    people = {one.position_id: one for each in there.people.values() for one in each}
    found = []
    for key, how in standing(answer, done).items():
        ask: Ask = was(done[key], key) if how is Standing.GONE else answer.asks()[key]
        out = HeadAskOut(
            key=key, what="note", standing=how.value, name="", title="", minutes=None, at_minutes=None, quantity=0,
            text="",
        )  # fmt: skip
        if isinstance(ask, PreCall):
            one = people.get(ask.position_id)
            out.what, out.minutes, out.at_minutes = "pre_call", ask.minutes, ask.at_minutes
            out.name, out.title = (one.name, one.title) if one else ("", "")
        elif isinstance(ask, MorePeople):
            out.what, out.name, out.title = "people", ask.name, ask.title
            out.quantity, out.at_minutes = ask.quantity, ask.at_minutes
        else:
            out.text = ask
        found.append(out)
    return found


async def settle(*, production_id: int, day_id: int, department_id: int, wanted: SettleAsksIn, by: Actor) -> None:
    """Take these asks into the draft, or leave them. What stands so already changes nothing, nor the day's revision.

    Raises NotFound, NotAllowed, Stale where the head has answered otherwise since, Conflict, Invalid.
    """
    async with tx(production_id) as db:
        day = await open_day(db, production_id, day_id)
        may_in_unit(by, "call", "change", production_id=production_id, unit_id=day.unit_id)
        found = await rows.questions(db, production_id, day_id, [department_id])
        if not found:
            raise NotFound
        row = found[0]
        if wanted.revision != row.revision:
            raise Stale(
                f"{row.department} has answered otherwise since you looked.", revision=row.revision, difference=[]
            )
        answer, done = row.answered or Answer(), row.done
        how = standing(answer, done)
        stands = Standing.TAKEN if wanted.take else Standing.LEFT
        todo = [key for key in dict.fromkeys(wanted.keys) if how.get(key) not in {stands, None}]
        if not todo:
            return
        asks = answer.asks()
        if wanted.take:
            if gone := [key for key in todo if key not in asks]:
                raise Conflict("They don't ask for it any more.", code="not_asked", keys=gone)
            async with changing(
                production_id, day_id, by=by, right=("call", "change"), seen=None, fact="heads_taken"
            ) as change:
                change.ids["department"] = department_id
                for key in todo:
                    await _take(db, day, row, asks[key], _before(done.get(key), key), production_id, by)
        for key in todo:
            before = "" if wanted.take or key not in done else done[key].stands
            done[key] = Settled(reads(asks[key]) if key in asks else "", wanted.take, before)
        kept = {key: one for key, one in done.items() if one.reads}
        await rows.keep_settled(db, production_id, day_id, department_id, kept)
        db.note("heads_settled", "heads", day_id, by=by, ids={"department": department_id})


def _before(settled: Settled | None, key: str) -> Ask | None:
    """What of this ask stands in the draft."""
    return was(settled, key) if settled is not None and settled.stands else None


async def _take(  # noqa: PLR0917  where it goes, and what
    db: Tx, day: DayRow, row: QuestionRow, ask: Ask, before: Ask | None, production_id: int, by: Actor
) -> None:
    if isinstance(ask, PreCall):
        await _pre_call(db, production_id, day, ask, by)
    elif isinstance(ask, MorePeople):
        was_more = before if isinstance(before, MorePeople) else None
        await _people(db, production_id, day.id, row.department, ask, was_more)
    else:
        await _note(db, production_id, day.id, row.department_id, ask, before if isinstance(before, str) else "")


async def _pre_call(db: Tx, production_id: int, day: DayRow, ask: PreCall, by: Actor) -> None:
    """Into the column of the call; pickup, place, remarks and what else was typed for them stays. Who was cancelled
    or is held isn't called again in passing.
    """
    typed = {(one.member_id, one.position_id): one for one in await queries.calls(db, production_id, day.id)}
    there = typed.get((ask.member_id, ask.position_id)) or typed.get((ask.member_id, None))
    if there is not None and there.kind in {"cancelled", "hold"}:
        people = (await team(db, production_id, day)).people.values()
        name = next((one.name for each in people for one in each if one.member_id == ask.member_id), "Somebody")
        raise Conflict(
            f"{name} is {_OFF[there.kind]} that day.", code="not_called", next_step="Call them first, or leave it."
        )
    kept = {name: getattr(there, name) for name in CallIn.__struct_fields__} if isinstance(there, CallRow) else {}
    new = {
        "kind": "relative" if ask.minutes is not None else "absolute", "member_id": ask.member_id,
        "position_id": ask.position_id, "element_id": None, "at_minutes": ask.at_minutes,
        "offset_minutes": -ask.minutes if ask.minutes is not None else None,
    }  # fmt: skip
    await put_call(db, production_id, day.id, CallIn(**{**kept, **new}), by=by)


async def _people(  # noqa: PLR0917  where it goes, and what
    db: Tx, production_id: int, day_id: int, department: str, ask: MorePeople, before: MorePeople | None
) -> None:
    """A line of the sheet's extras, in place of the one that was taken before; what the office typed into that line
    (a place, a time) stays.
    """
    rows_ = [
        (one.kind, one.name, one.quantity, one.at_minutes, one.place_id, one.notes)
        for one in await blocks.extras(db, production_id, day_id)
    ]
    new, old = _extra(department, ask), _extra(department, before) if before else None
    if old in rows_:
        rows_[rows_.index(old)] = new
    elif before and old and (n := next((n for n, one in enumerate(rows_) if _same(one, old)), None)) is not None:
        at_minutes = rows_[n][3] if ask.at_minutes == before.at_minutes else ask.at_minutes
        rows_[n] = (*new[:3], at_minutes, rows_[n][4], new[5])
    else:
        rows_.append(new)
    if len(rows_) > MOST_EXTRAS:
        raise Conflict(f"The sheet has room for {MOST_EXTRAS} such lines.", code="too_many")
    await blocks.put_extras(db, production_id, day_id, rows_)


def _same(one: ExtraValues, other: ExtraValues) -> bool:
    return (one[0], one[1], one[5]) == (other[0], other[1], other[5])


def _extra(department: str, ask: MorePeople) -> ExtraValues:
    return "crew", ", ".join(filter(None, [ask.title, ask.name])), ask.quantity, ask.at_minutes, None, department


async def _note(  # noqa: PLR0917  where it goes, and what
    db: Tx, production_id: int, day_id: int, department_id: int, text: str, before: str
) -> None:
    there: Sequence[tuple[int | None, str]] = [
        (one.department_id, one.text) for one in await queries.notes(db, production_id, day_id)
    ]
    own = next((words for department, words in there if department == department_id), None)
    new = note_after(own or "", before=before, new=text)
    if own is None:
        await editing.notes(db, production_id, day_id, [*there, (department_id, new)])
    elif new != own:
        await editing.notes(
            db, production_id, day_id, [(d, new if (d, words) == (department_id, own) else words) for d, words in there]
        )
