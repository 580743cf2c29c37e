"""Named queries of checks."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from server.db import Tx
from server.wire import Row


class CheckRow(Row, frozen=True):
    id: UUID
    scope_kind: str
    scope_id: int
    started_by: int
    started_at: datetime
    closed_at: datetime | None


_CHECK = "SELECT id, scope_kind, scope_id, started_by, started_at, closed_at FROM gear_check"


async def begin(
    db: Tx, production_id: int, check: UUID, scope: tuple[str, int], *, by: int, started_at: datetime
) -> None:
    """Once; the same check again changes nothing."""
    await db.execute(
        "INSERT INTO gear_check (production_id, id, scope_kind, scope_id, started_by, started_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        production_id, check, *scope, by, started_at,
    )  # fmt: skip


async def known(db: Tx, production_id: int, checks: Sequence[UUID]) -> set[UUID]:
    if not checks:
        return set()
    rows = await db.fetch(
        "SELECT id FROM gear_check WHERE production_id = $1 AND id = ANY($2::uuid[])", production_id, list(checks)
    )
    return {row[0] for row in rows}


async def read(db: Tx, production_id: int, check: UUID) -> CheckRow | None:
    row = await db.fetchrow(f"{_CHECK} WHERE production_id = $1 AND id = $2", production_id, check)
    return CheckRow(*row) if row else None


async def of_scope(db: Tx, production_id: int, scope: tuple[str, int]) -> list[CheckRow]:
    """The newest 50 of one truck, department or cart."""
    rows = await db.fetch(
        f"{_CHECK} WHERE production_id = $1 AND scope_kind = $2 AND scope_id = $3 ORDER BY started_at DESC LIMIT 50",
        production_id,
        *scope,
    )
    return [CheckRow(*row) for row in rows]


async def newest(db: Tx, production_id: int) -> list[CheckRow]:
    """The newest 200 of all scopes."""
    rows = await db.fetch(f"{_CHECK} WHERE production_id = $1 ORDER BY started_at DESC LIMIT 200", production_id)
    return [CheckRow(*row) for row in rows]


async def enter(
    db: Tx, production_id: int, entry: UUID, check: UUID, thing_id: int, *, by: int, device: str, at: datetime,
    now: datetime,
) -> None:  # fmt: skip
    await db.execute(
        "INSERT INTO gear_check_entry (production_id, id, check_id, thing_id, by_account, device, device_at, server_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        production_id, entry, check, thing_id, by, device, at, now,
    )  # fmt: skip


class EntryRow(Row, frozen=True):
    check_id: UUID
    thing_id: int
    by_account: int
    device_at: datetime


async def entries(db: Tx, production_id: int, checks: Sequence[UUID]) -> list[EntryRow]:
    """What was read in these checks, at most 5,000."""
    rows = await db.fetch(
        "SELECT check_id, thing_id, by_account, device_at FROM gear_check_entry"
        " WHERE production_id = $1 AND check_id = ANY($2::uuid[]) ORDER BY device_at LIMIT 5000",
        production_id,
        list(checks),
    )
    return [EntryRow(*row) for row in rows]


async def close(db: Tx, production_id: int, checks: Sequence[UUID], *, by: int, now: datetime) -> None:
    await db.execute(
        "UPDATE gear_check SET closed_by = $3, closed_at = $4"
        " WHERE production_id = $1 AND id = ANY($2::uuid[]) AND closed_at IS NULL",
        production_id, list(checks), by, now,
    )  # fmt: skip


_EXPECTED = {"vehicle": "t.home_vehicle_id", "department": "t.department_id", "thing": "t.in_thing_id"}


async def expected(db: Tx, production_id: int, scope: tuple[str, int]) -> frozenset[int]:
    """What belongs on this truck, to this department, in this cart: what has a code, less what is back at the house."""
    kind, number = scope
    top = "" if kind == "thing" else " AND t.in_thing_id IS NULL AND t.kind IN ('case', 'cart')"
    rows = await db.fetch(
        "SELECT t.id FROM thing t JOIN thing_state s ON s.production_id = t.production_id AND s.thing_id = t.id"
        f" WHERE t.production_id = $1 AND {_EXPECTED[kind]} = $2 AND t.code IS NOT NULL AND t.removed_at IS NULL"
        f" AND s.holder_kind <> 'vendor'{top} LIMIT 5000",
        production_id,
        number,
    )
    return frozenset(row[0] for row in rows)


_SCOPES = {"vehicle": "vehicle", "department": "department", "thing": "thing"}


async def scope_is_here(db: Tx, production_id: int, scope: tuple[str, int]) -> bool:
    """Whether the truck, department or cart is one of this production. It isn't removed until the end."""
    found = await db.fetchval(
        f"SELECT true FROM {_SCOPES[scope[0]]} WHERE production_id = $1 AND id = $2 FOR KEY SHARE",
        production_id,
        scope[1],
    )
    return found is not None


async def members_of_accounts(db: Tx, production_id: int, accounts: Sequence[int]) -> dict[int, int]:
    """The member that an account is here, by account."""
    rows = await db.fetch(
        "SELECT account_id, id FROM member WHERE production_id = $1 AND account_id = ANY($2::bigint[])"
        " ORDER BY removed_at NULLS FIRST",
        production_id,
        list(accounts),
    )
    return {row[0]: row[1] for row in reversed(rows)}
