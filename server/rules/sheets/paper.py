"""A sheet as words on paper: every time, date and count as text, so that a template only lays out."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from server.rules.production import clock_face, numbers
from server.rules.production.vocabulary import SpokenOut
from server.rules.sheets.blocks import ExtraOut, PaperOut, RunOut
from server.rules.sheets.held import HeldPlaceOut
from server.rules.sheets.sheet import LineOut, SheetOut
from server.rules.sheets.words import DAYS, short_date

INK = {
    "white": "#ffffff", "blue": "#b9d8f6", "pink": "#f9c0d2", "yellow": "#fbe77d", "green": "#bce4b0",
    "goldenrod": "#efbb45", "buff": "#ecd3aa", "salmon": "#f8ad92", "cherry": "#f59dab",
}  # fmt: skip
"""Of the revision colours; *Double Blue* is printed on Blue, an own name on white: the name is never left out."""

PLACES = {
    "crew_parking": "Crew parking", "holding": "Holding",
    "catering": "Catering", "set": "Set", "hospital": "Nearest emergency department",
}  # fmt: skip
KINDS = {"on_call": "O/C", "no_call": "N/C", "will_notify": "W/N", "hold": "HOLD", "cancelled": "CXL"}


PAPERS = {"a4": "a4", "letter": "us-letter", "legal": "us-legal"}
"""A production's paper (its settings) → typst's."""
HALVES = {"a4": "a5", "us-letter": "us-statement", "us-legal": "us-statement"}
"""The size of sides: half a sheet, two of them printed on one and cut once."""


class Copy(msgspec.Struct, frozen=True):
    """Whose copy it is, and how it is printed. `qr`: an SVG; `paper`: one of `PAPERS` or `HALVES`; `country`: where its
    numbers are dialled.
    """

    reader: str
    qr: str
    paper: str = "us-letter"
    twelve: bool = False
    country: str = ""
    logo: bytes = b""
    """A PNG."""


def ink_of(colour: str) -> str:
    return INK.get(
        colour.lower().rpartition(" ")[2] if colour.lower().startswith("double ") else colour.lower(), INK["white"]
    )


def eighths(count: int) -> str:
    """`2 3/8`; never reduced (4/8, not 1/2)."""
    whole, rest = divmod(count, 8)
    return " ".join(part for part in (str(whole) if whole else "", f"{rest}/8" if rest else "") if part) or "0"


def face(at: datetime | None, sheet: SheetOut, *, twelve: bool = False) -> str:
    """A wall clock in the day's zone; `+1` for the morning after."""
    if at is None:
        return ""
    local = at.astimezone(ZoneInfo(sheet.zone))
    days = (local.date() - sheet.on_date).days
    mark = f" {days:+}" if days else ""
    return clock_face.face(local.hour * 60 + local.minute, twelve=twelve) + mark


def on_paper(sheet: SheetOut, copy: Copy) -> dict[str, Any]:
    """What the template reads: text only, and the logo's bytes."""

    def clock(at: datetime | None) -> str:
        return "" if sheet.cancelled else face(at, sheet, twelve=copy.twelve)

    version = sheet.version
    name = (version.colour or f"P{version.number}") if version else "DRAFT"
    return {
        "paper": copy.paper,
        "ink": ink_of(name),
        "colour": name.upper(),
        "version": f"version {version.number}" if version and version.kind == "final" else "preliminary",
        "issued": _issued(sheet, twelve=copy.twelve),
        "by": f"by {version.issued_by}" if version and version.issued_by else "",
        "approved": _approved(sheet, twelve=copy.twelve), "qr": copy.qr,
        "logo": list(copy.logo), "logo_alt": sheet.logo.alt if sheet.logo else "",
        **_letterhead(sheet, copy.country),
        "general": "CANCELLED" if sheet.cancelled else clock(sheet.general_call) or "to come",
        "under": _joined(("Shooting call", clock(sheet.shooting_call)), ("Est. wrap", clock(sheet.estimated_wrap))),
        "meals": _meals(sheet, clock),
        "day": f"Day {sheet.day_number} of {sheet.days_total}" if sheet.day_number else sheet.day_type.capitalize(),
        "date": f"{short_date(sheet.on_date)} {sheet.on_date.year}",
        "unit": sheet.unit.name,
        "sun": _joined(("Sunrise", clock(sheet.sunrise)), ("sunset", clock(sheet.sunset))),
        **{name: getattr(sheet, name) for name in SAID},
        "places": [_place(place, n, sheet.words) for n, place in enumerate(sheet.places, 1)],
        "scenes": [_scene(scene, clock) for scene in sheet.scenes],
        "total": f"{sum(scene.scene_id is not None for scene in sheet.scenes)} scenes · {eighths(sheet.eighths)} pages",
        "cast": [_cast(line, clock) for line in sheet.cast],
        "notes": [{"label": note.department or "All", "text": note.text} for note in sheet.notes],
        "crew": [
            {"name": each.name, "lines": [_crew(line, clock, copy.country) for line in each.lines]}
            for each in sheet.departments
        ],
        "advance": [
            {"date": short_date(each.on_date), "title": each.title, "scenes": ", ".join(each.scenes),
             "pages": eighths(each.eighths)}
            for each in sheet.advance
        ],
        "extras": [_extra(one, sheet.words, clock) for one in sheet.extras],
        "pre_calls": [
            {"call": clock(one.call), "who": " · ".join(part for part in (one.department, one.title, one.name) if part)}
            for one in sheet.pre_calls
        ],
        "transport": [_run(one, clock) for one in sheet.transport],
        "reader": copy.reader,
    }  # fmt: skip


