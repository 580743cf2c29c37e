"""An office's paper as rows of cells (CSV, pasted cells), and what is remarked on while it is read.

Rows are counted as a spreadsheet counts them: the first is 1, a line break inside a cell starts no new row.
"""

import csv
import difflib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import msgspec

from server.errors import Invalid, TooLarge

BYTES = 8 * 1024 * 1024
ROWS = 20_000
COLUMNS = 100
_CELL = 4_000
_OPEN_QUOTE = 12  # line breaks in one cell: nobody writes that, a quotation mark was never closed


class Kind(StrEnum):
    """What became of it."""

    DOUBTED = "doubted"
    """Taken over, but somebody should look."""
    REFUSED = "refused"
    """Left out; the rest of the file isn't."""
    MERGED = "merged"
    """Taken together with another row, and said so."""
    WAITS = "waits"
    """Left out until a question is answered."""


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence about one place, as an assistant would note it on the margin."""

    says: str
    line: int = 0
    """The row, or the line of a text file; 0: the file as a whole."""
    column: str = ""
    """The heading as the file has it, or the place in a JSON document."""
    code: str = "look"
    kind: Kind = Kind.DOUBTED


class Row(msgspec.Struct, frozen=True):
    line: int
    cells: tuple[str, ...]

    def cell(self, n: int | None) -> str:
        return self.cells[n] if n is not None and n < len(self.cells) else ""

    @property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell]


_INVISIBLE = dict.fromkeys([
    0xFEFF, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x00AD,
    *range(0x202A, 0x202F), *range(0x2066, 0x206A),  # these turn the rest of a line round
])  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[^\S\n]+")


def clean(text: str, *, joint: str = ", ") -> str:
    """One line as a person meant it: composed accents, plain spaces, no control characters; breaks become `joint`."""
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE)).replace("\r\n", "\n").replace("\r", "\n")
    lines = (_SPACES.sub(" ", line).strip(" ,;\t") for line in re.split(r"[\n\v\f\u2028\u2029]+", text))
    joined = joint.join(line for line in lines if line)
    return "".join(c for c in joined if unicodedata.category(c) != "Cc")


def decode(data: bytes) -> str:
    """UTF-8 or UTF-16, with or without their marks, else what Windows writes. Raises TooLarge, Invalid."""
    if len(data) > BYTES:
        raise TooLarge(f"The file has more than {BYTES // 1024 // 1024} MB.", next_step="Send the list alone.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", errors="replace")
    elif (wide := _wide(data)) is not None:
        text = wide
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Invalid("This isn't a text file.", next_step="Save the list as CSV or XLSX and choose that file.")
    return text


def _wide(data: bytes) -> str | None:
    """UTF-16 without its mark, only where it is sure: at least half of the characters are Latin, with their NULs all on
    one side, and none is a control character.
    """
    high, low = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or min(high, low) or max(high, low) * 4 < len(data):
        return None
    try:
        text = data.decode("utf-16-be" if high else "utf-16-le")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def read_cells(text: str) -> list[Row]:
    """Rows of CSV or of cells pasted from a spreadsheet: commas, semicolons or tabs. Raises Invalid, TooLarge."""
    rows: list[Row] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    line = 0
    try:
        for line, cells in enumerate(reader, 1):
            rows.append(checked_row(line, cells))
    except csv.Error as wrong:
        raise Invalid(f"Row {line + 1} can't be read: {wrong}.", next_step="Correct that row.") from wrong
    return rows


def checked_row(line: int, cells: Sequence[str]) -> Row:
    """The row with clean cells. Raises TooLarge, Invalid where a quotation mark was never closed."""
    if line > ROWS:
        raise TooLarge(f"The list has more than {ROWS:,} rows.", next_step="Send it in parts.")
    if len(cells) > COLUMNS:
        cells = list(cells[:COLUMNS])
    for n, cell in enumerate(cells, 1):
        if len(cell) > _CELL or cell.count("\n") > _OPEN_QUOTE:
            raise _never_closed(line, n)
    return Row(line, tuple(clean(cell) for cell in cells))


def _never_closed(line: int, column: int) -> Invalid:
    return Invalid(
        f"Row {line}, column {column}: a quotation mark opens and is never closed.",
        errors=[{"where": f"row {line}, column {column}", "what": "unclosed quotation mark"}],
        next_step="Close it, or save the list again from the spreadsheet.",
    )


def torn_cells(text: str) -> list[Remark]:
    """Doubts about cells whose quotation mark was hardly meant to open one (`"6 ft`, a nickname): it takes all up to
    the next mark with it. Raises Invalid where there is none until the end of the text.
    """
    if '"' not in text:
        return []
    mark = _delimiter(text)
    cell = re.compile(
        rf'(?:"(?P<inside>[^"]*(?:""[^"]*)*)(?P<closed>"?))?(?P<rest>[^{mark}\r\n]*)(?P<end>{mark}|\r\n|\r|\n|\Z)'
    )
    line, column = 1, 0
    held: list[tuple[int, int, re.Match[str]]] = []
    widths: dict[int, int] = {}
    for found in cell.finditer(text):
        column += 1
        inside = found["inside"] or ""
        if not found["closed"] and re.search(rf"[{mark}\r\n]", inside.strip(" \r\n")):
            raise _never_closed(line, column)
        if re.search(rf"[{mark}\r\n]", inside):
            held.append((line, column, found))
        if found["end"] != mark:
            widths[line] = column
            line, column = line + 1, 0
    usual = Counter(widths.values()).most_common(1)[0][0]
    return [_torn(*one) for one in held if _is_torn(one[2], mark, usual, widths[one[0]])]


def _is_torn(found: re.Match[str], mark: str, usual: int, width: int) -> bool:
    """Words follow its end; or it holds line breaks and as many cells as a row has (a comma in a sentence has a space
    behind it), or its row became wider than rows are.
    """
    if found["rest"].strip():
        return True
    cells = len(re.findall(rf"{mark}(?! )", found["inside"]))
    return bool(re.search(r"[\r\n]", found["inside"])) and (cells >= max(usual - 1, 2) or width > usual)


def _torn(line: int, column: int, found: re.Match[str]) -> Remark:
    lines = len(found["inside"].splitlines())
    what, lost = (f"{lines} lines of the file", "Rows") if lines > 1 else ("more than one cell", "Cells")
    says = (
        f"Row {line}, column {column}: the quotation mark before '{clean(found['inside'])[:40]}' takes {what} into one"
        f" cell. {lost} may be missing: take the mark out, or close it."
    )
    return Remark(says=says, line=line, code="quotation_mark")


def _delimiter(text: str) -> str:
    head = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    everywhere = {mark: sum(line.count(mark) for line in head) for mark in "\t;,"}
    # within a cell a space follows; between cells hardly ever
    between = {mark: sum(len(re.findall(f"{mark}(?! )", line)) for line in head) for mark in "\t;,"}
    counts = between if max(between.values()) * 2 >= max(everywhere.values()) else everywhere
    best = max(counts, key=lambda mark: (counts[mark], mark))
    if counts["\t"] >= len(head) / 2:  # pasted cells hold commas too
        return "\t"
    return best if counts[best] else ","


def heading(text: str) -> str:
    """A column's heading for comparing: `E-Mail:` → `email`, `Cast #` → `cast no`."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("e-mail", "email").replace("#", " no ")
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w]+", " ", plain).replace("_", " ").split())


