"""What a worker does with notices whose time has come: open the doors, climb, end what can't be told any more."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import uuid4

import msgspec

from server.db import Tx, tx
from server.models.notify import notices, receipts, tellings
from server.models.notify.notices import DueRow, StateRow
from server.models.notify.receipts import Receipt
from server.models.notify.tellings import LeftRow
from server.models.production import queries as productions
from server.models.tasks import queries as tasks
from server.rules.notify import ladder
from server.rules.notify.ladder import Channel, Doors, Move, Rung, Tried
from server.rules.notify.states import UNREACHED, State
from server.services.notify import chasing
from server.services.notify.chasing import Asking
from server.services.notify.texts import textable

BATCH = 500


async def release_due(*, now: datetime, sms: bool = False) -> int:
    """Tellings for every held notice that is due, by the best door of its person. Returns how many were taken.

    A notice whose person left, or that nobody can be told by any door, ends here, with a task for a human.
    `sms`: this installation has a gateway for text messages.
    """
    async with tx() as db:
        due = await notices.due(db, now, BATCH)
        if not due:
            return 0

        def begin(one: DueRow, doors: Doors) -> Move:
            return ladder.first(
                doors, subject=one.subject, expires_at=one.expires_at, now=now, by_hand=one.by_hand,
                quiet=quiet(one, now),
            )  # fmt: skip

        found = await moves(db, due, begin, now=now, sms=sms)
        await apply(db, [(one, found[one.id], "") for one in due], now=now)
        about = {(one.production_id, one.subject, one.subject_id) for one in due}
        tell_board(db, about, "notices_released")
        tell_apps(db, about)
        return len(due)


def tell_apps(db: Tx, about: set[tuple[int, str, int]]) -> None:
    """An app that is open fetches what came out for it, whether or not the phone rings."""
    for production_id, subject, subject_id in sorted(about):
        if subject in ladder.UNRUNG:
            db.note("notices_released", subject, subject_id, production_id=production_id)


async def climb_due(*, now: datetime, sms: bool = False) -> int:
    """The next rung of whom nobody answered for. Returns how many were taken."""
    async with tx() as db:
        due = await notices.climbing(db, now, BATCH)
        if not due:
            return 0
        left = await tellings.left(db, [one.id for one in due])

        def climb(one: DueRow, doors: Doors) -> Move:
            was = left.get(one.id, LeftRow(one.id))
            return ladder.climb(
                doors, Tried(was.mailed, was.texted), rung=Rung(one.rung), state=State(one.state), at=timing(one),
                silent=one.rings_at is not None and not one.rings,
                never_sounds=not one.rings and one.rings_at is None, now=now,
            )  # fmt: skip

        found = await moves(db, due, climb, now=now, sms=sms)
        await apply(db, [(one, found[one.id], "") for one in due], now=now, climbing=True)
        tell_board(db, {(one.production_id, one.subject, one.subject_id) for one in due}, "notices_climbed")
        return len(due)


def quiet(one: DueRow, now: datetime) -> bool:
    """It lies there without a sound until its time: nobody is texted or rung before."""
    return one.rings_at is not None and one.rings_at > now


def timing(one: DueRow) -> ladder.Timing:
    return ladder.timing(one.release_at, rings_at=one.rings_at, deadline=one.deadline)


async def moves(
    db: Tx, due: Sequence[DueRow], step: Callable[[DueRow, Doors], Move], *, now: datetime, sms: bool
) -> dict[int, Move]:
    """By notice, what `step` does through the doors of this moment. Only who would be texted counts against the caps;
    who is over them steps again without that door.
    """
    subscribed = await notices.subscriptions_of(db, {d.account_id for d in due if d.account_id is not None})
    doors = {
        one.id: Doors(
            subscriptions=subscribed.get(one.account_id, ()) if one.account_id is not None else (), email=one.email,
            mail_bounced=one.mail_bounced, sms_to=one.mobile if sms else None, right=one.right,
        )
        for one in due
    }  # fmt: skip
    found = {one.id: step(one, doors[one.id]) for one in due}
    texted = [one for one in due if found[one.id].sms_to]
    within = await textable(db, texted, now=now)
    for one in texted:
        if one.id not in within:
            found[one.id] = step(one, msgspec.structs.replace(doors[one.id], sms_to=None))
    return found


async def apply(db: Tx, steps: Sequence[tuple[DueRow, Move, str]], *, now: datetime, climbing: bool = False) -> None:
    """Each notice takes its rung: new tellings, or its end with the reason; and who is asked to ring, where one is.

    `climbing`: what was sent before stands, so that the state only changes where the person has left, and where a door
    has opened to somebody who had none: they are being called again.
    """
    new: list[tuple[int, int, str, int | None, str | None]] = []
    states: list[tuple[int, str, str | None, datetime | None]] = []
    proofs: list[Receipt] = []
    asking: list[Asking] = []
    rungs: list[tuple[int, str, datetime | None, int | None, str, bool]] = []
    for one, move, reason in steps:
        p, n = one.production_id, one.id
        new += [(p, n, Channel.PUSH.value, each, None) for each in move.subscriptions]
        new += [(p, n, Channel.MAIL.value, None, move.mail_to)] if move.mail_to else []
        new += [(p, n, Channel.SMS.value, None, move.sms_to)] if move.sms_to else []
        if move.ends is not None:
            states.append((n, move.ends, reason, now))
            proofs.append(Receipt(id=uuid4(), production_id=p, notice_id=n, state=move.ends, at=now, detail=reason))
        elif not climbing:
            states.append((n, State.QUEUED, reason, None))
        elif State(one.state) in UNREACHED and (move.subscriptions or move.mail_to or move.sms_to):
            states.append((n, State.QUEUED, None, None))
        over = move.ends is not None and move.ends not in UNREACHED
        asked = Rung(one.rung) in ladder.HUMAN and not climbing
        if one.subject in ladder.APP_ONLY or over or asked:
            continue
        if move.rung in ladder.HUMAN and not ladder.asks_humans(one.subject, must_confirm=one.must_confirm):
            rungs.append((n, Rung(one.rung), None, None, "", chasing.sounds(one, now)))
        elif move.rung in ladder.HUMAN and one.expires_at > now:
            asking.append(Asking(one, move.rung, _why(one, move)))
        else:
            rungs.append((n, move.rung, next_rung(one, move.rung, now), None, "", chasing.sounds(one, now)))
    await tellings.insert(db, new, now)
    # a test of one's own push contacts nobody
    reached = {one.production_id for one, move, _ in steps if move.ends is None and one.subject != "test"}
    if reached:
        await productions.contacted(db, reached, now)
    await notices.set_states(db, states)
    await receipts.insert(db, proofs)
    await notices.set_rungs(db, rungs, now)
    await chasing.ask(db, asking, now=now)


def _why(one: DueRow, move: Move) -> str:
    if move.ends is not None:
        return move.ends.value
    if one.by_hand:
        return "forced"
    return one.state if State(one.state) in UNREACHED else "late"


def next_rung(one: DueRow, rung: Rung, now: datetime) -> datetime | None:
    at = timing(one)
    return at.start if now < at.start else ladder.next_due(rung, at, since=now)


async def end_late(*, now: datetime) -> int:
    """End what its call has overtaken. Returns how many."""
    async with tx() as db:
        over = await notices.expired(db, now, BATCH)
        await _expire(db, over, now=now)
        tell_board(db, {(n.production_id, n.subject, n.subject_id) for n in over}, "notices_ended")
        return len(over) + await notices.end_unconfirmed(db, now, BATCH)


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
