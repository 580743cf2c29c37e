"""A USS schedule becomes elements, scenes, boards and days."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from server.models.intake import schedule as rows
from server.models.production import queries as production_queries
from server.models.schedule import making
from server.rules.intake.merge import plain
from server.rules.intake.report import in_pages, many, moved_words
from server.rules.schedule.uss import BACKGROUND, CAST, HEADINGS
from server.rules.schedule.uss_days import PlannedDay, planned_days
from server.rules.schedule.uss_shape import Element, Scene, Schedule, UssBoard, days_worked
from server.services.intake import boards, cast
from server.services.intake.overlap import people_and_gear_outside
from server.services.intake.run import Found, Run
from server.services.schedule.days import days_from_board

FAR = timedelta(days=183)
"""Days further away than this are doubted."""
OF_ITSELF = (
    "uss_id", "project", "name", "company", "episode", "schedule_colour", "schedule_date", "script_colour",
    "script_date",
)  # fmt: skip
"""What a schedule says of itself: kept with its import, so that an export can say it again."""
_ELEMENT = {
    "category": "int", "category_name": "text", "name": "text", "number": "text", "quantity": "int",
    "minor": "boolean", "uss_id": "text",
}  # fmt: skip
_SCENE = {
    "number": "text", "int_ext": "text", "set_name": "text", "day_night": "text", "script_day": "text",
    "description": "text", "eighths": "int", "uss_id": "text",
}  # fmt: skip


class Span(msgspec.Struct, frozen=True):
    """The shooting days of the board that is shot; None where it has no dates."""

    first: date | None
    last: date | None


async def take_schedule(run: Run, schedule: Schedule, *, first_day: date | None) -> Span:
    """Write it all into the run's transaction. `first_day`: where the schedule's first day falls; kept as a shift."""
    run.notes.remarks(schedule.remarks)
    run.said["schedule"] = {name: plain(getattr(schedule, name)) for name in OF_ITSELF}
    active = schedule.active
    shift = await _shift(run, active, first_day)
    elements = await _elements(run, schedule)
    scenes = await _scenes(run, schedule, elements)
    plans = [(board, planned_days(schedule, _dated(board, first_day), shift_days=shift)) for board in schedule.boards]
    span = Span(None, None)
    if active is not None:
        plan = next(days for board, days in plans if board is active)
        span = _span(plan)
        if first_day is None:
            _doubt_far(run, span)
        await making.revise_days_of(run.db, run.id, *changed_in(run.changed))
        await boards.take_boards(run, plans, active, schedule, scenes)
        await _days(run)
        _tell(run, schedule, active, plan, span)
    else:
        run.notes.says.append("There is no board in the file: scenes and cast only.")
    await cast.link(run)
    if span.first and span.last:
        await people_and_gear_outside(run, span.first, span.last)
    _count(run, schedule, active)
    return span


async def _shift(run: Run, active: UssBoard | None, first_day: date | None) -> int:
    """By how many days the file's dates move. An export of ours is moved already, and stays where it says."""
    start = active.calendar.start if active else None
    weekly = active.calendar.weekly if active else frozenset[int]()
    moved = active.calendar.moved if active else None
    by = run.production.shift_days if moved is None else 0
    if first_day is not None and start is not None:
        by = (first_day - start).days
        if first_day.isoweekday() in weekly:
            says = f"{first_day:%a %d %b %Y} is a day off in this schedule: it starts on the working day after."
            run.notes.add("doubted", says, code="first_day")
    elif start is None and active is not None:
        says = (
            "The schedule names no first day: its days are counted from the one given, give it with every import."
            if first_day
            else "The schedule names no first day: its days have no dates. Import it again with its first day."
        )
        run.notes.add("doubted", says, code="no_first_day")
    shift = by + (moved or 0)
    await _keep_shift(run, shift)
    if start is not None:
        written = start - timedelta(days=moved or 0)
        run.said["calendar"] = {"start": written.isoformat(), "weekly": sorted(weekly), "shift": shift}
    return by


async def _keep_shift(run: Run, shift: int) -> None:
    if shift != run.production.shift_days:
        run.keep_changed("production", run.id, {"shift_days": run.production.shift_days})
        await run.db.execute("UPDATE production SET shift_days = $2 WHERE id = $1", run.id, shift)
    run.changed_shift = shift
    if shift:
        run.notes.says.append(f"All days are moved {moved_words(shift)}, weekends kept.")


