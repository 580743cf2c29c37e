"""Sets of personal copies: asked for once, made row by row under a lease, handed out, forgotten."""

from collections.abc import Sequence
from datetime import date, datetime

from server.db import Tx
from server.errors import NotFound
from server.wire import Row


class SetRow(Row, frozen=True):
    id: int
    day_id: int
    version_id: int
    half: bool
    asked_at: datetime
    ends_at: datetime
    cancelled_at: datetime | None
    done_at: datetime | None
    number: int
    colour: str
    on_date: date
    asked_by: str
    total: int
    made: int
    failed: int


_SETS = """
SELECT s.id, s.day_id, s.version_id, s.half, s.asked_at, s.ends_at, s.cancelled_at, s.done_at, v.number, v.colour,
  d.on_date,
  coalesce((SELECT m.name FROM member m WHERE m.production_id = $1 AND m.account_id = s.asked_by
    ORDER BY m.removed_at NULLS FIRST, m.id LIMIT 1), (SELECT a.name FROM account a WHERE a.id = s.asked_by), ''),
  c.total, c.made, c.failed
FROM copy_set s
JOIN sheet_version v ON v.production_id = $1 AND v.id = s.version_id
JOIN shooting_day d ON d.production_id = $1 AND d.id = s.day_id
CROSS JOIN LATERAL (SELECT count(*)::int AS total, count(*) FILTER (WHERE state = 'made')::int AS made,
  count(*) FILTER (WHERE state = 'failed')::int AS failed FROM personal_copy p
  WHERE p.production_id = $1 AND p.set_id = s.id) c
WHERE s.production_id = $1
"""


async def of_day(db: Tx, production_id: int, day_id: int, now: datetime) -> list[SetRow]:
    """Newest first, those that are still kept."""
    rows = await db.fetch(
        f"{_SETS} AND s.day_id = $2 AND s.ends_at > $3 ORDER BY s.asked_at DESC, s.id DESC LIMIT 50",
        production_id, day_id, now,
    )  # fmt: skip
    return [SetRow(*row) for row in rows]


async def one(db: Tx, production_id: int, day_id: int, set_id: int, now: datetime) -> SetRow:
    """Raises NotFound, also for one whose time is over."""
    row = await db.fetchrow(
        f"{_SETS} AND s.day_id = $2 AND s.id = $3 AND s.ends_at > $4", production_id, day_id, set_id, now
    )
    if row is None:
        raise NotFound
    return SetRow(*row)


async def standing(db: Tx, production_id: int, version_id: int, *, half: bool) -> int | None:
    """The set of this version and size that wasn't cancelled."""
    found: int | None = await db.fetchval(
        "SELECT id FROM copy_set WHERE production_id = $1 AND version_id = $2 AND half = $3 AND cancelled_at IS NULL",
        production_id, version_id, half,
    )  # fmt: skip
    return found


async def add(
    db: Tx, production_id: int, day_id: int, version_id: int, members: Sequence[int], *, half: bool, by: int | None,
    now: datetime, ends_at: datetime,
) -> int:  # fmt: skip
    """A new set with a due row for each member who is still there, in this order."""
    made: int = await db.fetchval(
        "INSERT INTO copy_set (production_id, day_id, version_id, half, asked_by, asked_at, ends_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        production_id, day_id, version_id, half, by, now, ends_at,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO personal_copy (set_id, member_id, production_id, sort)"
        " SELECT $2, m.id, $1, o.n FROM unnest($3::bigint[]) WITH ORDINALITY o(id, n)"
        " JOIN member m ON m.production_id = $1 AND m.id = o.id AND m.removed_at IS NULL",
        production_id, made, list(members),
    )  # fmt: skip
    return made


