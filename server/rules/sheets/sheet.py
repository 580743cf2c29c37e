"""The whole sheet for one reader: the frozen page with the names and numbers that this reader may read today."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from server.rules.access.fields import About, FieldClass, Sight
from server.rules.production.logo import LogoOut
from server.rules.production.settings import SheetForm
from server.rules.production.vocabulary import SpokenOut, spoken
from server.rules.sheets import snapshot as page
from server.rules.sheets.blocks import ExtraOut, PaperOut, PreCallOut, RunOut, extras_out, order, pre_calls, runs_out
from server.rules.sheets.held import (
    KIND,
    HeldPlaceOut,
    HeldSceneOut,
    HeldUnitOut,
    VersionOut,
    at,
    place_out,
    scenes_out,
)
from server.wire import Struct


class PersonRow(msgspec.Struct, frozen=True):
    """A member as joined when a page is read."""

    id: int
    name: str
    mobile: str
    number_shown: bool
    departments: frozenset[int]


class LineOut(Struct):
    id: str
    member_id: int | None
    name: str
    title: str
    number: str
    status: str
    kind: str
    call: datetime | None
    pickup: datetime | None
    """Absent where the reader may not know who is fetched when."""
    makeup: datetime | None
    wardrobe: datetime | None
    rehearsal: datetime | None
    on_set: datetime | None
    release: datetime | None
    """Planned: when they are to be gone. Whoever reads the line reads it: the floor must know."""
    place: str
    remarks: str
    minor: bool
    head: bool
    origin: str
    phone: str
    """Empty where the reader may not see it."""


class SheetDepartmentOut(Struct):
    id: int
    name: str
    lines: list[LineOut]


class SheetNoteOut(Struct):
    department: str
    """Empty: for all."""
    text: str


class AdvanceOut(Struct):
    day_id: int
    on_date: date
    title: str
    scenes: list[str]
    eighths: int


class ApprovedOut(Struct):
    """Who approved what went out, as they are called today."""

    role: str
    """first_ad, upm."""
    name: str
    title: str
    at: datetime
    colour: str
    """Of the version it was given for: an earlier one where this one took no new approval."""


class SheetOut(Struct):
    """Every block of the page, whether it is on or not: `blocks` says which stand on it, in their order."""

    day_id: int
    production: str
    company: str
    logo: LogoOut | None
    office_phone: str
    unit: HeldUnitOut
    on_date: date
    zone: str
    day_type: str
    title: str
    day_number: int | None
    days_total: int | None
    cancelled: bool
    version: VersionOut | None
    """None: a draft."""
    newest: int
    """Number of the newest version of this kind: higher than `version.number` on an old page."""
    approved: list[ApprovedOut]
    """Empty: a draft, or a production that issues without approval."""
    general_call: datetime | None
    shooting_call: datetime | None
    estimated_wrap: datetime | None
    lunch: datetime | None
    sunrise: datetime | None
    sunset: datetime | None
    weather: str
    reason: str
    hazards: str
    medic: str
    channels: str
    places: list[HeldPlaceOut]
    scenes: list[HeldSceneOut]
    eighths: int
    cast: list[LineOut]
    notes: list[SheetNoteOut]
    departments: list[SheetDepartmentOut]
    advance: list[AdvanceOut]
    blocks: list[str]
    words: SpokenOut
    episode: str
    credits: list[str]
    foot: str
    closed_set: bool
    script: PaperOut
    schedule: PaperOut
    breakfast: datetime | None
    second_meal: datetime | None
    safety_contacts: str
    bulletins: str
    extras: list[ExtraOut]
    transport: list[RunOut]
    pre_calls: list[PreCallOut]


class Around(msgspec.Struct, frozen=True):
    """What is joined to every page of a production when it is read."""

    production: str
    company: str
    office_phone: str
    people: Mapping[int, PersonRow]
    vocabulary: str = "us"
    form: SheetForm = msgspec.field(default_factory=SheetForm)
    logo: LogoOut | None = None


def sheet_out(
    frozen: page.Snapshot, version: VersionOut | None, newest: int, around: Around, sight: Sight, *,
    own: int | None, approved: Sequence[ApprovedOut] = (),
) -> SheetOut:  # fmt: skip
    """The page as this reader may see it. `own`: only that member's lines stay (talent: their own day only)."""
    head = frozen.head
    lines = [line for line in frozen.lines if own is None or line.member_id == own]
    names = {place.place_id: place.name for place in frozen.places}
    shown = [(line, _line(line, names, around.people, sight, own)) for line in lines]
    departments = [
        SheetDepartmentOut(
            id=each.id,
            name=each.name,
            lines=[out for line, out in shown if line.department_id == each.id and line.element_id is None],
        )
        for each in frozen.departments
    ]
    label = {each.id: each.name for each in frozen.departments}
    return SheetOut(
        day_id=head.day_id, production=around.production, company=around.company, logo=around.logo,
        office_phone=around.office_phone,
        unit=HeldUnitOut(id=head.unit_id, name=head.unit), on_date=head.on_date, zone=head.zone, day_type=head.day_type,
        title=head.title, day_number=head.number, days_total=head.of, cancelled=head.cancelled, version=version,
        newest=newest, approved=list(approved), general_call=at(head.general_call),
        shooting_call=at(head.shooting_call), estimated_wrap=at(head.estimated_wrap), lunch=at(head.lunch),
        sunrise=at(head.sunrise), sunset=at(head.sunset), weather=head.weather, reason=head.reason,
        hazards=head.hazards, medic=head.medic, channels=head.channels,
        places=[place_out(place) for place in frozen.places], scenes=scenes_out(frozen),
        eighths=sum(scene.eighths for scene in frozen.scenes),
        cast=[out for line, out in shown if line.element_id is not None],
        notes=[
            SheetNoteOut(department=label.get(note.department_id or 0, ""), text=note.text)
            for note in frozen.notes
            if own is None or note.department_id is None
        ],
        departments=[each for each in departments if each.lines],
        advance=[
            AdvanceOut(day_id=d.id, on_date=d.on_date, title=d.title, scenes=list(d.scenes), eighths=d.eighths)
            for d in (frozen.advance if own is None else ())
        ],
        **_form(frozen, around, sight, own),
    )  # fmt: skip


