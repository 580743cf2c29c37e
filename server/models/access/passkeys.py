"""Named queries of passkeys and of what a browser is asked to sign."""

from datetime import datetime
from uuid import UUID

from server.db import Tx
from server.wire import Row


class PasskeyRow(Row, frozen=True):
    id: int
    account_id: int
    credential_id: bytes
    public_key: bytes
    sign_count: int
    synced: bool
    name: str
    created_at: datetime
    used_at: datetime | None


class ChallengeRow(Row, frozen=True):
    account_id: int | None
    challenge: bytes


_PASSKEY = (
    "SELECT id, account_id, credential_id, public_key, sign_count, synced, name, created_at, used_at FROM passkey"
)


async def ask(db: Tx, key: UUID, challenge: bytes, *, account_id: int | None, expires_at: datetime) -> None:
    await db.execute(
        "INSERT INTO passkey_challenge (id, account_id, challenge, expires_at) VALUES ($1, $2, $3, $4)",
        key, account_id, challenge, expires_at,
    )  # fmt: skip


async def take(db: Tx, key: UUID, now: datetime) -> ChallengeRow | None:
    """What was asked, once: it is gone afterwards, right or wrong."""
    row = await db.fetchrow(
        "DELETE FROM passkey_challenge WHERE id = $1 RETURNING account_id, challenge, expires_at > $2 AS good", key, now
    )
    return ChallengeRow(row[0], row[1]) if row and row["good"] else None


async def lock(db: Tx, account_id: int) -> None:
    """Whoever adds, removes, or wants nothing but passkeys waits for the others."""
    await db.execute("SELECT FROM account WHERE id = $1 FOR UPDATE", account_id)


async def of_account(db: Tx, account_id: int) -> list[PasskeyRow]:
    rows = await db.fetch(f"{_PASSKEY} WHERE account_id = $1 ORDER BY id LIMIT 50", account_id)
    return [PasskeyRow(*row) for row in rows]


async def by_credential(db: Tx, credential_id: bytes) -> PasskeyRow | None:
    row = await db.fetchrow(f"{_PASSKEY} WHERE credential_id = $1 FOR UPDATE", credential_id)
    return PasskeyRow(*row) if row else None


async def add(db: Tx, row: PasskeyRow) -> int | None:
    """Its id; None where this passkey is somebody's already."""
    found: int | None = await db.fetchval(
        "INSERT INTO passkey (account_id, credential_id, public_key, sign_count, synced, name, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_id) DO NOTHING RETURNING id",
        row.account_id, row.credential_id, row.public_key, row.sign_count, row.synced, row.name, row.created_at,
    )  # fmt: skip
    return found


async def used(db: Tx, passkey_id: int, sign_count: int, now: datetime) -> None:
    await db.execute("UPDATE passkey SET sign_count = $2, used_at = $3 WHERE id = $1", passkey_id, sign_count, now)


async def remove(db: Tx, account_id: int, passkey_id: int) -> bool:
    """Whether it was this account's. With the last of them `passkey_only` ends."""
    gone = await db.fetchval(
        "DELETE FROM passkey WHERE account_id = $1 AND id = $2 RETURNING true", account_id, passkey_id
    )
    await db.execute(
        "UPDATE account SET passkey_only = false WHERE id = $1 AND NOT EXISTS"
        " (SELECT FROM passkey WHERE account_id = $1)",
        account_id,
    )
    return bool(gone)


async def is_only(db: Tx, account_id: int) -> bool:
    return bool(await db.fetchval("SELECT passkey_only FROM account WHERE id = $1", account_id))


async def set_only(db: Tx, account_id: int, *, only: bool) -> None:
    await db.execute("UPDATE account SET passkey_only = $2 WHERE id = $1", account_id, only)
