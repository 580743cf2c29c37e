"""A crew list (unit list, cast list, contacts) as people with positions, and what an assistant would ask about it.

Headings are matched loosely in US and UK words; a row with one cell is a department's heading; rows are never dropped
in silence.
"""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from server.errors import Invalid
from server.rules.production.contact_cells import Contacts, read_contact_cells
from server.rules.production.dates import Dates, day_comes_first, is_open, read_dates, read_day
from server.rules.production.paper import (
    Header,
    Kind,
    Remark,
    Row,
    clean,
    find_header,
    is_heading_again,
    near,
    told,
)

CAST = "Cast"

HEADINGS: dict[str, tuple[str, ...]] = {
    "name": ("name", "full name", "crew", "crew member", "crew name", "performer", "artist", "artiste", "actor",
             "person", "contact name", "display name", "who"),
    "first": ("first name", "first", "forename", "given name", "christian name"),
    "last": ("last name", "last", "surname", "family name"),
    "department": ("department", "dept", "dep", "section", "category"),
    "character": ("character", "role name", "character name", "cast", "as"),
    "position": ("position", "title", "job title", "role", "job", "credit", "grade", "crew position", "job role",
                 "function", "position title"),
    "mobile": ("mobile", "cell", "cell phone", "mobile phone", "mobile no", "mobile number", "cell no", "cell number",
               "phone", "phone number", "phone no", "telephone", "tel", "tel no", "contact no", "contact number",
               "number", "mob", "mob no"),
    "second": ("home", "home phone", "work", "work phone", "other phone", "phone 2", "second phone", "second number",
               "alt phone", "alternative number", "landline", "office", "home tel", "work tel"),
    "email": ("email", "email address", "mail", "e mail", "electronic mail"),
    "start": ("start", "start date", "from", "on", "first day", "starts", "date from", "on date", "start day"),
    "finish": ("finish", "finish date", "end", "end date", "until", "last day", "wrap", "wrap date", "date to", "off",
               "to", "ends", "finishes", "off date"),
    "dates": ("dates", "days", "work dates", "working dates", "availability", "booked", "engaged", "dates booked",
              "work days"),
    "diet": ("diet", "dietary", "dietary requirements", "food", "meal", "meals", "allergies", "diet allergies",
             "dietaries"),
    "contact": ("contact", "via", "agent", "c o", "representation", "agency", "guardian", "chaperone", "next contact",
                "agent guardian"),
    "born": ("dob", "date of birth", "born", "birthday", "birth date"),
    "notes": ("notes", "note", "remarks", "comments", "comment", "info"),
    "no": ("no", "cast no", "id", "cast id", "board no", "cast number"),
}  # fmt: skip

_NEED = (frozenset({"name"}), frozenset({"first", "last"}))
_NOBODY = re.compile(
    r"^(tb[acd]|to be (confirmed|announced|advised)|vacant|open|n/?a|none|-+|–|\?+|x+)$", re.IGNORECASE
)
_NO_DEPARTMENT = re.compile(
    r"@|\d{4,}|\bpage \d|\bconfidential\b|\bupdated\b|\bversion\b|\bdo not\b|\btotal\b|https?:", re.IGNORECASE
)
_MINOR = re.compile(r"\b(child|minor|under ?1[68]|u1[68]|juvenile)\b|\(k\)", re.IGNORECASE)
_CARED_FOR = re.compile(r"\b(chaperone|guardian|parent)\b", re.IGNORECASE)
_VIA = re.compile(
    r"\b(agent|agency|guardian|chaperone|parent|manager|rep|representation|assistant|pa)\b|c/o", re.IGNORECASE
)
_ALL_CAPS = re.compile(r"^[^a-z]+$")
_LONGEST = 200


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One row that names a person."""

    line: int
    name: str
    department: str = ""
    title: str = ""
    character: bool = False
    """`title` is a character's name: this is a performer."""
    number: str = ""
    """The character's number on the board."""
    contacts: Contacts = Contacts()
    dates: Dates = Dates()
    diet: str = ""
    minor: bool = False
    born_on: date | None = None


class CrewRows(msgspec.Struct, frozen=True):
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]
    header: Header


def is_crew_list(rows: Sequence[Row]) -> bool:
    """Whether a row names the columns of a list of people."""
    try:
        find_header(rows, HEADINGS, _NEED)
    except Invalid:
        return False
    return True