SAID = ("weather", "reason", "hazards", "medic", "safety_contacts", "bulletins", "channels")
"""Words that are printed as they were typed."""


def _letterhead(sheet: SheetOut, country: str) -> dict[str, Any]:
    return {
        "production": sheet.production,
        "company": " · ".join(part for part in (sheet.company, sheet.episode) if part),
        "credits": sheet.credits, "foot": sheet.foot, "blocks": sheet.blocks,
        "office": f"Office {numbers.shown(sheet.office_phone, country)}" if sheet.office_phone else "",
        "closed": "CLOSED SET" if sheet.closed_set else "",
        "papers": _joined(("Script", _pages(sheet.script)), ("Schedule", _pages(sheet.schedule))),
        "call_words": sheet.words.general_call, "wardrobe": sheet.words.wardrobe,
        "background": sheet.words.background,
    }  # fmt: skip


def _meals(sheet: SheetOut, clock: Any) -> str:
    meals = (("Breakfast", sheet.breakfast), ("Lunch", sheet.lunch), ("Second meal", sheet.second_meal))
    return _joined(*((name, clock(at)) for name, at in meals))


def _pages(pages: PaperOut) -> str:
    return " ".join(part for part in (pages.colour, short_date(pages.on_date) if pages.on_date else "") if part)


def _extra(one: ExtraOut, words: SpokenOut, clock: Any) -> dict[str, str]:
    kind = {"stand_in": words.stand_ins, "background": words.background, "crew": "Additional crew"}.get(
        one.kind, "Stunts"
    )
    said = " · ".join(part for part in (one.place, one.notes) if part)
    return {"kind": kind, "count": str(one.quantity), "name": one.name, "call": clock(one.call), "notes": said}


def _run(one: RunOut, clock: Any) -> dict[str, str]:
    fetched = [f"{' '.join(part for part in (who.number, who.name) if part)} {clock(who.at)}" for who in one.fetches]
    return {
        "vehicle": one.vehicle, "driver": one.driver, "at": clock(one.at),
        "what": " · ".join(part for part in (one.notes, *fetched) if part),
    }  # fmt: skip


def _place(place: HeldPlaceOut, number: int, words: SpokenOut) -> dict[str, Any]:
    own = {"base_camp": words.base_camp, "truck_parking": words.trailer_parking}
    kind = own.get(place.kind) or PLACES.get(place.kind, place.kind)
    return {
        "label": f"{number} {kind}",
        "name": place.name,
        "hospital": place.kind == "hospital",
        "detail": " · ".join(part for part in (place.address, place.notes, place.phone) if part),
    }


def _issued(sheet: SheetOut, *, twelve: bool) -> str:
    if sheet.version is None:
        return "not issued"
    local = sheet.version.issued_at.astimezone(ZoneInfo(sheet.zone))
    at = clock_face.face(local.hour * 60 + local.minute, twelve=twelve)
    return f"Issued {short_date(local.date())} {at}"


def _approved(sheet: SheetOut, *, twelve: bool) -> str:
    """By whom and when; of an earlier version where this one took no new approval."""
    said = []
    for one in sheet.approved:
        local = one.at.astimezone(ZoneInfo(sheet.zone))
        at = clock_face.face(local.hour * 60 + local.minute, twelve=twelve)
        name = ", ".join(part for part in (one.name, one.title) if part)
        of = "" if sheet.version is None or one.colour == sheet.version.colour else f" ({one.colour})"
        said.append(f"{name}, {DAYS[local.weekday()]} {at}{of}")
    return f"Approved by {' · '.join(said)}" if said else ""


def _joined(*parts: tuple[str, str]) -> str:
    return " · ".join(f"{label} {value}" for label, value in parts if value)


def _call(line: LineOut, clock: Any) -> str:
    return clock(line.call) or KINDS.get(line.kind, "")


def _scene(scene: Any, clock: Any) -> dict[str, str]:
    return {
        "number": scene.number, "int_ext": scene.int_ext, "set": scene.set, "description": scene.description,
        "day_night": scene.day_night, "script_day": scene.script_day, "background": ", ".join(scene.background),
        "cast": ", ".join(scene.cast), "pages": eighths(scene.eighths),
        "place": scene.place, "at": clock(scene.at), "banner": scene.banner, "notes": scene.notes,
    }  # fmt: skip


def _cast(line: LineOut, clock: Any) -> dict[str, str]:
    return {
        "number": line.number, "title": line.title, "name": line.name, "status": line.status,
        "pickup": clock(line.pickup), "call": _call(line, clock), "makeup": clock(line.makeup),
        "wardrobe": clock(line.wardrobe), "rehearsal": clock(line.rehearsal), "on_set": clock(line.on_set),
        "remarks": " · ".join(
            part for part in ("minor" if line.minor else "", _release(line, clock), line.remarks) if part
        ),
    }  # fmt: skip


def _crew(line: LineOut, clock: Any, country: str) -> dict[str, str]:
    phone = numbers.shown(line.phone, country)
    under = " · ".join(part for part in (_release(line, clock), phone) if part)
    return {"title": line.title, "name": line.name, "call": _call(line, clock), "under": under}


def _release(line: LineOut, clock: Any) -> str:
    return f"planned release {clock(line.release)}" if line.release else ""
