"""A rental manifest becomes cases with their contents, numbered walkies, owners and due-back dates."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from server.models.intake import gear as gear_rows
from server.models.intake import people as rows
from server.models.intake import schedule as schedule_rows
from server.rules.gear.manifest import Case, Line, Manifest
from server.rules.intake.report import many, money
from server.services.gear.things import make_labels
from server.services.intake.moving import moved, shoot_of
from server.services.intake.overlap import tell_gear
from server.services.intake.run import Found, Run
from server.services.production import parts

_THING = {
    "kind": "text", "code": "text", "name": "text", "department_id": "bigint", "home_vehicle_id": "bigint",
    "in_thing_id": "bigint", "make": "text", "serial": "text", "quantity": "int", "value_cents": "bigint",
    "currency": "text", "vendor_id": "bigint", "owner_member_id": "bigint", "po": "text", "due_back_on": "date",
    "return_policy": "text",
}  # fmt: skip


async def take_gear(run: Run, read: Callable[[date], Manifest]) -> None:
    """`read(around)` reads the file with a date of the shoot, for dates without a year."""
    shoot = await shoot_of(run)
    manifest = read(shoot.first or shoot.written)
    if shoot.move is not None and shoot.first is not None:
        then, first = read(shoot.written), shoot.first
        move = shoot.move
        due, due_then = _due(manifest), _due(then)
        if move_them := moved(
            run, shoot, days=due_then, common=any(day >= first for day in due),
            common_moved=any(move.to(day) >= first for day in due_then),
        ):  # fmt: skip
            manifest = _moved(then, move_them.to)
    run.notes.remarks(manifest.remarks)
    _count(run, manifest)
    await _Taking(run).take(manifest)
    if shoot.first and shoot.last:
        dated = [case for case in manifest.cases if _due_of(case)]
        away = [case.code or case.name for case in dated if (_due_of(case) or shoot.first) < shoot.first]
        tell_gear(run, away, len(dated), shoot.first, shoot.last)


def _due(manifest: Manifest) -> list[date]:
    return [line.due_back_on for line in manifest.lines if line.due_back_on]


def _moved(manifest: Manifest, to: Callable[[date], date]) -> Manifest:
    def line(one: Line) -> Line:
        return msgspec.structs.replace(one, due_back_on=to(one.due_back_on) if one.due_back_on else None)

    cases = (msgspec.structs.replace(case, lines=tuple(line(one) for one in case.lines)) for case in manifest.cases)
    return Manifest(tuple(cases), manifest.remarks)


def _due_of(case: Case) -> date | None:
    """When the first of it is due back."""
    return min((line.due_back_on for line in case.lines if line.due_back_on), default=None)


def _count(run: Run, manifest: Manifest) -> None:
    cases = [case for case in manifest.cases if case.code is not None]
    run.notes.counts = {
        "cases": len(cases), "lines": len(manifest.lines), "pieces": manifest.pieces,
        "walkies": len(manifest.walkies), "value_cents": sum(manifest.value_cents.values()),
    }  # fmt: skip
    owners = sorted({line.vendor for line in manifest.lines if line.vendor})
    whose = f", from {', '.join(owners)}" if owners else ""
    value = money(manifest.value_cents)
    run.notes.says.insert(
        0,
        f"{many(len(cases), 'case')} with {many(len(manifest.lines), 'line')}, {many(manifest.pieces, 'piece')}{whose}"
        + (f"; to replace: {value}." if value else "."),
    )
    if manifest.walkies:
        run.notes.says.append(f"{many(len(manifest.walkies), 'numbered walkie')} among them.")
    foreign = sorted(set(manifest.value_cents) - {run.production.currency})
    if foreign:
        says = f"Values in {', '.join(foreign)}, where the production counts in {run.production.currency}."
        run.notes.add("doubted", says, code="currency")


class _Taking:
    def __init__(self, run: Run) -> None:
        self.run = run
        self.departments: dict[str, int] = {}
        self.vendors: dict[str, int] = {}
        self.vehicles: dict[str, int] = {}
        self.owners: dict[str, int | None] = {}

    async def take(self, manifest: Manifest) -> None:
        run = self.run
        await self._parts(manifest)
        await self._box_rentals(manifest)
        there = await gear_rows.things(run.db, run.id)
        by_code = {row["code"].upper(): row for row in there if row["code"]}
        inside: dict[int | None, list[Any]] = {}
        for row in there:
            inside.setdefault(row["in_thing_id"], []).append(row)
        cases = [case for case in manifest.cases if case.code is not None]
        found = [self._case(case, by_code.get((case.code or "").upper())) for case in cases]
        ids = dict(zip((case.code for case in cases), await run.write("thing", _THING, found), strict=True))
        lines: list[Found] = []
        codes: set[str | None] = set(by_code) | {case.code for case in cases}
        for case in manifest.cases:
            where = ids.get(case.code) if case.code is not None else None
            left = list(inside.get(where, ()))
            lines += [self._line(case, line, where, left=left, by_code=by_code, codes=codes) for line in case.lines]
        line_ids = await run.write("thing", _THING, lines, told=False)
        run.notes.done["made"] += sum(one.there is None for one in lines)
        await self._labels([*zip(ids.values(), found, strict=True), *zip(line_ids, lines, strict=True)])
        for row in await schedule_rows.named(run.db, run.id, "thing", run.gone("thing")):
            run.notes.add("vanished", f"{row['name']} isn't on this list any more. It stays.", code="thing")

    async def _labels(self, written: Sequence[tuple[int, Found]]) -> None:
        """What is new is at home, and what has a code has a label."""
        new = [(row_id, one) for row_id, one in written if one.there is None]
        await gear_rows.at_home(self.run.db, self.run.id, [row_id for row_id, _ in new])
        coded = [row_id for row_id, one in new if one.also.get("code")]
        await make_labels(self.run.db, self.run.id, coded, now=self.run.now)

    async def _parts(self, manifest: Manifest) -> None:
        run = self.run
        have = {table: await rows.names(run.db, run.id, table) for table in ("department", "vendor", "vehicle")}
        named = list(dict.fromkeys(case.department for case in manifest.cases if case.department))
        self.departments = await parts.departments(run.db, run.id, named)
        for name in dict.fromkeys(line.vendor for line in manifest.lines if line.vendor):
            self.vendors[name] = await parts.named(run.db, run.id, "vendor", name)
        for name in dict.fromkeys(case.truck for case in manifest.cases if case.truck):
            self.vehicles[name] = await parts.named(run.db, run.id, "vehicle", name)
        for table, ids in (("department", self.departments), ("vendor", self.vendors), ("vehicle", self.vehicles)):
            new = [one for one in dict.fromkeys(ids.values()) if one not in have[table].values()]
            run.keep_made(table, new)
            if new:
                names = ", ".join(name for name, one in ids.items() if one in new)
                run.notes.add("made", f"{many(len(new), table)}: {names}.", code=table)

    async def _box_rentals(self, manifest: Manifest) -> None:
        """Whose own kit it is: the one person in that position."""
        run = self.run
        wanted = dict.fromkeys(line.box_rental for line in manifest.lines if line.box_rental)
        people = await rows.by_title(run.db, run.id) if wanted else []
        for title in wanted:
            fold = _plain(title)
            who = {
                row["member_id"]: row["name"] for row in people if fold in (_plain(row["title"]), _plain(row["name"]))
            }
            self.owners[title] = next(iter(who)) if len(who) == 1 else None
            if len(who) == 1:
                run.notes.add("merged", f"Box rental of the {title}: {next(iter(who.values()))}'s own kit.", code="box")
            else:
                why = "nobody here is that yet" if not who else f"{len(who)} people are that"
                run.notes.add("doubted", f"Box rental of the {title}: {why}. Say on Gear whose it is.", code="box")

    def _case(self, case: Case, row: Mapping[str, Any] | None) -> Found:
        vendor, box = case.shared("vendor"), case.shared("box_rental")
        said = {
            "name": case.name, "department_id": self.departments.get(case.department),
            "vendor_id": self.vendors.get(str(vendor)) if vendor else None, "po": case.shared("po") or "",
            "owner_member_id": self.owners.get(str(box)) if box else None, "due_back_on": _due_of(case),
            "return_policy": case.shared("policy") or "each",
        }  # fmt: skip
        if case.truck:
            said["home_vehicle_id"] = self.vehicles[case.truck]
        kind = "cart" if re.search(r"\b(cart|trolley)\b", case.name, re.IGNORECASE) else "case"
        also = {"kind": kind, "code": case.code, "make": "", "serial": "", "quantity": 1, "value_cents": 0,
                "currency": case.shared("currency") or self.run.production.currency}  # fmt: skip
        label = f"{case.code} {case.name}, {many(len(case.lines), 'line')}"
        return Found(said=said, there=row, label=label, line=case.lines[0].line, also=also)

    def _line(
        self,
        case: Case,
        line: Line,
        where: int | None,
        *,
        left: list[Any],
        by_code: Mapping[str, Any],
        codes: set[str | None],
    ) -> Found:
        code = f"WALKIE-{line.walkie}" if line.walkie is not None else None
        row = by_code.get(code) if code else None
        row = row or _same(line, left)
        if row is None and code in codes:
            code = None  # two of one number: the second goes without; it was remarked on
        codes.add(code)
        kind = "walkie" if line.walkie is not None else "bulk" if line.policy == "count" else "item"
        said = {
            "name": line.item, "make": line.make, "serial": line.serial, "quantity": line.quantity,
            "value_cents": line.value_cents, "currency": line.currency, "po": line.po,
            "vendor_id": self.vendors.get(line.vendor), "owner_member_id": self.owners.get(line.box_rental),
            "due_back_on": line.due_back_on, "return_policy": line.policy,
            "department_id": self.departments.get(case.department),
        }  # fmt: skip
        label = f"Row {line.line}: {line.item}"
        return Found(said=said, there=row, label=label, line=line.line,
                     also={"kind": kind, "code": code, "in_thing_id": where})  # fmt: skip


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.casefold()).split())


def _same(line: Line, left: list[Any]) -> Any:
    """The thing in the case that the line means, each once: by serial number, else by name and make."""
    for by_serial in (True, False):
        for row in left:
            same = row["name"].casefold() == line.item.casefold() and row["make"].casefold() == line.make.casefold()
            if (by_serial and line.serial and row["serial"] == line.serial) or (not by_serial and same):
                left.remove(row)
                return row
    return None
