"""The day board: problems first, then departments × has it, being called, hasn't, and the day as a line."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import IntEnum

import msgspec

from server.rules.sheets.held import VersionOut
from server.rules.sheets.snapshot import Line, Snapshot
from server.wire import Struct


class Weight(IntEnum):
    """What stands first: minors' hours, then people, rest, weekly rest, gear."""

    MINOR = 0
    UNREACHED = 1
    REST = 2
    WEEKLY_REST = 3
    DISPUTE = 4
    GEAR = 5
    PARKED = 6


class Problem(Struct, kw_only=True):
    """One thing to settle, each with a reason, a deadline where there is one, and where to do it."""

    kind: str
    """minor, unreached, rest, weekly_rest, dispute, overdue, missing, parked."""
    title: str
    detail: str = ""
    by: datetime | None = None
    where: str
    """Where at the desk it is settled: sheet, gear, parked; reach: the list of whom to ring."""
    member_id: int | None = None
    blocks: bool = False
    """Stands with the filled triangle: a minor's hours, a short daily rest, people who haven't got it."""


class Person(Struct, kw_only=True):
    """Evidence of one person, shown on tap."""

    member_id: int
    name: str
    title: str
    state: str
    """The fine state of the ledger."""
    board: str
    """has_it, being_called, hasnt; empty: not concerned by this version."""
    reason: str = ""
    channel: str = ""
    at: datetime | None = None
    call: datetime | None = None
    notice_id: int | None = None
    """Under which it is noted what came of ringing; none for who has it."""
    mobile: str = ""
    """Of who hasn't got it, for readers of numbers."""
    rung: str = ""
    """app, mail, sms, chaser, office: how far up the ladder; of who hasn't got it."""
    asked: str = ""
    """On whose list they are, by name; empty: nobody's, or the office's."""
    asked_at: datetime | None = None
    """Since when on this rung."""
    quiet_until: datetime | None = None
    """A later call that lies without a sound until then."""


class GearCount(Struct, kw_only=True):
    listed: int = 0
    out: int = 0
    missing: int = 0
    disputed: int = 0
    overdue: int = 0


class BoardDepartment(Struct, kw_only=True):
    """`id` none: cast."""

    id: int | None
    name: str
    told: int
    has_it: int
    being_called: int
    hasnt: int
    first_call: datetime | None
    called: int
    gear: GearCount | None
    people: list[Person]


class Span(Struct, kw_only=True):
    """A block of the day's line."""

    kind: str
    """pickups, call, shoot, lunch, wrap."""
    start: datetime
    end: datetime
    label: str = ""


class Mark(Struct, kw_only=True):
    """A point on it: sunrise, sunset, lunch, wrap, minors_out."""

    kind: str
    at: datetime
    label: str = ""


class Evidence(Struct, kw_only=True):
    at: datetime
    name: str
    state: str
    channel: str
    proxy: str


class HeldVersion(Struct, kw_only=True):
    """An issue that can still be stopped."""

    version_id: int
    number: int
    colour: str
    issued_at: datetime
    release_at: datetime
    rings: int
    concerned: int


class BoardOut(Struct, kw_only=True):
    day_id: int
    unit: str
    on_date: date
    zone: str
    day_number: int | None
    days_total: int | None
    place: str
    reason: str
    weather: str
    cancelled: bool
    version: VersionOut | None
    """None: nothing is out yet."""
    next_colour: str
    draft_differs: bool
    """The draft was edited since the newest issue."""
    hold: HeldVersion | None
    problems: list[Problem]
    departments: list[BoardDepartment]
    """Those in trouble first."""
    total: BoardDepartment
    untouched: int
    """Called, and not asked again by this version."""
    spans: list[Span]
    marks: list[Mark]
    latest: list[Evidence]
    may_publish: bool
    cover: str
    """The day's cover set: draft, ready, in; empty where there is none."""
    asks_approval: bool
    """An issue of this production may wait for who approves it."""
    at: datetime


class Row(msgspec.Struct, frozen=True):
    """One line of the page with what is known of its person."""

    line: Line
    person: Person


