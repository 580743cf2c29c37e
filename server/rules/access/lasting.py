"""How long a session lasts: crew to the finish date + 14 days, who runs a production 30 days after its last use."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from server.rules.access.actor import Role

SLIDING = timedelta(days=30)
TOUCH = timedelta(hours=1)
"""A session's last use is written at most this often."""

RUNNING = frozenset({Role.PRODUCER, Role.UPM, Role.COORDINATOR, Role.ASSISTANT_COORDINATOR, Role.ACCOUNTANT})


def session_end(rights: Iterable[tuple[frozenset[Role], datetime | None]], *, now: datetime) -> datetime:
    """When a session used at `now` runs out, from (roles, end of the right) of each production; all UTC.

    A right's end already holds the 14 days. Without a right, or with one that is open, 30 days.
    """
    ends: list[datetime] = []
    for roles, ends_at in rights:
        if ends_at is None or roles & RUNNING:
            return now + SLIDING
        ends.append(ends_at)
    return max(ends, default=now + SLIDING)
