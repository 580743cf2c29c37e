"""What those whom a dispute concerns are told, silently, on their phones: whose word stands against whose."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

LASTS: Final = timedelta(hours=24)
"""A phone that is off longer reads it on its Gear page."""


def disputed(what: str, people: Sequence[str]) -> dict[str, str]:
    """`what`: the case's code, or its name. `people`: whoever says so or is said to have it."""
    who = f"{', '.join(people[:-1])} and {people[-1]}" if len(people) > 1 else "".join(people)
    return {"title": f"{what}: two people say they have it", "body": f"{who}. Whoever has it in their hands scans it."}


def settled(what: str, holder: str) -> dict[str, str]:
    """`holder`: who has it now; empty: nobody, it is where it lives."""
    return {"title": f"{what}: settled", "body": f"{holder} has it." if holder else "It is back where it lives."}
