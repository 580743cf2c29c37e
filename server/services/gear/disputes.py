"""Disputes: opened by the ledger itself, shown to both and to the office, settled by a correction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from server.db import Tx
from server.models.gear import custody as rows
from server.models.gear.custody import SideRow
from server.rules.access import Actor
from server.rules.gear import telling
from server.rules.gear.custody import in_order, settled_by
from server.services.notify.write import About, NoticeIn, next_rank, write
from server.services.tasks import ask


async def open_one(
    db: Tx, production_id: int, thing_id: int, event: UUID, against: UUID | None, *, by: Actor, now: datetime
) -> None:
    """A claim contests the one before it: a dispute, one task per thing for the office, and both are told."""
    before = await rows.sides(db, production_id, thing_id)
    await _open(db, production_id, thing_id, event, against, by=by, now=now)
    await _tell(db, production_id, thing_id, before, now=now)


async def _open(
    db: Tx, production_id: int, thing_id: int, event: UUID, against: UUID | None, *, by: Actor, now: datetime
) -> None:
    number = await rows.open_dispute(db, production_id, thing_id, event=event, against=against, at=now)
    db.note("dispute_opened", "dispute", number, by=by, ids={"thing_id": thing_id})
    await ask.ask_once(
        db, production_id, kind="dispute", subject="thing", subject_id=thing_id,
        why="Two people say that they have it.", now=now,
    )  # fmt: skip


async def review(db: Tx, production_id: int, thing_id: int, *, by: Actor, now: datetime) -> None:
    """After a late arrival or a correction: what is contested, and what settled it, follows from the ledger alone."""
    claims = await rows.claims(db, production_id, thing_id)
    wanted = settled_by(claims)
    ordered = [claim.id for claim in in_order(claims)]
    against = dict(zip(ordered, [None, *ordered], strict=False))
    before = await rows.sides(db, production_id, thing_id)
    await rows.mark_contested(db, production_id, thing_id, list(wanted))
    there = {row.event_id: row for row in await rows.disputes_of(db, production_id, thing_id)}
    for event, row in there.items():
        if event not in wanted:
            await rows.drop_dispute(db, production_id, row.id)
            db.note("dispute_withdrawn", "dispute", row.id, by=by, ids={"thing_id": thing_id})
    for event in wanted:
        if event not in there:
            await _open(db, production_id, thing_id, event, against[event], by=by, now=now)
    for row in await rows.disputes_of(db, production_id, thing_id):
        settled = wanted[row.event_id]
        if (row.settled_event, row.against_id) != (settled, against[row.event_id]):
            await rows.change_dispute(
                db, production_id, row.id, against=against[row.event_id], settled=settled, by=by.account_id, at=now
            )
            kind = "dispute_settled" if settled else "dispute_reopened"
            db.note(kind, "dispute", row.id, by=by, ids={"thing_id": thing_id})
    if all(wanted.values()):
        await ask.no_longer(
            db, production_id, kind="dispute", subject="thing", subject_id=thing_id, by=by.account_id, now=now
        )
    await _tell(db, production_id, thing_id, before, now=now)


async def _tell(db: Tx, production_id: int, thing_id: int, before: Sequence[SideRow], *, now: datetime) -> None:
    """Silently, on the phones of whoever stands on a side now; of those before, where nobody stands any more."""
    sides = await rows.sides(db, production_id, thing_id)
    if sides == before:
        return
    if sides:
        words = telling.disputed(sides[0].what, [side.name for side in sides])
    elif await rows.disputed(db, production_id, [thing_id]):
        return  # between people who have left: the office's alone
    else:
        words = telling.settled(before[0].what, await rows.holder_name(db, production_id, thing_id))
    notices = [
        NoticeIn(
            member_id=side.member_id, rings=False, must_confirm=False, words=words, payload=b"{}", deadline=None,
            expires_at=now + telling.LASTS,
        )
        for side in sides or before
    ]  # fmt: skip
    about = About("gear", thing_id, await next_rank(db, production_id, "gear", thing_id))
    await write(db, production_id, notices, about=about, release_at=now, now=now)
