"""A value as a cell of a CSV that a spreadsheet will open: formulas are made harmless, telephone numbers stay."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

_NUMBER = re.compile(r"[+-]?[\d ().,/-]+")


def cell(value: Any) -> str:
    """Text that a spreadsheet would run (`=…`, `@…`, `+cmd`, a tab) gets an apostrophe; `+44 7700 …` and `-3` stay."""
    if value is None:
        return ""
    text = str(value)
    if text[:1] in "=@＝＠\t\r" or (text[:1] in "+-＋－" and not _NUMBER.fullmatch(text)):
        return "'" + text if text else ""
    return text


def table(rows: Iterable[Iterable[Any]]) -> bytes:
    """Rows as a CSV file; with a BOM: spreadsheets read it as UTF-8 then."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
