"""The note about an import: what was made, merged, kept, doubted, refused and has vanished, by line."""

from collections.abc import Iterable
from datetime import date

from server.rules.production.paper import Kind, Remark
from server.wire import Struct

MOST = 300
_ALIKE = 8  # so many remarks of one kind become one sentence


class ImportNote(Struct):
    says: str
    line: int = 0
    column: str = ""
    code: str = ""


class ImportOption(Struct):
    value: str
    says: str


class ImportQuestion(Struct):
    """Asked back; `answers` of the next try carry `key` → `value`. Without an answer `without` is what happens."""

    key: str
    says: str
    line: int
    options: list[ImportOption]
    answer: str
    """Given with this try; "" for none."""
    without: str


class ImportReport(Struct):
    """`counts`: what the file holds; `done`: what became of it here. Lists are bounded: `more` counts the rest."""

    kind: str
    file_name: str
    production_id: int
    production: str
    says: str
    dry_run: bool
    import_id: int | None
    counts: dict[str, int]
    done: dict[str, int]
    made: list[ImportNote]
    changed: list[ImportNote]
    merged: list[ImportNote]
    kept: list[ImportNote]
    doubted: list[ImportNote]
    refused: list[ImportNote]
    vanished: list[ImportNote]
    more: dict[str, int]
    questions: list[ImportQuestion]
    first_day: date | None
    last_day: date | None
    shift_days: int


class Notes:
    """Collects the note while an import runs."""

    SECTIONS = ("made", "changed", "merged", "kept", "doubted", "refused", "vanished")

    def __init__(self) -> None:
        self.sections: dict[str, list[ImportNote]] = {name: [] for name in self.SECTIONS}
        self.counts: dict[str, int] = {}
        self.done = {"made": 0, "changed": 0, "same": 0, "kept": 0, "waiting": 0}
        self.questions: list[ImportQuestion] = []
        self.says: list[str] = []

    def add(self, section: str, says: str, *, line: int = 0, column: str = "", code: str = "") -> None:
        self.sections[section].append(ImportNote(says=says[:600], line=line, column=column[:120], code=code))

    def remarks(self, remarks: Iterable[Remark], *, sheet: str = "") -> None:
        """What a parser remarked; many of one kind become one sentence with the first lines named."""
        by_code: dict[tuple[Kind, str, str], list[Remark]] = {}
        for remark in remarks:
            by_code.setdefault((remark.kind, remark.code, remark.column.split("[")[0]), []).append(remark)
        lead = f"{sheet}, " if sheet else ""
        for (kind, code, _), alike in by_code.items():
            section = {Kind.MERGED: "merged", Kind.REFUSED: "refused"}.get(kind, "doubted")
            for remark in alike[: _ALIKE if len(alike) > _ALIKE * 2 else None]:
                self.add(section, lead + remark.says, line=remark.line, column=remark.column, code=code)
            if len(alike) > _ALIKE * 2:
                rest = alike[_ALIKE:]
                lines = ", ".join(str(remark.line) for remark in rest[:40]) + ("…" if len(rest) > 40 else "")
                self.add(section, f"{lead}{len(rest)} more of the same kind, in rows {lines}.", code=code)

    def ask(self, question: ImportQuestion) -> str:
        """Its answer; "" while there is none."""
        known = {option.value for option in question.options}
        if question.answer and question.answer not in known:
            question.answer = ""
        self.questions.append(question)
        return question.answer

    def bounded(self) -> tuple[dict[str, list[ImportNote]], dict[str, int]]:
        more = {name: len(notes) - MOST for name, notes in self.sections.items() if len(notes) > MOST}
        return {name: notes[:MOST] for name, notes in self.sections.items()}, more


def in_pages(eighths: int) -> str:
    """`94 6/8 pages`; never reduced."""
    whole, rest = divmod(eighths, 8)
    if not rest:
        return f"{whole} page{'' if whole == 1 else 's'}"
    return f"{whole} {rest}/8 pages" if whole else f"{rest}/8 page"


def many(number: int, one: str, several: str = "") -> str:
    """`1 case`, `59 cases`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def moved_words(days: int) -> str:
    """`85 weeks later`, `3 days earlier`, `12 weeks and 2 days later`."""
    weeks, rest = divmod(abs(days), 7)
    parts = [many(weeks, "week")] if weeks else []
    if rest:
        parts.append(many(rest, "day"))
    return f"{' and '.join(parts)} {'later' if days > 0 else 'earlier'}"


def money(cents: dict[str, int]) -> str:
    """`954,816.00 USD`."""
    return ", ".join(f"{value / 100:,.2f} {currency}" for currency, value in sorted(cents.items()) if value)
