"""What people do in the evening that is played, each by the service that does it for everybody."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

import msgspec

from server import clock
from server.db import Tx, tx
from server.models.access import queries as access
from server.models.demo import queries
from server.models.demo.queries import ActingRow
from server.models.production import queries as productions
from server.models.production.queries import DepartmentRow, MemberRow
from server.models.schedule import queries as schedule
from server.models.schedule.queries import DayRow
from server.models.sheets import versions
from server.rules.access import Actor, Role
from server.rules.notify.states import Outcome, State
from server.services.demo import truck
from server.services.notify import receipts
from server.services.schedule import answering, asking, calls, day_log, editing, shifting, taking
from server.services.sheets import approval, preview, publish

PUSHED_BY = 30
_ANSWER = 2
"""Heads who answer in time; the others are asked once more."""
FORCED_CALL = 5 * 60 + 20
LATE_SLEEPERS = {"production", "cast"}
TOLD_FIRST = {"transport", "locations", "catering"}


class Shoot(msgspec.Struct, frozen=True):
    """The production as it stands at a step, and who acts in it."""

    production_id: int
    today: DayRow
    tomorrow: DayRow
    actors: dict[Role, Actor]

    @property
    def second_ad(self) -> Actor:
        return self.actors[Role.SECOND_AD]


async def actor_of(db: Tx, row: ActingRow, now: datetime) -> Actor:
    return Actor(
        account_id=row.account_id, name=row.name, memberships=await access.memberships_of(db, row.account_id, now)
    )


async def ask_heads(shoot: Shoot) -> None:
    """All of them, by a quarter to four; whoever has joined answers: one person earlier, two more hands, a note."""
    now = clock.now()
    found = await taking.look(shoot.production_id, shoot.tomorrow.id, by=shoot.second_ad)
    wanted = asking.AskHeadsIn(
        departments=tuple(one.department_id for one in found.departments if one.heads),
        answer_by=now + timedelta(minutes=45),
    )
    if not wanted.departments:
        return
    await asking.ask(
        production_id=shoot.production_id, day_id=shoot.tomorrow.id, wanted=wanted, by=shoot.second_ad, now=now
    )
    async with tx(shoot.production_id) as db:
        heads = await queries.heads_here(db, shoot.production_id, now)
        answering_now = [await actor_of(db, ActingRow(one.account_id, one.name), now) for one in heads[:_ANSWER]]
    for by in answering_now:
        for one in await answering.my_questions(shoot.production_id, by=by, now=now):
            if one.day_id == shoot.tomorrow.id and one.people:
                await answering.answer(
                    production_id=shoot.production_id, day_id=one.day_id, department_id=one.department_id,
                    wanted=_needs(one), by=by, now=now,
                )  # fmt: skip


def _needs(question: answering.MyQuestionOut) -> answering.HeadAnswerIn:
    first = question.people[0]
    key = uuid5(NAMESPACE_URL, f"heads:{question.day_id}:{question.department_id}")
    return answering.HeadAnswerIn(
        pre_calls=(answering.PreCallIn(member_id=first.member_id, position_id=first.position_id, minutes=15),),
        people=(answering.MorePeopleIn(id=str(key), title=f"{question.department} daily", quantity=2),),
        note="Two more hands for the ferry deck",
    )


async def _take_answers(shoot: Shoot) -> None:
    """Everything that heads asked for goes into the draft."""
    found = await taking.look(shoot.production_id, shoot.tomorrow.id, by=shoot.second_ad)
    for one in found.departments:
        if one.asks:
            wanted = taking.SettleAsksIn(keys=tuple(ask.key for ask in one.asks), revision=one.revision)
            await taking.settle(
                production_id=shoot.production_id, day_id=shoot.tomorrow.id, department_id=one.department_id,
                wanted=wanted, by=shoot.second_ad,
            )  # fmt: skip


async def preliminary(shoot: Shoot) -> None:
    await _take_answers(shoot)
    people, departments = await _people(shoot)
    first = {one.id for one in departments if one.name.lower() in TOLD_FIRST}
    readers = [m.id for m, positions in people if any(p.head or p.department_id in first for p in positions)]
    wanted = publish.PreliminaryIn(
        day_revision=await _revision(shoot), readers=tuple(readers or [m.id for m, _ in people[:1]])
    )
    await publish.publish_preliminary(
        production_id=shoot.production_id, day_id=shoot.tomorrow.id, wanted=wanted, by=shoot.second_ad, now=clock.now()
    )


async def order_changes(shoot: Shoot) -> None:
    """The first two strips change places; then both approve."""
    async with tx(shoot.production_id) as db:
        strips = await queries.strips(db, shoot.production_id, shoot.tomorrow.id)
    scenes = tuple(
        editing.DaySceneIn(**msgspec.structs.asdict(row)) for row in (*strips[1:2], *strips[:1], *strips[2:])
    )
    await editing.set_scenes(shoot.production_id, shoot.tomorrow.id, scenes, by=shoot.second_ad, seen=None)
    await _approve(shoot)


async def push(shoot: Shoot) -> None:
    shift = shifting.ShiftIn(minutes=PUSHED_BY, reason="Running over")
    await shifting.shift_day(shoot.production_id, shoot.tomorrow.id, shift, by=shoot.second_ad, seen=None)


async def wrap(shoot: Shoot) -> None:
    """Now, by department; the person whose call moves later on wraps half an hour after the others."""
    _, departments = await _people(shoot)
    now = clock.now()
    entries = [_wrapped(shoot, now, department=one.id) for one in departments]
    late = await _one_to_ring(shoot)
    if late is not None:
        entries.append(_wrapped(shoot, now + timedelta(minutes=30), member=late[0].id))
    await day_log.log(shoot.production_id, shoot.today.id, tuple(entries[-200:]), by=shoot.second_ad)


async def issue(shoot: Shoot) -> None:
    await _approve(shoot)
    await _issue(shoot)


async def cover_set(shoot: Shoot) -> None:
    """The interiors: what is shot inside comes first, and everybody is told of the rain."""
    async with tx(shoot.production_id) as db:
        strips = await queries.strips(db, shoot.production_id, shoot.tomorrow.id)
    scenes = tuple(editing.DaySceneIn(**msgspec.structs.asdict(row)) for row in (*strips[1:], *strips[:1]))
    await editing.set_scenes(shoot.production_id, shoot.tomorrow.id, scenes, by=shoot.second_ad, seen=None)
    rain = editing.DayPatch(
        weather="Rain from 06:00, wind 25 kn", reason="Rain: interiors first", hazards="Wet boards: one at a time."
    )
    await editing.change_day(shoot.production_id, shoot.tomorrow.id, rain, by=shoot.second_ad, seen=None)
    await issue(shoot)


async def forced_call(shoot: Shoot) -> None:
    """One call inside its person's rest. The UPM says yes to it; the 2nd AD rings, and says who was spoken to."""
    found = await _one_to_ring(shoot)
    if found is None:
        return
    member, position = found
    call = calls.CallIn(kind="absolute", member_id=member.id, position_id=position, at_minutes=FORCED_CALL)
    await calls.set_call(shoot.production_id, shoot.tomorrow.id, call, by=shoot.second_ad, seen=None)
    await _approve(shoot)
    made = await _issue(shoot)
    async with tx(shoot.production_id) as db:
        notice = await queries.notice_of(db, shoot.production_id, shoot.tomorrow.id, made.number, member.id)
    if notice is not None:
        await receipts.note_ringing(
            shoot.production_id, notice, Outcome.KNOWS, call_id=uuid5(NAMESPACE_URL, f"forced:{notice}"), proxy="",
            detail="", by=shoot.second_ad, now=clock.now(),
        )  # fmt: skip