def changed_in(changed: Mapping[str, Mapping[str, Any]]) -> tuple[list[int], list[int]]:
    """Scenes and elements that an import changed on the sheets of their days."""
    scenes = {*changed.get("scene", {}), *changed.get("scene_element", {})}
    return sorted(map(int, scenes)), sorted(map(int, changed.get("element", {})))


def _doubt_far(run: Run, span: Span) -> None:
    """An old schedule, or one for next year, is more often a wrong first day than a wrong file."""
    if span.first is None or span.last is None:
        return
    today = run.now.astimezone(ZoneInfo(run.production.zone)).date()
    if today - FAR <= span.last and span.first <= today + FAR:
        return
    last = "" if f"{span.first:%b %Y}" == f"{span.last:%b %Y}" else f" to {span.last:%B %Y}"
    first = f"{span.first:%B}" if last and span.first.year == span.last.year else f"{span.first:%B %Y}"
    run.notes.add(
        "doubted",
        f"These days lie in {first}{last}. Does the shoot start on {span.first:%a} {span.first.day}"
        f" {span.first:%b %Y}? If not, give the first day: all days move with it, weekends kept.",
        code="far",
    )


def _dated(board: UssBoard, first_day: date | None) -> UssBoard:
    if board.calendar.start is not None or first_day is None:
        return board
    calendar = msgspec.structs.replace(board.calendar, start=first_day)
    return msgspec.structs.replace(board, calendar=calendar)


async def _elements(run: Run, schedule: Schedule) -> dict[str, int]:
    there = await rows.elements(run.db, run.id)
    by_uss = {row["uss_id"]: row for row in there if row["uss_id"]}
    by_name = {(row["category"], row["name"].casefold(), row["number"]): row for row in there}
    taken: set[int] = set()
    found = []
    kept = [one for one in schedule.elements if one.category not in HEADINGS]
    for one in kept:
        row = by_uss.get(one.uss_id) or by_name.get((one.category, one.name.casefold(), one.number))
        if row is not None and row["id"] in taken:
            row = None
        if row is not None:
            taken.add(row["id"])
        found.append(_element(one, row))
    ids = await run.write("element", _ELEMENT, found)
    return {one.uss_id: row_id for one, row_id in zip(kept, ids, strict=True)}


def _element(one: Element, row: Mapping[str, Any] | None) -> Found:
    said = {
        "category": one.category, "category_name": one.category_name, "name": one.name, "number": one.number,
        "quantity": one.quantity, "minor": one.minor,
    }  # fmt: skip
    minor = ", a minor" if one.minor else ""
    count = f"{one.quantity} " if one.quantity > 1 else ""
    label = f"{one.category_name or 'Element'}: {one.number + ' ' if one.number else ''}{count}{one.name}{minor}"
    return Found(said=said, there=row, label=label, also={"uss_id": one.uss_id})


async def _scenes(run: Run, schedule: Schedule, elements: Mapping[str, int]) -> dict[str, int]:
    """USS id → scene id; banners aren't scenes. Matched by USS id, else by number and set."""
    there = await rows.scenes(run.db, run.id)
    by_uss = {row["uss_id"]: row for row in there if row["uss_id"]}
    by_number = {(row["number"].casefold(), row["set_name"].casefold()): row for row in there}
    taken: set[int] = set()
    found = []
    scenes = [one for one in schedule.scenes if not one.banner]
    for one in scenes:
        row = by_uss.get(one.uss_id) or by_number.get((one.number.casefold(), one.set_name.casefold()))
        if row is not None and row["id"] in taken:
            row = None
        if row is not None:
            taken.add(row["id"])
        found.append(_scene(one, row))
    ids = await run.write("scene", _SCENE, found)
    await rows.keep_uss_ids(run.db, run.id, [(row_id, one.uss_id) for row_id, one in zip(ids, scenes, strict=True)])
    await _scene_elements(run, {i: [elements[e] for e in s.elements] for i, s in zip(ids, scenes, strict=True)})
    await _vanished(run)
    return {one.uss_id: row_id for one, row_id in zip(scenes, ids, strict=True)}


def _scene(one: Scene, row: Mapping[str, Any] | None) -> Found:
    said = {
        "number": one.number, "int_ext": one.int_ext, "set_name": one.set_name, "day_night": one.day_night,
        "script_day": one.script_day, "description": one.description, "eighths": one.eighths,
    }  # fmt: skip
    label = f"Scene {one.number}: {one.int_ext} {one.set_name}, {in_pages(one.eighths)}".replace(":  ", ": ")
    return Found(said=said, there=row, label=label, also={"uss_id": one.uss_id})


