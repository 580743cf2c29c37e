"""XLSX as rows of cells. What it may hold is capped before anything is unpacked; XML entities are refused."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

import msgspec
import openpyxl
from defusedxml.common import DefusedXmlException

from server.errors import Invalid, TooLarge
from server.rules.production.paper import COLUMNS, ROWS, Row, checked_row

UNZIPPED = 48 * 1024 * 1024
PARTS = 1_000
CELLS = 400_000
SHEETS = 30


class Sheet(msgspec.Struct, frozen=True):
    name: str
    rows: list[Row]


def read_workbook(data: bytes) -> list[Sheet]:
    """The visible sheets that hold anything. Raises TooLarge, Invalid for what isn't a sound workbook."""
    _check_parts(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and validations that don't matter here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return _sheets(book)
    except (ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, zipfile.BadZipFile) as w:
        raise _entities() if _defused(w) else _not_a_workbook() from w


def _defused(wrong: BaseException | None) -> bool:
    """What defusedxml refuses comes wrapped in errors of openpyxl."""
    while wrong is not None:
        if isinstance(wrong, DefusedXmlException):
            return True
        wrong = wrong.__cause__
    return False


def _entities() -> Invalid:
    return Invalid(
        "This workbook defines XML entities; no spreadsheet does that.",
        code="xml_entities",
        next_step="Open it in a spreadsheet, save it as a new XLSX, and choose that file.",
    )


def _not_a_workbook() -> Invalid:
    return Invalid(
        "This can't be read as a workbook.",
        code="no_workbook",
        next_step="Save the list as XLSX or CSV and choose that file.",
    )


def _check_parts(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            listed = parts.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as wrong:
        raise _not_a_workbook() from wrong
    if len(listed) > PARTS or sum(part.file_size for part in listed) > UNZIPPED:
        raise TooLarge(
            f"Unpacked, this workbook has more than {UNZIPPED // 1024 // 1024} MB.",
            next_step="Copy the list alone into a new workbook, without pictures.",
        )


def _sheets(book: Any) -> list[Sheet]:
    found: list[Sheet] = []
    cells = 0
    try:
        for sheet in book.worksheets[:SHEETS]:
            if sheet.sheet_state != "visible":
                continue
            rows = []
            for row in _rows(sheet):
                cells += len(row.cells)
                if cells > CELLS:
                    raise TooLarge(f"The workbook has more than {CELLS:,} cells.", next_step="Send the list alone.")
                rows.append(row)
            if any(row.filled for row in rows):
                found.append(Sheet(str(sheet.title)[:40], rows))
    finally:
        book.close()
    return found


def _rows(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # what a workbook says of its size is not to be believed
    values = sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS, values_only=True)
    for line, cells in enumerate(values, 1):
        texts = [_text(value) for value in cells]
        while texts and not texts[-1]:
            texts.pop()
        if line > ROWS and not texts:
            return
        yield checked_row(line, texts)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))  # a telephone number that was taken for a number
    return str(value)
