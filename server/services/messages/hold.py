"""After a message is written: stop it, send it now; and tell those again who haven't got it."""

from datetime import datetime

from server.db import Tx, tx
from server.errors import Conflict, NotFound
from server.models.messages import queries as rows
from server.models.messages.queries import MessageRow
from server.rules.access import Actor, may
from server.rules.messages import telling
from server.rules.notify.states import State
from server.services.messages.audience import keeper
from server.services.messages.send import tell_again
from server.services.notify.write import next_rank, release_now, take_back


async def of(db: Tx, production_id: int, message_id: int, *, by: Actor, lock: bool = False) -> MessageRow:
    """A message as who may send sees it: a head their own. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "message", "send", production_id=production_id)
    found = await rows.message(db, production_id, message_id, lock=lock)
    keeps = keeper(membership, scope)
    if keeps is not None and found.by_member_id != keeps:
        raise NotFound
    return found


def _still_held(found: MessageRow, now: datetime) -> None:
    if found.release_at <= now:
        raise _out()


def _out() -> Conflict:
    return Conflict("It has gone out already.", code="already_out", next_step="Send another message that corrects it.")


async def stop(production_id: int, message_id: int, *, by: Actor, now: datetime) -> None:
    """It is as if it had never been. Raises Conflict after the hold, NotFound, NotAllowed."""
    async with tx(production_id) as db:
        _still_held(await of(db, production_id, message_id, by=by, lock=True), now)
        await take_back(db, production_id, "message", message_id, now=now)
        # a worker may have been faster than this request, which was made within the hold
        if any(State(one.state) is not State.LEFT for one in await rows.told(db, production_id, message_id)):
            raise _out()
        await rows.delete(db, production_id, message_id)
        db.note("message_stopped", "message", message_id, by=by)


async def send_now(production_id: int, message_id: int, *, by: Actor, now: datetime) -> None:
    """Skip the rest of the hold. Raises Conflict after it, NotFound, NotAllowed."""
    async with tx(production_id) as db:
        _still_held(await of(db, production_id, message_id, by=by, lock=True), now)
        await rows.set_release(db, production_id, message_id, now)
        await release_now(db, production_id, "message", message_id, now=now)
        db.note("message_sent", "message", message_id, by=by)


async def resend(production_id: int, message_id: int, *, by: Actor, now: datetime) -> int:
    """Everybody of its list as it was who hasn't got it and is still there is told once more. Returns how many.

    Raises Conflict during the hold and right after the last time, NotFound, NotAllowed.
    """
    async with tx(production_id) as db:
        found = await of(db, production_id, message_id, by=by, lock=True)
        if found.release_at > now:
            raise Conflict("It hasn't gone out yet.", code="still_held", next_step="Send it now, or wait for it.")
        told = await rows.told(db, production_id, message_id)
        if any(one.created_at + telling.AGAIN_AFTER > now for one in told):
            raise Conflict(
                "They were told of it a moment ago.", code="just_told", next_step="Wait five minutes, then look again."
            )
        waiting = [one.member_id for one in told if one.there and telling.told_again(State(one.state))]
        if waiting:
            rank = await next_rank(db, production_id, "message", message_id)
            await tell_again(db, production_id, found, rank, waiting, now)
            db.note("message_told_again", "message", message_id, by=by)
    return len(waiting)
