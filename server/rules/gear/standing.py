"""What one word says of a thing: where the problem is, or that there is none."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from server.rules.gear.custody import Hold


class Standing(StrEnum):
    """Worst first: the order in which a board lists them."""

    DISPUTE = "dispute"
    LOST = "lost"
    MISSING = "missing"
    QUARANTINE = "quarantine"
    OUT = "out"
    BACK = "back"
    IN = "in"


OUT_WITH = frozenset({"member", "unit", "place"})


class Facts(msgspec.Struct, frozen=True):
    """What is known: `missed_at` is when the newest finished check of its truck did not find it."""

    holder_kind: str
    holder_id: int | None
    home_vehicle_id: int | None
    hold: Hold
    disputed: bool
    missed_at: datetime | None
    last_seen_at: datetime | None


def standing(facts: Facts) -> Standing:
    """The worst that is true of it."""
    missed = facts.missed_at
    true = {
        Standing.DISPUTE: facts.disputed,
        Standing.LOST: facts.hold is Hold.LOST,
        Standing.MISSING: missed is not None and (facts.last_seen_at is None or facts.last_seen_at < missed),
        Standing.QUARANTINE: facts.hold is Hold.QUARANTINE,
        Standing.BACK: facts.holder_kind == "vendor",
        Standing.OUT: facts.holder_kind in OUT_WITH or _astray(facts),
    }
    return next((word for word, holds in true.items() if holds), Standing.IN)


def _astray(facts: Facts) -> bool:
    return facts.holder_kind == "vehicle" and facts.home_vehicle_id not in (None, facts.holder_id)


def overdue(*, due_back_on: date | None, holder_kind: str, today: date) -> bool:
    """Due back to its owner before today, and not back with a vendor yet."""
    return due_back_on is not None and due_back_on < today and holder_kind != "vendor"
