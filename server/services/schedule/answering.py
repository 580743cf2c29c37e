"""A head's side of *ask the heads*: what my departments are asked, and the answer in one go."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from server.db import Tx, read, tx
from server.errors import Conflict, Invalid, NotFound
from server.models.schedule import heads as rows
from server.models.schedule import queries
from server.models.schedule.heads import QuestionRow
from server.models.schedule.queries import DayRow
from server.models.schedule.working import WorkerRow
from server.rules.access import Actor, may
from server.rules.schedule.heads import Answer, MorePeople, PreCall
from server.rules.schedule.times import checked
from server.services.schedule.asking import SUBJECT, Team, nothing_left, open_day, team
from server.wire import Id, Line, Minutes, Revision, Struct


class PreCallIn(Struct):
    """`minutes` before the general call, or `at_minutes`: one of them."""

    member_id: Id
    position_id: Id
    minutes: Annotated[int, msgspec.Meta(ge=5, le=720)] | None = None
    at_minutes: Minutes | None = None


class MorePeopleIn(Struct):
    """`id`: made on the phone, and the same whenever the answer is sent again."""

    id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f-]{8,36}$")]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
    quantity: Annotated[int, msgspec.Meta(ge=1, le=200)] = 1
    name: Annotated[str, msgspec.Meta(max_length=58, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")] = ""
    at_minutes: Minutes | None = None


class HeadAnswerIn(Struct):
    """The department's whole answer; all of it empty is *nothing to add*. `seen`: its revision as the head saw it."""

    pre_calls: Annotated[tuple[PreCallIn, ...], msgspec.Meta(max_length=200)] = ()
    people: Annotated[tuple[MorePeopleIn, ...], msgspec.Meta(max_length=20)] = ()
    note: Line = ""
    seen: Revision | None = None


class Answered(Struct):
    revision: int


class PreCallAskedOut(Struct):
    member_id: int
    position_id: int
    minutes: int | None
    at_minutes: int | None


class MorePeopleOut(Struct):
    id: str
    title: str
    quantity: int
    name: str
    at_minutes: int | None


class HeadAnswerOut(Struct):
    pre_calls: list[PreCallAskedOut]
    people: list[MorePeopleOut]
    note: str


class PersonAskedOut(Struct):
    member_id: int
    position_id: int
    name: str
    title: str


class MyQuestionOut(Struct):
    """One department's question for one day. `general_call`: as it is planned, in minutes after midnight of the date.

    `answer` None: blank. `notice_id`: what told the reader of it.
    """

    day_id: int
    on_date: date
    zone: str
    unit: str
    department_id: int
    department: str
    answer_by: datetime
    chased: bool
    general_call: int | None
    people: list[PersonAskedOut]
    answer: HeadAnswerOut | None
    revision: int
    answered_by: str
    answered_at: datetime | None
    notice_id: int | None


async def my_questions(production_id: int, *, by: Actor, now: datetime) -> list[MyQuestionOut]:
    """Of the departments one heads, for days that aren't over, the nearest first. Raises NotFound, NotAllowed."""
    membership, _ = may(by, "heads", "answer", production_id=production_id)
    found: list[MyQuestionOut] = []
    async with read() as db:
        asked: dict[int, list[int]] = {}
        for one in await rows.mine(db, production_id, membership.heads, (now - timedelta(days=1)).date()):
            asked.setdefault(one.day_id, []).append(one.department_id)
        for day_id, departments in asked.items():
            day = await queries.day(db, production_id, day_id)
            if day.on_date < now.astimezone(ZoneInfo(day.zone)).date():
                continue
            there = await team(db, production_id, day)
            told = {one.member_id: one.notice_id for one in await rows.told(db, production_id, day_id)}
            found += [
                _mine(day, row, there, told.get(membership.member_id))
                for row in await rows.questions(db, production_id, day_id, departments)
            ]
    return found


