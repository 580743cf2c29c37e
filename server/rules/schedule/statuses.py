"""Status codes, built and not listed: begins (S, P) + what (W, H) + ends (D, F)."""

from collections.abc import Sequence
from datetime import date

DROP_AFTER = 10
"""Calendar days between work that drop a performer once (SAG-AFTRA, consecutive employment: 10, or 14 by agreement)."""


def status(on: date, works_on: Sequence[date], *, drop_after: int = DROP_AFTER) -> str:
    """The code on date `on` of who works on `works_on` (sorted): SW, W, WD, PW, SWF, WF, H; "" outside or dropped."""
    days = sorted(set(works_on))
    if not days or not days[0] <= on <= days[-1]:
        return ""
    before = [day for day in days if day < on]
    after = [day for day in days if day > on]
    if on not in days:
        return "H" if (after[0] - before[-1]).days <= drop_after else ""
    begins = "S" if not before else "P" if (on - before[-1]).days > drop_after else ""
    ends = "F" if not after else "D" if (after[0] - on).days > drop_after else ""
    return f"{begins}W{ends}"
