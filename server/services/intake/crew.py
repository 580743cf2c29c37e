"""A crew list, cast list or contacts become people with positions. Nobody is contacted, and nobody gets a right."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from server.errors import TooLarge
from server.models.intake import people as rows
from server.models.intake import schedule as schedule_rows
from server.models.production import queries as production_queries
from server.rules.intake.merge import merge, plain
from server.rules.intake.report import ImportOption, ImportQuestion, many
from server.rules.production.crew_list import Entry, slips
from server.rules.production.dates import Dates
from server.rules.production.paper import Remark
from server.rules.production.people_found import FoundPerson, People, in_departments, people_of
from server.rules.schedule.uss_days import Move
from server.services.intake import cast
from server.services.intake.moving import Shoot, moved, shoot_of
from server.services.intake.overlap import outside, tell_people
from server.services.intake.run import Found, Run
from server.services.production import parts
from server.services.production.people import PersonIn, PositionIn, add_people, set_person

Read = tuple[Sequence[Entry], Sequence[Remark], frozenset[str]]
"""Entries, remarks, and the fields for which the file has a column."""


_DEPARTMENTS = 300


async def take_people(run: Run, read: Callable[[date], Read]) -> None:
    """`read(around)` reads the file with a date of the shoot, for dates without a year."""
    shoot = await shoot_of(run)
    entries, remarks, columns, move = await asyncio.to_thread(_read, run, shoot, read)
    run.notes.remarks(remarks)
    if move is not None:
        entries = [msgspec.structs.replace(one, dates=_moved(one.dates, move)) for one in entries]
    if len({one.department for one in entries}) > _DEPARTMENTS:
        raise TooLarge(
            f"The list names more than {_DEPARTMENTS} departments.", next_step="Look which column is headed Department."
        )
    departments = await rows.names(run.db, run.id, "department")
    found, waiting = _without_slips(run, entries, list(departments))
    people = in_departments(await asyncio.to_thread(people_of, found, country=run.production.country))
    run.notes.remarks(people.remarks)
    _count(run, people, waiting)
    ids = await parts.departments(run.db, run.id, people.departments)
    run.keep_made("department", [one for name, one in ids.items() if one not in departments.values()])
    await _Taking(run, ids, columns).take(people.people)
    await cast.link(run)
    if shoot.first and shoot.last:
        away = [one.name for one in people.people if outside(_days(one), shoot.first, shoot.last)]
        tell_people(run, away, len(people.people), shoot.first, shoot.last)
    without = sum(not any(p.department for p in one.positions) for one in people.people)
    if without:
        says = f"{many(without, 'person has', 'people have')} no department: give them one on People."
        run.notes.add("doubted", says, code="no_department")


def _read(
    run: Run, shoot: Shoot, read: Callable[[date], Read]
) -> tuple[Sequence[Entry], Sequence[Remark], frozenset[str], Move | None]:
    """As written; or, of a schedule that was moved, as its papers were written."""
    entries, remarks, columns = read(shoot.first or shoot.written)
    if shoot.first is None:
        return entries, [*remarks, *_year_taken(entries, read, shoot.written)], columns, None
    if shoot.move is None or shoot.last is None:
        return entries, remarks, columns, None
    first, last = shoot.first, shoot.last
    then, then_remarks, _ = read(shoot.written)
    move = moved(
        run, shoot, days=[day for one in then for day in _all(one.dates)],
        common=any(not outside([_span(one.dates)], first, last) for one in entries if _all(one.dates)),
        common_moved=any(
            not outside([_span(_moved(one.dates, shoot.move))], first, last) for one in then if _all(one.dates)
        ),
    )  # fmt: skip
    return (entries, remarks, columns, None) if move is None else (then, then_remarks, columns, move)


def _year_taken(entries: Sequence[Entry], read: Callable[[date], Read], around: date) -> list[Remark]:
    """Without a schedule, dates without a year are those nearest to today: that is said."""
    then, _, _ = read(around + timedelta(days=366))
    moving = [one for one, other in zip(entries, then, strict=True) if one.dates != other.dates]
    if not moving:
        return []
    days = [day for one in moving for day in _all(one.dates)]
    says = (
        f"Dates without a year, from row {moving[0].line} on: there is no schedule yet, so they are taken as"
        f" {min(days):%d %b %Y} to {max(days):%d %b %Y}. Import the schedule first if that is wrong."
    )
    return [Remark(says=says, line=moving[0].line, code="year_taken")]


def _all(dates: Dates) -> list[date]:
    return [day for day in (dates.starts_on, dates.ends_on, *dates.only_on) if day]


def _span(dates: Dates) -> tuple[date | None, date | None, Sequence[date]]:
    return dates.starts_on, dates.ends_on, dates.only_on


def _moved(dates: Dates, move: Move) -> Dates:
    return Dates(
        move.to(dates.starts_on) if dates.starts_on else None,
        move.to(dates.ends_on) if dates.ends_on else None,
        tuple(sorted({move.to(day) for day in dates.only_on})),
    )


def _days(person: FoundPerson) -> list[tuple[date | None, date | None, Sequence[date]]]:
    return [(p.starts_on, p.ends_on, p.only_on) for p in person.positions]


def _without_slips(run: Run, entries: Sequence[Entry], known: Sequence[str]) -> tuple[list[Entry], int]:
    """Entries with their departments settled; those of a slip wait until somebody answers. And how many wait."""
    settled: dict[str, str | None] = {}
    for name, meant in slips(entries, known).items():
        lines = [one.line for one in entries if one.department == name]
        answer = run.notes.ask(
            ImportQuestion(
                key=f"department:{name.casefold()}",
                says=f"Row {lines[0]} has no department: '{name}'. Did you mean {meant}?",
                line=lines[0],
                options=[
                    ImportOption(value=meant, says=meant),
                    ImportOption(value="new", says=f"{name} is a department"),
                ],
                answer=run.answers.get(f"department:{name.casefold()}", ""),
                without="The row is left out.",
            )
        )
        settled[name] = {"": None, "new": name}.get(answer, answer)
    found = [
        msgspec.structs.replace(one, department=settled.get(one.department, one.department) or "")
        for one in entries
        if settled.get(one.department, one.department) is not None
    ]
    return found, len(entries) - len(found)


def _count(run: Run, people: People, waiting: int) -> None:
    run.notes.counts = {
        "people": len(people.people), "positions": people.positions, "departments": len(people.departments),
        "minors": sum(one.minor for one in people.people),
    }  # fmt: skip
    run.notes.says.insert(
        0,
        f"{many(len(people.people), 'person', 'people')} in {many(people.positions, 'position')},"
        f" {many(len(people.departments), 'department')}.",
    )
    run.notes.done["waiting"] += waiting
    if waiting:
        run.notes.says.append(f"{many(waiting, 'row waits', 'rows wait')} for your answer.")


class _Taking:
    def __init__(self, run: Run, departments: Mapping[str, int], columns: frozenset[str]) -> None:
        self.run = run
        self.departments = departments
        self.columns = columns

    async def take(self, people: Sequence[FoundPerson]) -> None:
        run = self.run
        names = {d.id: d.name for d in await production_queries.departments(run.db, run.id)}
        members = await rows.members(run.db, run.id)
        held = await production_queries.positions(run.db, run.id, [row["id"] for row in members])
        there = [self._there(row, held.get(row["id"], []), names) for row in members]
        by_address = {each["email"]: each for each in there if each["email"]}
        by_name: dict[str, list[dict[str, Any]]] = {}
        for each in there:
            by_name.setdefault(each["name"].casefold(), []).append(each)
        new: list[FoundPerson] = []
        taken: set[int] = set()
        for one in people:
            said = self._said(one)
            row: dict[str, Any] | None = by_address.get(one.email)
            if row is None:
                candidates = [each for each in by_name.get(one.name.casefold(), []) if each["id"] not in taken]
                row, waits = self._asked(one, said, candidates)
                if waits:
                    run.notes.done["waiting"] += 1
                    continue
            if row is None or row["id"] in taken:
                new.append(one)
            else:
                taken.add(row["id"])
                await self._change(one, said, row)
        await self._make(new)
        self._gone(await schedule_rows.named(run.db, run.id, "member", run.gone("member")))

    def _there(self, row: Any, held: Sequence[Any], names: Mapping[int, str]) -> dict[str, Any]:
        positions = [[names.get(p.department_id, ""), p.title, p.starts_on, p.ends_on, list(p.only_on)] for p in held]
        return {
            **dict(row), "mobile": row["mobile_typed"] or "", "second": row["second_number"] or "",
            "via": row["contact_via"] or "", "diet": row["diet"] or "", "email": row["email"] or "",
            "positions": positions, "held": held,
        }  # fmt: skip

    def _said(self, one: FoundPerson) -> dict[str, Any]:
        every = {
            "name": one.name, "email": one.email, "mobile": one.mobile, "second": one.second, "via": one.via,
            "diet": one.diet, "minor": one.minor, "born_on": one.born_on,
            "positions": [[p.department, p.title, p.starts_on, p.ends_on, list(p.only_on)] for p in one.positions],
        }  # fmt: skip
        return {field: value for field, value in every.items() if value or field in self.columns}

    def _asked(
        self, one: FoundPerson, said: Mapping[str, Any], candidates: Sequence[dict[str, Any]]
    ) -> tuple[dict[str, Any] | None, bool]:
        """The member it is, and whether the row waits: a name and a department alone are asked about."""
        departments = {p.department.casefold() for p in one.positions}
        same = [
            row
            for row in candidates
            if not departments or departments & {position[0].casefold() for position in row["positions"]}
        ]
        if not same:
            return None, False
        row = same[0]
        before = self.run.said_before("member", row["id"])
        if before is not None and not one.email and plain(said.get("positions")) == before.get("positions"):
            return row, False  # the very row of the last import
        key = f"same:{one.line}:{one.name.casefold()}"
        what = row["positions"][0][0] if row["positions"] else "no department"
        address = f" ({row['email']})" if row["email"] else ""
        answer = self.run.notes.ask(
            ImportQuestion(
                key=key,
                says=f"Row {one.line}: is {one.name} the {row['name']} of {what}{address} who is there already?",
                line=one.line,
                options=[
                    ImportOption(value="same", says="The same person"),
                    ImportOption(value="new", says="Another person"),
                ],
                answer=self.run.answers.get(key, ""),
                without="The row is left out.",
            )
        )
        return (row if answer == "same" else None), answer == ""

    async def _change(self, one: FoundPerson, said: dict[str, Any], row: dict[str, Any]) -> None:
        run = self.run
        merged = merge(said, run.said_before("member", row["id"]), row)
        run.keep_said("member", row["id"], said)
        label = f"Row {one.line}: {row['name']}"
        if merged.kept:
            run.kept(Found(said=said, label=label, line=one.line), merged.kept)
        if not merged.change:
            run.notes.done["same"] += not merged.kept
            return
        run.keep_changed("member", row["id"], {field: row[field] for field in (*said, "positions")})
        now = {**row, **merged.change}
        await set_person(run.db, run.id, row["id"], await self._person(now), now=run.now)
        run.notes.done["changed"] += 1
        run.notes.add("changed", f"{label}: {', '.join(merged.change)}.", line=one.line)

    async def _person(self, now: Mapping[str, Any]) -> PersonIn:
        return person_of(now, await rows.names(self.run.db, self.run.id, "department"))

    async def _make(self, new: Sequence[FoundPerson]) -> None:
        run = self.run
        people = [person_of({**_BLANK, **self._said(one)}, self.departments) for one in new]
        ids = await add_people(run.db, run.id, people, by=run.by)
        run.keep_made("member", ids)
        run.notes.done["made"] += len(ids)
        for row_id, one in zip(ids, new, strict=True):
            run.keep_said("member", row_id, self._said(one))
            what = "; ".join(f"{p.title or '—'} ({p.department or 'no department'})" for p in one.positions)
            run.notes.add("made", f"{one.name}, {what or 'no position'}.", line=one.line)

    def _gone(self, gone: Sequence[Any]) -> None:
        for row in gone:
            says = f"{row['name']} isn't on this list any more. Nothing was taken away; take them off on People."
            self.run.notes.add("vanished", says, code="member")


_BLANK: dict[str, Any] = {
    "name": "", "email": "", "mobile": "", "second": "", "via": "", "diet": "", "minor": False, "born_on": None,
    "positions": [], "unit_id": None, "rest_pack": None, "held": [],
}  # fmt: skip


def person_of(now: Mapping[str, Any], departments: Mapping[str, int]) -> PersonIn:
    """A person as the production's service takes one; heads that somebody made stay heads."""
    heads = {(p.department_id, p.title) for p in now.get("held", []) if p.head}
    by_fold = {name.casefold(): one for name, one in departments.items()}
    positions = []
    for department, title, starts_on, ends_on, only_on in now["positions"]:
        if department.casefold() not in by_fold:
            continue
        where = by_fold[department.casefold()]
        positions.append(
            PositionIn(
                department_id=where, title=title, head=(where, title) in heads, starts_on=starts_on, ends_on=ends_on,
                only_on=tuple(only_on),
            )
        )  # fmt: skip
    return PersonIn(
        name=now["name"], email=now["email"] or None, mobile=now["mobile"] or None,
        second_number=now["second"] or None, contact_via=now["via"] or None, diet=now["diet"] or None,
        unit_id=now.get("unit_id"), minor=now["minor"], born_on=now["born_on"], rest_pack=now.get("rest_pack"),
        positions=tuple(positions),
    )  # fmt: skip
