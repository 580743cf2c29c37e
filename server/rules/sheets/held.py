"""A day as a person's phone holds it: the cut of a page for one reader, and the smaller cut that a push carries.

Mirrored by the phone's own types, which are generated from these.
"""

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from server.rules.sheets import snapshot as page
from server.rules.sheets.concern import Change
from server.rules.sheets.person import Own
from server.wire import Struct

KIND = {"time": "timed"}


class HeldUnitOut(Struct, kw_only=True):
    id: int
    name: str


class VersionOut(Struct, kw_only=True):
    id: int
    number: int
    colour: str
    kind: str
    issued_at: datetime
    issued_by: str = ""
    """Name and position, joined when read; empty in a push."""
    reason: str = ""


class MyCall(Struct, kw_only=True):
    call_id: int | None
    position: str
    kind: str
    """`timed`, `on_call`, `no_call`, `will_notify`, `hold`, `cancelled`."""
    at: datetime | None = None
    pickup: datetime | None = None
    pickup_place: str = ""
    pickup_with: str = ""
    pickup_phone: str = ""
    makeup: datetime | None = None
    wardrobe: datetime | None = None
    rehearsal: datetime | None = None
    on_set: datetime | None = None
    release: datetime | None = None
    """Planned: when they are to be gone."""
    origin: str = "general"
    place: str = ""
    status: str = ""
    remarks: str = ""


class FromVersion(Struct, kw_only=True):
    number: int
    colour: str


class ChangedOut(Struct, kw_only=True):
    field: str
    """call, pickup, place, parking, base_camp, hospital, hazards, cancelled, unit, on_set or other."""
    old: str | None
    new: str | None
    instant: bool = False
    """`old` and `new` are ISO instants; `new` of a call that doesn't stand: not_called, hold, to_come."""


class MyChange(Struct, kw_only=True):
    of: FromVersion | None = msgspec.field(name="from", default=None)
    """The version known before; none: the first one."""
    fields: list[ChangedOut]
    others: int = 0
    """How many other changes don't touch this person."""


class MyNotice(Struct, kw_only=True):
    id: int
    must_confirm: bool
    state: str
    confirmed_at: datetime | None = None


class HeldPlaceOut(Struct, kw_only=True):
    kind: str
    number: int
    name: str
    since: datetime | None = msgspec.field(name="from", default=None)
    address: str = ""
    notes: str = ""
    phone: str = ""
    lat: float | None = None
    lng: float | None = None


class ContactOut(Struct, kw_only=True):
    name: str
    position: str
    why: str
    """head, chaser, second_ad, office, driver, medic."""
    phone: str


class HeldSceneOut(Struct, kw_only=True):
    scene_id: int | None
    banner: str = ""
    number: str = ""
    int_ext: str = ""
    set: str = ""
    day_night: str = ""
    script_day: str = ""
    description: str = ""
    eighths: int = 0
    cast: list[str]
    background: list[str] = msgspec.field(default_factory=list)
    place: str = ""
    at: datetime | None = None
    notes: str = ""


class PushDay(Struct, kw_only=True):
    """What a push carries of a day: replaces the same keys of the stored one when its version isn't lower."""

    day_id: int
    production_id: int
    unit: HeldUnitOut
    on_date: date
    zone: str
    day_number: int | None
    days_total: int | None
    place: str
    state: str
    """issued, not_issued, cancelled."""
    version: VersionOut | None
    general_call: datetime | None
    estimated_wrap: datetime | None
    calls: list[MyCall]
    first_at: datetime | None
    change: MyChange | None
    notice: MyNotice | None
    places: list[HeldPlaceOut]
    hazards: str = ""


class HeldDay(PushDay, kw_only=True):
    """The whole: what Today shows with no signal."""

    day_type: str = "shoot"
    title: str = ""
    issue_expected: date | None = None
    """The date at whose wrap the sheet is issued."""
    shooting_call: datetime | None = None
    lunch: datetime | None = None
    wrapped_at: datetime | None = None
    people: list[ContactOut]
    medic: str = ""
    channels: str = ""
    weather: str = ""
    sunrise: datetime | None = None
    sunset: datetime | None = None
    scenes: list[HeldSceneOut]
    eighths: int = 0
    notes: list[str]
    sheet_url: str = ""