async def drivers_read(shoot: Shoot) -> None:
    _, departments = await _people(shoot)
    await _read(shoot, {one.id for one in departments if one.name.lower() == "transport"}, State.OPENED)


async def crew_confirm(shoot: Shoot) -> None:
    _, departments = await _people(shoot)
    await _read(shoot, {one.id for one in departments if one.name.lower() not in LATE_SLEEPERS}, State.CONFIRMED)


async def check_truck(shoot: Shoot) -> None:
    now = clock.now()
    _, departments = await _people(shoot)
    entries = [_wrapped(shoot, now, department=one.id) for one in departments]
    await day_log.log(shoot.production_id, shoot.tomorrow.id, tuple(entries[:200]), by=shoot.second_ad)
    await truck.check(shoot.production_id, by=shoot.actors[Role.COORDINATOR], now=now)


async def _people(shoot: Shoot) -> tuple[list[tuple[MemberRow, list[productions.PositionRow]]], list[DepartmentRow]]:
    async with tx(shoot.production_id) as db:
        members = await productions.members(db, shoot.production_id)
        positions = await productions.positions(db, shoot.production_id, [m.id for m in members])
        return [(m, positions.get(m.id, [])) for m in members], await productions.departments(db, shoot.production_id)


async def _one_to_ring(shoot: Shoot) -> tuple[MemberRow, int] | None:
    """Somebody of the crew without the app, with a number: (member, position)."""
    people, departments = await _people(shoot)
    cast = {one.id for one in departments if one.name.lower() == "cast"}
    for member, positions in people:
        if member.account_id is None and member.mobile and positions and positions[0].department_id not in cast:
            return member, positions[0].id
    return None


