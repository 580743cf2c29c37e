"""Named queries of sessions and devices."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from server.db import Tx
from server.rules.access.actor import Role
from server.rules.access.lasting import session_end
from server.wire import Row

Rights = dict[int, list[tuple[frozenset[Role], datetime | None]]]


async def rights_of(db: Tx, account_ids: Sequence[int], now: datetime) -> Rights:
    """(roles, end) of every grant that counts now, by account; accounts without one are there too."""
    # across productions: a session lasts as long as the longest right
    rows = await db.fetch(
        "SELECT account_id, roles, ends_at FROM access_grant WHERE account_id = ANY($1::bigint[])"
        " AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > $2)",
        sorted(set(account_ids)),
        now,
    )
    found: Rights = {account: [] for account in account_ids}
    for account, roles, ends_at in rows:
        found[account].append((frozenset(Role(role) for role in roles), ends_at))
    return found


async def renew(db: Tx, account_ids: Sequence[int], *, now: datetime) -> None:
    """Living sessions of these accounts last as `rules.access.lasting` says, longer or shorter than before."""
    rights = await rights_of(db, account_ids, now)
    await set_ends(db, {account: session_end(held, now=now) for account, held in rights.items()}, now)


async def set_ends(db: Tx, ends: Mapping[int, datetime], now: datetime) -> None:
    await db.execute(
        "UPDATE session s SET expires_at = e.ends_at"
        " FROM unnest($1::bigint[], $2::timestamptz[]) AS e(account, ends_at)"
        " WHERE s.account_id = e.account AND s.kind = 'cookie' AND s.revoked_at IS NULL AND s.expires_at > $3",
        list(ends.keys()),
        list(ends.values()),
        now,
    )


async def insert(
    db: Tx, *, account_id: int, device_id: int | None, bearer: bool, token_hash: bytes, expires_at: datetime
) -> int:
    session: int = await db.fetchval(
        "INSERT INTO session (account_id, device_id, kind, token_hash, expires_at)"
        " VALUES ($1, $2, $3, $4, $5) RETURNING id",
        account_id, device_id, "bearer" if bearer else "cookie", token_hash, expires_at,
    )  # fmt: skip
    return session


async def touch(db: Tx, session_id: int, device_id: int | None, *, expires_at: datetime, now: datetime) -> None:
    await db.execute("UPDATE session SET seen_at = $2, expires_at = $3 WHERE id = $1", session_id, now, expires_at)
    if device_id is not None:
        await db.execute("UPDATE device SET seen_at = $2 WHERE id = $1", device_id, now)


class DeviceRow(Row, frozen=True):
    id: int
    name: str
    installed: bool
    created_at: datetime
    seen_at: datetime
    script: bool
    """Holds a bearer token: no phone, a program."""


async def devices(db: Tx, account_id: int) -> list[DeviceRow]:
    """Devices that are signed in, latest use first."""
    rows = await db.fetch(
        "SELECT d.id, d.name, d.installed, d.created_at, d.seen_at, EXISTS"
        " (SELECT FROM session s WHERE s.device_id = d.id AND s.kind = 'bearer' AND s.revoked_at IS NULL)"
        " FROM device d WHERE d.account_id = $1 AND d.revoked_at IS NULL ORDER BY d.seen_at DESC, d.id DESC LIMIT 50",
        account_id,
    )
    return [DeviceRow(*row) for row in rows]


async def insert_device(db: Tx, account_id: int, name: str, *, installed: bool, now: datetime) -> int:
    device: int = await db.fetchval(
        "INSERT INTO device (account_id, name, installed, created_at, seen_at) VALUES ($1, $2, $3, $4, $4)"
        " RETURNING id",
        account_id, name, installed, now,
    )  # fmt: skip
    return device


async def revoke_devices(db: Tx, account_id: int, device_ids: Sequence[int], *, why: str, now: datetime) -> int:
    """Ends these devices and their sessions; returns how many were still signed in."""
    ended = await db.fetch(
        "UPDATE device SET revoked_at = $3 WHERE account_id = $1 AND id = ANY($2::bigint[]) AND revoked_at IS NULL"
        " RETURNING id",
        account_id, list(device_ids), now,
    )  # fmt: skip
    await db.execute(
        "UPDATE session SET revoked_at = $3, ended_why = $4"
        " WHERE account_id = $1 AND device_id = ANY($2::bigint[]) AND revoked_at IS NULL",
        account_id, list(device_ids), now, why,
    )  # fmt: skip
    return len(ended)


async def revoke_all(db: Tx, account_id: int, *, why: str, now: datetime, but_session: int | None = None) -> None:
    """Every session and device of an account, bearer tokens too."""
    rows = await db.fetch(
        "UPDATE session SET revoked_at = $2, ended_why = $3 WHERE account_id = $1 AND revoked_at IS NULL"
        " AND id IS DISTINCT FROM $4 RETURNING device_id",
        account_id, now, why, but_session,
    )  # fmt: skip
    await db.execute(
        "UPDATE device SET revoked_at = $2 WHERE account_id = $1 AND revoked_at IS NULL AND id = ANY($3::bigint[])",
        account_id, now, [row[0] for row in rows if row[0] is not None],
    )  # fmt: skip


async def revoke_session(db: Tx, session_id: int, *, why: str, now: datetime) -> None:
    await db.execute(
        "UPDATE session SET revoked_at = $2, ended_why = $3 WHERE id = $1 AND revoked_at IS NULL", session_id, now, why
    )


class Ended(Row, frozen=True):
    """Whose session a token was, and why it is no more: '' ran out; 'left', 'revoked', 'signed_out', 'rotated'."""

    session_id: int
    account_id: int
    why: str
    at: datetime


async def ended(db: Tx, token_hash: bytes, now: datetime) -> Ended | None:
    """A token that was good once; None for one that never was, or still is."""
    row = await db.fetchrow(
        "SELECT s.id, s.account_id, s.ended_why, coalesce(s.revoked_at, s.expires_at) FROM session s"
        " WHERE s.token_hash = $1 AND (s.revoked_at IS NOT NULL OR s.expires_at <= $2)",
        token_hash, now,
    )  # fmt: skip
    return Ended(*row) if row else None


async def still_good(db: Tx, session_ids: Sequence[int], now: datetime) -> dict[int, set[int]]:
    """For open streams: session id → the productions it may still follow; a session that ended isn't there."""
    # across productions: one query for all open streams
    rows = await db.fetch(
        "SELECT s.id, g.production_id FROM session s LEFT JOIN device d ON d.id = s.device_id"
        " LEFT JOIN access_grant g ON g.account_id = s.account_id AND g.revoked_at IS NULL"
        " AND (g.starts_at IS NULL OR g.starts_at <= $2) AND (g.ends_at IS NULL OR g.ends_at > $2)"
        " WHERE s.id = ANY($1::bigint[]) AND s.revoked_at IS NULL AND s.expires_at > $2 AND d.revoked_at IS NULL",
        list(session_ids),
        now,
    )
    found: dict[int, set[int]] = {}
    for session_id, production_id in rows:
        found.setdefault(session_id, set())
        if production_id is not None:
            found[session_id].add(production_id)
    return found
