"""One-liner rows pasted from a schedule: days, and under each its scenes and banners in shooting order.

With a row of headings the columns may stand anywhere; without one they are date, scene, set, pages. A row with only a
date (or whose first cell is one) begins a day; rows below belong to it until the next date.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from server.rules.production.dates import day_comes_first, read_day
from server.rules.production.paper import Header, Kind, Remark, Row, match_headings, read_cells, torn_cells

COLUMNS = {
    "date": ("date", "day", "shoot date", "shooting day"),
    "number": ("scene", "scenes", "sc", "scn", "scene no", "sc no", "scene number", "scene numbers"),
    "int_ext": ("int ext", "i e", "int", "ie"),
    "set_name": ("set", "location", "set name", "slug", "slugline", "scene heading"),
    "day_night": ("d n", "day night", "time of day", "dn"),
    "pages": ("pages", "page count", "pgs", "eighths", "8ths", "length"),
    "description": ("description", "synopsis", "action", "one line"),
}
POSITIONS = {"date": 0, "number": 1, "set_name": 2, "pages": 3}
_SLUG = re.compile(r"^(INT/EXT|EXT/INT|I/E|INT|EXT)[.\s]+(.*?)(?:\s+[-–—]\s+([A-Z /]+))?$", re.IGNORECASE)
_NUMBER = re.compile(r"^[0-9A-Z][0-9A-Z\-./]{0,19}$", re.IGNORECASE)
_PAGES = re.compile(r"^(?:(\d{1,2})\s*)?(?:(\d)\s*/\s*8)?$")
_LONGEST = 200


class PastedScene(msgspec.Struct, frozen=True, kw_only=True):
    """A scene by its number, or a banner. `eighths`: None where the row says nothing of its length."""

    line: int
    number: str = ""
    banner: str = ""
    int_ext: str = ""
    set_name: str = ""
    day_night: str = ""
    description: str = ""
    eighths: int | None = None


class PastedDay(msgspec.Struct, frozen=True, kw_only=True):
    line: int
    on_date: date
    scenes: list[PastedScene]


class Pasted(msgspec.Struct, frozen=True, kw_only=True):
    days: list[PastedDay]
    remarks: list[Remark]


def read_one_liner(text: str, *, country: str, around: date) -> Pasted:
    """What the rows say. A row that can't be read is refused by its line, the rest is taken.

    Raises Invalid for text that isn't rows at all, TooLarge.
    """
    rows = [row for row in read_cells(text) if row.filled]
    header = _header(rows)
    columns = header.columns if header else POSITIONS
    days: dict[date, PastedDay] = {}
    remarks = torn_cells(text)
    day_first = day_comes_first((row.cell(columns.get("date")) for row in rows), country=country)
    current: PastedDay | None = None
    for row in rows:
        if header is not None and row.line <= header.line:
            continue
        found = _date(row, columns, day_first=day_first, around=around)
        if found is not None:
            current = days.setdefault(found, PastedDay(line=row.line, on_date=found, scenes=[]))
        if current is None:
            remarks.append(_refused(row, "It comes before the first date, so it belongs to no day."))
            continue
        scenes, wrong = _scenes(row, columns, dated=found is not None)
        current.scenes.extend(scenes)
        remarks += wrong
    return Pasted(days=sorted(days.values(), key=lambda day: day.on_date), remarks=remarks)


def eighths_of(text: str) -> int | None:
    """`2 3/8`, `3/8`, `2` → whole eighths; None for anything else."""
    found = _PAGES.match(text.strip())
    if found is None or not any(found.groups()):
        return None
    return int(found.group(1) or 0) * 8 + int(found.group(2) or 0)


def _header(rows: Sequence[Row]) -> Header | None:
    for row in rows[:5]:
        columns = match_headings(row.cells, COLUMNS)
        if {"number", "set_name"} <= set(columns) or {"date", "number"} <= set(columns):
            return Header(row.line, columns, row.cells)
    return None


def _date(row: Row, columns: Mapping[str, int], *, day_first: bool, around: date) -> date | None:
    named = row.cell(columns.get("date"))
    text = named or (row.filled[0] if len(row.filled) == 1 else "")
    # a scene number is no date: it takes two marks or a month's name to be one
    if not re.search(r"\d\D+\d|[A-Za-z]{3}", text):
        return None
    return read_day(text, day_first=day_first, around=around)


def _scenes(row: Row, columns: Mapping[str, int], *, dated: bool) -> tuple[list[PastedScene], list[Remark]]:
    def cell(field: str) -> str:
        return row.cell(columns.get(field))

    numbers = [part.upper() for part in re.split(r"[,;&\s]+", cell("number")) if part]
    rest = [text for text in row.filled if not dated or text != cell("date")]
    if not numbers:
        banner = " · ".join(dict.fromkeys(rest))
        known = dated and len(row.filled) == 1
        return ([] if known or not banner else [PastedScene(line=row.line, banner=banner[:_LONGEST])]), []
    bad = [number for number in numbers if not _NUMBER.match(number)]
    if bad:
        return [], [_refused(row, f"“{bad[0]}” is no scene number.", heading_of="number")]
    int_ext, set_name, day_night = _slug(cell("int_ext"), cell("set_name"), cell("day_night"))
    pages, remarks = cell("pages"), []
    eighths = eighths_of(pages) if pages else None
    if pages and eighths is None:
        remarks.append(_doubted(row, f"“{pages}” is no number of pages in eighths; the length is left open."))
    if eighths is not None and len(numbers) > 1:
        remarks.append(_doubted(row, f"{eighths}/8 are for {len(numbers)} scenes together; each length is left open."))
        eighths = None
    return [
        PastedScene(
            line=row.line, number=number, int_ext=int_ext, set_name=set_name[:_LONGEST], day_night=day_night,
            description=cell("description")[:_LONGEST], eighths=eighths,
        )
        for number in numbers
    ], remarks  # fmt: skip


def _slug(int_ext: str, set_name: str, day_night: str) -> tuple[str, str, str]:
    """`INT. CAVE - NIGHT` in the set's cell says three things; cells of their own go before."""
    found = _SLUG.match(set_name)
    if found is None:
        return int_ext.rstrip(". ").upper(), set_name, day_night.upper()
    inside, place, when = found.groups()
    return (int_ext.rstrip(". ") or inside).upper(), place, (day_night or when or "").upper()


def _refused(row: Row, says: str, *, heading_of: str = "") -> Remark:
    return Remark(says=f"Row {row.line}: {says}", line=row.line, column=heading_of, code="row", kind=Kind.REFUSED)


def _doubted(row: Row, says: str) -> Remark:
    return Remark(says=f"Row {row.line}: {says}", line=row.line, column="pages", code="pages", kind=Kind.DOUBTED)
