"""Named queries on notices: write, supersede, release, end."""

from collections.abc import Collection, Sequence
from datetime import datetime

from server.db import Tx
from server.wire import Row

_INSERT = """
INSERT INTO notice (production_id, member_id, subject, subject_id, rank, source_id, rings, must_confirm, words, payload,
  release_at, not_before, deadline, expires_at, rings_at, by_hand, created_at)
SELECT $1, member_id, $2, $3, $4, $5, rings, must_confirm, words::jsonb, payload::jsonb, $6, not_before, deadline,
  expires_at, rings_at, by_hand, $7
FROM unnest($8::bigint[], $9::boolean[], $10::boolean[], $11::text[], $12::text[], $13::timestamptz[],
  $14::timestamptz[], $15::timestamptz[], $16::timestamptz[], $17::boolean[])
  AS n(member_id, rings, must_confirm, words, payload, not_before, deadline, expires_at, rings_at, by_hand)
RETURNING id
"""


async def insert(  # noqa: PLR0917  one statement
    db: Tx,
    production_id: int,
    about: tuple[str, int, int, int | None],
    release_at: datetime,
    now: datetime,
    columns: Sequence[Sequence[object]],
) -> list[int]:
    """`columns`: member_id, rings, must_confirm, words, payload, not_before, deadline, expires_at, rings_at, by_hand,
    each a list.
    """
    rows = await db.fetch(_INSERT, production_id, *about, release_at, now, *columns)
    return [row[0] for row in rows]


# Rows are locked in id order, here and in every worker: two that lock as they find them deadlock.
async def last_rank(db: Tx, production_id: int, subject: str, subject_id: int) -> int:
    """0: nobody was ever told of it."""
    found: int = await db.fetchval(
        "SELECT coalesce(max(rank), 0) FROM notice WHERE production_id = $1 AND subject = $2 AND subject_id = $3",
        production_id,
        subject,
        subject_id,
    )
    return found


_END = """
WITH locked AS (
  SELECT id FROM notice WHERE production_id = $1 AND subject = $2 AND subject_id = $3 AND member_id = ANY($4::bigint[])
    AND state = ANY($5) ORDER BY id FOR UPDATE
), ended AS (
  UPDATE notice SET replaced_in = state, replaced_by = $8, state = $6, ended_at = $7
  WHERE production_id = $1 AND id IN (SELECT id FROM locked) RETURNING id
), dropped AS (
  UPDATE telling SET state = 'dropped', at = $7 WHERE production_id = $1 AND notice_id IN (SELECT id FROM ended)
    AND state = 'queued'
)
SELECT id FROM ended
"""
# A claimed telling may be on its way this moment: its worker writes down what came of it, so that it isn't said again
# when the notice is given back.


async def end_pending(  # noqa: PLR0917  one statement
    db: Tx, production_id: int, subject: str, subject_id: int, members: Collection[int], pending: Collection[str],
    state: str, now: datetime, source_id: int | None = None,
) -> list[int]:  # fmt: skip
    """Ids of the notices that ended as `state`, because of `source_id`; what is queued of them is dropped."""
    rows = await db.fetch(_END, production_id, subject, subject_id, list(members), list(pending), state, now, source_id)
    return [row[0] for row in rows]


class ReplacedRow(Row, frozen=True):
    id: int
    was: str
    must_confirm: bool
    ended_at: datetime
    proofs: list[str]
    """What the person's devices said of it, before and since."""


async def replaced(db: Tx, production_id: int, subject: str, source_id: int) -> list[ReplacedRow]:
    """Notices that this source superseded, locked in id order."""
    rows = await db.fetch(
        "SELECT n.id, n.replaced_in, n.must_confirm, n.ended_at, ARRAY(SELECT r.state FROM receipt r"
        "  WHERE r.production_id = n.production_id AND r.notice_id = n.id)"
        " FROM notice n WHERE n.production_id = $1 AND n.subject = $2 AND n.replaced_by = $3 AND n.state = 'superseded'"
        " ORDER BY n.id FOR UPDATE",
        production_id, subject, source_id,
    )  # fmt: skip
    return [ReplacedRow(*row) for row in rows]


_PUT_BACK = """
WITH back AS (
  UPDATE notice n SET state = s.state, ended_at = s.ended_at, replaced_by = NULL, replaced_in = NULL
  FROM unnest($2::bigint[], $3::text[], $4::timestamptz[]) AS s(id, state, ended_at)
  WHERE n.production_id = $1 AND n.id = s.id RETURNING n.id, n.state
)
UPDATE telling t SET state = 'queued', at = NULL, due_at = $5, claimed_by = NULL, claimed_until = NULL
WHERE t.production_id = $1 AND t.state = 'dropped'
  AND t.notice_id IN (SELECT id FROM back WHERE state IN ('queued', 'accepted'))
"""


async def put_back(db: Tx, production_id: int, rows: Sequence[tuple[int, str, datetime | None]], now: datetime) -> None:
    """(id, state, ended_at). What was dropped of those that are still being called is due again."""
    if rows:
        await db.execute(_PUT_BACK, production_id, *(list(column) for column in zip(*rows, strict=True)), now)