def _mine(day: DayRow, row: QuestionRow, there: Team, notice_id: int | None) -> MyQuestionOut:
    return MyQuestionOut(
        day_id=day.id, on_date=day.on_date, zone=day.zone, unit=day.unit, department_id=row.department_id,
        department=row.department, answer_by=row.answer_by, chased=row.chased_at is not None,
        general_call=day.general_call, answer=_shown(row.answered), revision=row.revision, notice_id=notice_id,
        answered_by=row.answered_by, answered_at=row.answered_at,
        people=[
            PersonAskedOut(member_id=one.member_id, position_id=one.position_id, name=one.name, title=one.title)
            for one in there.people.get(row.department_id, [])
        ],
    )  # fmt: skip


def _shown(answer: Answer | None) -> HeadAnswerOut | None:
    return None if answer is None else msgspec.convert(msgspec.to_builtins(answer), HeadAnswerOut)


async def answer(
    *, production_id: int, day_id: int, department_id: int, wanted: HeadAnswerIn, by: Actor, now: datetime
) -> Answered:
    """The department's whole answer in place of what stood there.

    Raises NotFound for a department that isn't one's own or wasn't asked; Conflict where another head of it has
    answered meanwhile; Invalid.
    """
    membership, _ = may(by, "heads", "answer", production_id=production_id)
    if department_id not in membership.heads:
        raise NotFound
    async with tx(production_id) as db:
        day = await open_day(db, production_id, day_id)
        there = await _asked(db, production_id, day_id, department_id)
        if wanted.seen is not None and wanted.seen != there.revision:
            raise Conflict(
                f"{there.answered_by or 'Somebody'} has answered for {there.department} meanwhile.",
                code="answered_meanwhile", next_step="Look at that answer, then send yours.",
            )  # fmt: skip
        people = (await team(db, production_id, day)).people.get(department_id, [])
        kept = _checked(wanted, people, day, by)
        revision = await rows.keep_answer(db, production_id, day_id, department_id, kept, by.account_id, now)
        await nothing_left(db, production_id, day, department_id, now=now)
        db.note("heads_answered", SUBJECT, day_id, by=by, revision=revision, ids={"department": department_id})
    return Answered(revision=revision)


async def _asked(db: Tx, production_id: int, day_id: int, department_id: int) -> QuestionRow:
    found = await rows.questions(db, production_id, day_id, [department_id])
    if not found:
        raise NotFound
    return found[0]


def _checked(wanted: HeadAnswerIn, people: Sequence[WorkerRow], day: DayRow, by: Actor) -> Answer:
    """Raises Invalid for somebody of another department, twice the same, a time which that night doesn't have."""
    own = {(one.member_id, one.position_id) for one in people}
    for n, one in enumerate(wanted.pre_calls):
        where = f"pre_calls[{n}]"
        if (one.member_id, one.position_id) not in own:
            raise Invalid(
                "Not all of them work in this department that day.", errors=[{"where": where, "what": "member_id"}]
            )
        if (one.minutes is None) == (one.at_minutes is None):
            raise Invalid(
                "A pre-call is minutes before the general call, or a time.",
                errors=[{"where": where, "what": "minutes or at_minutes"}],
            )
        checked(day.on_date, day.zone, one.at_minutes, where, second=day.second_hour, twelve=by.twelve)
    for n, more in enumerate(wanted.people):
        checked(day.on_date, day.zone, more.at_minutes, f"people[{n}]", second=day.second_hour, twelve=by.twelve)
    kept = Answer(
        pre_calls=tuple(PreCall(**msgspec.structs.asdict(one)) for one in wanted.pre_calls),
        people=tuple(MorePeople(**msgspec.structs.asdict(more)) for more in wanted.people),
        note=wanted.note.strip(),
    )
    if len(kept.asks()) != len(kept.pre_calls) + len(kept.people) + bool(kept.note):
        raise Invalid("Somebody stands in it twice.", errors=[{"where": "pre_calls", "what": "twice"}])
    return kept
