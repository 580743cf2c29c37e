"""What a phone holds: Today, Schedule and Changes, over all productions and units of the person."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from server.db import read
from server.models.reports import mine as rows
from server.models.reports.mine import ContactRow, DayRow, LogRow, NoticeRow, ProductionRow
from server.rules.access import POLICY, Actor, Membership, scope_of
from server.rules.access.fields import About, FieldClass, may_read
from server.rules.schedule.resolve import OFF
from server.rules.schedule.wraps import wrap_of
from server.rules.sheets import held
from server.rules.sheets import person as people
from server.rules.sheets.held import (
    ChangedOut,
    ContactOut,
    FromVersion,
    HeldDay,
    HeldUnitOut,
    MyChange,
    MyNotice,
    PushDay,
)
from server.rules.sheets.snapshot import Snapshot
from server.services.sheets.read import PAGES, thawed
from server.wire import Struct, encode

BACK, AHEAD = timedelta(days=10), timedelta(days=14)
WRAPPED = timedelta(hours=3)
"""After the estimated wrap a day without a logged one is taken as over (product.md)."""


class MyProductionOut(Struct):
    id: int
    member_id: int
    name: str
    code_name: str
    words: str
    zone: str
    office_phone: str
    office_email: str
    roles: list[str]
    position: str
    department: str
    on_until: date | None
    to_ring: int
    """How many people I was asked to ring."""
    rights: list[str]
    """`day.change`, `log.write`…: what this person may do there."""


class TodayOut(Struct):
    v: int
    revision: str
    account_id: int
    name: str
    productions: list[MyProductionOut]
    days: list[HeldDay]
    """By first time. The phone says which of them is Today."""


class VersionShort(Struct):
    number: int
    colour: str


class ScheduleDay(Struct):
    day_id: int
    production_id: int
    unit: str
    on_date: date
    zone: str
    day_type: str
    day_number: int | None
    place: str
    sets: str
    state: str
    issue_expected: date | None
    version: VersionShort | None
    call_at: datetime | None
    call_kind: str | None
    to_confirm: bool
    wrapped_at: datetime | None
    rest_after_minutes: int | None
    """To my next day, between instants; none: not known."""
    rest_estimated: bool


class ScheduleOut(Struct):
    v: int
    revision: str
    days: list[ScheduleDay]


class ToVersion(Struct):
    number: int
    colour: str
    issued_at: datetime


class ChangeEntry(Struct):
    notice_id: int
    production_id: int
    day_id: int
    on_date: date
    zone: str
    day_number: int | None
    of: FromVersion | None = msgspec.field(name="from")
    to: ToVersion
    call_at: datetime | None
    fields: list[ChangedOut]
    others: int
    reason: str
    by: str
    must_confirm: bool
    confirmed_at: datetime | None
    state: str


class ChangesOut(Struct):
    v: int
    revision: str
    changes: list[ChangeEntry]


class Document(msgspec.Struct, frozen=True):
    content: bytes
    etag: str


def _document(make: Callable[[str], Struct]) -> Document:
    """Encoded, with a revision that changes exactly when something in it does."""
    revision = hashlib.blake2b(encode(make("")), digest_size=12).hexdigest()
    return Document(encode(make(revision)), f'"{revision}"')


async def today(actor: Actor, *, now: datetime) -> Document:
    """GET /api/me/today: one statement, whatever the size of the crew."""
    found = await _rows(actor, now.date() - BACK, now.date() + AHEAD, now)
    productions = [made for row, _ in found if (made := _production(row, actor)) is not None]
    contacts = {row.production_id: _contacts(row, actor) for row, _ in found if row.production is not None}
    days = [one for row, page in found if (one := _held(row, page, actor, contacts)) is not None]
    return _document(
        lambda revision: TodayOut(
            v=1, revision=revision, account_id=actor.account_id, name=actor.name, productions=productions,
            days=_kept(days, now),
        )
    )  # fmt: skip


async def schedule(actor: Actor, *, now: datetime) -> Document:
    """GET /api/me/schedule: from 7 days ago on, at most 200 days."""
    found = await _rows(actor, now.date() - timedelta(days=7), now.date() + timedelta(days=400), now)
    days = [one for row, page in found if (one := _held(row, page, actor, {})) is not None]
    days.sort(key=_order)
    return _document(lambda revision: ScheduleOut(v=1, revision=revision, days=_schedule(days[:200])))


async def changes(actor: Actor, *, now: datetime) -> Document:
    """GET /api/me/changes: what I was told, newest first, at most 60."""
    async with read() as db:
        found = await rows.changes(db, _members(actor), now=now)
    entries = [entry for row in found if (entry := _entry(row)) is not None]
    return _document(lambda revision: ChangesOut(v=1, revision=revision, changes=entries))


def _members(actor: Actor) -> list[tuple[int, int]]:
    return [
        (membership.production_id, membership.member_id)
        for membership in actor.memberships.values()
        if scope_of(membership, "sheet", "read") is not None
    ]


async def _rows(actor: Actor, first: date, last: date, now: datetime) -> list[tuple[DayRow, Snapshot | None]]:
    """Days with their newest page; pages that this process has at hand are not fetched again."""
    have: dict[Any, Snapshot] = PAGES.all()
    async with read() as db:
        found = await rows.mine(db, _members(actor), first, last, held=list(have), now=now)
    return [(row, _page(row, have)) for row in found]


def _page(row: DayRow, have: dict[Any, Snapshot]) -> Snapshot | None:
    if row.version_id is None:
        return None
    return have[row.version_id] if row.snapshot is None else thawed(row.version_id, row.snapshot)


def _production(row: DayRow, actor: Actor) -> MyProductionOut | None:
    if row.production is None:
        return None
    made = msgspec.json.decode(row.production, type=ProductionRow)
    membership = actor.memberships[row.production_id]
    rights = [f"{r}.{a}" for r, a in POLICY if scope_of(membership, r, a) is not None]
    return MyProductionOut(
        id=row.production_id, member_id=membership.member_id, name=made.name, code_name=made.code_name,
        words=made.words, zone=made.zone, office_phone=made.office_phone, office_email=made.office_email,
        roles=sorted(membership.roles), position=made.position, department=made.department, on_until=made.on_until,
        to_ring=made.to_ring, rights=sorted(rights),
    )  # fmt: skip


def _contacts(row: DayRow, actor: Actor) -> list[ContactOut]:
    """Whom to ring: my head, the 2nd AD, the office. Who shows no number to this reader is left out."""
    made = msgspec.json.decode(row.production or b"null", type=ProductionRow)
    membership = actor.memberships[row.production_id]
    order = {"head": 0, "chaser": 1, "second_ad": 2, "office": 3}
    found = [
        ContactOut(name=one.name, position=one.title, why=one.why, phone=one.phone)
        for one in sorted(made.contacts, key=lambda one: order[one.why])
        if one.phone and _reads(membership, one)
    ]
    if made.office_phone:
        found.append(ContactOut(name="", position="", why="office", phone=made.office_phone))
    return found


def _reads(membership: Membership, one: ContactRow) -> bool:
    about = About(one.member_id, frozenset(one.departments), one.number_shown)
    return may_read(membership, FieldClass.MOBILE, about)


def _held(row: DayRow, page: Snapshot | None, actor: Actor, contacts: dict[int, list[ContactOut]]) -> HeldDay | None:
    """A day as the person holds it; None where it isn't theirs."""
    if row.day_id is None:
        return None
    membership = actor.memberships[row.production_id]
    if row.version_id is None or row.issued_at is None:
        return _not_issued(row) if row.works and not row.cancelled else None
    own = people.own(page, membership.member_id) if page is not None else None
    if page is None or own is None:
        return None
    version = held.VersionOut(
        id=row.version_id, number=row.version, colour=row.colour, kind=row.kind, issued_at=row.issued_at,
        issued_by=row.issued_by, reason=row.reason,
    )  # fmt: skip
    notice = msgspec.json.decode(row.notice, type=NoticeRow) if row.notice else None
    change = None
    if notice is not None and notice.rank == row.version and notice.change is not None:
        change = msgspec.convert(notice.change, MyChange)
    cut = held.push_day(row.production_id, own, version, change=change, notice=_notice(notice))
    return _whole(cut, page, row, membership, contacts.get(row.production_id, []))


