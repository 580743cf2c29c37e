"""Blocks of a sheet: their order, and those worked out for a reader from the lines of the page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from server.rules.production.settings import SheetBlock
from server.rules.sheets import snapshot as page
from server.rules.sheets.held import at
from server.wire import Struct

DEFAULT = (
    "safety", "places", "scenes", "cast", "extras", "notes", "pre_calls", "transport", "channels", "advance", "crew",
)  # fmt: skip
"""In the order of most printed sheets. The head and the foot always stand, first and last."""
ALWAYS = frozenset({"safety"})
"""May be moved, never switched off: the nearest emergency department, hazards and the medic."""


def order(chosen: Sequence[SheetBlock]) -> list[str]:
    """What stands on the sheet, in its order. A block that nobody placed stands behind those that were."""
    placed = {one.name: one.on or one.name in ALWAYS for one in chosen if one.name in DEFAULT}
    return [name for name in (*placed, *(one for one in DEFAULT if one not in placed)) if placed.get(name, True)]


class PaperOut(Struct):
    """Which pages hold: of the script, or the schedule."""

    colour: str
    on_date: date | None


class ExtraOut(Struct):
    """`kind`: stand_in, stunt, background; crew: dailies."""

    kind: str
    name: str
    quantity: int
    call: datetime | None
    place: str
    notes: str


class FetchedOut(Struct):
    name: str
    number: str
    """Cast number; empty for crew."""
    at: datetime


class RunOut(Struct):
    """A vehicle's day. `fetches`: earliest first; empty where the reader may not know who is fetched when."""

    vehicle: str
    driver: str
    at: datetime | None
    notes: str
    fetches: list[FetchedOut]


class PreCallOut(Struct):
    """Before the general call: a department as a whole (`name` empty), or one of its people."""

    department: str
    name: str
    title: str
    call: datetime


def extras_out(frozen: page.Snapshot) -> list[ExtraOut]:
    places = {place.place_id: place.name for place in frozen.places}
    return [
        ExtraOut(
            kind=one.kind, name=one.name, quantity=one.quantity, call=at(one.call),
            place=places.get(one.place_id or 0, ""), notes=one.notes,
        )
        for one in frozen.extras
    ]  # fmt: skip


def runs_out(frozen: page.Snapshot, names: Mapping[int, str], *, plans: bool, own: int | None) -> list[RunOut]:
    """`plans`: reads whom each vehicle fetches; else only `own` does, of the run that fetches them."""
    lines = {line.member_id: line for line in frozen.lines if line.member_id and line.pickup}

    def fetches(run: page.Run) -> list[FetchedOut]:
        shown = [member for member in run.passengers if plans or member == own]
        found = [
            FetchedOut(name=names.get(member, ""), number=line.number, at=line.pickup.at)
            for member in shown
            if (line := lines.get(member)) is not None and line.pickup is not None
        ]
        return sorted(found, key=lambda one: one.at)

    return [
        RunOut(
            vehicle=run.name, driver=names.get(run.driver_id or 0, ""), at=at(run.at), notes=run.notes,
            fetches=fetches(run),
        )
        for run in frozen.transport
        if own is None or own in run.passengers
    ]  # fmt: skip


def pre_calls(frozen: page.Snapshot, names: Mapping[int, str]) -> list[PreCallOut]:
    """Who is there before the general call, earliest first: a department in one line where all of it is."""
    general = frozen.head.general_call
    if general is None:
        return []
    found: list[PreCallOut] = []
    for department in frozen.departments:
        lines = [line for line in frozen.lines if line.department_id == department.id and line.element_id is None]
        found += _early(department.name, [line for line in lines if line.call], general, names)
    return sorted(found, key=lambda one: one.call)


def _early(
    department: str, lines: Sequence[page.Line], general: page.Time, names: Mapping[int, str]
) -> Iterable[PreCallOut]:
    calls = {line.call.at for line in lines if line.call}
    if len(calls) == 1 and len(lines) > 1 and (first := calls.copy().pop()) < general.at:
        return [PreCallOut(department=department, name="", title="", call=first)]
    return [
        PreCallOut(department=department, name=names.get(line.member_id or 0, ""), title=line.title, call=line.call.at)
        for line in lines
        if line.call and line.call.at < general.at
    ]


def drivers(frozen: page.Snapshot) -> set[int]:
    """Whose names stand on the page without a line of their own, perhaps."""
    return {run.driver_id for run in frozen.transport if run.driver_id}
