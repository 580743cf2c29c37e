"""Disputes: opened by the ledger itself, shown to both and to the office, settled by a correction."""

from datetime import datetime
from uuid import UUID

from server.db import Tx
from server.models.gear import custody as rows
from server.models.tasks import open as tasks
from server.rules.access import Actor
from server.rules.gear.custody import in_order, settled_by


async def open_one(
    db: Tx, production_id: int, thing_id: int, event: UUID, against: UUID | None, *, by: Actor, now: datetime
) -> None:
    """A claim contests the one before it: a dispute, and one task per thing for the office."""
    number = await rows.open_dispute(db, production_id, thing_id, event=event, against=against, at=now)
    db.note("dispute_opened", "dispute", number, by=by, ids={"thing_id": thing_id})
    await tasks.open_once(
        db, production_id, kind="dispute", subject="thing", subject_id=thing_id,
        why="Two people say that they have it.", now=now,
    )  # fmt: skip


async def review(db: Tx, production_id: int, thing_id: int, *, by: Actor, now: datetime) -> None:
    """After a late arrival or a correction: what is contested, and what settled it, follows from the ledger alone."""
    claims = await rows.claims(db, production_id, thing_id)
    wanted = settled_by(claims)
    ordered = [claim.id for claim in in_order(claims)]
    against = dict(zip(ordered, [None, *ordered], strict=False))
    await rows.mark_contested(db, production_id, thing_id, list(wanted))
    there = {row.event_id: row for row in await rows.disputes_of(db, production_id, thing_id)}
    for event, row in there.items():
        if event not in wanted:
            await rows.drop_dispute(db, production_id, row.id)
            db.note("dispute_withdrawn", "dispute", row.id, by=by, ids={"thing_id": thing_id})
    for event in wanted:
        if event not in there:
            await open_one(db, production_id, thing_id, event, against[event], by=by, now=now)
    for row in await rows.disputes_of(db, production_id, thing_id):
        settled = wanted[row.event_id]
        if (row.settled_event, row.against_id) != (settled, against[row.event_id]):
            await rows.change_dispute(
                db, production_id, row.id, against=against[row.event_id], settled=settled, by=by.account_id, at=now
            )
            kind = "dispute_settled" if settled else "dispute_reopened"
            db.note(kind, "dispute", row.id, by=by, ids={"thing_id": thing_id})
    if all(wanted.values()):
        await tasks.settle_all(
            db, production_id, kind="dispute", subject="thing", subject_id=thing_id, by=by.account_id, now=now
        )
