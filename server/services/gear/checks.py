"""Checks of a truck, cart or department: put together from every phone, closed by whoever is done."""

from datetime import datetime
from uuid import UUID

from server.db import Tx, read, tx
from server.errors import NotFound
from server.models.gear import checks as rows
from server.models.gear.checks import CheckRow
from server.rules.access import Actor, may
from server.rules.gear.checks import Begun, Seen, closed, merge, newest_round
from server.wire import Struct


class CountedOut(Struct):
    """How many one person read first."""

    member_id: int | None
    count: int


class CheckOut(Struct):
    """The newest round of one scope. Things by id; `elsewhere`: read here, belongs somewhere else."""

    id: UUID
    scope_kind: str
    scope_id: int
    started_at: datetime
    closed_at: datetime | None
    as_of: datetime | None
    found: list[int]
    missing: list[int]
    elsewhere: list[int]
    counted: list[CountedOut]


async def checks(production_id: int, *, by: Actor) -> list[CheckOut]:
    """The newest round of every scope that was ever checked, newest first. Raises NotAllowed."""
    may(by, "gear", "read", production_id=production_id)
    async with read() as db:
        scopes: dict[tuple[str, int], list[CheckRow]] = {}
        for row in await rows.newest(db, production_id):
            scopes.setdefault((row.scope_kind, row.scope_id), []).append(row)
        return [await _read(db, production_id, scope, found) for scope, found in list(scopes.items())[:20]]


async def _read(db: Tx, production_id: int, scope: tuple[str, int], found: list[CheckRow]) -> CheckOut:
    begun = newest_round([Begun(row.id, row.started_at, row.closed_at) for row in found])
    entries = await rows.entries(db, production_id, [check.id for check in begun])
    expected = await rows.expected(db, production_id, scope)
    merged = merge(expected, [Seen(e.thing_id, e.by_account, e.device_at) for e in entries])
    people = await rows.members_of_accounts(db, production_id, list(merged.counted))
    return CheckOut(
        id=begun[0].id, scope_kind=scope[0], scope_id=scope[1], started_at=begun[0].started_at, closed_at=closed(begun),
        as_of=merged.as_of, found=sorted(merged.found), missing=sorted(merged.missing),
        elsewhere=sorted(merged.elsewhere),
        counted=[CountedOut(member_id=people.get(who), count=n) for who, n in sorted(merged.counted.items())],
    )  # fmt: skip


async def close(production_id: int, check_id: UUID, *, by: Actor, now: datetime) -> CheckOut:
    """End the round that this check belongs to: what it did not find is missing from now on.

    A phone that had no signal may still add to it; then less is missing. Raises NotFound, NotAllowed.
    """
    may(by, "gear", "scan", production_id=production_id)
    async with tx(production_id) as db:
        check = await rows.read(db, production_id, check_id)
        if check is None:
            raise NotFound
        scope = check.scope_kind, check.scope_id
        found = await rows.of_scope(db, production_id, scope)
        same = newest_round([Begun(row.id, row.started_at) for row in found if row.started_at <= check.started_at])
        later = [row.id for row in found if row.started_at > check.started_at and row.closed_at is None]
        ids = [*(each.id for each in same), *later]
        await rows.close(db, production_id, ids, by=by.account_id, now=now)
        db.note("check_closed", "check", check_id, by=by)
        return await _read(db, production_id, scope, await rows.of_scope(db, production_id, scope))
