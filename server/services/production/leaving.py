"""Taking a person off a production: one transaction, and everything they could reach with is dead at its end."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import msgspec

from server.db import Tx, tx
from server.models.access import sessions as session_rows
from server.models.production import invites, queries
from server.rules.access import Actor, Role, may
from server.services.production.grants import keep_grants
from server.services.production.people import keep_a_coordinator


class Leaving(msgspec.Struct, frozen=True):
    """Who leaves; `alone` when no production remains to the account: its sessions and subscriptions end too."""

    production_id: int
    member_id: int
    account_id: int | None
    alone: bool
    now: datetime


AreaAbove = Callable[[Tx, Leaving], Awaitable[None]]
_ABOVE: list[AreaAbove] = []


def when_leaving(act: AreaAbove) -> AreaAbove:
    """For areas above (notices, links, subscriptions): `act` runs in the removing transaction."""
    if act not in _ABOVE:
        _ABOVE.append(act)
    return act


async def remove_person(production_id: int, member_id: int, *, by: Actor, now: datetime) -> None:
    """The next request fails on every device. What they scanned before can still be handed over, to be parked.

    Raises Conflict for the only coordinator.
    """
    may(by, "member", "remove", production_id=production_id)
    async with tx(production_id) as db:
        member = await queries.member(db, production_id, member_id, lock=True)
        if Role.COORDINATOR in member.roles:
            await keep_a_coordinator(db, production_id, member, now=now)
        await take_off(db, production_id, member_id, member.account_id, now=now)
        db.note("member_removed", "member", member_id, by=by, revision=member.revision + 1)


async def take_off(db: Tx, production_id: int, member_id: int, account_id: int | None, *, now: datetime) -> None:
    """Ends what the person could reach this production with; with the last production the sessions too."""
    await db.execute(
        "UPDATE member SET removed_at = $3, revision = revision + 1 WHERE production_id = $1 AND id = $2",
        production_id, member_id, now,
    )  # fmt: skip
    await db.execute(
        "UPDATE department SET chaser_member_id = NULL WHERE production_id = $1 AND chaser_member_id = $2",
        production_id, member_id,
    )  # fmt: skip
    await db.execute(
        "UPDATE member SET chaser_member_id = NULL WHERE production_id = $1 AND chaser_member_id = $2",
        production_id, member_id,
    )  # fmt: skip
    await keep_grants(db, production_id, [member_id], now=now)
    await invites.revoke(db, production_id, [member_id], now)
    alone = False
    if account_id is not None:
        alone = not (await session_rows.rights_of(db, [account_id], now))[account_id]
        if alone:
            await session_rows.revoke_all(db, account_id, why="left", now=now)
    for act in _ABOVE:
        await act(db, Leaving(production_id, member_id, account_id, alone, now))
    await queries.contacts_changed(db, production_id)
