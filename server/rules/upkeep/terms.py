"""For how long each class of personal data is kept: days after a person's last day, or after the production's wrap.

The defaults are ours, not a law's: an office in another country sets its own within the bounds.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from server.rules.upkeep.personal import Kept


class From(StrEnum):
    LAST_DAY = "last_day"
    """The person's own, at the latest the production's wrap."""
    WRAP = "wrap"


class Term(msgspec.Struct, frozen=True):
    """Days; `least` and `most` are the bounds within which a production sets its own."""

    days: int
    least: int
    most: int
    counts_from: From


TERMS: dict[Kept, Term] = {
    Kept.DIET: Term(7, 0, 90, From.LAST_DAY),
    Kept.CONTACT: Term(180, 14, 730, From.LAST_DAY),
    Kept.BIRTH: Term(365, 30, 1_825, From.LAST_DAY),
    Kept.IMPORTS: Term(30, 7, 365, From.WRAP),
    Kept.AGREEMENT: Term(1_095, 365, 3_650, From.WRAP),
    Kept.EVIDENCE: Term(1_825, 365, 3_650, From.WRAP),
    Kept.IDENTITY: Term(1_825, 365, 3_650, From.WRAP),
}
"""The classes whose term a production may set; a contact is kept a fortnight at least, for the last paperwork."""

DEVICES = timedelta(days=90)
"""After it was signed out, a device is forgotten with its sessions. Of the installation, so nobody sets it."""
MAIL = timedelta(days=30)
"""Captured mail, and mail that could never be sent."""
SILENT = timedelta(days=730)
"""An account that is on no production and hasn't been used for so long is forgotten."""


def days_of(own: Mapping[Kept, int]) -> dict[Kept, int]:
    """Each class's days: the production's own, else the default."""
    return {kept: own.get(kept, term.days) for kept, term in TERMS.items()}


def wrong(own: Mapping[Kept, int]) -> list[Kept]:
    """Classes whose days lie beyond their bounds, or that have no term to set."""
    return [
        kept for kept, days in own.items() if (term := TERMS.get(kept)) is None or not term.least <= days <= term.most
    ]


def last_day(*, wrapped_on: date | None, left_on: date | None, finish_on: date | None) -> date | None:
    """The earliest of a person's removal and the production's wrap, or else the end of their dates. None: still there.

    Somebody whose dates ended and whom nobody took off counts from these dates.
    """
    known = [day for day in (wrapped_on, left_on, finish_on) if day is not None]
    return min(known, default=None)


def due(kept: Kept, days: Mapping[Kept, int], *, wrapped_on: date | None, last_day: date | None, today: date) -> bool:
    """Whether what is of this class is forgotten by `today`: the day after its term's last."""
    since = wrapped_on if TERMS[kept].counts_from is From.WRAP else last_day
    return since is not None and since + timedelta(days=days[kept]) < today