async def again(db: Tx, production_id: int, set_id: int, *, ends_at: datetime) -> int:
    """Those that failed are due once more. Returns how many."""
    done = await db.execute(
        "UPDATE personal_copy SET state = 'due', tries = 0, claimed_until = NULL"
        " WHERE production_id = $1 AND set_id = $2 AND state = 'failed'",
        production_id, set_id,
    )  # fmt: skip
    many = int(done.rpartition(" ")[2])
    if many:
        await db.execute(
            "UPDATE copy_set SET done_at = NULL, ends_at = $3 WHERE production_id = $1 AND id = $2",
            production_id, set_id, ends_at,
        )  # fmt: skip
    return many


async def drop_oldest(db: Tx, production_id: int, *, keep: int) -> None:
    await db.execute(
        "DELETE FROM copy_set WHERE production_id = $1 AND id NOT IN (SELECT id FROM copy_set"
        " WHERE production_id = $1 ORDER BY asked_at DESC, id DESC LIMIT $2)",
        production_id, keep,
    )  # fmt: skip


async def cancel(db: Tx, production_id: int, set_id: int, now: datetime) -> bool:
    """False: it was done, or cancelled, before. What was made of it goes at once."""
    found = await db.fetchval(
        "UPDATE copy_set SET cancelled_at = $3 WHERE production_id = $1 AND id = $2 AND cancelled_at IS NULL"
        " AND done_at IS NULL RETURNING id",
        production_id, set_id, now,
    )  # fmt: skip
    if found is None:
        return False
    await db.execute("DELETE FROM personal_copy WHERE production_id = $1 AND set_id = $2", production_id, set_id)
    return True


class DueRow(Row, frozen=True):
    """A copy in hand: whose, as which reader."""

    member_id: int
    tries: int
    name: str
    roles: list[str]
    twelve: bool


_CLAIM = """
WITH next AS (
  SELECT c.member_id FROM personal_copy c JOIN copy_set s ON s.production_id = $1 AND s.id = c.set_id
  WHERE c.production_id = $1 AND c.set_id = $2 AND c.state = 'due' AND s.cancelled_at IS NULL AND s.ends_at > $3
    AND (c.claimed_until IS NULL OR c.claimed_until <= $3)
  ORDER BY c.sort LIMIT 1 FOR UPDATE OF c SKIP LOCKED
), mine AS (
  UPDATE personal_copy c SET claimed_until = $4, tries = c.tries + 1 FROM next n
  WHERE c.production_id = $1 AND c.set_id = $2 AND c.member_id = n.member_id RETURNING c.member_id, c.tries
)
SELECT m.id, mine.tries, m.name, m.roles, coalesce(a.clock = '12', false)
FROM mine JOIN member m ON m.production_id = $1 AND m.id = mine.member_id LEFT JOIN account a ON a.id = m.account_id
"""


async def claim(db: Tx, production_id: int, set_id: int, *, now: datetime, until: datetime) -> DueRow | None:
    """The next copy nobody has in hand. None: all are made, given up, or in other hands."""
    row = await db.fetchrow(_CLAIM, production_id, set_id, now, until)
    return DueRow(*row) if row else None


async def free_at(db: Tx, production_id: int, set_id: int) -> datetime | None:
    """When the first of those in other hands would be free again. None: nothing is due any more."""
    found: datetime | None = await db.fetchval(
        "SELECT min(coalesce(c.claimed_until, '-infinity')) FROM personal_copy c"
        " JOIN copy_set s ON s.production_id = $1 AND s.id = c.set_id AND s.cancelled_at IS NULL"
        " WHERE c.production_id = $1 AND c.set_id = $2 AND c.state = 'due'",
        production_id, set_id,
    )  # fmt: skip
    return found


async def keep(
    db: Tx, production_id: int, set_id: int, member_id: int, *, tries: int, pdf: bytes | None, made_for: bytes | None
) -> bool:
    """The copy, or that there is none. False: another worker has it by now, or it isn't wanted any more."""
    done = await db.fetchval(
        "UPDATE personal_copy SET state = CASE WHEN $5::bytea IS NULL THEN 'failed' ELSE 'made' END, pdf = $5,"
        " made_for = $6, claimed_until = NULL"
        " WHERE production_id = $1 AND set_id = $2 AND member_id = $3 AND state = 'due' AND tries = $4"
        " RETURNING member_id",
        production_id, set_id, member_id, tries, pdf, made_for,
    )  # fmt: skip
    return done is not None