def read_rows(rows: Sequence[Row], *, country: str, around: date) -> CrewRows:
    """Every row that names a person. `around`: a date of the shoot, for dates without a year; `country`: how numbers
    and dates are read (US: month first). Raises Invalid when no row names the columns.
    """
    header = find_header(rows, HEADINGS, _NEED)
    dated = (row.cell(header.columns.get(field)) for row in rows for field in ("dates", "start", "finish"))
    day_first = day_comes_first(dated, country=country)
    reader = _Reader(header, country=country, day_first=day_first, around=around)
    for row in rows:
        if row.line > header.line and row.filled and not is_heading_again(row, header):
            reader.row(row)
    reader.finish()
    return CrewRows(tuple(reader.entries), tuple(reader.remarks), header)


class _Reader:
    def __init__(self, header: Header, *, country: str, day_first: bool, around: date) -> None:
        self.header = header
        self.country = country
        self.day_first = day_first
        self.around = around
        self.department = CAST if "character" in header.columns and "department" not in header.columns else ""
        self.entries: list[Entry] = []
        self.remarks: list[Remark] = []
        self.noted: list[int] = []
        self.carried: list[int] = []

    def get(self, row: Row, field: str) -> str:
        return row.cell(self.header.columns.get(field))

    def remark(self, row: Row, field: str, says: str, *, code: str, kind: Kind = Kind.DOUBTED) -> None:
        column = self.header.title(field) if field in self.header.columns else ""
        self.remarks.append(Remark(says=f"Row {row.line}: {says}", line=row.line, column=column, code=code, kind=kind))

    def row(self, row: Row) -> None:
        name = self.get(row, "name") or clean(f"{self.get(row, 'first')} {self.get(row, 'last')}")
        if len(row.filled) == 1 and not self._is_person(row, name):
            self._heading(row, row.filled[0])
        elif not name or _NOBODY.match(name):
            what = self.get(row, "position") or self.get(row, "character") or row.filled[0]
            self.remark(row, "name", f"{what} has no name yet. Left out.", code="no_name", kind=Kind.REFUSED)
        else:
            self._person(row, name)

    def _is_person(self, row: Row, name: str) -> bool:
        """A lone cell in the name's own column is a person only where no department could stand there."""
        first = next(n for n, cell in enumerate(row.cells) if cell)
        return bool(name) and first == self.header.columns.get("name") and first > 0 and not _ALL_CAPS.match(name)

    def _heading(self, row: Row, text: str) -> None:
        if _NO_DEPARTMENT.search(text) or len(text) > 60:
            says = f"'{text[:60]}' is no person and no department. Passed over."
            self.remark(row, "", says, code="passed_over")
            return
        self.department = department_name(text)

    def _person(self, row: Row, name: str) -> None:
        character = self.get(row, "character")
        title = character or self.get(row, "position")
        department = self._department(row)
        is_cast = bool(character) or department.casefold() in ("cast", "principal cast", "talent", "artistes")
        notes, via = self.get(row, "notes"), self.get(row, "contact")
        contacts = self._contacts(row, via, notes, is_cast=is_cast)
        spoken = f"{notes} {via} {name} {title if is_cast else ''}"
        minor = bool(_MINOR.search(spoken)) or (is_cast and bool(_CARED_FOR.search(f"{notes} {via}")))
        entry = Entry(
            line=row.line, name=self._bounded(row, "name", re.sub(r"\s*\(k\)\s*$", "", name)), department=department,
            title=self._bounded(row, "position", _unquoted(title) if is_cast else title), character=is_cast,
            number=self.get(row, "no")[:20] if is_cast else "", contacts=contacts,
            dates=self._dates(row), diet=self._bounded(row, "diet", self.get(row, "diet")), minor=minor,
            born_on=self._born(row),
        )  # fmt: skip
        self.entries.append(entry)

    def _department(self, row: Row) -> str:
        """Its own; else that of the heading, or of the row above, where a merged cell names it once for many rows."""
        own = department_name(self.get(row, "department"))
        if "department" in self.header.columns:
            if own:
                self.department = own
            elif self.department:
                self.carried.append(row.line)
        return own or self.department

    def _contacts(self, row: Row, via: str, notes: str, *, is_cast: bool) -> Contacts:
        if _VIA.search(notes) and (is_cast or not via):
            via = f"{via}; {notes}" if via else notes
        elif notes:
            self.noted.append(row.line)
        found = read_contact_cells(
            mobile=self.get(row, "mobile"), second=self.get(row, "second"), email=self.get(row, "email"), via=via,
            country=self.country,
        )  # fmt: skip
        for field, code, says in found.doubts:
            self.remark(row, field, says, code=code)
        return msgspec.structs.replace(found, via=self._bounded(row, "contact", found.via))

    def _dates(self, row: Row) -> Dates:
        cell = self.get(row, "dates")
        found = self._read(row, "dates", cell) if cell else Dates()
        start, finish = self._edge(row, "start"), self._edge(row, "finish")
        if start and finish and finish < start:
            says = f"finishes {finish:%d %b %Y}, before the start {start:%d %b %Y}. Both left open."
            self.remark(row, "finish", says, code="dates")
            return found
        if found.only_on or not (start or finish):
            return found
        return Dates(start or found.starts_on, finish or found.ends_on)

    def _read(self, row: Row, field: str, cell: str) -> Dates:
        found = read_dates(cell, day_first=self.day_first, around=self.around)
        if found is None:
            self.remark(row, field, f"'{cell[:60]}' can't be read as dates. Left open.", code="dates")
            return Dates()
        return found

    def _edge(self, row: Row, field: str) -> date | None:
        cell = self.get(row, field)
        if not cell or is_open(cell):
            return None
        day = read_day(cell, day_first=self.day_first, around=self.around)
        if day is None:
            self.remark(row, field, f"'{cell[:60]}' can't be read as a date. Left open.", code="dates")
        return day

    def _born(self, row: Row) -> date | None:
        cell = self.get(row, "born")
        if not cell or is_open(cell):
            return None
        day = read_day(cell, day_first=self.day_first, around=date(self.around.year - 30, 1, 1))
        if day is None or day >= self.around or not re.search(r"\d{4}", cell):
            self.remark(row, "born", f"'{cell[:40]}' can't be read as a date of birth. Left out.", code="dates")
            return None
        return day

    def _bounded(self, row: Row, field: str, text: str) -> str:
        if len(text) <= _LONGEST - (80 if field == "name" else 0):
            return text
        limit = _LONGEST - (80 if field == "name" else 0)
        self.remark(row, field, f"more than {limit} characters; cut after them.", code="too_long")
        return text[:limit].rstrip()

    def finish(self) -> None:
        if self.carried:
            lines = told(self.carried[:12]) + (" and more" if len(self.carried) > 12 else "")
            says = f"{lines.capitalize()}: no department; taken as that of the row above."
            self.remarks.append(Remark(says=says, line=self.carried[0], code="carried_department"))
        if self.noted:
            many = f"{len(self.noted)} rows have" if len(self.noted) > 1 else f"Row {self.noted[0]} has"
            says = f"{many} a note in '{self.header.title('notes')}'. Notes are not kept."
            self.remarks.append(Remark(says=says, column=self.header.title("notes"), code="notes_not_kept"))


