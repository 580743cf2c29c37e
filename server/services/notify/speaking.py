"""Claim in one transaction, speak in none, record in another: what a worker's lanes are fed with and give back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from server.db import Tx, read, tx
from server.models.notify import notices, receipts, subscriptions, tellings
from server.models.notify.notices import DueRow, StateRow
from server.models.notify.receipts import Receipt
from server.models.notify.tellings import ClaimedRow, LeftRow
from server.rules.notify import ladder, states
from server.rules.notify.answers import Meaning
from server.rules.notify.ladder import LEASE, Channel, Doors, Move
from server.rules.notify.states import CALLING, State
from server.services.notify.release import apply, moves, quiet, tell_board

FAILED: dict[Meaning | None, State] = {
    Meaning.GONE: State.GONE,
    Meaning.OURS: State.REFUSED,
    Meaning.REFUSED: State.REFUSED,
}
"""How a notice ends whose last telling failed so; anything else has run out of time."""

FORGET = timedelta(hours=1)
"""A worker that said nothing for so long is no longer listed."""


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one telling. `meaning` None: not spoken; it is dropped, or with `again_at` given back uncounted."""

    telling: ClaimedRow
    channel: Channel
    at: datetime
    """When the answer came."""
    meaning: Meaning | None
    answer: str = ""
    again_at: datetime | None = None
    bounced: bool = False


async def claim(worker: UUID, channel: Channel, *, limit: int, now: datetime) -> list[ClaimedRow]:
    """The oldest due tellings, this worker's for the length of a lease."""
    async with tx() as db:
        return await tellings.claim(db, worker, channel, now=now, until=now + LEASE[channel], limit=limit)


def may_be_told(telling: ClaimedRow, *, now: datetime) -> bool:
    """Whether it is still to be said: the right is there now, nothing newer took its place, the call isn't over."""
    return telling.right and telling.state in CALLING and telling.expires_at > now


async def record(worker: UUID, spoken: Sequence[Spoken], *, now: datetime, sms: bool = False) -> None:
    """Write down what the services answered, all at once; notices for which nothing is left take their next rung.
    `sms`: this installation has a gateway for text messages.

    A telling that another worker has taken over meanwhile is left to it.
    """
    if not spoken:
        return
    async with tx() as db:
        held = await notices.lock(db, {each.telling.notice_id for each in spoken})
        ours = await tellings.record(db, worker, [_row(each) for each in spoken], now)
        mine = [each for each in spoken if each.telling.id in ours and each.telling.notice_id in held]
        await _subscriptions(db, mine, now=now)
        accepted = [each for each in mine if each.meaning is Meaning.ACCEPTED]
        await _accept(db, accepted, held)
        failed = [each for each in mine if each.again_at is None and each.meaning is not Meaning.ACCEPTED]
        await _next_rung(db, failed, held, now=now, sms=sms)
        told = {held[each.telling.notice_id] for each in (*accepted, *failed)}
        tell_board(db, {(n.production_id, n.subject, n.subject_id) for n in told}, "notices_told")


def _row(each: Spoken) -> tuple[int, str, str, datetime | None, int]:
    uncounted = int(each.again_at is not None and each.meaning in (None, Meaning.WAIT))
    if each.again_at is not None:
        state = "queued"
    elif each.meaning is None:
        state = "dropped"
    else:
        state = "accepted" if each.meaning is Meaning.ACCEPTED else "failed"
    return each.telling.id, state, each.answer[:200], each.again_at, uncounted


async def _subscriptions(db: Tx, spoken: Sequence[Spoken], *, now: datetime) -> None:
    pushed = [each for each in spoken if each.telling.subscription_id is not None]
    by = {
        meaning: {each.telling.subscription_id: each.answer for each in pushed if each.meaning is meaning}
        for meaning in (Meaning.ACCEPTED, Meaning.GONE, Meaning.OURS, Meaning.REFUSED)
    }
    if by[Meaning.ACCEPTED]:
        await subscriptions.accepted(db, [s for s in by[Meaning.ACCEPTED] if s], now)
    if by[Meaning.GONE]:
        await subscriptions.gone(db, [s for s in by[Meaning.GONE] if s])
    blamed = {s: why[:200] for s, why in (by[Meaning.OURS] | by[Meaning.REFUSED]).items() if s}
    if blamed:
        await subscriptions.failed(db, blamed, now)


async def _accept(db: Tx, accepted: Sequence[Spoken], held: dict[int, StateRow]) -> None:
    moved = {}
    for each in accepted:
        notice = held[each.telling.notice_id]
        state = states.after(State(notice.state), State.ACCEPTED)
        if state != notice.state:
            moved[notice.id] = (notice.id, str(state), "", None)
    await notices.set_states(db, list(moved.values()))
    await receipts.insert(
        db,
        [
            Receipt(
                id=uuid4(), production_id=each.telling.production_id, notice_id=each.telling.notice_id,
                state=State.ACCEPTED, at=each.at, channel=each.channel,
            )
            for each in accepted
        ],
    )  # fmt: skip


async def _next_rung(db: Tx, failed: Sequence[Spoken], held: dict[int, StateRow], *, now: datetime, sms: bool) -> None:
    """Where no telling of a notice may still succeed and none did."""
    last = {each.telling.notice_id: each for each in failed if held[each.telling.notice_id].state in CALLING}
    if not last:
        return
    for each in last.values():
        if each.bounced:
            await db.execute(
                "UPDATE member SET mail_bounced_at = $3 WHERE production_id = $1 AND id = $2 AND email = $4",
                each.telling.production_id, each.telling.member_id, now, each.telling.address,
            )  # fmt: skip
    left = await tellings.left(db, last)
    due = await notices.doors_of(db, last, now)
    what = {notice_id: left.get(notice_id, LeftRow(notice_id)) for notice_id in last}
    lost = [due[notice_id] for notice_id in sorted(last) if not what[notice_id].open and not what[notice_id].accepted]

    def follow(one: DueRow, doors: Doors) -> Move:
        each = last[one.id]
        return ladder.following(
            doors, ladder.Tried(what[one.id].mailed, what[one.id].texted), subject=one.subject,
            failed=State.BOUNCED if each.bounced else FAILED.get(each.meaning, State.EXPIRED),
            expires_at=one.expires_at, now=now, quiet=quiet(one, now),
        )  # fmt: skip

    found = await moves(db, lost, follow, now=now, sms=sms)
    await apply(db, [(one, found[one.id], last[one.id].answer[:200]) for one in lost], now=now)


async def say_alive(worker: UUID, host: str, *, now: datetime) -> None:
    """A worker's heartbeat: /health goes red without one."""
    async with tx() as db:
        await tellings.beat(db, worker, host, now)


async def leave(worker: UUID, *, now: datetime) -> None:
    """A worker stops in order: what it holds goes back to the others at once."""
    async with tx() as db:
        await tellings.give_back(db, worker)
        await tellings.last_beat(db, worker, now - FORGET)


async def next_release(*, now: datetime, within: timedelta) -> timedelta:
    """How long until the next notice is due, at most `within`."""
    async with read() as db:
        due = await notices.next_release(db, now, now + within)
    return within if due is None else min(within, max(timedelta(0), due - now))
