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
    def n(self) -> int: ...


Subject = tuple[str, int | None, int | None]


def standing(entries: Iterable[Entry]) -> dict[Subject, datetime]:
    """What counts now, by (kind, department, member). Of two corrections the one made later on its phone counts."""
    newest: dict[Subject, Entry] = {}
    for entry in entries:
        key = (entry.kind, entry.department_id, entry.member_id)
        other = newest.get(key)
        if other is None or (other.device_at, other.n) < (entry.device_at, entry.n):
            newest[key] = entry
    return {key: entry.at for key, entry in newest.items() if entry.at is not None}


def wrap_of(log: dict[Subject, datetime], member_id: int, departments: Iterable[int]) -> datetime | None:
    """A person's logged wrap: their own exception, else their department's latest, else everybody's."""
    own = log.get(("wrap", None, member_id))
    if own is not None:
        return own
    theirs = [log[("wrap", d, None)] for d in departments if ("wrap", d, None) in log]
    return max(theirs) if theirs else log.get(("wrap", None, None))
