"""Everything that stands on a day, every call worked out: what the editor shows and what an issue freezes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec

from server.db import Tx
from server.models.production import queries as production_queries
from server.models.production.queries import ProductionRow
from server.models.schedule import blocks, queries, rule_packs, working
from server.models.schedule.blocks import ExtraRow, RunRow
from server.models.schedule.queries import CallRow, Count, DayRow, DepartmentCallRow, NoteRow, PlaceRow, SceneRow
from server.models.schedule.working import CastRow, WorkerRow
from server.rules.schedule.cells import UNTYPED, Typed
from server.rules.schedule.packs import Book
from server.rules.schedule.resolve import OFF, DepartmentCall, Resolved, TypedCall, moves, resolve
from server.rules.schedule.statuses import WHAT, Engagement
from server.rules.schedule.times import instant


class Called(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the crew or cast list: whose, in which position or role, and when."""

    member_id: int | None
    position_id: int | None
    element_id: int | None
    department_id: int | None
    department: str
    title: str
    name: str
    number: str
    head: bool
    minor: bool
    rest_pack: str | None
    born_on: date | None
    status: str
    call_id: int | None
    typed: str
    """The kind that was typed: `department` where nothing was."""
    line: Typed = UNTYPED
    times: Resolved
    wardrobe: int | None
    rehearsal: int | None
    release: int | None
    place_id: int | None
    remarks: str
    moves: bool
    by_account: int | None


class Gathered(msgspec.Struct, frozen=True, kw_only=True):
    day: DayRow
    production: ProductionRow
    count: Count
    places: list[PlaceRow]
    scenes: list[SceneRow]
    notes: list[NoteRow]
    department_calls: list[DepartmentCallRow]
    crew: list[Called]
    cast: list[Called]
    extras: list[ExtraRow]
    runs: list[RunRow]
    roles: list[CastRow]
    """All of the production's, with their dates."""
    book: Book

    def at(self, minutes: int | None) -> datetime | None:
        """The instant of one of the day's local times."""
        if minutes is None:
            return None
        return instant(self.day.on_date, self.day.zone, minutes, second=self.day.second_hour)


async def gather(db: Tx, production_id: int, day: DayRow) -> Gathered:
    """The whole day, in twelve statements whatever the size of the crew."""
    scenes = await queries.scenes(db, production_id, day.id)
    shifts = await queries.department_calls(db, production_id, day.id)
    typed = await queries.calls(db, production_id, day.id)
    called = [call.member_id for call in typed if call.member_id is not None and call.element_id is None]
    workers = await working.workers(db, production_id, day.on_date, day.on_date, called)
    roles = await working.cast(db, production_id, day.id if day.cover_of else 0)
    production = await production_queries.production(db, production_id)
    book = await rule_packs.book(db, production_id)
    return Gathered(
        day=day,
        production=production,
        count=await queries.counted(db, production_id, day.id),
        places=await queries.places(db, production_id, day.id),
        scenes=scenes,
        notes=await queries.notes(db, production_id, day.id),
        department_calls=shifts,
        extras=await blocks.extras(db, production_id, day.id),
        runs=await blocks.runs(db, production_id, day.id),
        crew=crew_of(
            day,
            workers,
            typed,
            {shift.department_id: shift for shift in shifts},
            {role.member_id for role in roles if role.member_id},
        ),
        cast=cast_of(day, roles, typed, {number for scene in scenes for number in scene.cast}, book),
        roles=roles,
        book=book,
    )


def _typed(call: CallRow) -> TypedCall:
    return TypedCall(
        kind=call.kind,
        at_minutes=call.at_minutes,
        offset_minutes=call.offset_minutes,
        on_set=call.on_set,
        makeup_minutes=call.makeup_minutes,
        travel_minutes=call.travel_minutes,
        pickup=call.pickup,
    )


def typed_of(call: CallRow | None) -> Typed:
    """The line that is kept. A role has no department: what once was kept so counts from the general call."""
    if call is None:
        return UNTYPED
    line = Typed(**{name: getattr(call, name) for name in Typed.__struct_fields__})
    if call.element_id is not None and line.kind == "department":
        return msgspec.structs.replace(line, kind="relative", offset_minutes=0)
    return line


