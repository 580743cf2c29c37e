"""Gather the day board: six statements, the same for 15 and 300 crew; with who asks, seven."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from server.db import read
from server.models.gear import things
from server.models.reports import board as rows
from server.models.reports.board import HeadRow, PersonRow, Worked
from server.models.schedule import rule_packs
from server.models.tasks import queries as tasks
from server.rules.access import Actor, Membership, Scope, may, scope_of
from server.rules.access.fields import About, FieldClass, may_read
from server.rules.notify.ladder import Rung
from server.rules.notify.states import Board, State, on_board
from server.rules.production.settings import settings_of
from server.rules.reports import board
from server.rules.reports.board import BoardOut, Evidence, GearCount, HeldVersion, Person, Problem, Weight
from server.rules.schedule.minors import minor_hours
from server.rules.schedule.packs import Book
from server.rules.schedule.rest import rest
from server.rules.schedule.rest import words as duration
from server.rules.schedule.times import DAY, instant
from server.rules.sheets import held
from server.rules.sheets.colours import colour
from server.rules.sheets.person import CALLED, first_set, members_of
from server.rules.sheets.snapshot import Head, Snapshot
from server.rules.sheets.words import clock
from server.services.sheets.read import thawed

TWO_HOLDERS = "A case has two holders"
_Weighed = list[tuple[int, Problem]]
Face = Callable[[int], str]
"""Minutes after midnight as the reader's clock shows them."""


async def day_board(production_id: int, day_id: int, *, by: Actor, now: datetime) -> BoardOut:
    """Times within sentences stand on the reader's own clock; a head of department sees their own people's board.

    Raises NotFound, NotAllowed.
    """
    membership, scope = may(by, "board", "read", production_id=production_id)
    mine = membership.heads or membership.departments if scope is Scope.DEPARTMENT else None
    async with read() as db:
        head = await rows.head(db, production_id, day_id, now, sorted(mine) if mine is not None else None)
        page = _page(head, day_id)
        people = await rows.people(db, production_id, day_id, sorted(members_of(page)), now)
        worked = await rows.worked(db, production_id, head.on_date, now)
        today = now.astimezone(ZoneInfo(head.zone)).date()
        book = await rule_packs.book(db, production_id)
        gear = {row.department_id: _gear(row) for row in await things.counts(db, production_id, today)}
        open_tasks = await tasks.open_tasks(db, production_id, sorted(mine) if mine is not None else None)
    if mine is not None:
        page = _own(page, mine)
        people = {member: row for member, row in people.items() if mine & set(row.departments)}
        gear = {key: count for key, count in gear.items() if key in mine}
    settings, face = settings_of(head.settings), partial(clock, twelve=by.twelve)
    shown = {member: _person(row, head.number, membership) for member, row in people.items()}
    departments = board.departments(page, shown, gear)
    minors, minors_out = _minors(page, people, book, twelve=by.twelve)
    unreached = _unreached(head, people, page, face)
    problems = [
        *minors,
        *unreached,
        *_rest(page, people, worked, book=book, face=face),
        *_gear_problems(open_tasks, gear),
        *(_parked(head.parked) if head.parked and scope_of(membership, "parked", "settle") is not None else []),
    ]
    publishes = scope_of(membership, "sheet", "publish") is not None
    called = {line.member_id for line in page.lines if line.kind in CALLED and line.member_id}
    return BoardOut(
        day_id=day_id, unit=head.unit, on_date=head.on_date, zone=head.zone, day_number=page.head.number,
        days_total=page.head.of, place=held.band_place(page.places, first_set(page)), reason=page.head.reason,
        weather=page.head.weather, cancelled=head.cancelled_at is not None, version=_version(head),
        next_colour=colour(settings.colours, max(head.number, head.held_number or 0) + 1),
        draft_differs=head.version_id is not None and head.day_revision != head.revision,
        hold=_hold(head) if publishes else None,
        problems=[problem for _, problem in sorted(problems, key=lambda each: each[0])],
        departments=departments, total=board.total(departments, gear.values()),
        untouched=sum(1 for member in called if member in shown and not shown[member].board) if head.version_id else 0,
        spans=board.spans(page), marks=board.marks(page, minors_out),
        latest=msgspec.json.decode(head.latest, type=list[Evidence]),
        may_publish=publishes, cover=head.cover, asks_approval=bool(settings.approval), at=now,
    )  # fmt: skip


