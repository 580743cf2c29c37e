"""When an installation is unwell: pure, shared by /health and `callboard doctor`."""

from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(seconds=60)
"""A notice this long after its time means that phones don't ring."""
SILENT = timedelta(seconds=30)
"""A worker says that it lives every few seconds."""


class Ill(StrEnum):
    NOTICES_LATE = "notices_late"
    NO_WORKER = "no_worker"


def lateness(oldest_due: datetime | None, *, now: datetime) -> timedelta:
    return max(now - oldest_due, timedelta(0)) if oldest_due else timedelta(0)


def illnesses(*, oldest_due: datetime | None, beat_at: datetime | None, now: datetime) -> set[Ill]:
    """`oldest_due`: when the oldest notice still unsent should have gone out; `beat_at`: the newest worker's beat."""
    found = set()
    if lateness(oldest_due, now=now) > LATE:
        found.add(Ill.NOTICES_LATE)
    if beat_at is None or now - beat_at > SILENT:
        found.add(Ill.NO_WORKER)
    return found
