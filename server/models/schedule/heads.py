"""Named queries of what heads of departments are asked, answer, and what of it was settled."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

import msgspec

from server.db import Tx
from server.rules.schedule.heads import Answer, Settled
from server.wire import Row, as_text


class QuestionRow(Row, frozen=True):
    """One department's. `answer`, `settled`: JSON."""

    department_id: int
    department: str
    asked_at: datetime
    answer_by: datetime
    chased_at: datetime | None
    answer: str | None
    answered_at: datetime | None
    answered_by: str
    revision: int
    settled: str

    @property
    def answered(self) -> Answer | None:
        return msgspec.json.decode(self.answer, type=Answer) if self.answer is not None else None

    @property
    def done(self) -> dict[str, Settled]:
        return msgspec.json.decode(self.settled, type=dict[str, Settled])


class ToldRow(Row, frozen=True):
    """How the newest asking stands with one head."""

    member_id: int
    notice_id: int
    state: str
    rung: str


class BlankRow(Row, frozen=True):
    """A department that hasn't answered in time."""

    id: int
    production_id: int
    day_id: int
    department_id: int
    answer_by: datetime


class MineRow(Row, frozen=True):
    day_id: int
    department_id: int


_QUESTIONS = """
SELECT q.department_id, d.name, q.asked_at, q.answer_by, q.chased_at, q.answer::text, q.answered_at,
  coalesce(m.name, a.name, ''), q.revision, q.settled::text
FROM head_question q JOIN department d ON d.production_id = q.production_id AND d.id = q.department_id
LEFT JOIN account a ON a.id = q.answered_by
LEFT JOIN LATERAL (SELECT one.name FROM member one WHERE one.production_id = q.production_id
  AND one.account_id = q.answered_by ORDER BY one.removed_at NULLS FIRST LIMIT 1) m ON true
WHERE q.production_id = $1 AND q.day_id = $2 AND ($3::bigint[] IS NULL OR q.department_id = ANY($3::bigint[]))
ORDER BY d.sort, d.name
"""

_TOLD = """
SELECT DISTINCT ON (member_id) member_id, id, state, rung FROM notice
WHERE production_id = $1 AND subject = 'heads' AND subject_id = $2 ORDER BY member_id, id DESC
"""

_BLANK = """
SELECT q.id, q.production_id, q.day_id, q.department_id, q.answer_by FROM head_question q
-- across productions: a worker chases for all of them
JOIN production o ON o.id = q.production_id AND o.archived_at IS NULL
WHERE q.chased_at IS NULL AND q.answered_at IS NULL AND q.answer_by <= $1 AND q.answer_by > $2
ORDER BY q.production_id, q.day_id, q.id LIMIT 500 FOR UPDATE OF q SKIP LOCKED
"""

_MINE = """
SELECT q.day_id, q.department_id FROM head_question q
JOIN shooting_day d ON d.production_id = q.production_id AND d.id = q.day_id
WHERE q.production_id = $1 AND q.department_id = ANY($2::bigint[]) AND d.cancelled_at IS NULL AND d.on_date >= $3
ORDER BY d.on_date, q.day_id, q.department_id LIMIT 40
"""


async def questions(
    db: Tx, production_id: int, day_id: int, departments: Collection[int] | None = None
) -> list[QuestionRow]:
    """Of a day, in the order of the departments."""
    rows = await db.fetch(_QUESTIONS, production_id, day_id, list(departments) if departments is not None else None)
    return [QuestionRow(*row) for row in rows]


async def twelve_hours(db: Tx, production_id: int, members: Collection[int]) -> set[int]:
    """Those of them who read the clock with am and pm."""
    rows = await db.fetch(
        "SELECT m.id FROM member m JOIN account a ON a.id = m.account_id WHERE m.production_id = $1"
        " AND m.id = ANY($2::bigint[]) AND a.clock = '12'",
        production_id, list(members),
    )  # fmt: skip
    return {row[0] for row in rows}


async def told(db: Tx, production_id: int, day_id: int) -> list[ToldRow]:
    return [ToldRow(*row) for row in await db.fetch(_TOLD, production_id, day_id)]


async def mine(db: Tx, production_id: int, departments: Collection[int], since: date) -> list[MineRow]:
    """What these departments are asked for the days from `since` on."""
    return [MineRow(*row) for row in await db.fetch(_MINE, production_id, list(departments), since)]


async def ask(  # noqa: PLR0917  the columns of its rows
    db: Tx, production_id: int, day_id: int, departments: Collection[int], answer_by: datetime, by: int, now: datetime
) -> None:
    """Asked again, an answer stays and so does the one chase; the time by which it is wanted is the new one."""
    await db.executemany(
        "INSERT INTO head_question (production_id, day_id, department_id, asked_by, asked_at, answer_by)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (day_id, department_id) DO UPDATE"
        " SET asked_by = excluded.asked_by, asked_at = excluded.asked_at, answer_by = excluded.answer_by",
        [(production_id, day_id, each, by, now, answer_by) for each in sorted(departments)],
    )


async def keep_answer(  # noqa: PLR0917  the columns of its row
    db: Tx, production_id: int, day_id: int, department_id: int, answer: Answer, by: int, now: datetime
) -> int:
    """Its revision."""
    revision: int = await db.fetchval(
        "UPDATE head_question SET answer = $4::jsonb, answered_by = $5, answered_at = $6, revision = revision + 1"
        " WHERE production_id = $1 AND day_id = $2 AND department_id = $3 RETURNING revision",
        production_id, day_id, department_id, as_text(answer), by, now,
    )  # fmt: skip
    return revision


async def keep_settled(
    db: Tx, production_id: int, day_id: int, department_id: int, settled: Mapping[str, Settled]
) -> None:
    await db.execute(
        "UPDATE head_question SET settled = $4::jsonb WHERE production_id = $1 AND day_id = $2 AND department_id = $3",
        production_id, day_id, department_id, as_text(dict(settled)),
    )  # fmt: skip


async def blank(db: Tx, now: datetime, since: datetime) -> list[BlankRow]:
    """Whose time has come after `since`, locked: a second worker finds none of them."""
    return [BlankRow(*row) for row in await db.fetch(_BLANK, now, since)]


async def chased(db: Tx, ids: Collection[int], now: datetime) -> None:
    # across productions: those that the worker has locked
    await db.execute("UPDATE head_question SET chased_at = $2 WHERE id = ANY($1::bigint[])", list(ids), now)