def _page(head: HeadRow, day_id: int) -> Snapshot:
    if head.version_id is not None and head.snapshot is not None:
        page = thawed(head.version_id, head.snapshot)
        return _nobody_comes(page) if page.head.cancelled else page
    return Snapshot(
        head=Head(day_id=day_id, unit_id=head.unit_id, unit=head.unit, on_date=head.on_date, zone=head.zone)
    )


def _nobody_comes(page: Snapshot) -> Snapshot:
    """Of a cancelled day: who has to know of it, and no call, rest or hour to look after."""
    lines = tuple(msgspec.structs.replace(line, kind="cancelled", call=None, on_set=None) for line in page.lines)
    return msgspec.structs.replace(page, lines=lines)


def _own(page: Snapshot, departments: frozenset[int]) -> Snapshot:
    """The page with these departments' lines only."""
    lines = tuple(line for line in page.lines if line.element_id is None and line.department_id in departments)
    return msgspec.structs.replace(page, lines=lines)


def _version(head: HeadRow) -> held.VersionOut | None:
    if head.version_id is None or head.issued_at is None:
        return None
    return held.VersionOut(
        id=head.version_id,
        number=head.number,
        colour=head.colour,
        kind="final",
        issued_at=head.release_at or head.issued_at,
    )


def _hold(head: HeadRow) -> HeldVersion | None:
    if head.held_id is None or head.held_issued_at is None or head.held_release_at is None:
        return None
    return HeldVersion(
        version_id=head.held_id, number=head.held_number or 0, colour=head.held_colour or "",
        issued_at=head.held_issued_at, release_at=head.held_release_at, rings=head.held_rings or 0,
        concerned=head.held_concerned or 0,
    )  # fmt: skip


def _person(row: PersonRow, number: int, reader: Membership) -> Person:
    """Who isn't concerned by the newest version isn't counted in it."""
    office = row.rung == Rung.OFFICE
    said = on_board(State(row.state), with_office=office) if row.state and row.rank == number else None
    rung = said is not None and said is not Board.HAS_IT
    numbers = rung and may_read(reader, FieldClass.MOBILE, About(row.id, frozenset(row.departments)))
    return Person(
        member_id=row.id, name=row.name, title="", state=row.state if said else "", board=str(said) if said else "",
        reason=row.reason, channel=row.channel, at=row.at, notice_id=row.notice_id if rung else None,
        mobile=row.mobile if numbers else "", rung=row.rung if rung else "", asked_at=row.rung_at if rung else None,
        asked=row.chaser if rung and row.rung == Rung.CHASER else "", quiet_until=row.rings_at if rung else None,
    )  # fmt: skip


def _lost(row: PersonRow) -> bool:
    return bool(row.state) and on_board(State(row.state), with_office=row.rung == Rung.OFFICE) is Board.HASNT


def _unreached(head: HeadRow, people: dict[int, PersonRow], page: Snapshot, face: Face) -> _Weighed:
    lost = {row.id: row for row in people.values() if row.rank == head.number and _lost(row)}
    if not lost:
        return []
    calls = sorted(
        (line.call.minutes, lost[line.member_id].name) for line in page.lines if line.member_id in lost and line.call
    )
    nearest = f"Nearest call {face(calls[0][0])}, {calls[0][1]}" if calls else ""
    many = f"{len(lost)} people haven't" if len(lost) > 1 else f"{next(iter(lost.values())).name} hasn't"
    deadline = min((row.deadline for row in lost.values() if row.deadline), default=None)
    return [
        (Weight.UNREACHED, Problem(kind="unreached", title=f"{many} got {head.colour}", detail=nearest, by=deadline,
                                   where="reach", blocks=True))
    ]  # fmt: skip


def _parked(many: int) -> _Weighed:
    whose = "1 entry from a phone" if many == 1 else f"{many} entries from phones"
    title = f"{whose} couldn't be applied"
    detail = "Kept as it was made: look at it, do by hand what is left to do"
    return [(Weight.PARKED, Problem(kind="parked", title=title, detail=detail, where="parked"))]