def departments(
    page: Snapshot, people: Mapping[int, Person], gear: Mapping[int | None, GearCount]
) -> list[BoardDepartment]:
    """Each person is counted once, in the department of their first line; cast stand together."""
    names: dict[int | None, str] = {each.id: each.name for each in page.departments} | {None: "Cast"}
    rows: dict[int | None, list[Row]] = {}
    counted: set[int] = set()
    for line in page.lines:
        person = people.get(line.member_id or 0)
        if person is None or person.member_id in counted:
            continue
        counted.add(person.member_id)
        person = msgspec.structs.replace(person, title=line.title, call=line.call.at if line.call else None)
        key = line.department_id if line.element_id is None else None
        rows.setdefault(key, []).append(Row(line, person))
    left = [person for member, person in people.items() if member not in counted and person.board]
    found = [_department(key, names.get(key, ""), each, gear.get(key)) for key, each in rows.items()]
    if left:
        found.append(_department(0, "No longer called", [Row(_NOBODY, person) for person in left], None))
    return sorted(found, key=lambda each: (each.hasnt == 0, each.being_called == 0, each.told == 0, each.name))


_NOBODY = Line(id="", kind="no_call")


def _department(key: int | None, name: str, rows: Iterable[Row], gear: GearCount | None) -> BoardDepartment:
    people = [row.person for row in rows]
    calls = [person.call for person in people if person.call is not None]
    board = [person.board for person in people]
    return BoardDepartment(
        id=key, name=name, told=sum(map(bool, board)), has_it=board.count("has_it"),
        being_called=board.count("being_called"), hasnt=board.count("hasnt"), first_call=min(calls, default=None),
        called=len(calls), gear=gear, people=people,
    )  # fmt: skip


def total(found: list[BoardDepartment], gear: Collection[GearCount]) -> BoardDepartment:
    """The foot of the table; `gear` of all departments, also of those nobody is called in."""
    return BoardDepartment(
        id=None, name="", told=sum(d.told for d in found), has_it=sum(d.has_it for d in found),
        being_called=sum(d.being_called for d in found), hasnt=sum(d.hasnt for d in found),
        first_call=min((d.first_call for d in found if d.first_call), default=None),
        called=sum(d.called for d in found), people=[],
        gear=GearCount(
            listed=sum(g.listed for g in gear), out=sum(g.out for g in gear), missing=sum(g.missing for g in gear),
            disputed=sum(g.disputed for g in gear), overdue=sum(g.overdue for g in gear),
        ),
    )  # fmt: skip


LUNCH = timedelta(minutes=30)


def spans(page: Snapshot) -> list[Span]:
    """Pickups, call, shoot, lunch, shoot: what the page says, nothing guessed but lunch's half hour."""
    head = page.head
    pickups = [line.pickup.at for line in page.lines if line.pickup]
    calls = [line.call.at for line in page.lines if line.call]
    start = head.shooting_call.at if head.shooting_call else head.general_call.at if head.general_call else None
    wrap = head.estimated_wrap.at if head.estimated_wrap else None
    found = []
    if pickups and calls and min(pickups) < min(calls):
        found.append(Span(kind="pickups", start=min(pickups), end=min(calls)))
    if calls and start and min(calls) < start:
        found.append(Span(kind="call", start=min(calls), end=start))
    if start and wrap and start < wrap:
        label = ", ".join(scene.number for scene in page.scenes if scene.number)[:60]
        lunch = head.lunch.at if head.lunch else None
        if lunch and start < lunch < wrap:
            found += [
                Span(kind="shoot", start=start, end=lunch, label=label),
                Span(kind="lunch", start=lunch, end=lunch + LUNCH),
                Span(kind="shoot", start=lunch + LUNCH, end=wrap),
            ]
        else:
            found.append(Span(kind="shoot", start=start, end=wrap, label=label))
    return found


def marks(page: Snapshot, minors_out: datetime | None) -> list[Mark]:
    head = page.head
    named = (
        ("sunrise", head.sunrise), ("lunch", head.lunch), ("wrap", head.estimated_wrap), ("sunset", head.sunset)
    )  # fmt: skip
    found = [Mark(kind=kind, at=time.at) for kind, time in named if time is not None]
    if minors_out is not None:
        found.append(Mark(kind="minors_out", at=minors_out))
    return sorted(found, key=lambda mark: mark.at)
