"""How much of each: the everyday amounts, and the full ones of `scripts/test --deep`. No test exists in only one."""

import os

DEEP = os.environ.get("CALLBOARD_DEEP") == "1"

_AMOUNTS = {
    # what: (everyday, deep)
    "hypothesis examples": (60, 1_000),
    "schedules written and read": (40, 1_000),
    "custody machine examples": (12, 200),
    "custody machine steps": (25, 60),
    "scan kill rounds": (2, 30),
    "schemathesis examples": (15, 400),
    "publish racers": (4, 12),
    "crew of a large sheet": (60, 300),
    "label seeds": (4, 20),
}


def amount(what: str) -> int:
    """The amount of `what` in this run; a KeyError names what the table lacks."""
    everyday, deep = _AMOUNTS[what]
    return deep if DEEP else everyday
