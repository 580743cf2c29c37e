"""Named queries of entry codes: what lets somebody in once."""

from datetime import datetime

from server.db import Tx
from server.wire import Row


class EntryCode(Row, frozen=True):
    id: int
    kind: str
    email: str | None
    account_id: int | None
    code_hash: bytes
    tries: int


_PICK = "SELECT id, kind, email, account_id, code_hash, tries FROM entry_code"
_GOOD = "used_at IS NULL AND expires_at > $2 AND tries < 5"


async def insert(
    db: Tx, kind: str, *, code_hash: bytes, link_hash: bytes | None, expires_at: datetime,
    email: str | None = None, account_id: int | None = None,
) -> None:  # fmt: skip
    await db.execute(
        "INSERT INTO entry_code (kind, email, account_id, code_hash, link_hash, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        kind, email, account_id, code_hash, link_hash, expires_at,
    )  # fmt: skip


async def use_up(db: Tx, kind: str, *, account_id: int | None, now: datetime) -> None:
    """Older codes of this kind end, of this account where one is given: a new one was asked for."""
    await db.execute(
        "UPDATE entry_code SET used_at = $3 WHERE kind = $1 AND account_id IS NOT DISTINCT FROM $2 AND used_at IS NULL",
        kind, account_id, now,
    )  # fmt: skip


async def by_code(db: Tx, kind: str, code_hash: bytes, now: datetime) -> EntryCode | None:
    """Locked; None for a code that is unknown, used or out of date."""
    row = await db.fetchrow(
        f"{_PICK} WHERE code_hash = $1 AND {_GOOD} AND kind = $3 ORDER BY id DESC LIMIT 1 FOR UPDATE",
        code_hash, now, kind,
    )  # fmt: skip
    return EntryCode(*row) if row else None


async def by_link(db: Tx, link_hash: bytes, now: datetime) -> EntryCode | None:
    row = await db.fetchrow(f"{_PICK} WHERE link_hash = $1 AND {_GOOD} FOR UPDATE", link_hash, now)
    return EntryCode(*row) if row else None


async def newest_for(db: Tx, email: str, now: datetime) -> EntryCode | None:
    """The newest e-mail code of a mailbox, whether or not it is the one that was typed; locked."""
    row = await db.fetchrow(
        f"{_PICK} WHERE email = $1 AND {_GOOD} AND kind = 'email' ORDER BY id DESC LIMIT 1 FOR UPDATE", email, now
    )
    return EntryCode(*row) if row else None


async def used(db: Tx, code_id: int, now: datetime) -> None:
    await db.execute("UPDATE entry_code SET used_at = $2 WHERE id = $1", code_id, now)


async def wrong(db: Tx, code_id: int) -> None:
    await db.execute("UPDATE entry_code SET tries = tries + 1 WHERE id = $1", code_id)
