"""Named queries of `upkeep`: counts over the whole installation, never anybody's content."""

from datetime import datetime

from server.db import Tx
from server.wire import Row

_PULSE = """
-- across productions: the installation's own pulse
SELECT
  (SELECT min(greatest(release_at, not_before)) FROM notice
    WHERE state = 'held' AND release_at <= $1 AND coalesce(not_before, release_at) <= $1),
  (SELECT min(due_at) FROM telling WHERE state IN ('queued', 'claimed') AND due_at <= $1),
  (SELECT count(*) FROM telling WHERE state IN ('queued', 'claimed')),
  (SELECT max(beat_at) FROM heartbeat),
  (SELECT count(*) FROM heartbeat WHERE beat_at > $1 - interval '30 seconds'),
  (SELECT count(*) FROM session WHERE revoked_at IS NULL AND expires_at > $1),
  (SELECT count(*) FROM parked WHERE settled_at IS NULL),
  (SELECT count(*) FROM production)
"""


class PulseRow(Row, frozen=True):
    """`notice_due_at`, `telling_due_at`: the oldest that should have gone out by now."""

    notice_due_at: datetime | None
    telling_due_at: datetime | None
    tellings_waiting: int
    beat_at: datetime | None
    workers: int
    sessions: int
    parked: int
    productions: int


async def pulse(db: Tx, now: datetime) -> PulseRow:
    """One statement over indexes of what is due."""
    return PulseRow(*await db.fetchrow(_PULSE, now))
