"""Asking to be erased: oneself, everywhere; or the office, for somebody who asked it, on its own production."""

from datetime import datetime

import msgspec

from server.db import read, tx
from server.errors import Conflict, NotFound
from server.models.upkeep import erasures, forgetting
from server.rules.access import Actor, may
from server.rules.upkeep.erasing import Why, due_at, why_not
from server.services.upkeep.forget import standings


class OwnErasure(msgspec.Struct, frozen=True):
    """`due_at`: it was asked for, and is done then. `why`: what stands in the way now."""

    due_at: datetime | None
    why: Why | None


async def own(*, by: Actor, now: datetime) -> OwnErasure:
    async with read() as db:
        asked = await erasures.of_account(db, by.account_id)
        members = await erasures.members_of(db, by.account_id)
        return OwnErasure(asked.due_at if asked else None, why_not(await standings(db, members, now=now)))


async def ask(*, by: Actor, now: datetime) -> datetime:
    """When it is done. Raises Conflict with why it can't be now."""
    async with tx() as db:
        _refuse(why_not(await standings(db, await erasures.members_of(db, by.account_id), now=now)))
        asked = await erasures.ask(
            db, account_id=by.account_id, member=None, by=by.account_id, now=now, due_at=due_at(now)
        )
        db.note("erasure_asked", "account", by.account_id, by=by)
        return asked.due_at


async def take_back(*, by: Actor, now: datetime) -> None:
    async with tx() as db:
        if await erasures.take_back(db, account_id=by.account_id, member=None, now=now):
            db.note("erasure_taken_back", "account", by.account_id, by=by)


async def ask_for(production_id: int, member_id: int, *, by: Actor, now: datetime) -> datetime:
    """On this production alone. Raises NotFound, also for who is forgotten already; Conflict with why not now."""
    may(by, "keeping", "erase", production_id=production_id)
    async with tx(production_id) as db:
        member = (production_id, member_id)
        await _known(production_id, member_id)
        _refuse(why_not(await standings(db, [member], now=now)))
        asked = await erasures.ask(db, account_id=None, member=member, by=by.account_id, now=now, due_at=due_at(now))
        db.note("erasure_asked", "member", member_id, by=by)
        return asked.due_at


async def take_back_for(production_id: int, member_id: int, *, by: Actor, now: datetime) -> None:
    """What the office asked for. What the person asked for themselves only they take back: Raises Conflict."""
    may(by, "keeping", "erase", production_id=production_id)
    async with tx(production_id) as db:
        await _known(production_id, member_id)
        if await erasures.take_back(db, account_id=None, member=(production_id, member_id), now=now):
            db.note("erasure_taken_back", "member", member_id, by=by)
        elif member_id in await erasures.of_members(db, production_id):
            raise Conflict("They asked for it themselves.", next_step="Only they can take it back, in Me.")


async def _known(production_id: int, member_id: int) -> None:
    async with tx(production_id) as db:
        one = await forgetting.person(db, production_id, member_id)
    if one is None or one.forgotten_at is not None:
        raise NotFound


def _refuse(why: Why | None) -> None:
    if why is not None:
        raise Conflict(why.detail, next_step=why.next, code=why.code)
