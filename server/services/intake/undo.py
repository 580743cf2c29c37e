"""Take an import back, while nothing refers to what it made and nobody has worked on it."""

import contextlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import asyncpg

from server.db import Tx, tx
from server.errors import Conflict
from server.models.gear import custody
from server.models.gear import removing as gear_removing
from server.models.intake import queries
from server.models.intake import schedule as rows
from server.models.intake import undo as undo_rows
from server.models.production import queries as production_queries
from server.models.production import removing
from server.models.production.removing import PartKind
from server.models.schedule import making
from server.rules.access import Actor, may
from server.services.intake.crew import person_of
from server.services.intake.schedule import changed_in
from server.services.production.people import set_person
from server.services.schedule.days import days_from_board

_LOOSE: tuple[PartKind, ...] = ("vehicle", "vendor", "department")  # others may use them by now: then they stay


async def undo_import(production_id: int, run_id: int, *, by: Actor, now: datetime) -> None:
    """Raises NotFound, Conflict where a later import stands on it, somebody worked on it or something refers to it."""
    may(by, "import", "make", production_id=production_id)
    async with tx(production_id) as db:
        await production_queries.production(db, production_id, lock=True)
        run, made, changed = await queries.run_to_undo(db, production_id, run_id)
        if run.undone_at is not None:
            raise Conflict("This import was taken back already.", code="undone")
        if await queries.newer_than(db, production_id, run_id, run.kind):
            raise Conflict(
                "A later import stands on this one.", code="later_import", next_step="Take the later one back first."
            )
        await _nobody_worked_on(db, production_id, made)
        try:
            async with tx() as inner:
                await _restore(inner, production_id, changed, now)
                await _drop(inner, production_id, made)
        except asyncpg.ForeignKeyViolationError as wrong:
            raise _referred(wrong) from wrong
        await queries.undone(db, production_id, run_id, by_account=by.account_id, now=now)
        db.note("import_undone", "import", run_id, by=by)


async def _nobody_worked_on(db: Tx, production_id: int, made: Mapping[str, list[int]]) -> None:
    for table, what in (
        ("shooting_day", "days"),
        ("member", "people"),
        ("scene", "scenes"),
        ("thing", "cases or items"),
    ):
        touched = await undo_rows.touched(db, production_id, table, made.get(table, []))
        if touched:
            raise Conflict(
                f"{touched} of its {what} have been worked on since.", code="in_use",
                next_step="It stays. Correct by hand what is wrong, or import a corrected file.",
            )  # fmt: skip


def _referred(wrong: asyncpg.ForeignKeyViolationError) -> Conflict:
    what = str(getattr(wrong, "table_name", "") or "").replace("_", " ")
    return Conflict(
        f"Something refers to what this import made: {what or 'another row'}.",
        code="in_use",
        next_step="It stays. Correct by hand what is wrong, or import a corrected file.",
    )


async def _drop(db: Tx, production_id: int, made: Mapping[str, list[int]]) -> None:
    await custody.lock_states(db, production_id, made.get("thing", []))  # first, as scans do
    for table in ("shooting_day", "day_group", "board", "scene", "element", "thing", "member"):
        await undo_rows.drop(db, production_id, table, made.get(table, []))
    for table in _LOOSE:
        for one in sorted(made.get(table, [])):
            if await removing.lock(db, production_id, table, one) is None:
                continue
            if (await gear_removing.uses(db, production_id, table, one)).total():
                continue  # what it holds, or held, is known by no foreign key
            with contextlib.suppress(asyncpg.ForeignKeyViolationError):
                async with tx() as inner:
                    await undo_rows.drop(inner, production_id, table, [one])


async def _restore(db: Tx, production_id: int, changed: Mapping[str, Mapping[str, Any]], now: datetime) -> None:
    for board_id, was in changed.get("day_group", {}).items():
        if "groups" in was:
            await _restore_board(db, production_id, int(board_id), was["groups"])
    for scene_id, was in changed.get("scene_element", {}).items():
        await rows.unlink_elements(db, production_id, [(int(scene_id), one) for one in was.get("added", [])])
        await rows.link_elements(db, production_id, [(int(scene_id), one) for one in was.get("removed", [])])
    await making.revise_days_of(db, production_id, *changed_in(changed))
    days = {int(day): date.fromisoformat(was["on_date"]) for day, was in changed.get("shooting_day", {}).items()}
    if days:
        await rows.move_days(db, production_id, days)
    if "day_group" in changed:
        units = await production_queries.units(db, production_id)
        await days_from_board(db, production_id, units[0].id, missing=False)
    for table in ("production", "scene", "element", "thing", "board"):
        for row_id, was in changed.get(table, {}).items():
            await undo_rows.put_back(db, production_id, table, int(row_id), was)
    await undo_rows.not_minor(db, production_id, [int(one) for one in changed.get("member_minor", {})])
    departments = {d.name: d.id for d in await production_queries.departments(db, production_id)}
    for member_id, was in changed.get("member", {}).items():
        await _restore_member(db, production_id, int(member_id), was, departments=departments, now=now)


async def _restore_member(
    db: Tx, production_id: int, member_id: int, was: Mapping[str, Any], *, departments: Mapping[str, int], now: datetime
) -> None:
    there = await production_queries.member(db, production_id, member_id, lock=True)
    held = (await production_queries.positions(db, production_id, [member_id])).get(member_id, [])
    before: dict[str, Any] = {
        "name": there.name, "email": there.email, "mobile": there.mobile_typed, "second": there.second_number,
        "via": there.contact_via, "diet": there.diet, "minor": there.minor, "born_on": there.born_on,
        "unit_id": there.unit_id, "rest_pack": there.rest_pack, "held": held,
    }  # fmt: skip
    before |= was
    before["born_on"] = _day(before["born_on"])
    before["positions"] = [
        [department, title, _day(starts), _day(ends), [_day(one) for one in only]]
        for department, title, starts, ends, only in was["positions"]
    ]
    await set_person(db, production_id, member_id, person_of(before, departments), now=now)


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, date) else None


async def _restore_board(db: Tx, production_id: int, board_id: int, groups: list[dict[str, Any]]) -> None:
    """The board's groups with their ids and strips; days that lost their group get it back by its date."""
    ids = [group["id"] for group in groups]
    await rows.free_sorts(db, production_id, board_id)
    await undo_rows.put_groups_back(db, production_id, board_id, [{**g, "on_date": _day(g["on_date"])} for g in groups])
    there = await rows.groups(db, production_id, board_id)
    await rows.drop_groups(db, production_id, [row["id"] for row in there if row["id"] not in ids])
    await rows.place_groups(db, production_id, ids)
    strips = {group["id"]: [(scene, banner) for scene, banner in group["strips"]] for group in groups}
    await rows.write_strips(db, production_id, board_id, strips)
    await undo_rows.days_back_to_groups(db, production_id, ids)
