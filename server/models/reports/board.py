"""The day board's statements: the day with its newest page, everybody on it, and the days before it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from server.db import Tx
from server.errors import NotFound
from server.rules.schedule.wraps import standing, wrap_of
from server.rules.sheets.snapshot import Snapshot, thaw
from server.wire import Row


class EvidenceRow(Row, frozen=True):
    """One line of the live panel."""

    at: datetime
    name: str
    state: str
    channel: str
    proxy: str


class HeadRow(Row, frozen=True):
    """`snapshot`, `number`…: the newest version that is out; `held_*`: one that can still be stopped."""

    unit_id: int
    revision: int
    cancelled_at: datetime | None
    country: str
    settings: str
    version_id: int | None
    number: int
    colour: str
    snapshot: bytes | None
    issued_at: datetime | None
    release_at: datetime | None
    day_revision: int
    held_id: int | None
    held_number: int | None
    held_colour: str | None
    held_issued_at: datetime | None
    held_release_at: datetime | None
    held_rings: int | None
    held_concerned: int | None
    latest: bytes
    on_date: date
    zone: str
    unit: str
    parked: int
    """What phones handed over for the office, of the whole production."""
    cover: str
    """draft, ready, in; empty: the day has no cover set."""


# The latest evidence walks from the newest receipt backwards: OFFSET keeps each one's notice a look-up by its id.
_HEAD = """
SELECT d.unit_id, d.revision, d.cancelled_at, p.country, p.settings::text, v.id, coalesce(v.number, 0),
  coalesce(v.colour, ''), v.snapshot, v.issued_at, v.release_at, coalesce(v.day_revision, 0),
  h.id, h.number, h.colour, h.issued_at, h.release_at, h.rings, h.concerned,
  coalesce((SELECT json_agg(e) FROM (
    SELECT r.at, (SELECT m.name FROM member m WHERE m.production_id = d.production_id AND m.id = n.member_id) AS name,
      r.state, r.channel, r.proxy
    FROM receipt r, LATERAL (SELECT o.member_id FROM notice o WHERE o.production_id = d.production_id
      AND o.id = r.notice_id AND o.subject = 'sheet' AND o.subject_id = d.id OFFSET 0) n
    WHERE r.production_id = d.production_id AND r.state NOT IN ('held', 'queued', 'superseded', 'left')
    AND ($4::bigint[] IS NULL OR EXISTS (SELECT FROM member_position p WHERE p.production_id = d.production_id
      AND p.member_id = n.member_id AND p.department_id = ANY($4::bigint[])))
    ORDER BY r.at DESC LIMIT 14) e),
    '[]'::json)::text::bytea,
  d.on_date, d.zone, u.name,
  (SELECT count(*) FROM parked k WHERE k.production_id = d.production_id AND k.settled_at IS NULL),
  coalesce((SELECT CASE WHEN c.cover_in_at IS NOT NULL THEN 'in' WHEN c.cover_ready_at IS NOT NULL THEN 'ready'
    ELSE 'draft' END FROM shooting_day c WHERE c.production_id = d.production_id AND c.cover_of = d.id), '')
FROM shooting_day d JOIN production p ON p.id = d.production_id
JOIN unit u ON u.production_id = d.production_id AND u.id = d.unit_id
LEFT JOIN LATERAL (SELECT * FROM sheet_version s WHERE s.production_id = d.production_id AND s.day_id = d.id
  AND s.kind = 'final' AND s.release_at <= $3 ORDER BY s.number DESC LIMIT 1) v ON true
LEFT JOIN LATERAL (SELECT * FROM sheet_version s WHERE s.production_id = d.production_id AND s.day_id = d.id
  AND s.kind = 'final' AND s.release_at > $3 ORDER BY s.number DESC LIMIT 1) h ON true
