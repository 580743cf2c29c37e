"""Queries of reading: one statement says whether this session may read this day, and which page it would be."""

from collections.abc import Collection
from datetime import datetime

from server.db import Tx
from server.models.sheets.approvals import WHO
from server.rules.access import Membership, Role
from server.rules.production.logo import logo_out
from server.rules.production.settings import settings_of
from server.rules.sheets.sheet import Around, PersonRow
from server.wire import Row

_ADDRESSED = """
SELECT g.member_id, g.roles, g.departments, g.heads, g.unit_id, p.contacts_revision, v.id, v.number
FROM session s
JOIN access_grant g ON g.account_id = s.account_id AND g.production_id = $2 AND g.revoked_at IS NULL
  AND (g.starts_at IS NULL OR g.starts_at <= $4) AND (g.ends_at IS NULL OR g.ends_at > $4)
JOIN production p ON p.id = g.production_id
LEFT JOIN device d ON d.id = s.device_id
LEFT JOIN LATERAL (
  SELECT id, number FROM sheet_version WHERE production_id = $2 AND day_id = $3 AND kind = 'final'
  AND release_at <= $4 ORDER BY number DESC LIMIT 1) v ON true
WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > $4 AND d.revoked_at IS NULL
"""


class Addressed(Row, frozen=True):
    """The reader as of now, and the newest page of the day that is out (None: nothing is)."""

    membership: Membership
    contacts_revision: int
    version_id: int | None
    number: int


async def addressed(db: Tx, token_hash: bytes, production_id: int, day_id: int, now: datetime) -> Addressed | None:
    """Session, membership with its dates, version and contacts revision in one statement. None: no such right."""
    row = await db.fetchrow(_ADDRESSED, token_hash, production_id, day_id, now)
    if row is None:
        return None
    membership = Membership(
        production_id, row[0], frozenset(Role(role) for role in row[1]), frozenset(row[2]), frozenset(row[3]), row[4]
    )
    return Addressed(membership, row[5], row[6], row[7] or 0)


class OutRow(Row, frozen=True):
    """One version with what is joined to it."""

    id: int
    day_id: int
    kind: str
    number: int
    colour: str
    snapshot: bytes
    reason: str
    issued_at: datetime
    release_at: datetime
    readers: list[int]
    issued_by: str
    newest: int
    approved: str
    """JSON: `rules.sheets.sheet.ApprovedOut`, as their names are today."""


_VERSION = f"""
SELECT v.id, v.day_id, v.kind, v.number, v.colour, v.snapshot, v.reason, v.issued_at, v.release_at, v.readers,
  coalesce((SELECT m.name || coalesce(', ' || nullif(p.title, ''), '') FROM member m LEFT JOIN member_position p
    ON p.production_id = m.production_id AND p.member_id = m.id
    WHERE m.production_id = $1 AND m.account_id = v.issued_by ORDER BY m.removed_at NULLS FIRST, p.sort, p.id LIMIT 1),
    (SELECT a.name FROM account a WHERE a.id = v.issued_by), ''),
  (SELECT max(o.number) FROM sheet_version o WHERE o.production_id = $1 AND o.day_id = v.day_id AND o.kind = v.kind
    AND o.release_at <= $3),
  coalesce((SELECT json_agg(json_build_object(
      'role', a.role, 'name', w.name, 'title', w.title, 'at', a.at, 'colour', a.colour) ORDER BY a.role)::text
    FROM approval a, LATERAL ({WHO}) w
    WHERE a.production_id = $1 AND a.id = ANY(v.approvals)), '[]')
FROM sheet_version v WHERE v.production_id = $1 AND v.id = $2 AND v.release_at <= $3
"""


async def version(db: Tx, production_id: int, version_id: int, now: datetime) -> OutRow | None:
    """A version that is out; a held one looks as if it weren't there."""
    row = await db.fetchrow(_VERSION, production_id, version_id, now)
    return OutRow(*row) if row else None


async def newest_out(db: Tx, production_id: int, day_id: int, now: datetime) -> int | None:
    """Id of the newest final version that is out."""
    found: int | None = await db.fetchval(
        "SELECT id FROM sheet_version WHERE production_id = $1 AND day_id = $2 AND kind = 'final' AND release_at <= $3"
        " ORDER BY number DESC LIMIT 1",
        production_id,
        day_id,
        now,
    )
    return found


# Materialized: with the list of ids beside it the planner takes the two conditions for independent, expects one person,
# and looks up each by itself (754 buffers in place of 9 for 150 people among 15,000). A page holds nearly everybody.
_PEOPLE = """
WITH everybody AS MATERIALIZED (SELECT id, name, coalesce(mobile, '') AS mobile, number_shown FROM member
  WHERE production_id = $1),
works_in AS MATERIALIZED (SELECT member_id, array_agg(department_id) AS departments FROM member_position
  WHERE production_id = $1 GROUP BY member_id)
SELECT e.id, e.name, e.mobile, e.number_shown, w.departments FROM everybody e LEFT JOIN works_in w ON w.member_id = e.id
WHERE e.id = ANY($2::bigint[])
"""


async def around(db: Tx, production_id: int, member_ids: Collection[int]) -> Around:
    """Names and numbers as they are today. Two statements."""
    production = await db.fetchrow(
        "SELECT p.name, p.company, p.office_phone, p.words, p.settings, l.mark, l.width, l.height, l.alt"
        " FROM production p LEFT JOIN logo l ON l.production_id = p.id WHERE p.id = $1",
        production_id,
    )
    rows = await db.fetch(_PEOPLE, production_id, list(member_ids))
    people = {row[0]: PersonRow(row[0], row[1], row[2], row[3], frozenset(row[4] or ())) for row in rows}
    form = settings_of(production[4]).sheet
    logo = logo_out(production_id, *production[5:])
    return Around(production[0], production[1], production[2], people, production[3], form, logo)
