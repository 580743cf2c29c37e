"""One act of the editor: many cells, department calls, places and notes, all or nothing, with the way back.

Each part says what stood there when it was typed (`was`): somebody else's change of the same cell is never written
over, and one of another cell is in nobody's way.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

import msgspec

from server.errors import Conflict, Invalid
from server.models.production import queries as production_queries
from server.models.schedule import calls as call_queries
from server.models.schedule import changes, editing, queries, rule_packs, working
from server.models.schedule.queries import CallRow, DepartmentCallRow, NoteRow, PlaceRow
from server.rules.access import Actor
from server.rules.schedule import cells as rule
from server.rules.schedule.cells import Cell, Typed, Value
from server.rules.schedule.resolve import DepartmentCall, TypedCall, resolve
from server.services.schedule.changing import Changing, changing
from server.services.schedule.editing import (
    DayNoteIn,
    DayNotes,
    DayPlaceIn,
    DayPlaces,
    DepartmentCallIn,
    put_department_call,
    put_places,
)
from server.services.schedule.gather import engagement, typed_of
from server.wire import Id, Revision, Struct

UNSET = msgspec.UNSET
MOST_CELLS = 1_200
"""200 crew and 40 cast with a chain each, in one act."""


class CellIn(Struct):
    """What is typed into one cell of a person's (or role's) line. `was`: what stood there; without it, whatever."""

    cell: Cell
    member_id: Id | None = None
    position_id: Id | None = None
    element_id: Id | None = None
    value: Value = None
    was: Value | msgspec.UnsetType = UNSET


class DepartmentCellIn(Struct):
    """A department's call; None is none of its own. `was`: what stood there; without it, whatever."""

    department_id: Id
    value: DepartmentCallIn | None = None
    was: DepartmentCallIn | msgspec.UnsetType | None = UNSET


class PlacesCellIn(Struct):
    value: DayPlaces
    was: DayPlaces | msgspec.UnsetType = UNSET


class NotesCellIn(Struct):
    value: DayNotes
    was: DayNotes | msgspec.UnsetType = UNSET


class ActIn(Struct):
    """At most 1200 cells; nothing of it is done where one part can't be."""

    cells: Annotated[tuple[CellIn, ...], msgspec.Meta(max_length=MOST_CELLS)] = ()
    departments: Annotated[tuple[DepartmentCellIn, ...], msgspec.Meta(max_length=100)] = ()
    places: PlacesCellIn | None = None
    notes: NotesCellIn | None = None


class ActOut(Struct):
    """`back`: the act that takes it back, as long as nobody changes the same cells. Where it is longer than one act may
    be, it is sent in several, each with all cells of its lines.
    """

    revision: Revision
    back: ActIn


class ClashOut(Struct):
    """A cell that somebody changed since it was read: `stands` now, by `who`, at `at` (where it is known)."""

    part: str
    member_id: Id | None
    position_id: Id | None
    element_id: Id | None
    department_id: Id | None
    stands: Any
    who: str
    at: Any


_Key = tuple[int | None, int | None, int | None]


async def act(production_id: int, day_id: int, done: ActIn, *, by: Actor, seen: int | None) -> ActOut:
    """Do all of it in one transaction. Raises Conflict (`cells_changed`, with `clashes`) where somebody changed one of
    these cells since it was read, Invalid for what can't stand in a cell.
    """
    async with changing(
        production_id, day_id, by=by, right=("call", "change"), seen=seen, fact="calls_changed"
    ) as change:
        back = await do(change, done, by=by)
    return ActOut(revision=change.revision, back=back)


async def do(change: Changing, done: ActIn, *, by: Actor, origin: str = "typed") -> ActIn:
    """Inside an open change: the act, and what takes it back."""
    lines = await Lines.read(change, done.cells)
    there = await _rest(change)
    await _refuse_clashes(change, done, lines, there)
    change.ids = touched(done)
    back = ActIn(
        cells=await lines.write(change, done.cells, there.departments, by=by, origin=origin),
        departments=await _set_departments(change, done.departments, there.departments),
        places=PlacesCellIn(value=there.places, was=done.places.value) if done.places else None,
        notes=NotesCellIn(value=there.notes, was=_kept(done.notes.value)) if done.notes else None,
    )
    if done.places:
        await put_places(change.db, change.production_id, change.day.id, done.places.value)
    if done.notes:
        rows = [(note.department_id, note.text) for note in _kept(done.notes.value)]
        await editing.notes(change.db, change.production_id, change.day.id, rows)
    return back


def key_of(cell: CellIn | CallRow) -> _Key:
    """Of a role the role alone: who plays it may change."""
    return (None, None, cell.element_id) if cell.element_id else (cell.member_id, cell.position_id, None)


def name_of(key: _Key) -> str:
    member, position, element = key
    return f"e{element}" if element else f"m{member}.p{position or 0}"