def _wrapped(
    shoot: Shoot, at: datetime, *, department: int | None = None, member: int | None = None
) -> day_log.LogEntryIn:
    key = uuid5(NAMESPACE_URL, f"evening:{shoot.production_id}:{at}:{department}:{member}")
    return day_log.LogEntryIn(
        id=key, kind="wrap", at=at, device_at=clock.now(), department_id=department, member_id=member
    )


async def _revision(shoot: Shoot) -> int:
    async with tx(shoot.production_id) as db:
        return (await schedule.day(db, shoot.production_id, shoot.tomorrow.id)).revision


async def _approve(shoot: Shoot) -> None:
    """By whoever is asked and is here: on a production that issues without, by nobody."""
    for role in (Role.FIRST_AD, Role.UPM):
        by = shoot.actors[role]
        look = await preview.to_approve(shoot.production_id, shoot.tomorrow.id, by=by, now=clock.now())
        if not any(one.role == role and one.yours and one.at is None for one in look.approval.asked):
            continue
        seen = approval.ApproveIn(
            base_version=look.base_version, day_revision=look.day_revision, content=look.approval.content
        )
        await approval.approve(
            production_id=shoot.production_id, day_id=shoot.tomorrow.id, wanted=seen, by=by, now=clock.now()
        )


async def _issue(shoot: Shoot) -> publish.Issued:
    async with tx(shoot.production_id) as db:
        newest = await versions.newest(db, shoot.production_id, shoot.tomorrow.id)
    wanted = publish.PublishIn(
        base_version=newest.number if newest else 0, day_revision=await _revision(shoot), at_once=True
    )
    return await publish.publish(
        production_id=shoot.production_id, day_id=shoot.tomorrow.id, wanted=wanted, by=shoot.second_ad, now=clock.now()
    )


async def _read(shoot: Shoot, departments: set[int], state: State) -> None:
    """Those of them of whom no real browser is here open or confirm what is newest, in the app or by their page."""
    now = clock.now()
    async with tx(shoot.production_id) as db:
        for one in await queries.unconfirmed(db, shoot.production_id, shoot.tomorrow.id, sorted(departments), now):
            if one.account_id is None:
                await receipts.by_link(db, shoot.production_id, one.notice_id, state, now=now)
                continue
            by = await actor_of(db, ActingRow(one.account_id, one.name), now)
            await receipts.by_session(shoot.production_id, one.notice_id, state, device_at=now, by=by, now=now)
