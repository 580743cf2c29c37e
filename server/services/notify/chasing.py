"""Ask a human to ring: the person's chaser, who finds them on their own list, and after them the office."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import msgspec

from server.db import Tx
from server.models.notify import chasing, notices, receipts
from server.models.notify.notices import DueRow
from server.models.notify.receipts import Receipt
from server.models.tasks import queries as tasks
from server.rules.notify import ladder
from server.rules.notify.chasers import chaser_of
from server.rules.notify.ladder import Rung
from server.services.notify.write import About, NoticeIn, next_rank, write

LIST_LASTS = timedelta(hours=12)
SOUND = timedelta(minutes=5)
"""A list that grows again within this time grows silently."""


class Asking(msgspec.Struct, frozen=True):
    """A notice for which a human is asked. `why`: late, forced, or how the last door failed."""

    one: DueRow
    rung: Rung
    why: str


async def ask(db: Tx, asking: Sequence[Asking], *, now: datetime) -> None:
    """On the chaser's list while it is their turn, else on the office's; a task each, so that nobody is forgotten."""
    for production_id in sorted({each.one.production_id for each in asking}):
        await _ask(db, production_id, [each for each in asking if each.one.production_id == production_id], now=now)


async def _ask(db: Tx, production_id: int, asking: Sequence[Asking], *, now: datetime) -> None:
    chasers = await _chasers(db, production_id, asking, now=now)
    accounts = await chasing.accounts_of(db, production_id, set(chasers.values()))
    rungs, proofs = [], []
    for each in asking:
        one, chaser = each.one, chasers.get(each.one.id)
        rung = Rung.CHASER if chaser is not None else Rung.OFFICE
        at = ladder.timing(one.release_at, rings_at=one.rings_at, deadline=one.deadline)
        rungs.append((one.id, rung, ladder.next_due(rung, at, since=now), chaser, each.why, sounds(one, now)))
        proofs.append(
            Receipt(
                id=uuid4(), production_id=production_id, notice_id=one.id, state="asked", at=now, channel=rung,
                by_account=accounts.get(chaser) if chaser is not None else None, detail=each.why,
            )
        )  # fmt: skip
    await notices.set_rungs(db, rungs, now)
    await receipts.insert(db, proofs)
    rings = [(production_id, "notice", e.one.id, e.one.member_id, e.why, e.one.expires_at) for e in asking]
    made = await tasks.insert(db, "ring", rings, now)
    if made:
        db.note("ring_asked", "task", min(made), production_id=production_id)
    await _tell_chasers(db, production_id, asking, chasers, now=now)


def sounds(one: DueRow, now: datetime) -> bool:
    """It lay silently and doesn't any more."""
    return one.rings_at is not None and one.rings_at <= now


async def _chasers(db: Tx, production_id: int, asking: Sequence[Asking], *, now: datetime) -> dict[int, int]:
    """By notice, of those whose turn it is."""
    theirs = [each for each in asking if each.rung is Rung.CHASER]
    if not theirs:
        return {}
    team = await chasing.team(db, production_id, now)
    named = await chasing.named_chasers(db, production_id)
    people = {person.member_id: person for person in team}
    found = {}
    for each in theirs:
        person = people.get(each.one.member_id)
        chaser = chaser_of(person, team, named) if person is not None else None
        if chaser is not None:
            found[each.one.id] = chaser
    return found


async def _tell_chasers(
    db: Tx, production_id: int, asking: Sequence[Asking], chasers: dict[int, int], *, now: datetime
) -> None:
    """*Yours to ring: 3 people*, once for all that came at this moment: one sound."""
    newest: dict[int, int] = defaultdict(int)
    for each in asking:
        if (chaser := chasers.get(each.one.id)) is not None:
            newest[chaser] = max(newest[chaser], each.one.subject_id)
    await chasing.lock(db, production_id, newest)
    many = await chasing.how_many(db, production_id, newest, now)
    heard = await chasing.told_since(db, production_id, newest, now - SOUND)
    for subject_id in sorted(set(newest.values())):
        told = [
            NoticeIn(
                member_id=chaser, rings=chaser not in heard, must_confirm=False, words=words_of(many[chaser]),
                payload=b"{}", deadline=None, expires_at=now + LIST_LASTS,
            )
            for chaser in sorted(newest)
            if newest[chaser] == subject_id and many.get(chaser)
        ]  # fmt: skip
        rank = await next_rank(db, production_id, "ring", subject_id)
        await write(db, production_id, told, about=About("ring", subject_id, rank), release_at=now, now=now)


def words_of(many: int) -> dict[str, str]:
    """No names: a locked screen is read by whoever stands near."""
    who = "1 person" if many == 1 else f"{many} people"
    return {
        "title": f"Yours to ring: {who}",
        "body": "Nothing else has reached them. Numbers and words are on your list.",
    }