def touched(done: ActIn) -> dict[str, int | list[str]]:
    """For the fact: the cells by their ids, and whose they are where it is one person's or department's."""
    keys = {key_of(cell) for cell in done.cells}
    ids: dict[str, int | list[str]] = {"cells": [f"{name_of(key_of(cell))}:{cell.cell}" for cell in done.cells]}
    cells = ids["cells"]
    if isinstance(cells, list):
        cells += [f"d{one.department_id}" for one in done.departments]
        cells += [name for name in ("places", "notes") if getattr(done, name) is not None]
    if len(keys) == 1 and not done.departments:
        member, _, element = next(iter(keys))
        ids |= {"member": member} if member else {"element": element or 0}
    elif len(done.departments) == 1 and not keys:
        ids["department"] = done.departments[0].department_id
    return ids


class _Seat(msgspec.Struct, frozen=True):
    """Whose line it is, and the department whose call it follows."""

    member_id: int | None
    position_id: int | None
    element_id: int | None
    department_id: int | None

    @property
    def whose(self) -> dict[str, int | None]:
        return {"member_id": self.member_id, "position_id": self.position_id, "element_id": self.element_id}


class _Rest(msgspec.Struct, frozen=True):
    """What stands on the day beside its lines."""

    departments: dict[int, DepartmentCallRow]
    places: DayPlaces
    notes: DayNotes


class Lines:
    """The lines that an act touches, locked with their day."""

    def __init__(
        self, rows: Mapping[_Key, CallRow], untimed: Mapping[int, rule.Kind], seats: Mapping[_Key, _Seat]
    ) -> None:
        self._rows, self._untimed, self._seats = rows, untimed, seats

    @classmethod
    async def read(cls, change: Changing, cells: Sequence[CellIn]) -> "Lines":
        db, production_id, day = change.db, change.production_id, change.day
        rows = {key_of(call): call for call in await queries.calls(db, production_id, day.id, lock=True)}
        keys = {key_of(cell) for cell in cells}
        members = sorted({member for member, _, _ in keys if member})
        held = await production_queries.positions(db, production_id, members) if members else {}
        roles: dict[int, working.CastRow] = {}
        untimed: dict[int, rule.Kind] = {}
        if any(element for _, _, element in keys):
            book = await rule_packs.book(db, production_id)
            roles = {role.element_id: role for role in await working.cast(db, production_id)}
            untimed = {
                key: "no_call" if engagement(role, book).code(day.on_date) == "H" else "will_notify"
                for key, role in roles.items()
            }
        seats: dict[_Key, _Seat] = {}
        for n, cell in enumerate(cells):
            if said := rule.wrong(cell.cell, cell.value):
                raise Invalid(f"That can't stand in {cell.cell}.", errors=[{"where": f"cells[{n}]", "what": said}])
            seats.setdefault(key_of(cell), _seat(n, cell, held, roles))
        return cls(rows, untimed, seats)

    def row(self, key: _Key) -> CallRow | None:
        """One typed for the person whatever the position counts for each of them, as the day is read."""
        return self._rows.get(key) or (self._rows.get((key[0], None, None)) if key[0] else None)

    def value(self, cell: CellIn) -> Value:
        return rule.value_of(typed_of(self.row(key_of(cell))), cell.cell)

    async def write(
        self, change: Changing, cells: Iterable[CellIn], departments: Mapping[int, DepartmentCallRow], *,
        by: Actor, origin: str,
    ) -> tuple[CellIn, ...]:  # fmt: skip
        """Returns the cells that take it back."""
        typed: dict[_Key, dict[Cell, Value]] = {}
        for cell in cells:
            typed.setdefault(key_of(cell), {})[cell.cell] = cell.value
        back: list[CellIn] = []
        kept, dropped = [], []
        for key, values in typed.items():
            row, seat = self.row(key), self._seats[key]
            before = typed_of(row)
            untimed = self._untimed.get(key[2] or 0, "department")
            stands = _stands(change.day.general_call, departments.get(seat.department_id or 0), row)
            after = rule.typed_into(before, values, stands=stands, untimed=untimed)
            back += [
                CellIn(cell=cell, value=value, was=rule.value_of(after, cell), **seat.whose)
                for cell, value in rule.difference(before, after).items()
            ]
            own = row is not None and key_of(row) == key
            if after == rule.UNTYPED and own and row is not None:
                dropped.append(row.id)
            elif after != before:
                kept.append((row.id if own and row else None, seat, after))
        await _keep(change, kept, dropped, by=by, origin=origin)
        return tuple(back)


def _seat(n: int, cell: CellIn, held: Mapping[int, Sequence[Any]], roles: Mapping[int, Any]) -> _Seat:
    if cell.element_id is not None:
        role = roles.get(cell.element_id)
        if role is None:
            raise Invalid("That role isn't there.", errors=[{"where": f"cells[{n}].element_id", "what": "unknown"}])
        return _Seat(
            role.member_id, cell.position_id if role.member_id == cell.member_id else None, role.element_id, None
        )
    theirs = held.get(cell.member_id or 0, [])
    position = next((one for one in theirs if one.id == cell.position_id), None)
    if position is None:
        raise Invalid(
            "That position is somebody else's.", errors=[{"where": f"cells[{n}].position_id", "what": "not theirs"}]
        )
    return _Seat(cell.member_id, cell.position_id, None, position.department_id)


