"""Named queries of invitations."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from server.db import Tx
from server.wire import Row


class InviteRow(Row, frozen=True):
    id: int
    production_id: int
    member_id: int
    code_sealed: bytes | None
    expires_at: datetime
    used_at: datetime | None
    sent_at: datetime | None
    sent_state: str


_PICK = (
    "SELECT i.id, i.production_id, i.member_id, i.code_sealed, i.expires_at, i.used_at, i.sent_at, i.sent_state"
    " FROM invite i"
)
_GOOD = "i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > $2"


async def newest(db: Tx, production_id: int, member_ids: Sequence[int]) -> dict[int, InviteRow]:
    """Each member's newest invitation that wasn't revoked, good or not."""
    rows = await db.fetch(
        f"SELECT DISTINCT ON (i.member_id) {_PICK[7:]} WHERE i.production_id = $1 AND i.member_id = ANY($2::bigint[])"
        " AND i.revoked_at IS NULL ORDER BY i.member_id, i.id DESC",
        production_id,
        list(member_ids),
    )
    return {row["member_id"]: InviteRow(*row) for row in rows}


async def insert(
    db: Tx, production_id: int, codes: Mapping[int, tuple[bytes, bytes]], *, now: datetime, expires_at: datetime
) -> dict[int, int]:
    """New invitations: member id → (hash, sealed code); the ones before them end. Returns member id → invite id."""
    members = sorted(codes)
    await revoke(db, production_id, members, now)
    rows = await db.fetch(
        "INSERT INTO invite (production_id, member_id, code_hash, code_sealed, created_at, expires_at)"
        " SELECT $1, r.member_id, r.code_hash, r.code_sealed, $5, $6"
        " FROM unnest($2::bigint[], $3::bytea[], $4::bytea[]) AS r(member_id, code_hash, code_sealed)"
        " RETURNING member_id, id",
        production_id, members, [codes[m][0] for m in members], [codes[m][1] for m in members], now, expires_at,
    )  # fmt: skip
    return {row["member_id"]: row["id"] for row in rows}


async def revoke(db: Tx, production_id: int, member_ids: Sequence[int], now: datetime) -> None:
    """Unused invitations of these members are dead from now on."""
    await db.execute(
        "UPDATE invite SET revoked_at = $3 WHERE production_id = $1 AND member_id = ANY($2::bigint[])"
        " AND used_at IS NULL AND revoked_at IS NULL",
        production_id,
        list(member_ids),
        now,
    )


async def by_code(db: Tx, code_hash: bytes, now: datetime, *, lock: bool = True) -> InviteRow | None:
    """A good one, by its typed code."""
    # across productions: the code itself says which one
    row = await db.fetchrow(
        f"{_PICK} WHERE i.code_hash = $1 AND {_GOOD}{' FOR UPDATE' if lock else ''}", code_hash, now
    )
    return InviteRow(*row) if row else None


async def by_link(db: Tx, link_hash: bytes, now: datetime) -> InviteRow | None:
    """A good one, by the link of its mail; locked."""
    # across productions: the link itself says which one
    row = await db.fetchrow(f"{_PICK} WHERE i.link_hash = $1 AND {_GOOD} FOR UPDATE", link_hash, now)
    return InviteRow(*row) if row else None


async def use(db: Tx, production_id: int, invite_id: int, now: datetime) -> None:
    await db.execute(
        "UPDATE invite SET used_at = $3 WHERE production_id = $1 AND id = $2", production_id, invite_id, now
    )


async def queue(db: Tx, production_id: int, invite_ids: Sequence[int]) -> None:
    await db.execute(
        "UPDATE invite SET sent_state = 'queued' WHERE production_id = $1 AND id = ANY($2::bigint[])",
        production_id,
        list(invite_ids),
    )


async def claim(db: Tx, production_id: int, invite_id: int, link_hash: bytes, now: datetime) -> InviteRow | None:
    """A queued one that is still good gets the hash of the link about to be mailed; None: nothing to send any more."""
    row = await db.fetchrow(
        "UPDATE invite AS i SET link_hash = $4, sent_at = $2"
        " WHERE i.production_id = $1 AND i.id = $3 AND i.sent_state = 'queued'"
        f" AND {_GOOD} RETURNING {_PICK[7:].replace(' FROM invite i', '')}",
        production_id, now, invite_id, link_hash,
    )  # fmt: skip
    return InviteRow(*row) if row else None


async def record(db: Tx, production_id: int, invite_id: int, state: str, now: datetime) -> None:
    """What the mail server said: `accepted` or `bounced`."""
    await db.execute(
        "UPDATE invite SET sent_state = $3, sent_at = $4 WHERE production_id = $1 AND id = $2",
        production_id, invite_id, state, now,
    )  # fmt: skip


async def invited_by_mail(db: Tx, email: str) -> list[tuple[int, int, int | None, str]]:
    """(production, member, account, name) of everybody with this address who was mailed an invitation.

    Locked, in id order. At most 50: an address is on a production once.
    """
    rows = await db.fetch(
        "SELECT m.production_id, m.id, m.account_id, m.name FROM member m WHERE m.email = $1 AND m.removed_at IS NULL"
        " AND EXISTS (SELECT FROM invite i WHERE i.production_id = m.production_id AND i.member_id = m.id"
        " AND i.revoked_at IS NULL AND i.sent_at IS NOT NULL) ORDER BY m.id LIMIT 50 FOR UPDATE OF m",
        email,
    )
    return [tuple(row) for row in rows]
