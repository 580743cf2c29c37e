"""Named queries of the chasers' lists: who could ring whom, and what is on one person's list."""

from collections.abc import Collection
from datetime import datetime

import msgspec

from server.db import Tx
from server.rules.access.policy import POLICY
from server.rules.notify.chasers import Person, Position
from server.wire import Row

_TEAM = """
SELECT m.id, m.unit_id, m.chaser_member_id, 'talent' = ANY(m.roles),
  m.account_id IS NOT NULL AND EXISTS (SELECT FROM access_grant g WHERE g.production_id = m.production_id
    AND g.member_id = m.id AND g.revoked_at IS NULL AND (g.starts_at IS NULL OR g.starts_at <= $2)
    AND (g.ends_at IS NULL OR g.ends_at > $2)),
  EXISTS (SELECT FROM access_grant g WHERE g.production_id = m.production_id AND g.member_id = m.id
    AND g.revoked_at IS NULL AND (g.starts_at IS NULL OR g.starts_at <= $2) AND (g.ends_at IS NULL OR g.ends_at > $2)
    AND (g.roles && $3 OR ('head' = ANY($3) AND g.heads <> '{}'))),
  coalesce((SELECT json_agg(json_build_array(d.id, d.name, p.title, p.head) ORDER BY p.sort, p.id)
    FROM member_position p JOIN department d ON d.production_id = p.production_id AND d.id = p.department_id
    WHERE p.production_id = m.production_id AND p.member_id = m.id), '[]'::json)::text
FROM member m WHERE m.production_id = $1 AND m.removed_at IS NULL ORDER BY m.id LIMIT 5000
"""


_RINGERS = sorted(POLICY["ring", "read"])


class _Held(msgspec.Struct, array_like=True):
    department_id: int
    department: str
    title: str
    head: bool


async def team(db: Tx, production_id: int, now: datetime) -> list[Person]:
    """Everybody on the production, with their positions."""
    return [
        Person(
            member_id=row[0], unit_id=row[1], by_hand=row[2], talent=row[3], present=row[4], may_ring=row[5],
            positions=tuple(
                Position(held.department_id, held.department, held.title, held.head)
                for held in msgspec.json.decode(row[6], type=list[_Held])
            ),
        )
        for row in await db.fetch(_TEAM, production_id, now, _RINGERS)
    ]  # fmt: skip


async def named_chasers(db: Tx, production_id: int) -> dict[int, int]:
    """Department → who was named to ring its people in place of the head."""
    rows = await db.fetch(
        "SELECT id, chaser_member_id FROM department WHERE production_id = $1 AND chaser_member_id IS NOT NULL",
        production_id,
    )
    return {row[0]: row[1] for row in rows}


class ListedRow(Row, frozen=True):
    """Somebody on a person's list. Only what is needed to ring them."""

    notice_id: int
    member_id: int
    name: str
    title: str
    department: str
    mobile: str | None
    via: str | None
    what: str
    body: str
    why: str
    since: datetime
    until: datetime
    office_at: datetime | None
    tried: str
    tried_at: datetime | None


# What the call hangs on stands in the payload; its end is the call and four hours, so that it sorts by the call.
_LISTED = """
SELECT n.id, m.id, m.name,
  coalesce((SELECT p.title FROM member_position p WHERE p.production_id = n.production_id AND p.member_id = m.id
    ORDER BY p.sort, p.id LIMIT 1), ''),
  coalesce((SELECT d.name FROM member_position p JOIN department d ON d.production_id = p.production_id
    AND d.id = p.department_id WHERE p.production_id = n.production_id AND p.member_id = m.id
    ORDER BY p.sort, p.id LIMIT 1), ''),
  m.mobile, m.contact_via, n.words->>'title', n.words->>'body', n.asked_why, n.rung_at, n.expires_at, n.next_rung_at,
  coalesce(r.state, ''), r.at
FROM notice n JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id
LEFT JOIN LATERAL (SELECT c.state, c.at FROM receipt c WHERE c.production_id = n.production_id AND c.notice_id = n.id
  AND c.channel = 'phone' ORDER BY c.at DESC LIMIT 1) r ON true
WHERE n.production_id = $1 AND n.chaser_member_id = $2 AND n.rung = 'chaser'
  AND n.state IN ('queued', 'accepted', 'bounced', 'gone', 'refused', 'expired', 'no_channel') AND n.expires_at > $3
ORDER BY n.expires_at, m.name, n.id LIMIT 200
"""


async def listed(db: Tx, production_id: int, chaser: int, now: datetime) -> list[ListedRow]:
    """Nearest call first."""
    return [ListedRow(*row) for row in await db.fetch(_LISTED, production_id, chaser, now)]


async def how_many(db: Tx, production_id: int, chasers: Collection[int], now: datetime) -> dict[int, int]:
    """Of each chaser: how many people are on the list now."""
    rows = await db.fetch(
        "SELECT chaser_member_id, count(*) FROM notice WHERE production_id = $1"
        " AND chaser_member_id = ANY($2::bigint[]) AND rung = 'chaser'"
        " AND state IN ('queued', 'accepted', 'bounced', 'gone', 'refused', 'expired', 'no_channel')"
        " AND expires_at > $3 GROUP BY 1",
        production_id, list(chasers), now,
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


async def lock(db: Tx, production_id: int, chasers: Collection[int]) -> None:
    """In id order: of two that ask one person at once the second counts what the first has asked."""
    await db.execute(
        "SELECT FROM member WHERE production_id = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR NO KEY UPDATE",
        production_id, list(chasers),
    )  # fmt: skip


async def accounts_of(db: Tx, production_id: int, members: Collection[int]) -> dict[int, int]:
    rows = await db.fetch(
        "SELECT id, account_id FROM member WHERE production_id = $1 AND id = ANY($2::bigint[])"
        " AND account_id IS NOT NULL",
        production_id, list(members),
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


async def told_since(db: Tx, production_id: int, members: Collection[int], since: datetime) -> set[int]:
    """Who heard of their list since then: what was replaced before it left made no sound."""
    rows = await db.fetch(
        "SELECT DISTINCT member_id FROM notice WHERE production_id = $1 AND member_id = ANY($2::bigint[])"
        " AND subject = 'ring' AND rings AND created_at > $3"
        " AND coalesce(replaced_in, '') NOT IN ('held', 'queued')",
        production_id, list(members), since,
    )  # fmt: skip
    return {row[0] for row in rows}
