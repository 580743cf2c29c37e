"""How the installation is: for /health, /metrics and the doctor."""

from datetime import datetime

import msgspec

from server.db import read
from server.models.upkeep import queries
from server.models.upkeep.queries import PulseRow
from server.rules.upkeep.pulse import Ill, illnesses, lateness


class Pulse(msgspec.Struct, frozen=True):
    """`late`: seconds the oldest due notice is late; `beat`: seconds since a worker said that it lives."""

    ill: frozenset[Ill]
    late: float
    beat: float | None
    counts: PulseRow


async def pulse(*, now: datetime) -> Pulse:
    """Raises what asyncpg raises when the database is away."""
    async with read() as db:
        counts = await queries.pulse(db, now)
    due = [at for at in (counts.notice_due_at, counts.telling_due_at) if at]
    oldest = min(due, default=None)
    return Pulse(
        ill=frozenset(illnesses(oldest_due=oldest, beat_at=counts.beat_at, now=now)),
        late=lateness(oldest, now=now).total_seconds(),
        beat=(now - counts.beat_at).total_seconds() if counts.beat_at else None,
        counts=counts,
    )