async def _scene_elements(run: Run, wanted: Mapping[int, list[int]]) -> None:
    """What the file newly names is added, what it no longer names goes; what a person put in or took out stays so."""
    there = await rows.scene_elements(run.db, run.id)
    add, remove = [], []
    for scene_id, listed in wanted.items():
        now, said = there.get(scene_id, set()), set(listed)
        before = run.said_before("scene_element", scene_id)
        known = set(before["elements"]) if before else set()
        added, removed = said - now - known, (now & known) - said
        add += [(scene_id, one) for one in sorted(added)]
        remove += [(scene_id, one) for one in sorted(removed)]
        run.keep_said("scene_element", scene_id, {"elements": sorted(said)})
        if removed:
            run.keep_changed("scene_element", scene_id, {"removed": sorted(removed)})
        if added and now:
            run.keep_changed("scene_element", scene_id, {"added": sorted(added)})
    await rows.link_elements(run.db, run.id, add)
    await rows.unlink_elements(run.db, run.id, remove)


async def _vanished(run: Run) -> None:
    for row in await rows.named(run.db, run.id, "scene", run.gone("scene")):
        says = f"Scene {row['name']} isn't in this file any more. It stays; omit it by hand if it is cut."
        run.notes.add("vanished", says, code="scene")
    for row in await rows.named(run.db, run.id, "element", run.gone("element")):
        run.notes.add("vanished", f"{row['name']} isn't in this file any more. It stays.", code="element")


async def _days(run: Run) -> None:
    """The days of the board for the main unit; those that somebody has worked on stay as they are."""
    units = await production_queries.units(run.db, run.id)
    if not units:
        return
    made = await days_from_board(run.db, run.id, units[0].id)
    run.keep_made("shooting_day", made)
    if made:
        run.notes.add("made", f"{many(len(made), 'day')} of the {units[0].name} unit, with their scenes.")


def _span(plan: list[PlannedDay]) -> Span:
    dates = [day.on for day in plan if day.on is not None and day.shooting]
    return Span(min(dates, default=None), max(dates, default=None))


def _tell(run: Run, schedule: Schedule, active: UssBoard, plan: list[PlannedDay], span: Span) -> None:
    shooting = sum(day.shooting for day in plan)
    when = f", {span.first:%a %d %b %Y} to {span.last:%a %d %b %Y}" if span.first and span.last else ""
    run.notes.says.insert(
        0, f"The board {active.name} has {many(len(plan), 'day group')}, {shooting} of them shooting days{when}."
    )
    for n, day in enumerate(plan, 1):
        if not day.shooting:
            size = in_pages(schedule.eighths(day.group))
            why = f"headed '{day.banner}'" if day.banner else "without a scene"
            run.notes.add("doubted", f"Day group {n} is {why} ({size}): proposed as no shooting day.", code="no_shoot")
    worked = days_worked(schedule, [(day.n or 0, day.group) for day in plan if day.shooting])
    names = sorted(((len(worked.get(c.uss_id, [])), c.name) for c in schedule.of_category(CAST)), reverse=True)
    busiest = ", ".join(f"{name} {days}" for days, name in names[:3] if days)
    if busiest:
        ones = sum(days == 1 for days, _ in names)
        run.notes.says.append(f"Days worked: {busiest}; {many(ones, 'one-day player')}.")


def _count(run: Run, schedule: Schedule, active: UssBoard | None) -> None:
    scenes = [one for one in schedule.scenes if not one.banner]
    cast_list, crowd = schedule.of_category(CAST), schedule.of_category(BACKGROUND)
    eighths = sum(one.eighths for one in scenes)
    plan = planned_days(schedule, active) if active else []
    run.notes.counts = {
        "scenes": len(scenes), "banners": len(schedule.scenes) - len(scenes), "eighths": eighths,
        "day_groups": len(plan), "shooting_days": sum(day.shooting for day in plan), "cast": len(cast_list),
        "minors": sum(one.minor for one in cast_list), "background": len(crowd),
    }  # fmt: skip
    minors = sum(one.minor for one in cast_list)
    run.notes.says.insert(
        0,
        f"{many(len(scenes), 'scene')} ({in_pages(eighths)}), {len(cast_list)} cast ({many(minors, 'minor')}), "
        f"{len(crowd)} background.",
    )