class Header(msgspec.Struct, frozen=True):
    line: int
    columns: Mapping[str, int]
    """Field → column, from 0."""
    titles: tuple[str, ...]

    def title(self, field: str) -> str:
        """The heading as the file has it; the field's own name where it has none."""
        n = self.columns.get(field)
        return self.titles[n] if n is not None and n < len(self.titles) else field


def match_headings(cells: Iterable[str], words: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Field → column by loosely matched headings; whole headings before parts, each column and field once."""
    titles = [heading(cell) for cell in cells]
    found: dict[str, int] = {}
    for exact in (True, False):
        for field, synonyms in words.items():
            for n, title in enumerate(titles):
                if field in found or n in found.values() or not title:
                    continue
                if title in synonyms if exact else _part_of(title, synonyms):
                    found[field] = n
    return found


def _part_of(title: str, synonyms: Sequence[str]) -> bool:
    return len(title) <= 40 and any(re.search(rf"\b{re.escape(word)}\b", title) for word in synonyms if len(word) > 3)


def find_header(rows: Sequence[Row], words: Mapping[str, Sequence[str]], need: Sequence[frozenset[str]]) -> Header:
    """The first of the first 40 rows with two headings, among them all of one set of `need`. Raises Invalid."""
    for row in rows[:40]:
        found = match_headings(row.cells, words)
        if len(found) >= 2 and any(wanted <= set(found) for wanted in need):
            return Header(row.line, found, row.cells)
    wanted = " or ".join(" and ".join(sorted(names)) for names in need)
    raise Invalid(
        "There is no row that names the columns.",
        code="no_header",
        errors=[{"where": "row 1", "what": f"a row of headings with {wanted}"}],
        next_step="Send the list with its row of headings.",
    )


def is_heading_again(row: Row, header: Header) -> bool:
    """A list printed over several pages repeats its headings."""
    same = [n for n in header.columns.values() if heading(row.cell(n)) == heading(header.titles[n])]
    return len(same) >= 2 and len(same) >= len(row.filled) - 1


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` is probably a slip of; None where it is one of them or like none."""
    by_fold = {one.casefold(): one for one in known}
    folded = word.casefold()
    if folded in by_fold:
        return None
    close = difflib.get_close_matches(folded, by_fold, n=1, cutoff=0.8)
    return by_fold[close[0]] if close and folded[:1] == close[0][:1] else None


def told(lines: Sequence[int]) -> str:
    """`row 4`, `rows 4 and 9`, `rows 4, 9 and 12`."""
    words = [str(line) for line in lines]
    if len(words) == 1:
        return f"row {words[0]}"
    return f"rows {', '.join(words[:-1])} and {words[-1]}"
