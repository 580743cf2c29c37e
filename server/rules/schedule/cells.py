"""The cells of one line of the grid: what is typed into each, what a typed one does to the others, and the way back."""

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from server.rules.schedule.resolve import OFF
from server.wire import Line, Minutes

Cell = Literal[
    "call", "on_set", "makeup", "travel", "pickup", "wardrobe", "rehearsal", "release", "status", "place", "remarks"
]
Kind = Literal[
    "absolute", "relative", "chain", "department", "on_call", "no_call", "will_notify", "hold", "cancelled"
]  # fmt: skip
Untimed = Literal["on_call", "no_call", "will_notify"]
Over = Literal["absolute", "relative", "department", "on_call", "no_call", "will_notify"]
LONGEST = 600


class CallTime(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in the cell of a call. `minutes`: after midnight (absolute), or from the general call (relative).

    `over`: of a call on hold or cancelled, what is below it and stands again when that is taken back, with its
    `minutes`; without it, whatever stood there.
    """

    kind: Kind
    minutes: Minutes | None = None
    over: Over | msgspec.UnsetType = msgspec.UNSET


_Number = Annotated[int, msgspec.Meta(ge=-1_440, le=2**63 - 1)]
Value = CallTime | _Number | Line | None
"""A call's time; minutes, or a place's id; a status or remarks; None: nothing typed."""


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What is typed for one person in one position, or for one role; as the table `call` keeps it."""

    kind: Kind = "department"
    over: Untimed | None = None
    """Of a call on hold or cancelled: what is below it, where that has no time."""
    at_minutes: int | None = None
    offset_minutes: int | None = None
    on_set: int | None = None
    makeup_minutes: int | None = None
    travel_minutes: int | None = None
    pickup: int | None = None
    wardrobe: int | None = None
    rehearsal: int | None = None
    release: int | None = None
    status: str = ""
    place_id: int | None = None
    remarks: str = ""


UNTYPED = Typed()
_COLUMN = {"makeup": "makeup_minutes", "travel": "travel_minutes", "place": "place_id"}
_WORDS = {"status", "remarks"}
_SPANS = {"makeup", "travel"}
_MOVING = {"call", "on_set", "makeup"}
ORDER: tuple[Cell, ...] = (
    "call", "on_set", "makeup", "travel", "pickup", "wardrobe", "rehearsal", "release", "status", "place", "remarks"
)  # fmt: skip


def value_of(line: Typed, cell: Cell) -> Value:
    """What stands in this cell."""
    if cell == "call":
        below = _below(line)
        if line.kind in OFF:
            return CallTime(line.kind, below.minutes, below.kind)
        return CallTime(line.kind, below.minutes if line.kind == below.kind else None)
    found: Value = getattr(line, _COLUMN.get(cell, cell))
    return found


class _Below(msgspec.Struct, frozen=True):
    kind: Over
    minutes: int | None = None


def _below(line: Typed) -> _Below:
    """What was typed, also where the call is on hold or cancelled."""
    if line.over is not None:
        return _Below(line.over)
    if line.at_minutes is not None:
        return _Below("absolute", line.at_minutes)
    return _Below("relative", line.offset_minutes) if line.offset_minutes is not None else _Below("department")


def wrong(cell: Cell, value: Value) -> str:
    """Why this can't stand in the cell; "": it can."""
    if cell == "call":
        return _wrong_call(value)
    if cell in _WORDS:
        fits = isinstance(value, str) and (cell == "remarks" or _code(value))
        return "" if fits else "words; a status is up to six capital letters"
    if value is None:
        return ""
    if not isinstance(value, int):
        return "a number, or nothing"
    low, high = (0, LONGEST) if cell in _SPANS else (1, 2**63 - 1) if cell == "place" else (-1_440, 4_320)
    return "" if low <= value <= high else f"{low} to {high}"


def _wrong_call(value: Value) -> str:
    if not isinstance(value, CallTime):
        return "a call's kind and minutes"
    if value.over is not msgspec.UNSET and value.kind not in OFF:
        return "what is below it only of a call on hold or cancelled"
    kind = value.kind if value.over is msgspec.UNSET else value.over
    if (kind in ("absolute", "relative")) != (value.minutes is not None):
        return "minutes for an absolute or relative call, and for no other"
    return "within twelve hours" if kind == "relative" and abs(value.minutes or 0) > 720 else ""


def _code(text: str) -> bool:
    return len(text) <= 6 and (text == "" or (text.isascii() and text.isalpha() and text.isupper()))


def typed_into(line: Typed, cells: Mapping[Cell, Value], *, stands: int | None, untimed: Kind = "department") -> Typed:
    """The line after these cells were typed.

    `stands`: the minutes of its call before, where it has one: a typed pickup goes along with the call, as far before
    it as it was, whether the call is typed or moves with its chain. An on-set time makes a chain of a line without a
    call of its own, and an emptied call is the chain's again. Way and pickup are one thing said twice: the later one
    counts. `untimed`: what a line is that says something, but has neither call nor on-set time.
    """
    values = {_COLUMN.get(cell, cell): value for cell, value in cells.items() if cell != "call"}
    call = cells.get("call")
    if isinstance(call, CallTime):
        values |= _called(call, line)
    if ("travel" in cells) != ("pickup" in cells):
        values["pickup" if "travel" in cells else "travel_minutes"] = None
    after = _settled(msgspec.structs.replace(line, **values), untimed, said="call" in cells)
    moved = after.kind not in OFF and ("call" in cells or _chained(after) != _chained(line))
    return _along(after, stands) if moved and not {"pickup", "travel"} & set(cells) else after


def _chained(line: Typed) -> int | None:
    """The minutes of the call that a chain comes to."""
    return line.on_set - (line.makeup_minutes or 0) if line.kind == "chain" and line.on_set is not None else None


def _along(line: Typed, stands: int | None) -> Typed:
    """With a typed pickup as far before its call as it was before the call that stood."""
    if stands is None or line.pickup is None or not 0 <= stands - line.pickup <= LONGEST:
        return line
    return msgspec.structs.replace(line, pickup=None, travel_minutes=stands - line.pickup)


def _called(call: CallTime, line: Typed) -> dict[str, str | int | None]:
    """Hold and cancelled keep what was typed: taken back, it stands again."""
    if call.kind in OFF and call.over is msgspec.UNSET:
        return {"kind": call.kind, "over": line.over or _untimed(line.kind)}
    below = call.kind if call.over is msgspec.UNSET else call.over
    return {
        "kind": call.kind,
        "over": _untimed(below) if call.kind in OFF else None,
        "at_minutes": call.minutes if below == "absolute" else None,
        "offset_minutes": call.minutes if below == "relative" else None,
    }


def _untimed(kind: Kind) -> Untimed | None:
    match kind:
        case "on_call" | "no_call" | "will_notify":
            return kind
        case _:
            return None


def _settled(line: Typed, untimed: Kind, *, said: bool) -> Typed:
    """A chain has an on-set time; a line with one, and no call of its own, is a chain."""
    kind = line.kind
    if kind == "chain" and line.on_set is None:
        kind = "department"
    if line.on_set is not None and (kind == "department" or (kind == "will_notify" and not said)):
        kind = "chain"
    if kind == "department" and msgspec.structs.replace(line, kind="department") != UNTYPED:
        kind = untimed
    return msgspec.structs.replace(line, kind=kind)


def difference(before: Typed, after: Typed) -> dict[Cell, Value]:
    """The cells to type to come from `after` back to `before`."""
    changed = {cell for cell in ORDER if value_of(before, cell) != value_of(after, cell)}
    if changed & {"travel", "pickup"} or (changed & _MOVING and after.pickup is not None):
        changed |= {"travel", "pickup"}  # both said: none is emptied, none goes along
    if "on_set" in changed and before.kind == "will_notify":
        changed.add("call")  # said again: an on-set time alone makes a chain of it
    return {cell: value_of(before, cell) for cell in ORDER if cell in changed}
