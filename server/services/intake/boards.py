"""Boards, day groups and strips: written anew by every import, but a day keeps its group and its people."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from server.models.intake import schedule as rows
from server.rules.intake.merge import merge
from server.rules.schedule.uss_days import PlannedDay
from server.rules.schedule.uss_shape import Schedule, UssBoard
from server.services.intake.run import Found, Run

_BOARD = {"name": "text", "active": "boolean", "uss_id": "text"}
_GROUP = {"board_id": "bigint", "sort": "int", "on_date": "date", "shooting": "boolean", "banner": "text"}


async def take_boards(
    run: Run,
    plans: Sequence[tuple[UssBoard, list[PlannedDay]]],
    active: UssBoard,
    schedule: Schedule,
    scenes: Mapping[str, int],
) -> None:
    """`scenes`: USS id → scene. The active board stays the one that a person chose."""
    there = await rows.boards(run.db, run.id)
    chosen = any(row["active"] for row in there)
    by_uss = {row["uss_id"]: row for row in there if row["uss_id"]}
    by_name = {row["name"].casefold(): row for row in there}
    found = [
        Found(
            said={"name": board.name},
            there=by_uss.get(board.uss_id) or by_name.get(board.name.casefold()),
            label=f"Board {board.name}: {len(plan)} day groups",
            also={"uss_id": board.uss_id, "active": board is active and not chosen},
        )
        for board, plan in plans
    ]
    for board_id, (_, plan) in zip(await run.write("board", _BOARD, found), plans, strict=True):
        await _take_groups(run, board_id, plan, schedule, scenes)


async def _take_groups(
    run: Run, board_id: int, plan: Sequence[PlannedDay], schedule: Schedule, scenes: Mapping[str, int]
) -> None:
    there = await rows.groups(run.db, run.id, board_id)
    if there:
        strips = await rows.strips(run.db, run.id, board_id)
        groups = [{**dict(row), "strips": strips.get(row["id"], [])} for row in there]
        run.keep_changed("day_group", board_id, {"groups": [_json(group) for group in groups]})
    matched = _matched(plan, there)
    await rows.free_sorts(run.db, run.id, board_id)
    found = [
        Found(
            said={"shooting": day.shooting, "banner": day.banner, "on_date": day.on},
            there=row,
            label=f"Day group {n + 1}",
            also={"board_id": board_id, "sort": n},
        )
        for n, (day, row) in enumerate(zip(plan, matched, strict=True))
    ]
    ids = await run.write("day_group", _GROUP, found, told=False)
    await rows.place_groups(run.db, run.id, ids)
    used = set(ids)
    for day in await rows.drop_groups(run.db, run.id, [row["id"] for row in there if row["id"] not in used]):
        if day["cancelled_at"] is None:
            says = (
                f"{day['on_date']:%a %d %b %Y} isn't a day of the schedule any more. The day stays; cancel it by hand."
            )
            run.notes.add("vanished", says, code="day")
    await rows.write_strips(run.db, run.id, board_id, _strips(ids, plan, schedule, scenes))
    await _move_days(run, ids, plan)


def _json(group: dict[str, Any]) -> dict[str, Any]:
    on = group["on_date"]
    return {**group, "on_date": on.isoformat() if on else None}


def _matched(plan: Sequence[PlannedDay], there: Sequence[Any]) -> list[Any]:
    """The old group of each day: that of its date while the dates overlap, else the one in its place."""
    by_date = {row["on_date"]: row for row in there if row["on_date"]}
    dates = [day.on for day in plan if day.on]
    if not set(dates) & set(by_date) or (dates and by_date and min(dates) != min(by_date)):
        return [there[n] if n < len(there) else None for n in range(len(plan))]
    found = [by_date.get(day.on) if day.on else None for day in plan]
    used = {row["id"] for row in found if row}
    undated = [row for row in there if row["id"] not in used and not row["on_date"]]
    for n, day in enumerate(plan):
        if found[n] is None and day.on is None and undated:
            found[n] = undated.pop(0)
    return found


def _strips(
    ids: Sequence[int], plan: Sequence[PlannedDay], schedule: Schedule, scenes: Mapping[str, int]
) -> dict[int, list[tuple[int | None, str]]]:
    every = schedule.by_id
    return {
        group_id: [(scenes.get(one), every[one].banner) for one in day.group.strips]
        for group_id, day in zip(ids, plan, strict=True)
    }


async def _move_days(run: Run, ids: Sequence[int], plan: Sequence[PlannedDay]) -> None:
    """Days that nobody has touched follow their group to its date; the others stay, and it is said."""
    wanted = {group_id: day.on for group_id, day in zip(ids, plan, strict=True) if day.on}
    days = [day for day in await rows.days_of_groups(run.db, run.id, ids) if day["day_group_id"] in wanted]
    moves: dict[int, date] = {}
    for day in days:
        to = wanted[day["day_group_id"]]
        before = run.said_before("day_group", day["day_group_id"]) or {}
        moved = merge({"on_date": to}, before, {"on_date": day["on_date"]})
        if to == day["on_date"]:
            continue
        if day["untouched"] and moved.change:
            moves[day["id"]] = to
        else:
            says = f"The day of {day['on_date']:%a %d %b %Y} was worked on and stays; the schedule has {to:%d %b %Y}."
            run.notes.add("kept", says, code="day")
    taken = await rows.dates_taken(run.db, run.id, list(moves.values()), list(moves))
    for day in days:
        if moves.get(day["id"]) in taken:
            says = f"The day of {day['on_date']:%d %b} stays: {moves.pop(day['id']):%d %b %Y} has a day already."
            run.notes.add("kept", says, code="day")
    if moves:
        for day in days:
            if day["id"] in moves:
                run.keep_changed("shooting_day", day["id"], {"on_date": day["on_date"]})
        await rows.move_days(run.db, run.id, moves)
        run.notes.add("changed", f"{len(moves)} days moved with the schedule.")