def department_name(text: str) -> str:
    """`CAMERA DEPT.` → `Camera`, `HAIR & MAKE UP` → `Hair & Make Up`; `VFX` stays."""
    plain = re.sub(r"\s+(department|dept)\.?$", "", clean(text).strip(":-– "), flags=re.IGNORECASE)
    if not _ALL_CAPS.match(plain):
        return plain[:120]
    words = [w if len(w) <= 3 and not re.search(r"[AEIOUY]", w) else _capital(w) for w in plain.split(" ")]
    return " ".join(w if w != "And" else "and" for w in words)[:120]


def _capital(word: str) -> str:
    if word in ("ADS", "AD", "DIT", "EPK", "ADR", "AV", "IT", "HR", "PA"):
        return word
    return "-".join(part.capitalize() for part in word.split("-"))


def _unquoted(text: str) -> str:
    """`'Skipper'` is a character's name in quotation marks; in `1st AC 'A'` they belong to the title."""
    for mark in ("'", '"', "‘’", "“”"):
        if len(text) > 2 and text[0] == mark[0] and text[-1] == mark[-1]:
            return text[1:-1].strip()
    return text


KNOWN_DEPARTMENTS = (
    "Production", "Assistant Directors", "Direction", "Camera", "Electric", "Electrical", "Grip", "Sound", "Art",
    "Set Decoration", "Property", "Props", "Construction", "Costume", "Wardrobe", "Hair & Make-up", "Locations",
    "Transport", "Transportation", "Catering", "Accounts", "Casting", "Stunts", "Special Effects", "VFX",
    "Script", "Editorial", "Health & Safety", "Publicity", "Post", "Cast",
)  # fmt: skip


def slips(entries: Sequence[Entry], known: Sequence[str]) -> dict[str, str]:
    """Departments of one or two rows that look like a slip of the pen: `Camra` → `Camera`.

    Compared with the production's own departments (`known`), the list's bigger ones, then the trade's usual names.
    """
    rows: dict[str, int] = {}
    for entry in entries:
        rows[entry.department] = rows.get(entry.department, 0) + 1
    have = {name.casefold() for name in known} | {name.casefold() for name in KNOWN_DEPARTMENTS}
    bigger = [name for name, many in rows.items() if many > 2 and name]
    found = {}
    for name, many in rows.items():
        if name and many <= 2 and name.casefold() not in have:
            meant = near(name, [*known, *bigger]) or near(name, KNOWN_DEPARTMENTS)
            if meant:
                found[name] = meant
    return found
