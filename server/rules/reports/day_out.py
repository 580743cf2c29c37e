"""The day-out-of-days: what every cast role does on every day of the schedule, with its totals."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from server.rules.sheets.words import short_date
from server.wire import Id, Struct

SHEET_OF_DAYS = 31
"""So many days stand beside the names on one landscape page."""


class DayOutColumnOut(Struct):
    """A date on which some unit works. `number`: the shooting day, of the first unit that shoots; None: none shoots.

    `day_type`: of the day, or `cancelled` where all that is left of the date is a cancelled day.
    """

    on_date: date
    number: int | None
    day_type: str


class DayOutRoleOut(Struct):
    """`codes`: one a column, as S W, W D, H; "" where the role isn't engaged. Days are counted by them.

    `other`: fittings and tests. `starts`, `ends`: of the engagement.
    """

    element_id: Id
    number: str
    character: str
    performer: str
    minor: bool
    codes: list[str]
    worked: int
    held: int
    travelled: int
    other: int
    total: int
    starts: date | None
    ends: date | None


class DayOutOfDaysOut(Struct):
    """`working`: roles that work, one number a column."""

    production: str
    columns: list[DayOutColumnOut]
    roles: list[DayOutRoleOut]
    working: list[int]


def kind_of(code: str) -> str:
    """worked, held, travelled, other; "" for no code. What begins and ends it (S, P, D, F) doesn't count."""
    if not code:
        return ""
    if code in ("FT", "TS"):
        return "other"
    what = code.lstrip("SP").rstrip("DF")
    return {"H": "held", "I": "held", "T": "travelled", "TR": "travelled"}.get(what, "worked")


def counted(codes: Sequence[str], columns: Sequence[DayOutColumnOut]) -> dict[str, Any]:
    """The totals and ends of a role."""
    kinds = Counter(filter(None, map(kind_of, codes)))
    engaged = [
        column.on_date for code, column in zip(codes, columns, strict=True) if kind_of(code) not in ("", "other")
    ]
    return {name: kinds[name] for name in ("worked", "held", "travelled", "other")} | {
        "total": kinds.total(), "starts": min(engaged, default=None), "ends": max(engaged, default=None),
    }  # fmt: skip


def working(roles: Sequence[DayOutRoleOut], columns: Sequence[DayOutColumnOut]) -> list[int]:
    """How many roles work on each day."""
    return [sum(kind_of(role.codes[n]) == "worked" for role in roles) for n in range(len(columns))]


TOTALS = ("Work", "Hold", "Travel", "Other", "Total", "Start", "Finish")


def as_rows(found: DayOutOfDaysOut) -> Iterator[list[Any]]:
    """With two rows of headings: dates, and numbers of the shooting days."""
    yield ["No.", "Character", "Performer", *(column.on_date for column in found.columns), *TOTALS]
    yield ["", "", "Day", *(_number(column) for column in found.columns), *[""] * len(TOTALS)]
    for role in found.roles:
        yield [role.number, role.character, role.performer, *role.codes, *_totals(role), role.starts, role.ends]
    yield ["", "", "Working", *found.working, *[""] * len(TOTALS)]


def _number(column: DayOutColumnOut) -> str:
    return str(column.number) if column.number is not None else column.day_type


def _number_on_paper(column: DayOutColumnOut) -> str:
    return str(column.number) if column.number is not None else "–"


def _totals(role: DayOutRoleOut) -> list[int]:
    return [role.worked, role.held, role.travelled, role.other, role.total]


def on_paper(found: DayOutOfDaysOut, *, paper: str, on: date) -> dict[str, Any]:
    """What the template reads: text only. Days that don't fit beside the names go on further sheets, names repeated."""
    many = max(1, -(-len(found.columns) // SHEET_OF_DAYS))
    size = -(-len(found.columns) // many)
    sheets = [range(at, min(at + size, len(found.columns))) for at in range(0, len(found.columns), size or 1)]
    after = {b.on_date for a, b in pairwise(found.columns) if (b.on_date - a.on_date).days > 1}
    return {
        "paper": paper,
        "production": found.production,
        "printed": f"{short_date(on)} {on.year}",
        "totals": list(TOTALS[:5]),
        "performers": any(role.performer for role in found.roles),
        "sheets": [
            {
                "columns": [
                    {
                        "month": f"{column.on_date:%b}", "date": str(column.on_date.day),
                        "weekday": f"{column.on_date:%a}"[:2],
                        "day": "X" if column.day_type == "cancelled" else _number_on_paper(column),
                        "gap": column.on_date in after,
                    }
                    for column in (found.columns[n] for n in sheet)
                ],
                "roles": [
                    {
                        "number": role.number, "character": role.character, "performer": role.performer,
                        "codes": [{"code": role.codes[n], "kind": kind_of(role.codes[n])} for n in sheet],
                        "totals": [str(total or "") for total in _totals(role)] if sheet is sheets[-1] else [],
                    }
                    for role in found.roles
                ],
                "working": [str(found.working[n]) for n in sheet],
                "last": sheet is sheets[-1],
            }
            for sheet in sheets
        ],
    }  # fmt: skip