def _minors(
    page: Snapshot, people: dict[int, PersonRow], book: Book, *, twelve: bool
) -> tuple[_Weighed, datetime | None]:
    """Minors planned past their hours, and when the first of them must be gone."""
    found: _Weighed = []
    out: list[datetime] = []
    face = partial(clock, twelve=twelve)
    for line in page.lines:
        row = people.get(line.member_id or 0)
        pack = book.of_minors(row.rest_pack if row else None)
        if not line.minor or line.call is None or pack is None or pack.minor is None:
            continue
        on_set = line.on_set.minutes if line.on_set else None
        hours = minor_hours(
            pack.minor, page.head.on_date, line.call.minutes, born_on=row.born_on if row else None, on_set=on_set,
            release=line.release.minutes if line.release else None, twelve=twelve,
        )  # fmt: skip
        gone = instant(page.head.on_date, page.head.zone, hours.out_by)
        out.append(gone)
        wrong = list(hours.problems)
        wrap = page.head.estimated_wrap
        if hours.known and line.release is None and wrap is not None and wrap.at > gone:
            wrong.append(f"planned to {face(wrap.minutes)}, must be out by {face(hours.out_by)}")
        if wrong:
            name = row.name if row else line.title
            problem = Problem(
                kind="minor", title=f"{name}, minor: {wrong[0]}", detail=" · ".join([*wrong[1:], hours.source])[:300],
                by=gone, where="sheet", member_id=line.member_id, blocks=True,
            )  # fmt: skip
            found.append((Weight.MINOR, problem))
    return found, min(out, default=None)


def _rest(
    page: Snapshot,
    people: dict[int, PersonRow],
    worked: dict[int, Worked],
    *,
    book: Book,
    face: Face,
) -> _Weighed:
    """Daily rest that falls short, then weekly; counted from the logged wrap, until then from the estimated one."""
    found: _Weighed = []
    for line in page.lines:
        row, last = people.get(line.member_id or 0), worked.get(line.member_id or 0)
        if row is None or last is None or line.call is None:
            continue
        pack = book.of(
            row.rest_pack, department_id=line.department_id, cast=line.element_id is not None, minor=line.minor
        )
        if pack.rest is None:
            continue
        had = rest(
            pack, last.at, logged=last.logged, call_at=line.call.at, pickup_at=line.pickup.at if line.pickup else None,
            days_off=(page.head.on_date - last.on_date).days - 1, first_call=line.call.minutes % DAY,
        )  # fmt: skip
        if not (had.short or had.weekly_short):
            continue
        zone = ZoneInfo(page.head.zone)
        since = f"{'Wrapped' if had.logged else 'Estimated wrap'} {face(_minutes(had.since, zone))}"
        needed = had.needed if had.short else had.weekly_needed or 0
        whole = face(_minutes(had.since + timedelta(minutes=needed), zone))
        named = "Rest" if had.short else "Weekly rest"
        problem = Problem(
            kind="rest" if had.short else "weekly_rest",
            title=f"{named} {duration(had.minutes)}, needs {duration(needed)}: {row.name}",
            detail=f"{since}, called {face(line.call.minutes)}. Whole at {whole}; {had.pack}",
            by=line.call.at, where="sheet", member_id=row.id, blocks=had.short,
        )  # fmt: skip
        found.append((Weight.REST if had.short else Weight.WEEKLY_REST, problem))
    return found


def _minutes(at: datetime, zone: ZoneInfo) -> int:
    """What the clock of the day's place shows, in minutes after its midnight."""
    there = at.astimezone(zone)
    return there.hour * 60 + there.minute


def _gear(row: Any) -> GearCount:
    return GearCount(listed=row.listed, out=row.out, missing=row.missing, disputed=row.disputed, overdue=row.overdue)


def _gear_problems(open_tasks: list[tasks.TaskRow], gear: dict[int | None, GearCount]) -> _Weighed:
    found: _Weighed = [
        (
            Weight.DISPUTE,
            Problem(kind="dispute", title=task.why or "A case has two holders", by=task.due_at, where="gear"),
        )
        for task in open_tasks
        if task.kind == "dispute"
    ]
    overdue, missing = sum(g.overdue for g in gear.values()), sum(g.missing for g in gear.values())
    if overdue:
        found.append(
            (Weight.GEAR, Problem(kind="overdue", title=f"{overdue} overdue at the rental house", where="gear"))
        )
    if missing:
        found.append((Weight.GEAR, Problem(kind="missing", title=f"{missing} missing", where="gear")))
    return found
