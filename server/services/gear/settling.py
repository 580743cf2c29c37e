"""The office says who has it: a correction through the same door as every scan."""

from datetime import datetime
from uuid import uuid4

from server.db import tx
from server.errors import Invalid, NotFound
from server.models.gear import custody as rows
from server.models.gear.custody import EventNew
from server.rules.access import Actor, may
from server.rules.gear import clock as stamps
from server.rules.gear.custody import Claim, Holder, Move
from server.services.gear import things
from server.services.gear.scans import HolderIn, write


async def settle(production_id: int, thing_id: int, holder: HolderIn, *, by: Actor, now: datetime) -> None:
    """Settle what is disputed about a thing, or correct its holder. It is the newest word, and it knew all before it.

    Raises NotFound, NotAllowed, Invalid for a holder that isn't of this production.
    """
    membership, scope = may(by, "gear", "settle", production_id=production_id)
    told = Holder(holder.kind, holder.id)
    async with tx(production_id) as db:
        row = await things.of(db, production_id, thing_id, now=now)
        things.within(membership, scope, row.department_id)
        state = (await rows.lock_states(db, production_id, [thing_id])).get(thing_id)
        if state is None:
            raise NotFound
        if told not in await rows.holders(db, production_id, [told]):
            raise Invalid("That isn't somebody or something of this production.",
                          errors=[{"where": "holder", "what": "unknown here"}])  # fmt: skip
        event = uuid4()
        claim = Claim(
            event, stamps.after(state.hlc, now=now), f"desk.{event}", told, Move.CORRECT, seen=state.event_id
        )  # fmt: skip
        new = EventNew(
            claim=claim, thing_id=thing_id, by_account=by.account_id, device_seq=1, device_at=now,
            at=stamps.at_of(claim.hlc), late=False, contested=False, body_hash=event.bytes,
        )  # fmt: skip
        await write(db, production_id, new, before=state.newest(), by=by, now=now)
        db.note("holder_corrected", "thing", thing_id, by=by)
