"""What is still open on a production, counted in one statement; and what it takes along."""

from datetime import date, datetime
from typing import Any

from server.db import Tx
from server.wire import Row

_OPEN = """
SELECT
  (SELECT count(*) FROM thing t JOIN thing_state s ON s.production_id = t.production_id AND s.thing_id = t.id
    WHERE t.production_id = $1 AND t.removed_at IS NULL AND s.holder_kind IN ('member', 'unit', 'place')),
  (SELECT count(*) FROM dispute WHERE production_id = $1 AND settled_at IS NULL),
  (SELECT count(DISTINCT member_id) FROM notice WHERE production_id = $1 AND ended_at IS NULL AND release_at <= $3),
  (SELECT count(*) FROM parked WHERE production_id = $1 AND settled_at IS NULL),
  (SELECT count(*) FROM task WHERE production_id = $1 AND settled_at IS NULL AND kind NOT IN ('dispute', 'parked')),
  (SELECT count(*) FROM import_run WHERE production_id = $1 AND undone_at IS NULL
    AND coalesce((report->'done'->>'waiting')::int, 0) > 0),
  (SELECT count(*) FROM shooting_day WHERE production_id = $1 AND cancelled_at IS NULL AND cover_of IS NULL
    AND on_date > $2)
"""


class OpenRow(Row, frozen=True):
    gear_out: int
    disputes: int
    not_known: int
    parked: int
    tasks: int
    imports: int
    days_to_come: int


async def still_open(db: Tx, production_id: int, today: date, now: datetime) -> OpenRow:
    return OpenRow(*await db.fetchrow(_OPEN, production_id, today, now))


async def last_day(db: Tx, production_id: int, today: date) -> date | None:
    """The last day anybody worked, of those that are over."""
    found: date | None = await db.fetchval(
        "SELECT max(on_date) FROM shooting_day WHERE production_id = $1 AND cancelled_at IS NULL"
        " AND cover_of IS NULL AND day_type <> 'off' AND on_date <= $2",
        production_id, today,
    )  # fmt: skip
    return found


async def worked_on(db: Tx, production_id: int, today: date) -> date:
    """The last day of work; where none was planned here, the day on which the production was made."""
    found: date = await db.fetchval(
        "SELECT least((created_at AT TIME ZONE zone)::date, $2) FROM production WHERE id = $1", production_id, today
    )
    return await last_day(db, production_id, today) or found


_LEDGER = """
SELECT d.on_date, n.rank, m.name, n.state, r.state, r.channel, r.proxy, r.device_at, r.at
FROM notice n JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id
JOIN shooting_day d ON d.production_id = n.production_id AND d.id = n.subject_id
LEFT JOIN receipt r ON r.production_id = n.production_id AND r.notice_id = n.id
WHERE n.production_id = $1 AND n.subject = 'sheet' AND n.release_at <= $2
ORDER BY d.on_date, n.rank, m.name, m.id, r.at, r.id
"""


async def ledger(db: Tx, production_id: int, now: datetime) -> list[Any]:
    """Day, version, person, how it ended, and each proof."""
    return await db.fetch(_LEDGER, production_id, now)


async def days_out(db: Tx, production_id: int, now: datetime) -> list[tuple[int, date, str, str]]:
    """(day, date, unit, colour of the newest) of every day with a sheet that is out."""
    rows = await db.fetch(
        "SELECT DISTINCT ON (d.on_date, d.id) d.id, d.on_date, u.name, v.colour FROM shooting_day d"
        " JOIN unit u ON u.production_id = d.production_id AND u.id = d.unit_id"
        " JOIN sheet_version v ON v.production_id = d.production_id AND v.day_id = d.id AND v.kind = 'final'"
        " AND v.release_at <= $2 WHERE d.production_id = $1 ORDER BY d.on_date, d.id, v.number DESC LIMIT 400",
        production_id,
        now,
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