FIELD = {
    "call": "call", "called": "call", "not_called": "call", "call_cancelled": "call", "hold": "call",
    "pickup": "pickup", "place_id": "place",
    "crew_parking": "parking", "base_camp": "base_camp", "hospital": "hospital", "hazards": "hazards",
    "bulletins": "hazards",
    "cancelled": "cancelled", "unit_id": "unit", "on_set": "on_set",
}  # fmt: skip


GONE = {"not_called": "not_called", "call_cancelled": "not_called", "hold": "hold"}


def at(time: page.Time | None) -> datetime | None:
    return time.at if time else None


def change_of(found: Iterable[Change], before: FromVersion | None, others: int) -> MyChange:
    """The personal difference as the phone shows it: old and new in large type."""
    return MyChange(of=before, fields=[_changed(change) for change in found], others=others)


def _changed(change: Change) -> ChangedOut:
    times = isinstance(change.old, page.Time) or isinstance(change.new, page.Time)
    new = GONE.get(change.what) or _value(change.new)
    if change.what == "call" and change.new is None:
        new = "to_come"
    return ChangedOut(field=FIELD.get(change.what, "other"), old=_value(change.old), new=new, instant=times)


def _value(value: object) -> str | None:
    if isinstance(value, page.Time):
        return value.at.isoformat().replace("+00:00", "Z")
    if isinstance(value, page.Place):
        return value.name
    return None if value is None else str(value)


def my_calls(own: Own) -> list[MyCall]:
    names = {place.place_id: place.name for place in own.places}
    return [
        MyCall(
            call_id=line.call_id,
            position=line.title,
            kind=KIND.get(line.kind, line.kind),
            at=at(line.call),
            pickup=at(line.pickup),
            makeup=at(line.makeup),
            wardrobe=at(line.wardrobe),
            rehearsal=at(line.rehearsal),
            on_set=at(line.on_set),
            release=at(line.release),
            origin=line.origin,
            place=names.get(line.place_id or 0, ""),
            status=line.status,
            remarks=line.remarks,
        )
        for line in own.lines
    ]


def place_out(place: page.Place) -> HeldPlaceOut:
    notes = " · ".join(part for part in (place.notes, place.access_notes) if part)
    return HeldPlaceOut(
        kind=place.kind,
        number=place.number,
        name=place.name,
        since=at(place.since),
        address=place.address,
        notes=notes,
        phone=place.phone,
        lat=place.lat,
        lng=place.lng,
    )


def band_place(places: Iterable[page.Place], first_set: page.Place | None) -> str:
    """One name for the head of the page: the first set's place, else the base camp."""
    base = next((place for place in places if place.kind == "base_camp"), None)
    found = first_set or base
    return found.name if found else ""


IN_PUSH = ("base_camp", "crew_parking", "hospital")


def push_day(
    production_id: int, own: Own, version: VersionOut, *, change: MyChange | None, notice: MyNotice | None = None
) -> PushDay:
    """The cut for a push: the whole new call, never a delta."""
    head = own.head
    return PushDay(
        day_id=head.day_id,
        production_id=production_id,
        unit=HeldUnitOut(id=head.unit_id, name=head.unit),
        on_date=head.on_date,
        zone=head.zone,
        day_number=head.number,
        days_total=head.of,
        place=band_place(own.places, own.first_set),
        state="cancelled" if head.cancelled else "issued",
        version=version,
        general_call=at(head.general_call),
        estimated_wrap=at(head.estimated_wrap),
        calls=my_calls(own),
        first_at=own.first_at,
        change=change,
        notice=notice,
        places=[place_out(place) for place in own.places if place.kind in IN_PUSH],
        hazards=head.hazards,
    )


def scenes_out(sheet: page.Snapshot) -> list[HeldSceneOut]:
    names = {place.place_id: place.name for place in sheet.places}
    return [
        HeldSceneOut(
            scene_id=scene.scene_id,
            banner=scene.banner,
            number=scene.number,
            int_ext=scene.int_ext,
            set=scene.set_name,
            day_night=scene.day_night,
            script_day=scene.script_day,
            background=list(scene.background),
            description=scene.description,
            eighths=scene.eighths,
            cast=list(scene.cast),
            place=names.get(scene.place_id or 0, ""),
            at=at(scene.at),
            notes=scene.notes,
        )
        for scene in sheet.scenes
    ]