def _notice(row: NoticeRow | None) -> MyNotice | None:
    if row is None:
        return None
    return MyNotice(id=row.id, must_confirm=row.must_confirm, state=row.state, confirmed_at=row.confirmed_at)


def _whole(cut: PushDay, page: Snapshot, row: DayRow, membership: Membership, contacts: list[ContactOut]) -> HeldDay:
    head = page.head
    mine = {line.department_id for line in page.lines if line.member_id == membership.member_id}
    rest = {name: getattr(cut, name) for name in PushDay.__struct_fields__ if name not in ("places", "state")}
    return HeldDay(
        **rest,
        places=[held.place_out(place) for place in page.places],
        state="cancelled" if row.cancelled or head.cancelled else "issued",
        day_type=head.day_type,
        title=head.title,
        shooting_call=held.at(head.shooting_call),
        lunch=held.at(head.lunch),
        wrapped_at=_wrapped(row, membership),
        people=contacts,
        medic=head.medic,
        channels=head.channels,
        weather=head.weather,
        sunrise=held.at(head.sunrise),
        sunset=held.at(head.sunset),
        scenes=held.scenes_out(page),
        eighths=sum(scene.eighths for scene in page.scenes),
        notes=[note.text for note in page.notes if note.department_id is None or note.department_id in mine],
        sheet_url=f"/api/productions/{row.production_id}/days/{row.day_id}/sheet",
    )


