"""What kind of paper a file is, and its rows."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

import msgspec

from server.adapters.workbook import Sheet, read_workbook
from server.errors import Invalid
from server.rules.gear.manifest import Manifest, is_manifest, read_manifest
from server.rules.production.crew_list import Entry, is_crew_list, read_rows
from server.rules.production.paper import Kind, Remark, decode, read_cells, torn_cells
from server.rules.production.vcard import read_cards
from server.rules.schedule.uss import is_uss, read_uss
from server.rules.schedule.uss_shape import Schedule

PaperKind = Literal["schedule", "crew", "contacts", "gear"]


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A file with its kind; `schedule`, `sheets` or `text` holds what was read."""

    kind: PaperKind
    name: str
    data: bytes
    schedule: Schedule | None = None
    sheets: tuple[Sheet, ...] = ()
    text: str = ""
    remarks: tuple[Remark, ...] = ()


def open_paper(name: str, data: bytes) -> Paper:
    """Judged by what is in it, not by its name. Raises Invalid for what is none of them, TooLarge."""
    if not data.strip():
        raise Invalid(f"{name} is empty.", code="empty", next_step="Choose another file.")
    if is_uss(data) or (name.lower().endswith(".uss")):
        return Paper(kind="schedule", name=name, data=data, schedule=read_uss(data))
    if data[:2] == b"PK" or name.lower().endswith((".xlsx", ".xlsm", ".xls")):
        return _of_rows(name, data, tuple(read_workbook(data)))
    text = decode(data)
    if text.lstrip()[:11].upper() == "BEGIN:VCARD":
        return Paper(kind="contacts", name=name, data=data, text=text)
    if text.lstrip()[:1] in "{[<" or "%PDF" in text[:8]:
        raise _unknown(name)
    return _of_rows(name, data, (Sheet("", read_cells(text)),), torn_cells(text))


def _of_rows(name: str, data: bytes, sheets: tuple[Sheet, ...], remarks: Sequence[Remark] = ()) -> Paper:
    lists = tuple(sheet for sheet in sheets if is_manifest(sheet.rows))
    if lists:
        return Paper(kind="gear", name=name, data=data, sheets=lists, remarks=tuple(remarks))
    lists = tuple(sheet for sheet in sheets if is_crew_list(sheet.rows))
    if lists:
        return Paper(kind="crew", name=name, data=data, sheets=lists, remarks=tuple(remarks))
    raise Invalid(
        f"There is no row that names the columns in {name}.",
        code="no_header",
        errors=[{"where": "row 1", "what": "headings with a name, or with a case and an item"}],
        next_step="Send the list with its row of headings: Department, Position, Name… or Case, Item, Qty…",
    )


def _unknown(name: str) -> Invalid:
    return Invalid(
        f"{name} is no schedule, crew list or manifest that can be read.",
        code="unknown_file",
        next_step="A schedule comes as .uss, a list as XLSX, CSV or pasted cells, contacts as vCard.",
    )


def read_crew(paper: Paper, country: str) -> Callable[[date], tuple[Sequence[Entry], Sequence[Remark], frozenset[str]]]:
    def read(around: date) -> tuple[Sequence[Entry], Sequence[Remark], frozenset[str]]:
        if paper.kind == "contacts":
            cards = read_cards(paper.text, country=country)
            return cards.entries, cards.remarks, frozenset({"name"})
        entries: list[Entry] = []
        remarks = [*paper.remarks]
        columns: set[str] = set()
        for n, sheet in enumerate(paper.sheets):
            rows = read_rows(sheet.rows, country=country, around=around)
            entries += rows.entries
            remarks += [_on(sheet, one) if n else one for one in rows.remarks]
            columns |= _fields(rows.header.columns)
        if len(paper.sheets) > 1:
            names = ", ".join(sheet.name for sheet in paper.sheets)
            remarks.append(Remark(says=f"Sheets read: {names}.", code="sheets", kind=Kind.MERGED))
        return entries, remarks, frozenset(columns)

    return read


def _on(sheet: Sheet, remark: Remark) -> Remark:
    return msgspec.structs.replace(remark, says=f"Sheet {sheet.name}, {remark.says}")


def _fields(columns: dict[str, int] | object) -> set[str]:
    """Which of a person's fields a list speaks of, so that an empty cell there means none."""
    names = {"contact": "via", "born": "born_on"}
    found = {names.get(field, field) for field in columns} if isinstance(columns, dict) else set()
    return found & {"email", "mobile", "second", "diet", "via", "born_on"} | {"name", "positions"}


def read_gear(paper: Paper, country: str, currency: str) -> Callable[[date], Manifest]:
    def read(around: date) -> Manifest:
        read_sheets = [
            read_manifest(sheet.rows, country=country, currency=currency, around=around) for sheet in paper.sheets
        ]
        if len(read_sheets) == 1:
            return Manifest(read_sheets[0].cases, (*paper.remarks, *read_sheets[0].remarks))
        return Manifest(
            tuple(case for one in read_sheets for case in one.cases),
            tuple(_on(sheet, r) for sheet, one in zip(paper.sheets, read_sheets, strict=True) for r in one.remarks),
        )

    return read
