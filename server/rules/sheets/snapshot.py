"""What a version freezes: ids, times, places and the words that were printed.

Names and numbers of people are joined when it is read, rates never stand on a sheet: what has a retention date can't
be frozen. Every time is kept twice: the instant (UTC), and minutes after midnight of the day's date in the day's zone,
as it was printed.
"""

from datetime import date, datetime
from typing import Any

import msgspec

FORMAT = 1
"""Raised when a field changes its meaning; `thaw` still reads every lower number."""


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """Base of what stands on a page: values, compared by content."""


class Time(Printed, frozen=True):
    at: datetime
    minutes: int


class Head(Printed, frozen=True):
    """The day itself, as printed on top."""

    day_id: int
    unit_id: int
    unit: str
    on_date: date
    zone: str
    day_type: str = "shoot"
    title: str = ""
    number: int | None = None
    """Day `number` of `of`; none on days that don't count."""
    of: int | None = None
    general_call: Time | None = None
    shooting_call: Time | None = None
    estimated_wrap: Time | None = None
    lunch: Time | None = None
    sunrise: Time | None = None
    sunset: Time | None = None
    weather: str = ""
    reason: str = ""
    hazards: str = ""
    medic: str = ""
    channels: str = ""
    cancelled: bool = False
    breakfast: Time | None = None
    second_meal: Time | None = None
    safety_contacts: str = ""
    bulletins: str = ""
    closed_set: bool = False
    script: str = ""
    """Colour of the newest script pages at issue, and their date; of the schedule below."""
    script_on: date | None = None
    schedule: str = ""
    schedule_on: date | None = None


class Place(Printed, frozen=True):
    """A numbered place of the day. `kind`: base_camp, crew_parking, truck_parking, holding, catering, set, hospital."""

    id: int
    place_id: int
    kind: str
    name: str
    number: int = 0
    address: str = ""
    access_notes: str = ""
    phone: str = ""
    notes: str = ""
    lat: float | None = None
    lng: float | None = None
    since: Time | None = None
    """A second base counts from the company move."""


class Scene(Printed, frozen=True):
    """A scene in shooting order, or a banner (then `scene_id` is none)."""

    id: int
    scene_id: int | None = None
    number: str = ""
    int_ext: str = ""
    set_name: str = ""
    day_night: str = ""
    script_day: str = ""
    description: str = ""
    eighths: int = 0
    cast: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    place_id: int | None = None
    at: Time | None = None
    notes: str = ""
    banner: str = ""


class Note(Printed, frozen=True):
    id: int
    text: str
    department_id: int | None = None


class Department(Printed, frozen=True):
    id: int
    name: str


class Line(Printed, frozen=True):
    """One person in one position, or one cast role, on this day.

    `kind`: `time`, `on_call`, `no_call`, `will_notify`, `hold`, `cancelled`. `member_id` is none for a role
    that nobody plays yet.
    """

    id: str
    """`m<member>.p<position>.e<element>`, 0 where there is none: the same on every version of the day."""
    kind: str
    member_id: int | None = None
    position_id: int | None = None
    element_id: int | None = None
    department_id: int | None = None
    title: str = ""
    """Position, or the character."""
    number: str = ""
    """Cast number."""
    status: str = ""
    call: Time | None = None
    pickup: Time | None = None
    makeup: Time | None = None
    wardrobe: Time | None = None
    rehearsal: Time | None = None
    on_set: Time | None = None
    release: Time | None = None
    """Planned: when they are to be gone."""
    place_id: int | None = None
    remarks: str = ""
    minor: bool = False
    head: bool = False
    call_id: int | None = None
    """None: the department's call."""
    origin: str = "general"
    """Where the time comes from: general, pre_call, late_call, absolute, chain, department."""


class Extra(Printed, frozen=True):
    """Stand-ins, stunts, background: `kind` is stand_in, stunt, background, or crew for dailies."""

    id: int
    kind: str
    name: str
    quantity: int = 1
    call: Time | None = None
    place_id: int | None = None
    notes: str = ""


class Run(Printed, frozen=True):
    """A vehicle's day. `passengers`: members, each fetched at the pickup of their line."""

    id: int
    name: str
    driver_id: int | None = None
    at: Time | None = None
    notes: str = ""
    passengers: tuple[int, ...] = ()


class Advance(Printed, frozen=True):
    """A later day, as far as it was known at issue."""

    id: int
    on_date: date
    title: str = ""
    scenes: tuple[str, ...] = ()
    eighths: int = 0


class Snapshot(Printed, frozen=True):
    head: Head
    format: int = FORMAT
    places: tuple[Place, ...] = ()
    scenes: tuple[Scene, ...] = ()
    notes: tuple[Note, ...] = ()
    departments: tuple[Department, ...] = ()
    lines: tuple[Line, ...] = ()
    advance: tuple[Advance, ...] = ()
    extras: tuple[Extra, ...] = ()
    transport: tuple[Run, ...] = ()


BLOCKS = ("places", "scenes", "notes", "departments", "lines", "advance", "extras", "transport")
"""Those of a snapshot that are lists of things with an id."""


def line_id(member_id: int | None, position_id: int | None, element_id: int | None) -> str:
    return f"m{member_id or 0}.p{position_id or 0}.e{element_id or 0}"


def freeze(snapshot: Snapshot) -> bytes:
    """The bytes that are kept; equal snapshots give equal bytes."""
    return msgspec.json.encode(snapshot)


class _Format(msgspec.Struct):
    format: int


def thaw(frozen: bytes) -> Snapshot:
    """Raises ValueError for a format newer than this release knows."""
    found = msgspec.json.decode(frozen, type=_Format).format
    if found > FORMAT:
        raise ValueError(f"a sheet of format {found}, this release reads up to {FORMAT}")
    return msgspec.json.decode(frozen, type=Snapshot)


def fields(of: Any) -> dict[str, Any]:
    return {name: getattr(of, name) for name in of.__struct_fields__}
