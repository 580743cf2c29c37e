"""Lists kept by hand: made, renamed, filled and dropped by who may write to their people."""

from datetime import datetime

import msgspec

from server.db import read, tx
from server.errors import Conflict, Invalid
from server.models.messages import kept
from server.models.messages.kept import ListRow
from server.rules.access import Actor, may
from server.services.messages.audience import keeper, mine, seen_by

MOST = 100
"""Lists that one production keeps."""


async def kept_lists(production_id: int, *, by: Actor, now: datetime) -> list[ListRow]:
    """With those of each whom this sender may write to. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "message", "send", production_id=production_id)
    keeps = keeper(membership, scope)
    async with read() as db:
        found = await kept.lists(db, production_id, by_member_id=keeps)
    if keeps is None or not found:
        return found
    theirs = await mine(production_id, by=by, now=now)
    return [
        msgspec.structs.replace(one, member_ids=[each for each in one.member_ids if each in theirs]) for one in found
    ]


async def keep_list(
    production_id: int, list_id: int | None, name: str, member_ids: list[int], *, revision: int = 0, by: Actor,
    now: datetime,
) -> int:  # fmt: skip
    """A new one, or an existing one as it is to be. Returns its id.

    Raises Invalid for somebody who isn't there for this sender; Conflict for a name that is taken, for too many lists
    and for a list that somebody else changed first; NotFound, NotAllowed.
    """
    membership, scope = may(by, "message", "send", production_id=production_id)
    theirs = await mine(production_id, by=by, now=now)
    if set(member_ids) - theirs:
        raise Invalid("Somebody on it isn't on this production, or isn't yours to write to.",
                      errors=[{"where": "member_ids", "what": "unknown here"}])  # fmt: skip
    async with tx(production_id) as db:
        keeps = keeper(membership, scope)
        if list_id is None:
            if len(await kept.lists(db, production_id, by_member_id=None)) >= MOST:
                raise Conflict(f"There are {MOST} lists already.", code="too_many_lists", next_step="Drop one first.")
            list_id = await kept.insert(db, production_id, name, membership.member_id)
        else:
            found = await kept.one(db, production_id, list_id, lock=True)
            seen_by(found, keeps)
            if found.revision != revision:
                raise Conflict("Somebody changed this list meanwhile.", code="stale", next_step="Read it again first.")
            await kept.change(db, production_id, list_id, name)
        await kept.hold(db, production_id, list_id, sorted(set(member_ids)), among=theirs)
        db.note("list_kept", "list", list_id, by=by)
    return list_id


async def drop_list(production_id: int, list_id: int, *, by: Actor) -> None:
    """Messages that were sent to it stay as they were. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "message", "send", production_id=production_id)
    async with tx(production_id) as db:
        seen_by(await kept.one(db, production_id, list_id, lock=True), keeper(membership, scope))
        await kept.delete(db, production_id, list_id)
        db.note("list_dropped", "list", list_id, by=by)