def crew_of(
    day: DayRow,
    workers: Iterable[WorkerRow],
    typed: Iterable[CallRow],
    shift_of: Mapping[int, DepartmentCallRow],
    performers: set[int],
) -> list[Called]:
    """One line a position that works on the day's unit and date; called by hand also outside its dates."""
    calls = {(call.member_id, call.position_id): call for call in typed if call.element_id is None}
    on_the_day = _on_the_day(day, list(workers), calls)
    called = []
    for worker in on_the_day:
        call = calls.get((worker.member_id, worker.position_id)) or calls.get((worker.member_id, None))
        if worker.member_id in performers and call is None:
            continue  # a performer stands in the cast list
        shift = shift_of.get(worker.department_id)
        department = DepartmentCall(shift.kind, shift.offset_minutes, shift.at_minutes) if shift else None
        times = resolve(day.general_call, department, _typed(call) if call else None)
        kind = call.kind if call else "department"
        shown = _shown(call)
        called.append(
            Called(
                member_id=worker.member_id,
                position_id=worker.position_id,
                element_id=None,
                department_id=worker.department_id,
                department=worker.department,
                title=worker.title,
                name=worker.name,
                number="",
                head=worker.head,
                minor=worker.minor,
                rest_pack=worker.rest_pack,
                born_on=worker.born_on,
                status="",
                call_id=call.id if call else None,
                typed=kind,
                line=typed_of(call),
                times=times,
                wardrobe=shown.wardrobe,
                rehearsal=shown.rehearsal,
                release=shown.release,
                place_id=(call.place_id if call else None) or (shift.place_id if shift else None),
                remarks=call.remarks if call else "",
                moves=moves(kind, shift.kind if shift else None),
                by_account=call.by_account if call else None,
            )
        )
    return called


def _on_the_day(
    day: DayRow, workers: list[WorkerRow], calls: Mapping[tuple[int | None, int | None], CallRow]
) -> list[WorkerRow]:
    covering = {w.position_id for w in workers if w.works(day.on_date, day.unit_id)}
    called = {position_id for _, position_id in calls if position_id is not None}
    placed = {w.member_id for w in workers if w.position_id in covering | called}
    first = {w.member_id: w.position_id for w in reversed(workers) if w.member_id not in placed}
    by_hand = {first[member] for member, position in calls if position is None and member in first}
    return [w for w in workers if w.position_id in covering | called | by_hand]


def cast_of(
    day: DayRow, roles: Iterable[CastRow], typed: Iterable[CallRow], needed: set[str], book: Book
) -> list[Called]:
    """Roles of the day's scenes (`needed`: their numbers), roles called by hand, and those on hold."""
    calls = {call.element_id: call for call in typed if call.element_id is not None}
    called = []
    for role in roles:
        call = calls.get(role.element_id)
        code = (call.status if call else "") or _code(role, call, day.on_date, book)
        if call is None and role.number not in needed and code != "H":
            continue
        untimed = "no_call" if code == "H" else "will_notify"
        times = resolve(day.general_call, None, _typed(call)) if call else Resolved(kind=untimed, origin="absolute")
        shown = _shown(call)
        called.append(
            Called(
                member_id=role.member_id,
                position_id=call.position_id if call else None,
                element_id=role.element_id,
                department_id=None,
                department="Cast",
                title=role.character,
                name=role.performer or "",
                number=role.number,
                head=False,
                minor=role.minor,
                rest_pack=role.rest_pack,
                born_on=role.born_on,
                status=code,
                call_id=call.id if call else None,
                typed=call.kind if call else "department",
                line=typed_of(call),
                times=times,
                wardrobe=shown.wardrobe,
                rehearsal=shown.rehearsal,
                release=shown.release,
                place_id=call.place_id if call else None,
                remarks=call.remarks if call else "",
                moves=moves(call.kind) if call else False,
                by_account=call.by_account if call else None,
            )
        )
    return called


def _shown(call: CallRow | None) -> Typed:
    """The line as typed; of who doesn't come nothing but the line itself."""
    return UNTYPED if call is None or call.kind in OFF else typed_of(call)


def _code(role: CastRow, call: CallRow | None, on: date, book: Book) -> str:
    if call is not None and call.kind in OFF:
        return "H" if call.kind == "hold" else ""
    return engagement(role, book).code(on)


def engagement(role: CastRow, book: Book) -> Engagement:
    """What a role does on which dates, dropped by its performer's agreement."""
    drop = book.of(role.rest_pack, cast=True).drop
    doing = {day: WHAT.get(kind, "W") for day, kind in zip(role.on, role.day_types, strict=True)}
    return Engagement(doing, drop_after=(drop.domestic_days or drop.more_than_days) if drop else None)
