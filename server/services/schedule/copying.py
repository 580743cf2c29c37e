"""What a day takes over from another one, or from a template: each an act of the editor, with its way back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from server.db import Tx, read, tx
from server.errors import Conflict, NotAllowed
from server.models.production import parts
from server.models.production import queries as production_queries
from server.models.schedule import queries, templates
from server.models.schedule.queries import CallRow, DayRow
from server.models.schedule.templates import TemplateRow
from server.rules.access import Actor, Scope, may
from server.rules.schedule.cells import Cell, value_of
from server.rules.schedule.resolve import OFF
from server.services.schedule.acting import (
    ActIn,
    ActOut,
    CellIn,
    DepartmentCellIn,
    NotesCellIn,
    PlacesCellIn,
    department_in,
    do,
    note_in,
    place_in,
)
from server.services.schedule.changing import changing, may_in_unit
from server.services.schedule.editing import DayNotes, DayPlaces, DepartmentCallIn
from server.services.schedule.gather import Called, gather, typed_of
from server.wire import Id, Struct

MOST = 200
"""Templates of one production."""
_Title = Annotated[
    str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\S[^\x00-\x1f\x7f-\x9f]*$")
]
What = Literal["crew_calls", "cast_chains", "places", "notes"]
OF_CREW: tuple[Cell, ...] = ("call", "travel", "pickup", "place")
OF_CAST: tuple[Cell, ...] = ("call", "on_set", "makeup", "travel", "pickup", "wardrobe", "rehearsal", "release")


class CopyIn(Struct):
    """What to take from which day; scenes never."""

    from_day_id: Id
    what: tuple[What, ...]


class TemplateIn(Struct):
    """One of the same name is replaced."""

    name: _Title


class TemplateOut(Struct):
    """How much of what it holds."""

    id: Id
    name: str
    calls: int
    places: int
    notes: int


class ApplyIn(Struct):
    """`what`: department calls (`crew_calls`), places, notes."""

    template_id: Id
    what: tuple[What, ...]


class Content(msgspec.Struct, kw_only=True):
    """What a template keeps."""

    departments: tuple[DepartmentCallIn, ...] = ()
    places: DayPlaces = ()
    notes: DayNotes = ()


async def copy_from(production_id: int, day_id: int, copied: CopyIn, *, by: Actor, seen: int | None) -> ActOut:
    """Take calls, places or notes of another day. People who don't work today, who was on hold or cancelled,
    and scenes, are left out.

    Raises NotFound.
    """
    async with changing(
        production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="calls_changed"
    ) as change:
        db = change.db
        source = await queries.day(db, production_id, copied.from_day_id)
        content = await _content(db, production_id, source)
        lines = await gather(db, production_id, change.day)
        typed = await queries.calls(db, production_id, source.id)
        cells: list[CellIn] = []
        if "crew_calls" in copied.what:
            rows = {(call.member_id, call.position_id): call for call in typed if call.element_id is None}
            # a call without a position is the person's in each of theirs
            own = ((c, rows.get((c.member_id, c.position_id)) or rows.get((c.member_id, None))) for c in lines.crew)
            cells += _cells(own, OF_CREW)
        if "cast_chains" in copied.what:
            roles = {call.element_id: call for call in typed if call.element_id is not None}
            cells += _cells(((c, roles.get(c.element_id or 0)) for c in lines.cast), OF_CAST)
        done = _of(content, copied.what, {one.department_id for one in content.departments})
        back = await do(change, msgspec.structs.replace(done, cells=tuple(cells)), by=by, origin="copied")
    return ActOut(revision=change.revision, back=back)


def _cells(lines: Iterable[tuple[Called, CallRow | None]], cells: Iterable[Cell]) -> list[CellIn]:
    return [
        CellIn(
            member_id=called.member_id,
            position_id=called.position_id,
            element_id=called.element_id,
            cell=cell,
            value=value_of(typed_of(row), cell),
        )
        for called, row in lines
        if row is not None and row.kind not in OFF
        for cell in cells
    ]


async def _content(db: Tx, production_id: int, day: DayRow) -> Content:
    calls = await queries.department_calls(db, production_id, day.id)
    places = await queries.places(db, production_id, day.id)
    notes = await queries.notes(db, production_id, day.id)
    return Content(
        departments=tuple(call for row in calls if (call := department_in(row))),
        places=tuple(place_in(row) for row in places),
        notes=tuple(note_in(row) for row in notes),
    )


def _of(content: Content, what: Iterable[What], departments: set[int]) -> ActIn:
    chosen = set(what)
    calls = content.departments if "crew_calls" in chosen else ()
    return ActIn(
        departments=tuple(
            DepartmentCellIn(department_id=call.department_id, value=call)
            for call in calls
            if call.department_id in departments
        ),
        places=PlacesCellIn(value=content.places) if "places" in chosen else None,
        notes=NotesCellIn(value=content.notes) if "notes" in chosen else None,
    )


async def list_templates(production_id: int) -> list[TemplateOut]:
    """By name."""
    async with read() as db:
        found = await templates.every(db, production_id)
    return [_out(row.id, row.name, msgspec.json.decode(row.content, type=Content)) for row in found]


def _out(template_id: int, name: str, content: Content) -> TemplateOut:
    return TemplateOut(
        id=template_id,
        name=name,
        calls=len(content.departments),
        places=len(content.places),
        notes=len(content.notes),
    )


async def save_template(production_id: int, day_id: int, new: TemplateIn, *, by: Actor, now: datetime) -> TemplateOut:
    """Keep this day's department calls, places and notes under a name.

    Raises NotAllowed as `drop_template` for one of the same name; Conflict where there are as many as fit.
    """
    async with tx(production_id) as db:
        day = await queries.day(db, production_id, day_id)
        may_in_unit(by, "day", "change", production_id=production_id, unit_id=day.unit_id)
        content = await _content(db, production_id, day)
        name = new.name.strip()
        there = {one.name: one for one in await templates.every(db, production_id)}
        if name in there:
            _may_replace(there[name], production_id, by)
        elif len(there) >= MOST:
            raise Conflict(
                f"There are {MOST} templates already.", next_step="Remove one you don't use.", code="too_many_templates"
            )
        template_id = await templates.put(
            db, production_id, name, msgspec.json.encode(content).decode(), by_account=by.account_id, now=now
        )
        db.note("template_saved", "template", template_id, by=by)
    return _out(template_id, name, content)


async def apply_template(production_id: int, day_id: int, applied: ApplyIn, *, by: Actor, seen: int | None) -> ActOut:
    """Put what a template keeps on this day. What is no longer there, a department or a place, is left out.

    Raises NotFound.
    """
    async with changing(
        production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="calls_changed"
    ) as change:
        row = await templates.one(change.db, production_id, applied.template_id)
        content = msgspec.json.decode(row.content, type=Content)
        there = await _there(change.db, production_id)
        content = Content(
            departments=tuple(
                msgspec.structs.replace(call, place_id=call.place_id if call.place_id in there["place"] else None)
                for call in content.departments
            ),
            places=tuple(place for place in content.places if place.place_id in there["place"]),
            notes=tuple(note for note in content.notes if note.department_id in {None, *there["department"]}),
        )
        back = await do(change, _of(content, applied.what, there["department"]), by=by, origin="copied")
    return ActOut(revision=change.revision, back=back)


async def _there(db: Tx, production_id: int) -> Mapping[str, set[int]]:
    return {
        "department": {one.id for one in await production_queries.departments(db, production_id)},
        "place": {one.id for one in await parts.places(db, production_id)},
    }


async def drop_template(production_id: int, template_id: int, *, by: Actor) -> None:
    """Other units' ADs drop what they made themselves. Raises NotFound, NotAllowed."""
    async with tx(production_id) as db:
        _may_replace(await templates.one(db, production_id, template_id), production_id, by)
        await templates.drop(db, production_id, template_id)
        db.note("template_dropped", "template", template_id, by=by)


def _may_replace(row: TemplateRow, production_id: int, by: Actor) -> None:
    _, scope = may(by, "day", "change", production_id=production_id)
    if scope is not Scope.ALL and row.by_account != by.account_id:
        raise NotAllowed("Somebody else keeps this template.", next_step="Ask the office, or save yours under a name.")
