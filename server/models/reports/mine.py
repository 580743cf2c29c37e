"""One statement for all that a phone holds: its person's days on all productions, newest pages, own notices."""

from collections.abc import Sequence
from datetime import date, datetime

from server.db import Tx
from server.rules.schedule.wraps import Subject, standing
from server.wire import Row


class ContactRow(Row, frozen=True):
    member_id: int
    name: str
    title: str
    why: str
    phone: str
    number_shown: bool
    departments: list[int]


class ProductionRow(Row, frozen=True):
    name: str
    code_name: str
    words: str
    zone: str
    office_phone: str
    office_email: str
    position: str
    department: str
    on_until: date | None
    to_ring: int
    contacts: list[ContactRow]


class LogRow(Row, frozen=True):
    kind: str
    department_id: int | None
    member_id: int | None
    at: datetime | None
    device_at: datetime
    received_at: datetime
    n: int


class NoticeRow(Row, frozen=True):
    id: int
    rank: int
    must_confirm: bool
    state: str
    confirmed_at: datetime | None
    change: object


class DayRow(Row, frozen=True):
    """A day of a production one is on; `version_id` and what follows: the newest page that is out."""

    production_id: int
    day_id: int | None
    unit_id: int
    unit: str
    on_date: date
    zone: str
    day_type: str
    title: str
    cancelled: bool
    number: int | None
    of: int
    previous_on: date | None
    works: bool
    """One's positions cover the date, in this unit."""
    version_id: int | None
    version: int
    colour: str
    kind: str
    issued_at: datetime | None
    issued_by: str
    reason: str
    snapshot: bytes | None
    """None too where the caller has the page at hand."""
    notice: bytes | None
    log: bytes | None
    production: bytes | None
    """Once a production."""


_MINE = """
WITH me AS (SELECT * FROM unnest($1::bigint[], $2::bigint[]) AS m(production_id, member_id))
SELECT me.production_id, d.id, d.unit_id, u.name, d.on_date, d.zone, d.day_type, d.title, d.cancelled_at IS NOT NULL,
  CASE WHEN d.day_type = 'shoot' AND d.cancelled_at IS NULL THEN (SELECT count(*) FROM shooting_day o
    WHERE o.production_id = d.production_id AND o.unit_id = d.unit_id AND o.day_type = 'shoot'
    AND o.cancelled_at IS NULL AND o.cover_of IS NULL AND o.on_date <= d.on_date) END,
  (SELECT count(*) FROM shooting_day o WHERE o.production_id = d.production_id AND o.unit_id = d.unit_id
    AND o.day_type = 'shoot' AND o.cancelled_at IS NULL AND o.cover_of IS NULL),
  (SELECT max(o.on_date) FROM shooting_day o WHERE o.production_id = d.production_id AND o.unit_id = d.unit_id
    AND o.on_date < d.on_date AND o.cancelled_at IS NULL AND o.cover_of IS NULL),
  EXISTS (SELECT 1 FROM member_position p JOIN member w ON w.production_id = p.production_id AND w.id = p.member_id
    WHERE p.production_id = me.production_id AND p.member_id = me.member_id
    AND (w.unit_id IS NULL OR w.unit_id = d.unit_id)
    AND (p.only_on = '{}' OR d.on_date = ANY(p.only_on))
    AND (p.starts_on IS NULL OR p.starts_on <= d.on_date) AND (p.ends_on IS NULL OR p.ends_on >= d.on_date)),
  v.id, coalesce(v.number, 0), coalesce(v.colour, ''), coalesce(v.kind, ''), v.issued_at,
  coalesce((SELECT i.name || coalesce(', ' || nullif(ip.title, ''), '') FROM member i LEFT JOIN member_position ip
    ON ip.production_id = i.production_id AND ip.member_id = i.id
    WHERE i.production_id = me.production_id AND i.account_id = v.issued_by
    ORDER BY i.removed_at NULLS FIRST, ip.sort, ip.id LIMIT 1), ''),
  coalesce(v.reason, ''),
  CASE WHEN v.id <> ALL($6::bigint[]) THEN v.snapshot END,
  (SELECT to_json(n) FROM (SELECT n.id, n.rank, n.must_confirm, n.state,
      (SELECT max(r.at) FROM receipt r WHERE r.production_id = n.production_id AND r.notice_id = n.id
       AND r.state = 'confirmed') AS confirmed_at, n.payload->'change' AS change
    FROM notice n WHERE n.production_id = me.production_id AND n.member_id = me.member_id AND n.subject = 'sheet'
    AND n.subject_id = d.id AND n.release_at <= $3 AND n.state NOT IN ('superseded', 'left')
    ORDER BY n.rank DESC LIMIT 1) n)::text::bytea,
  (SELECT json_agg(json_build_object('kind', l.kind, 'department_id', l.department_id, 'member_id', l.member_id,
      'at', l.at, 'device_at', l.device_at, 'received_at', l.received_at, 'n', l.n)) FROM day_log l
    WHERE l.production_id = me.production_id AND l.day_id = d.id AND l.kind = 'wrap'
    AND (l.member_id IS NULL OR l.member_id = me.member_id))::text::bytea,
  CASE WHEN row_number() OVER (PARTITION BY me.production_id ORDER BY d.on_date, d.id) = 1 THEN (
    SELECT json_build_object('name', pr.name, 'code_name', pr.code_name, 'words', pr.words, 'zone', pr.zone,
      'office_phone', pr.office_phone, 'office_email', pr.office_email,
      'position', coalesce(f.title, ''), 'department', coalesce(f.department, ''), 'on_until', f.on_until,
      'to_ring', (SELECT count(*) FROM notice y WHERE y.production_id = me.production_id
        AND y.chaser_member_id = me.member_id AND y.rung = 'chaser' AND y.expires_at > $3
        AND y.state IN ('queued', 'accepted', 'bounced', 'gone', 'refused', 'expired', 'no_channel')),
      'contacts', coalesce((SELECT json_agg(c) FROM (
        SELECT c.id AS member_id, c.name, cp.title,
          CASE WHEN cp.head AND cp.department_id = ANY(f.departments) THEN 'head'
            WHEN cd.chaser_member_id = c.id AND cp.department_id = ANY(f.departments) THEN 'chaser'
            WHEN 'second_ad' = ANY(c.roles) THEN 'second_ad' ELSE 'office' END AS why,
          coalesce(c.mobile, '') AS phone, c.number_shown,
          (SELECT array_agg(a.department_id) FROM member_position a
            WHERE a.production_id = c.production_id AND a.member_id = c.id) AS departments
        FROM member c JOIN member_position cp ON cp.production_id = c.production_id AND cp.member_id = c.id
        JOIN department cd ON cd.production_id = cp.production_id AND cd.id = cp.department_id
        WHERE c.production_id = me.production_id AND c.removed_at IS NULL AND c.id <> me.member_id
        AND ((cp.department_id = ANY(f.departments) AND (cp.head OR cd.chaser_member_id = c.id))
          OR c.roles && '{second_ad,coordinator}'::text[])
        ORDER BY cp.head DESC, c.id LIMIT 12) c), '[]'::json))
    FROM production pr LEFT JOIN LATERAL (
      SELECT (array_agg(p.title ORDER BY p.sort, p.id))[1] AS title,
        (array_agg(dd.name ORDER BY p.sort, p.id))[1] AS department, array_agg(p.department_id) AS departments,
        CASE WHEN bool_and(p.ends_on IS NOT NULL) THEN max(p.ends_on) END AS on_until
      FROM member_position p JOIN department dd ON dd.production_id = p.production_id AND dd.id = p.department_id
      WHERE p.production_id = me.production_id AND p.member_id = me.member_id) f ON true
    WHERE pr.id = me.production_id)::text::bytea END
FROM me
LEFT JOIN shooting_day d ON d.production_id = me.production_id AND d.on_date BETWEEN $4 AND $5
  AND d.cover_of IS NULL
LEFT JOIN unit u ON u.production_id = d.production_id AND u.id = d.unit_id
LEFT JOIN LATERAL (SELECT * FROM sheet_version s WHERE s.production_id = d.production_id AND s.day_id = d.id
  AND s.kind = 'final' AND s.release_at <= $3 ORDER BY s.number DESC LIMIT 1) v ON true
ORDER BY d.on_date, d.id
LIMIT 400
"""