def _form(frozen: page.Snapshot, around: Around, sight: Sight, own: int | None) -> dict[str, Any]:
    """Letterhead and the blocks beside the old ones. Talent read of transport only what fetches them."""
    head, form = frozen.head, around.form
    names = {person.id: person.name for person in around.people.values()}
    return {
        "blocks": order(form.blocks), "words": spoken(around.vocabulary, form.words), "episode": form.episode,
        "credits": [line.strip() for line in form.credits.splitlines() if line.strip()], "foot": form.foot,
        "closed_set": head.closed_set, "script": PaperOut(colour=head.script, on_date=head.script_on),
        "schedule": PaperOut(colour=head.schedule, on_date=head.schedule_on), "breakfast": at(head.breakfast),
        "second_meal": at(head.second_meal), "safety_contacts": head.safety_contacts, "bulletins": head.bulletins,
        "extras": extras_out(frozen) if own is None else [],
        "transport": runs_out(frozen, names, plans=FieldClass.MOBILE in sight.all, own=own),
        "pre_calls": pre_calls(frozen, names) if own is None else [],
    }  # fmt: skip


def _line(
    line: page.Line, places: Mapping[int, str], people: Mapping[int, PersonRow], sight: Sight, own: int | None
) -> LineOut:
    person = people.get(line.member_id or 0)
    mine = own is not None and line.member_id == own
    about = About(person.id, person.departments, person.number_shown) if person else None
    plans = mine or FieldClass.MOBILE in sight.all
    reads = about is not None and (mine or sight.reads(FieldClass.MOBILE, about))
    return LineOut(
        id=line.id, member_id=line.member_id, name=person.name if person else "", title=line.title,
        number=line.number, status=line.status, kind=KIND.get(line.kind, line.kind), call=at(line.call),
        pickup=at(line.pickup) if plans else None, makeup=at(line.makeup), wardrobe=at(line.wardrobe),
        rehearsal=at(line.rehearsal), on_set=at(line.on_set), release=at(line.release),
        place=places.get(line.place_id or 0, ""), remarks=line.remarks, minor=line.minor, head=line.head,
        origin=line.origin, phone=person.mobile if person and reads else "",
    )  # fmt: skip