async def end_of_member(
    db: Tx, production_id: int, member_id: int, pending: Collection[str], now: datetime
) -> list[int]:
    """A person leaves: every notice that is pending ends as left."""
    rows = await db.fetch(
        "WITH ended AS (UPDATE notice SET state = 'left', ended_at = $4 WHERE production_id = $1 AND member_id = $2"
        " AND state = ANY($3) RETURNING id), dropped AS (UPDATE telling SET state = 'dropped', at = $4"
        " WHERE production_id = $1 AND notice_id IN (SELECT id FROM ended) AND state IN ('queued', 'claimed'))"
        " SELECT id FROM ended",
        production_id, member_id, list(pending), now,
    )  # fmt: skip
    return [row[0] for row in rows]


async def climb_now(db: Tx, production_id: int, chaser: int, now: datetime) -> None:
    """What is on this person's list takes its next rung at once."""
    await db.execute(
        "UPDATE notice SET next_rung_at = $3 WHERE production_id = $1 AND id IN (SELECT id FROM notice"
        " WHERE production_id = $1 AND chaser_member_id = $2 AND rung = 'chaser' AND next_rung_at > $3"
        " ORDER BY id FOR UPDATE)",
        production_id, chaser, now,
    )  # fmt: skip


class DueRow(Row, frozen=True):
    """A notice with the doors of its person. `mobile`: only where they agreed to be texted, by that production."""

    id: int
    production_id: int
    member_id: int
    account_id: int | None
    subject: str
    subject_id: int
    expires_at: datetime
    email: str | None
    mail_bounced: bool
    right: bool
    mobile: str | None
    state: str
    rings: bool
    rung: str
    by_hand: bool
    release_at: datetime
    rings_at: datetime | None
    deadline: datetime | None
    must_confirm: bool


# Who has an account needs a grant that counts now; who has none is on the production until taken off.
_DOORS = """m.account_id, n.subject, n.subject_id, n.expires_at, m.email, m.mail_bounced_at IS NOT NULL,
  m.removed_at IS NULL AND (m.account_id IS NULL OR EXISTS (
    SELECT FROM access_grant g WHERE g.production_id = n.production_id AND g.member_id = n.member_id
      AND g.revoked_at IS NULL AND (g.starts_at IS NULL OR g.starts_at <= $1) AND (g.ends_at IS NULL OR g.ends_at > $1)
  )),
  (SELECT m.mobile FROM sms_consent c JOIN production p ON p.id = c.production_id
    WHERE c.production_id = n.production_id AND c.member_id = n.member_id AND c.agreed_at IS NOT NULL
      AND c.number = m.mobile AND c.stopped_at IS NULL AND m.mobile ~ '^[+][0-9]{7,15}$'
      AND p.settings->>'sms' = 'true'),
  n.state, n.rings, n.rung, n.by_hand, n.release_at, n.rings_at, n.deadline, n.must_confirm"""

_DUE = f"""
-- across productions: a worker serves the whole installation
SELECT n.id, n.production_id, n.member_id, {_DOORS}
FROM notice n JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id
WHERE n.state = 'held' AND n.release_at <= $1 AND coalesce(n.not_before, n.release_at) <= $1
ORDER BY n.id LIMIT $2 FOR UPDATE OF n SKIP LOCKED
"""

_DOORS_OF = f"""
-- across productions: a worker serves the whole installation
SELECT n.id, n.production_id, n.member_id, {_DOORS}
FROM notice n JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id WHERE n.id = ANY($2::bigint[])
"""


async def due(db: Tx, now: datetime, limit: int) -> list[DueRow]:
    """Held ones whose time has come, locked; those that another worker holds are left to it."""
    return [DueRow(*row) for row in await db.fetch(_DUE, now, limit)]


async def doors_of(db: Tx, ids: Collection[int], now: datetime) -> dict[int, DueRow]:
    return {row[0]: DueRow(*row) for row in await db.fetch(_DOORS_OF, now, list(ids))}


