"""Status codes, built and not listed: begins (S start, P pick-up) + what + ends (D drop, F finish)."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

WHAT = {"shoot": "W", "travel": "T", "fitting": "FT", "hold": "H"}
"""What a day of this type is for a performer, or being on hold; of any other type it is work."""

ENGAGES = {"W", "T", "R", "H", "I", "TR"}
"""A fitting or a test before the first day doesn't start the engagement, one after the last doesn't end it."""


class Engagement:
    """Of who does `doing` (date → W, T, R, FT, TS): the code of any date.

    A day without work between two of an engagement is a hold. The first gap whose pickup is more than `drop_after`
    calendar days later drops and re-engages, once; later gaps are held. None: nobody is dropped.
    """

    def __init__(self, doing: Mapping[date, str], *, drop_after: int | None) -> None:
        self.doing = doing
        self.days = sorted(day for day, done in doing.items() if done in ENGAGES)
        gaps = ((a, b) for a, b in pairwise(self.days) if drop_after is not None and (b - a).days > drop_after)
        self.dropped = next(gaps, None)

    def code(self, on: date) -> str:
        """SW, W, WD, PW, SWF, WF, H, FT; "" outside all that."""
        what, days, dropped = self.doing.get(on, ""), self.days, self.dropped
        if what and what not in ENGAGES:
            return what
        if not days or not days[0] <= on <= days[-1]:
            return ""
        if not what:
            return "" if dropped and dropped[0] < on < dropped[1] else "H"
        begins = "S" if on == days[0] else "P" if dropped and on == dropped[1] else ""
        ends = "F" if on == days[-1] else "D" if dropped and on == dropped[0] else ""
        return f"{begins}{what}{ends}"


def status(on: date, doing: Mapping[date, str], *, drop_after: int | None) -> str:
    """The code of one date alone."""
    return Engagement(doing, drop_after=drop_after).code(on)
