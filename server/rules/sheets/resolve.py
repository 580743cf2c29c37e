"""From what was typed to the times of a page: relative to the general call, absolute, by department, or a chain."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from server.errors import Invalid
from server.rules.sheets import words
from server.rules.sheets.snapshot import Line, Time, line_id

CHOSEN = frozenset({"on_call", "no_call", "will_notify"})


_Found = tuple[str, int | None, str]
"""(kind, minutes, origin)."""


class DepartmentCall(msgspec.Struct, frozen=True):
    """A department's own rule; without one it comes with the general call."""

    kind: str = "relative"
    offset: int | None = 0
    at: int | None = None
    place_id: int | None = None


class Typed(msgspec.Struct, frozen=True):
    """A row of `call`, minutes as typed."""

    id: int
    member_id: int | None
    position_id: int | None
    element_id: int | None
    kind: str
    at: int | None = None
    offset: int | None = None
    on_set: int | None = None
    makeup_minutes: int | None = None
    travel_minutes: int | None = None
    pickup: int | None = None
    wardrobe: int | None = None
    rehearsal: int | None = None
    status: str = ""
    place_id: int | None = None
    remarks: str = ""


class Who(msgspec.Struct, frozen=True):
    """Whose line it is: a member in a position, or a cast role with the performer where known."""

    member_id: int | None = None
    position_id: int | None = None
    element_id: int | None = None
    department_id: int | None = None
    title: str = ""
    number: str = ""
    minor: bool = False
    head: bool = False


class DayClock(msgspec.Struct, frozen=True):
    """A date and its zone: minutes after its midnight to instants."""

    on_date: date
    zone: str

    def time(self, minutes: int | None) -> Time | None:
        """Raises Invalid for a wall time that doesn't exist that night; of one that exists twice the first is meant."""
        if minutes is None:
            return None
        wall = datetime.combine(self.on_date, time()) + timedelta(minutes=minutes)
        zone = ZoneInfo(self.zone)
        at = wall.replace(tzinfo=zone).astimezone(UTC)
        if at.astimezone(zone).replace(tzinfo=None) != wall:
            face = words.clock(minutes)
            raise Invalid(
                f"{face} doesn't exist that night in {self.zone}: the clocks go forward.", code="no_such_local_time"
            )
        return Time(at=at, minutes=minutes)

    def of(self, instant: datetime | None) -> Time | None:
        """An instant as printed on this day's page."""
        if instant is None:
            return None
        wall = instant.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        midnight = datetime.combine(self.on_date, time())
        return Time(at=instant.astimezone(UTC), minutes=int((wall - midnight).total_seconds() // 60))


def line(who: Who, typed: Typed | None, department: DepartmentCall, general: int | None, day: DayClock) -> Line:
    """One line of the page. A relative call without a general call is *will notify*."""
    kind, minutes, origin = _call(who, typed, department, general)
    makeup = pickup = None
    if typed is not None:
        if typed.kind == "chain" and typed.on_set is not None and typed.makeup_minutes is not None:
            makeup = typed.on_set - typed.makeup_minutes
        pickup = typed.pickup
        if pickup is None and minutes is not None and typed.travel_minutes is not None:
            pickup = minutes - typed.travel_minutes
    return Line(
        id=line_id(who.member_id, who.position_id, who.element_id),
        kind=kind,
        member_id=who.member_id,
        position_id=who.position_id,
        element_id=who.element_id,
        department_id=who.department_id,
        title=who.title,
        number=who.number,
        status=typed.status if typed else "",
        call=day.time(minutes),
        pickup=day.time(pickup),
        makeup=day.time(makeup),
        wardrobe=day.time(typed.wardrobe if typed else None),
        rehearsal=day.time(typed.rehearsal if typed else None),
        on_set=day.time(typed.on_set if typed else None),
        place_id=(typed.place_id if typed else None) or department.place_id,
        remarks=typed.remarks if typed else "",
        minor=who.minor,
        head=who.head,
        call_id=typed.id if typed else None,
        origin=origin,
    )


def _call(
    who: Who, typed: Typed | None, department: DepartmentCall, general: int | None
) -> tuple[str, int | None, str]:
    """(kind, minutes, origin)."""
    if typed is None or typed.kind == "department":
        if who.element_id is not None:
            return "will_notify", None, "general"
        return _department(department, general)
    if typed.kind in CHOSEN:
        return typed.kind, None, "absolute"
    if typed.kind == "absolute":
        return "time", typed.at, "absolute"
    if typed.kind == "chain":
        return "time", (typed.on_set or 0) - (typed.makeup_minutes or 0), "chain"
    return _relative(typed.offset or 0, general)


def _department(department: DepartmentCall, general: int | None) -> _Found:
    if department.kind in CHOSEN:
        return department.kind, None, "department"
    if department.kind == "absolute":
        return "time", department.at, "department"
    kind, minutes, origin = _relative(department.offset or 0, general)
    return kind, minutes, "department" if department.offset else origin


def _relative(offset: int, general: int | None) -> _Found:
    if general is None:
        return "will_notify", None, "general"
    origin = "general" if offset == 0 else "pre_call" if offset < 0 else "late_call"
    return "time", general + offset, origin