WHERE d.production_id = $1 AND d.id = $2
"""


async def head(db: Tx, production_id: int, day_id: int, now: datetime, departments: list[int] | None) -> HeadRow:
    """`departments`: the latest evidence of their people only. Raises NotFound."""
    row = await db.fetchrow(_HEAD, production_id, day_id, now, departments)
    if row is None:
        raise NotFound
    return HeadRow(*row)


class PersonRow(Row, frozen=True):
    """A member, with the newest notice of this day that counts (state empty: none)."""

    id: int
    name: str
    born_on: date | None
    rest_pack: str | None
    rank: int
    state: str
    reason: str
    must_confirm: bool
    at: datetime | None
    deadline: datetime | None
    channel: str
    notice_id: int | None
    mobile: str
    departments: list[int]
    rung: str
    rung_at: datetime | None
    chaser: str
    rings_at: datetime | None


# Each table is read once, as a range: a look-up a person costs fifteen hundred pages for a crew of 150. Receipts don't
# know of which day they are; those of a day's notices stand together, since notices are numbered as they are written.
_PEOPLE = """
WITH told AS MATERIALIZED (
  SELECT DISTINCT ON (member_id) id, member_id, rank, state, reason, must_confirm, created_at, deadline, rung, rung_at,
    chaser_member_id, rings_at, asked_why FROM notice
  WHERE production_id = $1 AND subject = 'sheet' AND subject_id = $2 AND release_at <= $4
    AND state NOT IN ('superseded', 'left')
  ORDER BY member_id, rank DESC
), said AS (
  SELECT DISTINCT ON (c.notice_id) c.notice_id, c.at, c.channel
  FROM receipt c JOIN told n ON n.id = c.notice_id AND n.state = c.state
  WHERE c.production_id = $1 AND c.notice_id BETWEEN (SELECT min(id) FROM told) AND (SELECT max(id) FROM told)
  ORDER BY c.notice_id, c.at DESC
), held AS (
  SELECT member_id, array_agg(department_id) AS departments FROM member_position
  WHERE production_id = $1 AND department_id IS NOT NULL GROUP BY member_id
)
SELECT m.id, m.name, m.born_on, m.rest_pack, coalesce(n.rank, 0), coalesce(n.state, ''),
  coalesce(nullif(n.reason, ''), CASE WHEN n.asked_why IN ('late', 'forced', 'wrong_number') THEN n.asked_why END, ''),
  coalesce(n.must_confirm, false), coalesce(r.at, n.created_at), n.deadline, coalesce(r.channel, ''),
  n.id, coalesce(m.mobile, ''), coalesce(h.departments, '{}'), coalesce(n.rung, ''), n.rung_at, coalesce(c.name, ''),
  n.rings_at
FROM member m
LEFT JOIN told n ON n.member_id = m.id
LEFT JOIN member c ON c.production_id = m.production_id AND c.id = n.chaser_member_id
LEFT JOIN said r ON r.notice_id = n.id
LEFT JOIN held h ON h.member_id = m.id
WHERE m.production_id = $1 AND m.removed_at IS NULL AND (n.id IS NOT NULL OR m.id = ANY($3::bigint[]))
"""


async def people(
    db: Tx, production_id: int, day_id: int, on_page: Sequence[int], now: datetime
) -> dict[int, PersonRow]:
    rows = await db.fetch(_PEOPLE, production_id, day_id, list(on_page), now)
    return {row[0]: PersonRow(*row) for row in rows}


class _LogRow(Row, frozen=True):
    kind: str
    department_id: int | None
    member_id: int | None
    at: datetime | None
    device_at: datetime
    received_at: datetime
    n: int


class Worked(msgspec.Struct, frozen=True):
    """When somebody's last day before ended; `logged` False: estimated."""

    at: datetime
    logged: bool
    on_date: date


_BEFORE = """
SELECT d.on_date, v.snapshot, coalesce((SELECT json_agg(json_build_object('kind', l.kind, 'department_id',
    l.department_id, 'member_id', l.member_id, 'at', l.at, 'device_at', l.device_at, 'received_at', l.received_at,
    'n', l.n)) FROM day_log l WHERE l.production_id = d.production_id AND l.day_id = d.id AND l.kind = 'wrap'),
    '[]'::json)::text::bytea
FROM shooting_day d
JOIN LATERAL (SELECT snapshot FROM sheet_version s WHERE s.production_id = d.production_id AND s.day_id = d.id
  AND s.kind = 'final' AND s.release_at <= $4 ORDER BY s.number DESC LIMIT 1) v ON true
WHERE d.production_id = $1 AND d.on_date BETWEEN $2 AND $3 AND d.cancelled_at IS NULL
  AND d.cover_of IS NULL ORDER BY d.on_date, d.id LIMIT 24
"""


async def worked(db: Tx, production_id: int, on: date, now: datetime) -> dict[int, Worked]:
    """By member: the end of the newest day before `on` that they were called to, on any unit, within eight days."""
    rows = await db.fetch(_BEFORE, production_id, on - timedelta(days=8), on - timedelta(days=1), now)
    found: dict[int, Worked] = {}
    for on_date, frozen, logged in rows:
        log = standing(msgspec.json.decode(logged, type=list[_LogRow]))
        for member_id, (departments, end) in _called(thaw(frozen)).items():
            wrap = wrap_of(log, member_id, departments)
            at = wrap or end
            earlier = found.get(member_id)
            if at is not None and (earlier is None or earlier.on_date < on_date or earlier.at < at):
                found[member_id] = Worked(at, wrap is not None, on_date)
    return found


def _called(page: Snapshot) -> dict[int, tuple[set[int], datetime | None]]:
    end = page.head.estimated_wrap.at if page.head.estimated_wrap else None
    found: dict[int, tuple[set[int], datetime | None]] = {}
    for line in page.lines:
        if line.member_id is not None and line.call is not None:
            departments = found.setdefault(line.member_id, (set(), end))[0]
            if line.department_id is not None:
                departments.add(line.department_id)
    return found