async def give_back(db: Tx, production_id: int, set_id: int, member_id: int, *, tries: int) -> None:
    """It failed and is due again."""
    await db.execute(
        "UPDATE personal_copy SET claimed_until = NULL"
        " WHERE production_id = $1 AND set_id = $2 AND member_id = $3 AND state = 'due' AND tries = $4",
        production_id, set_id, member_id, tries,
    )  # fmt: skip


async def finish(db: Tx, production_id: int, set_id: int, now: datetime) -> tuple[int, int] | None:
    """(day, version number) for the one who ended it; None for all others, and while something is due."""
    row = await db.fetchrow(
        "UPDATE copy_set s SET done_at = $3 FROM sheet_version v WHERE s.production_id = $1 AND s.id = $2"
        " AND v.production_id = $1 AND v.id = s.version_id AND s.done_at IS NULL AND s.cancelled_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM personal_copy c WHERE c.production_id = $1 AND c.set_id = $2"
        " AND c.state = 'due') RETURNING s.day_id, v.number",
        production_id, set_id, now,
    )  # fmt: skip
    return (row[0], row[1]) if row else None


async def ready(
    db: Tx, production_id: int, version_id: int, member_id: int, made_for: bytes, *, half: bool
) -> bytes | None:
    """A copy that lies ready for exactly this reader."""
    found: bytes | None = await db.fetchval(
        "SELECT c.pdf FROM copy_set s JOIN personal_copy c ON c.production_id = $1 AND c.set_id = s.id"
        " AND c.member_id = $3 AND c.made_for = $4"
        " WHERE s.production_id = $1 AND s.version_id = $2 AND s.half = $5 AND s.cancelled_at IS NULL",
        production_id, version_id, member_id, made_for, half,
    )  # fmt: skip
    return found


async def listed(db: Tx, production_id: int, set_id: int) -> list[tuple[int, str]]:
    """(member, name) of those that are made, in the order of the sheet."""
    rows = await db.fetch(
        "SELECT c.member_id, m.name FROM personal_copy c JOIN member m ON m.production_id = $1 AND m.id = c.member_id"
        " WHERE c.production_id = $1 AND c.set_id = $2 AND c.state = 'made' ORDER BY c.sort, c.member_id",
        production_id, set_id,
    )  # fmt: skip
    return [(row[0], row[1]) for row in rows]


async def pdf(db: Tx, production_id: int, set_id: int, member_id: int) -> bytes | None:
    found: bytes | None = await db.fetchval(
        "SELECT pdf FROM personal_copy WHERE production_id = $1 AND set_id = $2 AND member_id = $3",
        production_id, set_id, member_id,
    )  # fmt: skip
    return found


async def failed(db: Tx, production_id: int, day_id: int, now: datetime) -> dict[int, list[str]]:
    """Set → names of those whose copy couldn't be made."""
    rows = await db.fetch(
        "SELECT c.set_id, array_agg(m.name ORDER BY c.sort) FROM copy_set s"
        " JOIN personal_copy c ON c.production_id = $1 AND c.set_id = s.id AND c.state = 'failed'"
        " JOIN member m ON m.production_id = $1 AND m.id = c.member_id"
        " WHERE s.production_id = $1 AND s.day_id = $2 AND s.ends_at > $3 GROUP BY c.set_id",
        production_id, day_id, now,
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}


async def forget(db: Tx, now: datetime) -> None:
    await db.execute("DELETE FROM copy_set WHERE ends_at <= $1 -- across productions: a worker's housekeeping\n", now)


async def version_of(db: Tx, production_id: int, set_id: int) -> tuple[int, bool] | None:
    """(version, half) of a set that is still wanted."""
    row = await db.fetchrow(
        "SELECT version_id, half FROM copy_set WHERE production_id = $1 AND id = $2 AND cancelled_at IS NULL",
        production_id, set_id,
    )  # fmt: skip
    return (row[0], row[1]) if row else None
