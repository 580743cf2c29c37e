"""Who plays a role."""

from datetime import datetime, timedelta

from server.db import Tx, tx
from server.errors import NotAllowed
from server.models.production import queries as production_queries
from server.models.schedule import calls
from server.rules.access import Actor, Scope, may
from server.wire import Id, Struct


class PerformerIn(Struct):
    """None: nobody yet."""

    member_id: Id | None = None


async def cast_role(production_id: int, element_id: int, performer: PerformerIn, *, by: Actor, now: datetime) -> None:
    """Link a role to its performer: the calls typed for it from today on are theirs. Contacts nobody.

    Raises NotFound for what isn't a cast role, or a person of another production; NotAllowed as `may_cast`.
    """
    async with tx(production_id) as db:
        await may_cast(db, production_id, element_id, by=by)
        if performer.member_id is not None:
            await production_queries.member(db, production_id, performer.member_id)
        await calls.cast_as(db, production_id, element_id, performer.member_id)
        # a day that began before midnight somewhere west is still today's
        await calls.hand_on(db, production_id, element_id, performer.member_id, now.date() - timedelta(days=1))
        db.note("role_cast", "member", performer.member_id or 0, by=by, ids={"element": element_id})


async def may_cast(db: Tx, production_id: int, element_id: int, *, by: Actor) -> None:
    """Other units' ADs cast what works on their unit alone. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "member", "add_day_player", production_id=production_id)
    if scope is Scope.ALL:
        return
    if await calls.units_of_role(db, production_id, element_id) - {membership.unit_id}:
        raise NotAllowed("This role works on another unit too.", next_step="Ask the office, or that unit's 2nd AD.")
