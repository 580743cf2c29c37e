"""What stands in the way of removing a unit, department, place, vehicle or vendor, in the reader's words."""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum


class Use(StrEnum):
    """What refers to a part. People and cases can be moved elsewhere; what happened can't."""

    PEOPLE = "people"
    VEHICLES = "vehicles"
    CASES = "cases"
    DAYS = "days"
    LEFT = "left"
    GONE = "gone"
    HISTORIES = "histories"
    CHECKS = "checks"
    LOGS = "logs"


Uses = Counter[Use]

_WORDS = {
    Use.PEOPLE: ("person", "people"),
    Use.VEHICLES: ("vehicle", "vehicles"),
    Use.CASES: ("case or item", "cases and items"),
    Use.DAYS: ("day", "days"),
    Use.LEFT: ("person who left", "people who left"),
    Use.GONE: ("case that is off the list", "cases that are off the list"),
    Use.HISTORIES: ("case’s history", "cases’ histories"),
    Use.CHECKS: ("check", "checks"),
    Use.LOGS: ("day’s log", "days’ logs"),
}
_HAS = (Use.PEOPLE, Use.VEHICLES, Use.CASES)
_PAST = (Use.LEFT, Use.GONE, Use.HISTORIES, Use.CHECKS, Use.LOGS)


def _listed(uses: Uses, kinds: Sequence[Use]) -> str:
    said = [f"{uses[kind]} {_WORDS[kind][uses[kind] != 1]}" for kind in kinds if uses[kind]]
    return _joined(said)


def _joined(said: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))


def in_the_way(name: str, uses: Uses) -> tuple[str, str] | None:
    """(what refers to it, what to do next); None: nothing, it may go."""
    has, days, past = (_listed(uses, kinds) for kinds in (_HAS, (Use.DAYS,), _PAST))
    if not has + days + past:
        return None
    said = [
        f"still has {has}" if has else "",
        f"stands on {days}" if days else "",
        f"is named by {past}" if past else "",
    ]
    if past:
        next_step = "It stays for what happened. Give it another name if this one is wrong."
    else:
        next_step = "Move them first." if has else "Take it off there first."
    return f"{name} {_joined([part for part in said if part])}.", next_step
