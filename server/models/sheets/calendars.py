"""Calendar addresses, of which only the hash is kept, and the pages that one person's calendar is made of."""

from collections.abc import Collection
from datetime import date, datetime

from server.db import Tx
from server.rules.access import Membership, Role
from server.wire import Row


async def add(db: Tx, production_id: int, member_id: int, *, account_id: int, token_hash: bytes, now: datetime) -> None:
    """The member's one address; the one before is revoked first."""
    await db.execute(
        "INSERT INTO calendar_address (production_id, member_id, account_id, token_hash, made_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        production_id,
        member_id,
        account_id,
        token_hash,
        now,
    )


async def revoke(db: Tx, production_id: int, member_id: int, now: datetime) -> bool:
    """Whether there was one."""
    done = await db.execute(
        "UPDATE calendar_address SET revoked_at = $3"
        " WHERE production_id = $1 AND member_id = $2 AND revoked_at IS NULL",
        production_id,
        member_id,
        now,
    )
    return not done.endswith(" 0")


async def made_at(db: Tx, production_id: int, member_id: int, account_id: int) -> datetime | None:
    """When the address that works now was made; None: there is none."""
    found: datetime | None = await db.fetchval(
        "SELECT made_at FROM calendar_address"
        " WHERE production_id = $1 AND member_id = $2 AND account_id = $3 AND revoked_at IS NULL",
        production_id,
        member_id,
        account_id,
    )
    return found


class Opened(Row, frozen=True):
    """Whose calendar it is, with the right they have now."""

    membership: Membership
    code_name: str
    twelve: bool


_OPENED = """
SELECT g.production_id, g.member_id, g.roles, g.departments, g.heads, g.unit_id, p.code_name, a.clock = '12'
FROM calendar_address c -- across productions: the token names its production
JOIN access_grant g ON g.production_id = c.production_id AND g.member_id = c.member_id AND g.account_id = c.account_id
  AND g.revoked_at IS NULL AND (g.starts_at IS NULL OR g.starts_at <= $2) AND (g.ends_at IS NULL OR g.ends_at > $2)
JOIN member m ON m.production_id = c.production_id AND m.id = c.member_id AND m.removed_at IS NULL
JOIN production p ON p.id = c.production_id
JOIN account a ON a.id = c.account_id
WHERE c.token_hash = $1 AND c.revoked_at IS NULL
"""


async def opened(db: Tx, token_hash: bytes, now: datetime) -> Opened | None:
    """None: unknown, revoked, or of somebody without a right; they look alike."""
    row = await db.fetchrow(_OPENED, token_hash, now)
    if row is None:
        return None
    roles = frozenset(Role(role) for role in row[2])
    membership = Membership(row[0], row[1], roles, frozenset(row[3]), frozenset(row[4]), row[5])
    return Opened(membership, row[6], row[7])


class OutRow(Row, frozen=True):
    """A final version that is out."""

    id: int
    day_id: int
    number: int
    colour: str
    issued_at: datetime
    snapshot: bytes | None
    """None: the caller has the page at hand."""


async def out(
    db: Tx, production_id: int, since: date, *, held: Collection[int], newest_only: bool, now: datetime,
    day_ids: Collection[int] = (),
) -> list[OutRow]:  # fmt: skip
    """Final versions that are out of the days from `since` on, newest first within a day; at most 400 days.

    `newest_only`: one a day; else all of `day_ids`. `held`: versions whose pages the caller has.
    """
    rows = await db.fetch(
        "SELECT v.id, v.day_id, v.number, v.colour, v.issued_at,"
        " CASE WHEN v.id <> ALL($4::bigint[]) THEN v.snapshot END"
        " FROM (SELECT id, on_date FROM shooting_day WHERE production_id = $1 AND on_date >= $2 AND cover_of IS NULL"
        "   AND ($5 OR id = ANY($6::bigint[])) ORDER BY on_date, id LIMIT 400) d"
        " JOIN LATERAL (SELECT * FROM sheet_version s WHERE s.production_id = $1 AND s.day_id = d.id"
        "   AND s.kind = 'final' AND s.release_at <= $3 ORDER BY s.number DESC LIMIT CASE WHEN $5 THEN 1 ELSE 60 END) v"
        " ON true ORDER BY d.on_date, d.id, v.number DESC",
        production_id,
        since,
        now,
        list(held),
        newest_only,
        list(day_ids),
    )
    return [OutRow(*row) for row in rows]
