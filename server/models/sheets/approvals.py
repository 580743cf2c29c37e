"""Named queries of approvals: who approved or took it back, and who could."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from server.db import Tx
from server.rules.production.settings import Approver
from server.rules.sheets.approval import Word
from server.wire import Row, as_text

WHO = """
SELECT coalesce(m.name, (SELECT name FROM account WHERE id = a.by_account), '') AS name, coalesce(p.title, '') AS title
FROM (SELECT) AS one LEFT JOIN member m ON m.production_id = $1 AND m.account_id = a.by_account
LEFT JOIN member_position p ON p.production_id = $1 AND p.member_id = m.id
ORDER BY m.removed_at NULLS FIRST, p.sort, p.id LIMIT 1
"""
"""Name and position, as of today, of who gave the approval `a`; for a LATERAL join."""


async def said(db: Tx, production_id: int, day_id: int, number: int) -> list[Word]:
    """Everything approved and taken back for version `number` of the day, oldest first."""
    rows = await db.fetch(
        "SELECT a.id, a.role, a.number, a.content, a.given, a.at, w.name, w.title, a.colour, a.short_rest::text"
        f" FROM approval a, LATERAL ({WHO}) w"
        " WHERE a.production_id = $1 AND a.day_id = $2 AND a.number = $3 ORDER BY a.id",
        production_id,
        day_id,
        number,
    )
    short = msgspec.json.Decoder(dict[str, int])
    return [Word(row[0], Approver(row[1]), *(*row[2:9], short.decode(row[9]))) for row in rows]


async def add(  # noqa: PLR0917  the columns of its row
    db: Tx, production_id: int, day_id: int, role: Approver, number: int, colour: str, content: bytes, by: int,
    at: datetime, *, given: bool, short: Mapping[str, int],
) -> int:  # fmt: skip
    made: int = await db.fetchval(
        "INSERT INTO approval (production_id, day_id, role, number, colour, content, given, by_account, at,"
        " short_rest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        production_id, day_id, str(role), number, colour, content, given, by, at,
        as_text(dict(short)),
    )  # fmt: skip
    return made


async def roles_of(db: Tx, production_id: int, approvals: list[int]) -> dict[str, int]:
    """By role, of those under which a version went out."""
    rows = await db.fetch(
        "SELECT role, id FROM approval WHERE production_id = $1 AND id = ANY($2::bigint[])", production_id, approvals
    )
    return {row[0]: row[1] for row in rows}


class SignerRow(Row, frozen=True):
    name: str
    roles: list[str]
    unit_id: int | None
    joined: bool


async def signers(db: Tx, production_id: int, now: datetime) -> list[SignerRow]:
    """Who is 1st AD, UPM or producer here, also before they joined; not after their last day."""
    rows = await db.fetch(
        "SELECT m.name, m.roles, m.unit_id, m.account_id IS NOT NULL FROM member m LEFT JOIN access_grant g"
        " ON g.production_id = m.production_id AND g.member_id = m.id"
        " WHERE m.production_id = $1 AND m.removed_at IS NULL AND m.roles && $2::text[]"
        " AND g.revoked_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > $3) ORDER BY m.id",
        production_id, ["first_ad", "upm", "producer"], now,
    )  # fmt: skip
    return [SignerRow(*row) for row in rows]
