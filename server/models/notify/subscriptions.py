"""Named queries on subscriptions: where a person's phones are pushed to."""

from collections.abc import Collection
from datetime import datetime

from server.db import Tx
from server.wire import Row

MOST = 5
"""Subscriptions of one person; above that the one kept alive longest ago goes."""


class SubscriptionRow(Row, frozen=True):
    id: int
    account_id: int
    p256dh: str
    auth: str


async def lock(db: Tx, endpoint: str) -> SubscriptionRow | None:
    row = await db.fetchrow(
        "SELECT id, account_id, p256dh, auth FROM subscription WHERE endpoint = $1 FOR UPDATE", endpoint
    )
    return SubscriptionRow(*row) if row else None


async def keep(  # noqa: PLR0917  one row, in column order
    db: Tx, account_id: int, device_id: int | None, endpoint: str, p256dh: str, auth: str, now: datetime
) -> None:
    """Store it, or say that the phone still has it; a device has one. The oldest beyond five go."""
    await db.execute(
        "INSERT INTO subscription (account_id, device_id, endpoint, p256dh, auth, created_at, kept_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (endpoint) DO UPDATE SET account_id = $1, device_id = $2,"
        " p256dh = $4, auth = $5, kept_at = $6",
        account_id, device_id, endpoint, p256dh, auth, now,
    )  # fmt: skip
    await db.execute(
        "DELETE FROM subscription WHERE account_id = $1 AND device_id = $2 AND endpoint <> $3",
        account_id,
        device_id,
        endpoint,
    )
    await db.execute(
        "DELETE FROM subscription WHERE id IN (SELECT id FROM subscription WHERE account_id = $1"
        " ORDER BY kept_at DESC, id DESC OFFSET $2)",
        account_id,
        MOST,
    )


async def drop(db: Tx, account_id: int, endpoint: str) -> None:
    await db.execute("DELETE FROM subscription WHERE account_id = $1 AND endpoint = $2", account_id, endpoint)


async def drop_all(db: Tx, account_id: int) -> None:
    await db.execute("DELETE FROM subscription WHERE account_id = $1", account_id)


async def count(db: Tx, account_id: int) -> int:
    return int(await db.fetchval("SELECT count(*) FROM subscription WHERE account_id = $1", account_id))


async def gone(db: Tx, ids: Collection[int]) -> None:
    """Their phones gave them up."""
    await db.execute("DELETE FROM subscription WHERE id = ANY($1::bigint[])", sorted(ids))


async def accepted(db: Tx, ids: Collection[int], now: datetime) -> None:
    await db.execute(
        "UPDATE subscription SET accepted_at = $2, failed_at = NULL, failure = '' WHERE id = ANY($1::bigint[])",
        sorted(ids), now,
    )  # fmt: skip


async def failed(db: Tx, ids: dict[int, str], now: datetime) -> None:
    await db.execute(
        "UPDATE subscription s SET failed_at = $3, failure = f.why FROM unnest($1::bigint[], $2::text[]) AS f(id, why)"
        " WHERE s.id = f.id",
        list(ids), list(ids.values()), now,
    )  # fmt: skip
