"""Push or pull a day: what moves along with the general call, what stays and why.

Relatives and chains move along. What was typed as a clock time stays, so do minors, whose hours don't move with the
company, and what hangs on the sun. Each of these can be ticked to move too.
"""

import msgspec

from server.rules.schedule.times import clock_words

REASONS = {
    "minor": "a minor's hours don't move",
    "sun": "hangs on the sun",
    "absolute": "typed as a clock time",
}
"""In the order in which they are shown."""

FIRST_LIGHT = ("DAWN", "SUNRISE", "FIRST LIGHT")
LAST_LIGHT = ("DUSK", "SUNSET", "LAST LIGHT", "MAGIC HOUR", "GOLDEN HOUR", "TWILIGHT")


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What the rule needs. `relative`: follows the general call. `sun`: only there for scenes of that light."""

    typed: str
    timed: bool
    relative: bool
    minor: bool = False
    sun: bool = False


def why_stays(line: Line) -> str | None:
    """`minor`, `sun` or `absolute`; None for what moves along, and for what has no time to move."""
    if not line.timed:
        return None
    if line.minor:
        return "minor"
    if line.sun and line.typed == "chain":
        return "sun"
    return None if line.relative or line.typed == "chain" else "absolute"


def light_of(int_ext: str, day_night: str) -> str | None:
    """`rises` or `sets` for a scene that can only be shot then: outside. Inside, dusk is a lamp."""
    words = day_night.upper()
    if "EXT" not in int_ext.upper():
        return None
    if any(word in words for word in FIRST_LIGHT):
        return "rises"
    return "sets" if any(word in words for word in LAST_LIGHT) else None


def sun_words(light: str, minutes: int | None, *, twelve: bool = False) -> str:
    """`the sun sets 19:32`, by the reader's clock; without a place that is known, that it hangs on the sun."""
    return REASONS["sun"] if minutes is None else f"the sun {light} {clock_words(minutes, twelve=twelve)}"


def shifted(minutes: int | None, by: int) -> int | None:
    return None if minutes is None else minutes + by