def _wrapped(row: DayRow, membership: Membership) -> datetime | None:
    entries = msgspec.json.decode(row.log, type=list[LogRow]) if row.log else []
    return wrap_of(rows.logged(entries), membership.member_id, membership.departments) if entries else None


def _not_issued(row: DayRow) -> HeldDay:
    return HeldDay(
        day_id=row.day_id or 0, production_id=row.production_id, unit=HeldUnitOut(id=row.unit_id, name=row.unit),
        on_date=row.on_date, zone=row.zone, day_number=row.number, days_total=row.of if row.number else None,
        place="", state="not_issued", version=None, general_call=None, estimated_wrap=None, calls=[], first_at=None,
        change=None, notice=None, places=[], day_type=row.day_type, title=row.title, issue_expected=row.previous_on,
        people=[], scenes=[], notes=[],
    )  # fmt: skip


def _order(day: HeldDay) -> tuple[date, datetime, int]:
    return day.on_date, day.first_at or day.general_call or datetime.max.replace(tzinfo=UTC), day.day_id


def _kept(days: Sequence[HeldDay], now: datetime) -> list[HeldDay]:
    """Everything that isn't over, the newest day that is, and of what isn't issued the next day only."""
    ordered = sorted(days, key=_order)
    over = [day for day in ordered if _over(day, now)]
    ahead = [day for day in ordered if not _over(day, now) and day.state != "not_issued"]
    yet: dict[int, HeldDay] = {}
    for day in ordered:
        if day.state == "not_issued" and day.on_date >= (now - timedelta(days=1)).date():
            yet.setdefault(day.production_id, day)
    return sorted([*over[-1:], *ahead, *yet.values()], key=_order)


def _over(day: HeldDay, now: datetime) -> bool:
    if day.state == "not_issued":
        return False
    if day.wrapped_at is not None:
        return day.wrapped_at < now
    end = day.estimated_wrap or day.first_at or day.general_call
    if end is None:
        return day.on_date < (now - timedelta(days=1)).date()
    return end + WRAPPED < now


def _schedule(days: list[HeldDay]) -> list[ScheduleDay]:
    found = []
    for day, following in zip(days, [*days[1:], None], strict=True):
        calls = [call for call in day.calls if call.kind != "no_call"]
        first = min((call.at for call in calls if call.at), default=None)
        end = day.wrapped_at or day.estimated_wrap
        next_at = following.first_at if following is not None else None
        comes = any(call.kind not in OFF for call in calls)
        rest = int((next_at - end).total_seconds() // 60) if end and next_at and comes else None
        notice = day.notice
        found.append(
            ScheduleDay(
                day_id=day.day_id, production_id=day.production_id, unit=day.unit.name, on_date=day.on_date,
                zone=day.zone, day_type=day.day_type, day_number=day.day_number, place=day.place,
                sets=", ".join(dict.fromkeys(scene.set for scene in day.scenes if scene.set))[:200],
                state=day.state, issue_expected=day.issue_expected,
                version=VersionShort(number=day.version.number, colour=day.version.colour) if day.version else None,
                call_at=first, call_kind=(calls[0].kind if calls else "no_call") if day.version else None,
                to_confirm=bool(notice and notice.must_confirm and not notice.confirmed_at),
                wrapped_at=day.wrapped_at, rest_after_minutes=rest,
                rest_estimated=rest is not None and day.wrapped_at is None,
            )
        )  # fmt: skip
    return found


def _entry(row: rows.ChangeRow) -> ChangeEntry | None:
    day = msgspec.json.decode(row.payload, type=PushDay)
    if day.version is None:
        return None
    change = day.change
    return ChangeEntry(
        notice_id=row.notice_id, production_id=row.production_id, day_id=row.day_id, on_date=day.on_date,
        zone=day.zone, day_number=day.day_number, of=change.of if change else None,
        to=ToVersion(number=day.version.number, colour=day.version.colour, issued_at=day.version.issued_at),
        call_at=min((call.at for call in day.calls if call.at), default=None),
        fields=change.fields if change else [], others=change.others if change else 0,
        reason=row.reason, by=row.issued_by,
        must_confirm=row.must_confirm, confirmed_at=row.confirmed_at, state=row.state,
    )  # fmt: skip