async def subscriptions_of(db: Tx, accounts: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Subscription ids by account, newest first; five at most."""
    rows = await db.fetch(
        "SELECT account_id, (array_agg(id ORDER BY kept_at DESC, id DESC))[:5] FROM subscription"
        " WHERE account_id = ANY($1::bigint[]) GROUP BY account_id",
        list(accounts),
    )
    return {row[0]: tuple(row[1]) for row in rows}


_SET = """
-- across productions: a worker serves the whole installation
UPDATE notice n SET state = s.state, reason = coalesce(s.reason, n.reason), ended_at = s.ended_at
FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[]) AS s(id, state, reason, ended_at) WHERE n.id = s.id
"""


async def set_states(db: Tx, rows: Sequence[tuple[int, str, str | None, datetime | None]]) -> None:
    """(id, state, reason, ended_at) of notices that the caller has locked; None keeps the reason."""
    if rows:
        await db.execute(_SET, *(list(column) for column in zip(*rows, strict=True)))


class StateRow(Row, frozen=True):
    id: int
    production_id: int
    member_id: int
    subject: str
    subject_id: int
    rank: int
    state: str
    must_confirm: bool
    created_at: datetime
    release_at: datetime
    expires_at: datetime
    rung: str
    chaser_member_id: int | None


_STATE = (
    "n.id, n.production_id, n.member_id, n.subject, n.subject_id, n.rank, n.state, n.must_confirm, n.created_at,"
    " n.release_at, n.expires_at, n.rung, n.chaser_member_id"
)


async def lock(db: Tx, ids: Collection[int]) -> dict[int, StateRow]:
    """In id order."""
    rows = await db.fetch(
        f"SELECT {_STATE} FROM notice n WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE"
        " -- across productions: by their own ids, from a telling or a one-purpose token",
        list(ids),
    )
    return {row[0]: StateRow(*row) for row in rows}


async def lock_own(db: Tx, production_id: int, notice_id: int) -> StateRow | None:
    row = await db.fetchrow(
        f"SELECT {_STATE} FROM notice n WHERE n.production_id = $1 AND n.id = $2 FOR UPDATE", production_id, notice_id
    )
    return StateRow(*row) if row else None


async def lock_newest(db: Tx, one: StateRow) -> StateRow | None:
    """The newest of the same person and subject that counts."""
    row = await db.fetchrow(
        f"SELECT {_STATE} FROM notice n WHERE n.production_id = $1 AND n.member_id = $2 AND n.subject = $3"
        " AND n.subject_id = $4 AND n.state NOT IN ('superseded', 'left') ORDER BY n.rank DESC LIMIT 1 FOR UPDATE",
        one.production_id, one.member_id, one.subject, one.subject_id,
    )  # fmt: skip
    return StateRow(*row) if row else None


_CLIMBING = f"""
-- across productions: a worker serves the whole installation
SELECT n.id, n.production_id, n.member_id, {_DOORS}
FROM notice n JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id
WHERE n.next_rung_at <= $1 AND n.state IN ('queued', 'accepted', 'bounced', 'gone', 'refused', 'expired', 'no_channel')
  AND n.expires_at > $1
ORDER BY n.id LIMIT $2 FOR UPDATE OF n SKIP LOCKED
"""


async def climbing(db: Tx, now: datetime, limit: int) -> list[DueRow]:
    """Those whose next rung is due and that nobody answered, locked; what another worker holds is left to it."""
    return [DueRow(*row) for row in await db.fetch(_CLIMBING, now, limit)]


_RUNGS = """
-- across productions: a worker serves the whole installation
UPDATE notice n SET rung = r.rung, rung_at = $1, next_rung_at = r.next_at,
  chaser_member_id = coalesce(r.chaser, n.chaser_member_id), rings = n.rings OR r.aloud,
  asked_why = CASE WHEN r.why = '' THEN n.asked_why ELSE r.why END
FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::bigint[], $6::text[], $7::boolean[])
  AS r(id, rung, next_at, chaser, why, aloud) WHERE n.id = r.id
"""


async def set_rungs(
    db: Tx, rows: Sequence[tuple[int, str, datetime | None, int | None, str, bool]], now: datetime
) -> None:
    """(id, rung, when the next is due, chaser, why a human is asked, whether it sounds from now on), all locked."""
    if rows:
        await db.execute(_RUNGS, now, *(list(column) for column in zip(*rows, strict=True)))


_EXPIRED = f"""
-- across productions: a worker serves the whole installation
SELECT {_STATE} FROM notice n WHERE n.state IN ('held', 'queued', 'accepted') AND n.expires_at <= $1
ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
"""


async def expired(db: Tx, now: datetime, limit: int) -> list[StateRow]:
    """Not known to anybody, and the call is over."""
    return [StateRow(*row) for row in await db.fetch(_EXPIRED, now, limit)]


_UNCONFIRMED = """
-- across productions: a worker serves the whole installation
UPDATE notice n SET ended_at = n.expires_at WHERE n.id IN (
  SELECT id FROM notice WHERE ended_at IS NULL AND state IN ('shown', 'opened') AND expires_at <= $1
  ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
"""


async def end_unconfirmed(db: Tx, now: datetime, limit: int) -> int:
    """Shown, asked for a "Got it" that never came, and the call is over: known all the same. Returns how many."""
    return int((await db.execute(_UNCONFIRMED, now, limit)).split()[-1])


_NEXT = """
-- across productions: a worker serves the whole installation
SELECT min(at) FROM (
  SELECT min(greatest(release_at, not_before)) FROM notice WHERE state = 'held' AND release_at <= $1
  UNION ALL SELECT min(next_rung_at) FROM notice WHERE next_rung_at <= $1 AND expires_at > $2
    AND state IN ('queued', 'accepted', 'bounced', 'gone', 'refused', 'expired', 'no_channel')
) AS due(at)
"""


async def next_release(db: Tx, now: datetime, until: datetime) -> datetime | None:
    """When the next held notice, or the next rung of one, is due, as far as it is before `until`. What is over by `now`
    climbs no more, and isn't waited for.
    """
    found: datetime | None = await db.fetchval(_NEXT, until, now)
    return found
