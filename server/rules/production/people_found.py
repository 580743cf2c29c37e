"""Rows become people: one person in two positions is one person; two people are never made one because of a number."""

from collections.abc import Sequence
from datetime import date

import msgspec

from server.rules.production.crew_list import Entry
from server.rules.production.numbers import read_number, without_trunk
from server.rules.production.paper import Kind, Remark, told


class FoundPosition(msgspec.Struct, frozen=True, kw_only=True):
    line: int
    department: str
    title: str
    character: bool = False
    number: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    only_on: tuple[date, ...] = ()


class FoundPerson(msgspec.Struct, frozen=True, kw_only=True):
    """`mobile` and `second` as typed; `email` in lower case, at most one person has it."""

    name: str
    email: str = ""
    mobile: str = ""
    second: str = ""
    via: str = ""
    diet: str = ""
    minor: bool = False
    born_on: date | None = None
    positions: tuple[FoundPosition, ...] = ()
    lines: tuple[int, ...] = ()

    @property
    def line(self) -> int:
        return self.lines[0] if self.lines else 0


class People(msgspec.Struct, frozen=True):
    people: tuple[FoundPerson, ...]
    remarks: tuple[Remark, ...]

    @property
    def departments(self) -> list[str]:
        names = (position.department for person in self.people for position in person.positions)
        return list(dict.fromkeys(name for name in names if name))

    @property
    def positions(self) -> int:
        return sum(len(person.positions) for person in self.people)


def people_of(entries: Sequence[Entry], *, country: str) -> People:
    """Entries gathered into people, in the order of the list, with what was merged and what is doubted."""
    gathered: list[list[Entry]] = []
    by_address: dict[str, list[Entry]] = {}
    by_name: dict[str, list[list[Entry]]] = {}
    remarks: list[Remark] = []
    for entry in entries:
        same = _same_person(entry, by_address, by_name, country, remarks)
        if same is None:
            same = []
            gathered.append(same)
            by_name.setdefault(entry.name.casefold(), []).append(same)
        same.append(entry)
        if entry.contacts.email:
            by_address.setdefault(entry.contacts.email, same)
    owners = {address: rows[0].name.casefold() for address, rows in by_address.items()}
    people = [_person(rows, owners, remarks) for rows in gathered]
    remarks += [*_foreign_numbers(people, country), *_shared_numbers(people, country)]
    return People(tuple(people), tuple(remarks))


def in_departments(people: People) -> People:
    """A position is held in a department: one without is taken off, and said by its row."""
    remarks = [
        Remark(
            says=f"Row {p.line}, {one.name}: '{p.title}' stands in no department, so it isn't kept.",
            line=p.line, code="position_nowhere",
        )
        for one in people.people for p in one.positions if not p.department
    ]  # fmt: skip
    kept = [
        msgspec.structs.replace(one, positions=tuple(p for p in one.positions if p.department)) for one in people.people
    ]
    return People(tuple(kept), (*people.remarks, *remarks))


def _same_person(
    entry: Entry,
    by_address: dict[str, list[Entry]],
    by_name: dict[str, list[list[Entry]]],
    country: str,
    remarks: list[Remark],
) -> list[Entry] | None:
    address, name = entry.contacts.email, entry.name.casefold()
    rows = by_address.get(address)
    if address and rows:
        if rows[0].name.casefold() == name:
            return rows
        says = (
            f"Rows {rows[0].line} and {entry.line} share the address {address}: {rows[0].name} and {entry.name}."
            f" Kept as two people; the address stays with {rows[0].name}."
        )
        remarks.append(Remark(says=says, line=entry.line, code="shared_address"))
        return None
    for other in by_name.get(name, []):
        if _agree(entry, other, country):
            return other
    if name in by_name:
        first = by_name[name][0][0]
        says = f"Rows {first.line} and {entry.line} both name {entry.name}. Kept as two people: nothing says it is one."
        remarks.append(Remark(says=says, line=entry.line, code="same_name"))
    return None


def _agree(entry: Entry, rows: Sequence[Entry], country: str) -> bool:
    """Same name, one of them without address: one person if number or department is the same and nothing differs."""
    mine, theirs = entry.contacts, [row.contacts for row in rows]
    if mine.email and any(other.email and other.email != mine.email for other in theirs):
        return False
    numbers = {_plain(other.mobile, country) for other in theirs if other.mobile}
    if mine.mobile and numbers:
        return _plain(mine.mobile, country) in numbers
    return any(row.department.casefold() == entry.department.casefold() for row in rows)


def _plain(number: str, country: str) -> str:
    return read_number(number, country) or "".join(c for c in number if c.isdigit()) or number


def _person(rows: Sequence[Entry], owners: dict[str, str], remarks: list[Remark]) -> FoundPerson:
    name = rows[0].name
    lines = tuple(row.line for row in rows)
    positions = {(row.department.casefold(), row.title.casefold(), row.dates): row for row in reversed(rows)}
    kept = sorted(positions.values(), key=lambda row: row.line)
    if len(rows) > 1:
        what = " and ".join(dict.fromkeys(row.title or row.department for row in kept))
        says = f"{told(lines).capitalize()} are one person, {name}: {what}."
        if len(kept) == 1:
            says = f"{told(lines).capitalize()} say the same of {name}. Taken once."
        remarks.append(Remark(says=says, line=lines[-1], code="one_person", kind=Kind.MERGED))
    first = {
        field: next((value for row in rows if (value := getattr(row.contacts, field))), "")
        for field in ("mobile", "second", "email", "via")
    }
    if owners.get(first["email"], name.casefold()) != name.casefold():
        first["email"] = ""
    return FoundPerson(
        name=name, diet=next((row.diet for row in rows if row.diet), ""), minor=any(row.minor for row in rows),
        born_on=next((row.born_on for row in rows if row.born_on), None), lines=lines, **first,
        positions=tuple(
            FoundPosition(
                line=row.line, department=row.department, title=row.title, character=row.character, number=row.number,
                starts_on=row.dates.starts_on, ends_on=row.dates.ends_on, only_on=row.dates.only_on,
            )
            for row in kept
            if row.department or row.title
        ),
    )  # fmt: skip


def _foreign_numbers(people: Sequence[FoundPerson], country: str) -> list[Remark]:
    number = without_trunk((person.mobile for person in people), country)
    if number is None:
        return []
    return [
        Remark(
            says=(
                f"No number begins with 0, as numbers in {country} do: {number} would be rung as"
                f" {read_number(number, country) or number}. Is the production's country right?"
            ),
            code="foreign_numbers",
        )
    ]


def _shared_numbers(people: Sequence[FoundPerson], country: str) -> list[Remark]:
    by_number: dict[str, list[FoundPerson]] = {}
    for person in people:
        if person.mobile:
            by_number.setdefault(_plain(person.mobile, country), []).append(person)
    return [
        Remark(
            says=(
                f"{told([p.line for p in sharing]).capitalize()} have one number, {sharing[0].mobile}:"
                f" {' and '.join(p.name for p in sharing[:4])}. Kept apart; ask whose it is."
            ),
            line=sharing[-1].line,
            code="shared_number",
        )
        for sharing in by_number.values()
        if len(sharing) > 1
    ]