def _stands(general: int | None, department: DepartmentCallRow | None, row: CallRow | None) -> int | None:
    if row is None:
        return None
    shift = DepartmentCall(department.kind, department.offset_minutes, department.at_minutes) if department else None
    typed = TypedCall(**{name: getattr(row, name) for name in TypedCall.__struct_fields__})
    return resolve(general, shift, typed).call


async def _keep(
    change: Changing, kept: Sequence[tuple[int | None, _Seat, Typed]], dropped: Sequence[int], *, by: Actor, origin: str
) -> None:
    db, production_id, day_id = change.db, change.production_id, change.day.id
    rows = [
        (call_id, msgspec.structs.asdict(line) | {
            "member_id": seat.member_id, "position_id": seat.position_id, "element_id": seat.element_id,
            "origin": origin, "by_account": by.account_id,
        })
        for call_id, seat, line in kept
    ]  # fmt: skip
    await call_queries.drop_many(db, production_id, day_id, dropped)
    await call_queries.put_many(db, production_id, day_id, rows)


async def _rest(change: Changing) -> _Rest:
    where = change.db, change.production_id, change.day.id
    return _Rest(
        departments={row.department_id: row for row in await queries.department_calls(*where)},
        places=tuple(place_in(row) for row in await queries.places(*where)),
        notes=tuple(note_in(row) for row in await queries.notes(*where)),
    )


def place_in(row: PlaceRow) -> DayPlaceIn:
    """As it is written back."""
    return DayPlaceIn(place_id=row.place_id, kind=row.kind, from_minutes=row.from_minutes, notes=row.notes)  # type: ignore[arg-type]


def note_in(row: NoteRow) -> DayNoteIn:
    """As it is written back."""
    return DayNoteIn(text=row.text, department_id=row.department_id)


def department_in(row: DepartmentCallRow | None) -> DepartmentCallIn | None:
    """As it is written back."""
    if row is None:
        return None
    return DepartmentCallIn(**{name: getattr(row, name) for name in DepartmentCallIn.__struct_fields__})


async def _set_departments(
    change: Changing, cells: Iterable[DepartmentCellIn], there: Mapping[int, DepartmentCallRow]
) -> tuple[DepartmentCellIn, ...]:
    back = []
    for cell in cells:
        value = cell.value
        if value is not None and value.department_id != cell.department_id:
            raise Invalid(
                "That is another department's call.", errors=[{"where": "departments", "what": "not its own"}]
            )
        if value is None:
            await editing.drop_department_call(change.db, change.production_id, change.day.id, cell.department_id)
        else:
            await put_department_call(change.db, change.production_id, change.day.id, value)
        stood = department_in(there.get(cell.department_id))
        back.append(DepartmentCellIn(department_id=cell.department_id, value=stood, was=value))
    return tuple(back)


def _kept(notes: DayNotes) -> DayNotes:
    return tuple(DayNoteIn(text=n.text.strip(), department_id=n.department_id) for n in notes if n.text.strip())


async def _refuse_clashes(change: Changing, done: ActIn, lines: Lines, there: _Rest) -> None:
    clashes: list[tuple[str, ClashOut]] = []
    for cell in done.cells:
        stands = lines.value(cell)
        if cell.was is not UNSET and cell.was != stands:
            clashes.append((f"{name_of(key_of(cell))}:{cell.cell}", _clash(cell.cell, stands, cell)))
    for one in done.departments:
        stood = department_in(there.departments.get(one.department_id))
        if one.was is not UNSET and one.was != stood:
            clashes.append((f"d{one.department_id}", _clash("department", stood, department_id=one.department_id)))
    if done.places and done.places.was is not UNSET and done.places.was != there.places:
        clashes.append(("places", _clash("places", None)))
    if done.notes and done.notes.was is not UNSET and _kept(done.notes.was) != there.notes:
        clashes.append(("notes", _clash("notes", None)))
    if clashes:
        raise await _clashed(change, clashes)


def _clash(part: str, stands: object, cell: CellIn | None = None, *, department_id: int | None = None) -> ClashOut:
    return ClashOut(
        part=part,
        member_id=cell.member_id if cell else None,
        position_id=cell.position_id if cell else None,
        element_id=cell.element_id if cell else None,
        department_id=department_id,
        stands=stands,
        who="",
        at=None,
    )


async def _clashed(change: Changing, clashes: Sequence[tuple[str, ClashOut]]) -> Conflict:
    names = [name for name, _ in clashes]
    last = await changes.last_of(change.db, change.production_id, change.day.id, names)
    found = [
        msgspec.structs.replace(clash, who=last[name].who, at=last[name].at) if name in last else clash
        for name, clash in clashes
    ]
    return Conflict(
        "Somebody changed what you were typing in.",
        next_step="Look at both, then decide. Nothing of yours was written.",
        code="cells_changed",
        clashes=found,
    )