async def mine(
    db: Tx, members: Sequence[tuple[int, int]], first: date, last: date, *, held: Sequence[int], now: datetime
) -> list[DayRow]:
    """`members`: (production, member) of one account · `held`: versions whose pages the caller has.

    At least one row a production, also without a day.
    """
    production_ids, member_ids = [one[0] for one in members], [one[1] for one in members]
    rows = await db.fetch(_MINE, production_ids, member_ids, now, first, last, list(held))
    return [DayRow(*row) for row in rows]


def logged(entries: Sequence[LogRow]) -> dict[Subject, datetime]:
    return standing(entries)


class ChangeRow(Row, frozen=True):
    notice_id: int
    production_id: int
    day_id: int
    payload: bytes
    must_confirm: bool
    confirmed_at: datetime | None
    state: str
    reason: str
    issued_by: str


_CHANGES = """
SELECT n.id, n.production_id, n.subject_id, n.payload::text::bytea, n.must_confirm,
  (SELECT max(r.at) FROM receipt r WHERE r.production_id = n.production_id AND r.notice_id = n.id
    AND r.state = 'confirmed'),
  n.state, coalesce(v.reason, ''),
  coalesce((SELECT i.name || coalesce(', ' || nullif(ip.title, ''), '') FROM member i LEFT JOIN member_position ip
    ON ip.production_id = i.production_id AND ip.member_id = i.id
    WHERE i.production_id = n.production_id AND i.account_id = v.issued_by
    ORDER BY i.removed_at NULLS FIRST, ip.sort, ip.id LIMIT 1), '')
FROM unnest($1::bigint[], $2::bigint[]) AS me(production_id, member_id)
JOIN notice n ON n.production_id = me.production_id AND n.member_id = me.member_id
LEFT JOIN sheet_version v ON v.production_id = n.production_id AND v.id = n.source_id
WHERE n.subject = $4 AND n.release_at <= $3 AND n.state NOT IN ('superseded', 'left')
ORDER BY n.release_at DESC, n.id DESC LIMIT 60
"""


async def changes(db: Tx, members: Sequence[tuple[int, int]], *, now: datetime) -> list[ChangeRow]:
    """One's notices of sheets on all productions, newest first."""
    rows = await db.fetch(_CHANGES, [one[0] for one in members], [one[1] for one in members], now, "sheet")
    return [ChangeRow(*row) for row in rows]
