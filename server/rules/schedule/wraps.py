"""What the day log says: the newest entry of a kind for a subject counts; an entry without a time takes it back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol


class Entry(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def department_id(self) -> int | None: ...
    @property
    def member_id(self) -> int | None: ...
    @property
    def at(self) -> datetime | None: ...
    @property
    def device_at(self) -> datetime: ...
    @property
    def received_at(self) -> datetime: ...
    @property
    def n(self) -> int: ...


Subject = tuple[str, int | None, int | None]


def made_at(entry: Entry) -> datetime:
    """The phone's own time, but never after the entry arrived: a fast clock would win for hours."""
    return min(entry.device_at, entry.received_at)


def standing(entries: Iterable[Entry]) -> dict[Subject, datetime]:
    """What counts now, by (kind, department, member). The correction made later counts, arrive when it may."""
    newest: dict[Subject, Entry] = {}
    for entry in entries:
        key = (entry.kind, entry.department_id, entry.member_id)
        other = newest.get(key)
        if other is None or (made_at(other), other.n) < (made_at(entry), entry.n):
            newest[key] = entry
    return {key: entry.at for key, entry in newest.items() if entry.at is not None}


def wrap_of(log: dict[Subject, datetime], member_id: int, departments: Iterable[int]) -> datetime | None:
    """A person's logged wrap: their own exception, else their department's latest, else everybody's."""
    own = log.get(("wrap", None, member_id))
    if own is not None:
        return own
    theirs = [log[("wrap", d, None)] for d in departments if ("wrap", d, None) in log]
    return max(theirs) if theirs else log.get(("wrap", None, None))
