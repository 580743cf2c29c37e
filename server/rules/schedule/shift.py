"""Push or pull a day: what moves with the general call, what stays and why."""

from collections.abc import Sequence

import msgspec

REASONS = {
    "absolute": "typed as a clock time",
    "chain": "counted back from on set",
    "minor": "a minor's hours",
    "sun": "hangs on the sun",
}


class Stays(msgspec.Struct, frozen=True, kw_only=True):
    """A call that doesn't move by itself; ticked, it moves too."""

    call_id: int
    why: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What the rule needs of a call."""

    call_id: int | None
    typed: str
    kind: str
    moves: bool
    minor: bool


def stayers(lines: Sequence[Line]) -> list[Stays]:
    """Timed calls of their own that stay where they are, minors first; those without a time don't matter."""
    found = []
    for line in lines:
        if line.call_id is None or line.moves or line.kind != "time":
            continue
        why = "minor" if line.minor else "chain" if line.typed == "chain" else "absolute"
        found.append(Stays(call_id=line.call_id, why=why))
    return sorted(found, key=lambda stay: (stay.why != "minor", stay.call_id))


def shifted(minutes: int | None, by: int) -> int | None:
    return None if minutes is None else minutes + by
