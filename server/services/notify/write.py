"""Notices, written in the transaction of whoever has something to tell: about what, to whom, in which words.

Nothing is sent here: workers find what is due. Of its subject a notice knows only (kind, id, rank).
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from server.db import Tx
from server.models.notify import notices as rows
from server.models.tasks import queries as tasks
from server.rules.notify.states import CALLING, KNOWN, UNREACHED, State, after, ended
from server.wire import as_text

PENDING = tuple(sorted(CALLING | UNREACHED))
"""States in which a person isn't known to have it and may still be told."""


class About(msgspec.Struct, frozen=True):
    """The subject; a higher `rank` replaces what is pending of a lower or equal one. `source_id`: what made it."""

    subject: str
    subject_id: int
    rank: int
    source_id: int | None = None


class NoticeIn(msgspec.Struct, frozen=True, kw_only=True):
    """For one member. `words`: title and body · `payload`: JSON the phone merges · instants UTC."""

    member_id: int
    rings: bool
    must_confirm: bool
    words: dict[str, str]
    payload: bytes
    deadline: datetime | None
    expires_at: datetime
    not_before: datetime | None = None
    rings_at: datetime | None = None
    """Lies there silently until then, and sounds if it hasn't been shown by then."""
    by_hand: bool = False
    """A human rings at once; what is sent is the copy."""


async def write(
    db: Tx, production_id: int, notices: Sequence[NoticeIn], *, about: About, release_at: datetime, now: datetime
) -> list[int]:
    """One notice a member, held until `release_at`; their pending ones of this subject end as superseded.

    Returns the notices' ids. Raises ValueError for two of one member: nobody is told twice.
    """
    if len({notice.member_id for notice in notices}) != len(notices):
        raise ValueError("two notices for one member in one publish")
    if not notices:
        return []
    members = [notice.member_id for notice in notices]
    await supersede(db, production_id, about, members, now=now)
    return await rows.insert(
        db, production_id, (about.subject, about.subject_id, about.rank, about.source_id), release_at, now,
        (
            members, [n.rings for n in notices], [n.must_confirm for n in notices],
            [as_text(n.words) for n in notices], [n.payload.decode() for n in notices],
            [n.not_before for n in notices], [n.deadline for n in notices], [n.expires_at for n in notices],
            [n.rings_at for n in notices], [n.by_hand for n in notices],
        ),
    )  # fmt: skip


async def next_rank(db: Tx, production_id: int, subject: str, subject_id: int) -> int:
    """For a subject without versions of its own. The caller holds a lock on what it is about."""
    return await rows.last_rank(db, production_id, subject, subject_id) + 1


async def supersede(db: Tx, production_id: int, about: About, member_ids: Collection[int], *, now: datetime) -> None:
    """Because of `about` nothing is new for these: what is pending of its subject ends, what is queued is dropped, and
    nobody rings with the old words.
    """
    if member_ids:
        ended_ids = await rows.end_pending(
            db, production_id, about.subject, about.subject_id, member_ids, PENDING, State.SUPERSEDED, now,
            about.source_id,
        )  # fmt: skip
        await tasks.settle_about(db, production_id, "ring", "notice", ended_ids, None, now)


async def take_back(db: Tx, production_id: int, subject: str, source_id: int, *, now: datetime) -> int:
    """Delete the held notices of what was stopped in time, and give those back that they had replaced: the same
    notices, so that no phone rings again for what it has heard; who was to be rung is again. Returns how many were
    deleted.
    """
    done = await db.execute(
        "DELETE FROM notice WHERE production_id = $1 AND subject = $2 AND source_id = $3"
        " AND state IN ('held', 'superseded')",
        production_id,
        subject,
        source_id,
    )
    back, unknown = [], []
    for one in await rows.replaced(db, production_id, subject, source_id):
        state = State(one.was)
        for proof in one.proofs:
            if proof in KNOWN or proof == State.ACCEPTED:
                state = after(state, State(proof))
        back.append((one.id, state.value, now if ended(state, must_confirm=one.must_confirm) else None))
        unknown += [] if state in KNOWN else [(one.id, one.ended_at)]
    await rows.put_back(db, production_id, back, now)
    await tasks.open_again(db, production_id, "ring", "notice", unknown)
    return int(done.rpartition(" ")[2])


async def release_now(db: Tx, production_id: int, subject: str, source_id: int, *, now: datetime) -> None:
    """Skip the rest of the hold; quiet hours stay."""
    await db.execute(
        "UPDATE notice SET release_at = $4 WHERE production_id = $1 AND subject = $2 AND source_id = $3"
        " AND state = 'held' AND release_at > $4",
        production_id,
        subject,
        source_id,
        now,
    )
