"""What a worker does with notices whose time has come: open the doors, and end what can't be told any more."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from server.db import Tx, tx
from server.models.notify import notices, receipts, tellings
from server.models.notify.notices import DueRow, StateRow
from server.models.notify.receipts import Receipt
from server.models.production import queries as productions
from server.models.tasks import queries as tasks
from server.rules.notify import ladder
from server.rules.notify.ladder import Channel, Doors, Rung
from server.rules.notify.states import UNREACHED, State

BATCH = 500


async def release_due(*, now: datetime) -> int:
    """Tellings for every held notice that is due, by the best door of its person. Returns how many were taken.

    A notice whose person left, or that nobody can be told by any door, ends here, with a task for a human.
    """
    async with tx() as db:
        due = await notices.due(db, now, BATCH)
        if not due:
            return 0
        subscribed = await notices.subscriptions_of(db, {d.account_id for d in due if d.account_id is not None})
        await apply(
            db,
            [
                (one, ladder.first(doors(one, subscribed), subject=one.subject, expires_at=one.expires_at, now=now), "")
                for one in due
            ],
            now=now,
        )
        tell_board(db, {(one.production_id, one.subject, one.subject_id) for one in due}, "notices_released")
        return len(due)


def doors(one: DueRow, subscribed: dict[int, tuple[int, ...]]) -> Doors:
    own = subscribed.get(one.account_id, ()) if one.account_id is not None else ()
    return Doors(subscriptions=own, email=one.email, mail_bounced=one.mail_bounced, right=one.right)


async def apply(db: Tx, steps: Sequence[tuple[DueRow, Rung, str]], *, now: datetime) -> None:
    """Each notice takes its rung: new tellings, or its end with the reason and, where it ends unreached, a task."""
    new: list[tuple[int, int, str, int | None, str | None]] = []
    states: list[tuple[int, str, str, datetime | None]] = []
    proofs: list[Receipt] = []
    rings: list[tuple[int, str, int, int | None, str, datetime | None]] = []
    for one, rung, reason in steps:
        p, n = one.production_id, one.id
        new += [(p, n, Channel.PUSH.value, each, None) for each in rung.subscriptions]
        if rung.address:
            new.append((p, n, Channel.MAIL.value, None, rung.address))
        if rung.ends is None:
            states.append((n, State.QUEUED, reason, None))
            continue
        states.append((n, rung.ends, reason, now))
        proofs.append(Receipt(id=uuid4(), production_id=p, notice_id=n, state=rung.ends, at=now, detail=reason))
        if rung.ends in UNREACHED and one.subject not in ladder.APP_ONLY and one.expires_at > now:
            rings.append((p, "notice", n, one.member_id, rung.ends, one.expires_at))
    await tellings.insert(db, new, now)
    # a test of one's own push contacts nobody
    reached = {one.production_id for one, rung, _ in steps if rung.ends is None and one.subject != "test"}
    if reached:
        await productions.contacted(db, reached, now)
    await notices.set_states(db, states)
    await receipts.insert(db, proofs)
    await ask_to_ring(db, rings, now=now)


async def ask_to_ring(
    db: Tx, rings: Sequence[tuple[int, str, int, int | None, str, datetime | None]], *, now: datetime
) -> None:
    """A task each for whoever rings people: (production, "notice", id, member, why, until when)."""
    made = await tasks.insert(db, "ring", rings, now)
    if made:
        for production_id in {ring[0] for ring in rings}:
            db.note("ring_asked", "task", min(made), production_id=production_id)


async def end_late(*, now: datetime) -> int:
    """Ask a human where the chase time has come, and end what its call has overtaken. Returns how many."""
    async with tx() as db:
        late = await notices.late(db, now, BATCH)
        rings = [(n.production_id, "notice", n.id, n.member_id, "late", n.expires_at) for n in late]
        await ask_to_ring(db, rings, now=now)
        await notices.set_states(db, [(n.id, n.state, "late", None) for n in late])
        over = await notices.expired(db, now, BATCH)
        await _expire(db, over, now=now)
        tell_board(db, {(n.production_id, n.subject, n.subject_id) for n in (*late, *over)}, "notices_ended")
        return len(late) + len(over)


async def _expire(db: Tx, over: Sequence[StateRow], *, now: datetime) -> None:
    await notices.set_states(db, [(n.id, State.EXPIRED, n.state, now) for n in over])
    await receipts.insert(
        db,
        [Receipt(id=uuid4(), production_id=n.production_id, notice_id=n.id, state=State.EXPIRED, at=now) for n in over],
    )
    for production_id in {n.production_id for n in over}:
        ids = [n.id for n in over if n.production_id == production_id]
        await tasks.settle_about(db, production_id, "ring", "notice", ids, None, now)


def tell_board(db: Tx, about: set[tuple[int, str, int]], kind: str) -> None:
    """One fact a subject, however many notices moved: (production, subject, subject id)."""
    for production_id, subject, subject_id in sorted(about):
        db.note(kind, "notice", subject_id, production_id=production_id, ids={"of": subject})
