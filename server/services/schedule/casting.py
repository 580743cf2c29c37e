"""Who plays a role."""

from datetime import datetime, timedelta

from server.db import tx
from server.models.production import queries as production_queries
from server.models.schedule import calls
from server.rules.access import Actor, may
from server.wire import Id, Struct


class PerformerIn(Struct):
    """None: nobody yet."""

    member_id: Id | None = None


async def cast_role(production_id: int, element_id: int, performer: PerformerIn, *, by: Actor, now: datetime) -> None:
    """Link a role to its performer: the calls typed for it from today on are theirs. Contacts nobody.

    Raises NotFound for what isn't a cast role, or a person of another production.
    """
    may(by, "member", "add_day_player", production_id=production_id)
    async with tx(production_id) as db:
        if performer.member_id is not None:
            await production_queries.member(db, production_id, performer.member_id)
        await calls.cast_as(db, production_id, element_id, performer.member_id)
        # a day that began before midnight somewhere west is still today's
        await calls.hand_on(db, production_id, element_id, performer.member_id, now.date() - timedelta(days=1))
        db.note("role_cast", "member", performer.member_id or 0, by=by, ids={"element": element_id})
