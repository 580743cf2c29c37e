"""Named queries on tasks: what a human must settle."""

from collections.abc import Collection, Sequence
from datetime import datetime

from server.db import Tx
from server.wire import Row


class TaskRow(Row, frozen=True):
    id: int
    kind: str
    subject: str
    subject_id: int
    member_id: int | None
    name: str | None
    mobile: str | None
    why: str
    due_at: datetime | None
    created_at: datetime


_OPEN = """
SELECT t.id, t.kind, t.subject, t.subject_id, t.member_id, m.name, m.mobile, t.why, t.due_at, t.created_at
FROM task t LEFT JOIN member m ON m.production_id = t.production_id AND m.id = t.member_id
WHERE t.production_id = $1 AND t.settled_at IS NULL
  AND ($2::bigint[] IS NULL OR EXISTS (SELECT FROM member_position p WHERE p.production_id = t.production_id
    AND p.member_id = t.member_id AND p.department_id = ANY($2)))
ORDER BY t.due_at NULLS LAST, t.id LIMIT 500
"""


async def open_tasks(db: Tx, production_id: int, departments: list[int] | None) -> list[TaskRow]:
    """The most urgent first; `departments`: only about their people."""
    return [TaskRow(*row) for row in await db.fetch(_OPEN, production_id, departments)]


_INSERT = """
INSERT INTO task (production_id, kind, subject, subject_id, member_id, why, due_at, created_at)
SELECT t.production_id, $1, t.subject, t.subject_id, t.member_id, t.why, t.due_at, $2
FROM unnest($3::bigint[], $4::text[], $5::bigint[], $6::bigint[], $7::text[], $8::timestamptz[])
  AS t(production_id, subject, subject_id, member_id, why, due_at)
WHERE NOT EXISTS (SELECT FROM task o WHERE o.production_id = t.production_id AND o.kind = $1 AND o.subject = t.subject
  AND o.subject_id = t.subject_id AND o.settled_at IS NULL) OR $1 = 'problem'
RETURNING id
"""


async def insert(
    db: Tx, kind: str, rows: Sequence[tuple[int, str, int, int | None, str, datetime | None]], now: datetime
) -> list[int]:
    """(production_id, subject, subject_id, member_id, why, due_at); not a second time while one is open."""
    if not rows:
        return []
    return [row[0] for row in await db.fetch(_INSERT, kind, now, *(list(c) for c in zip(*rows, strict=True)))]


async def settle_about(  # noqa: PLR0917  one statement
    db: Tx, production_id: int, kind: str, subject: str, ids: Collection[int], by: int | None, now: datetime
) -> list[int]:
    """Which were open until now."""
    rows = await db.fetch(
        "UPDATE task SET settled_at = $6, settled_by = $5 WHERE production_id = $1 AND kind = $2 AND subject = $3"
        " AND subject_id = ANY($4::bigint[]) AND settled_at IS NULL RETURNING id",
        production_id, kind, subject, list(ids), by, now,
    )  # fmt: skip
    return [row[0] for row in rows]


async def open_again(
    db: Tx, production_id: int, kind: str, subject: str, settled: Sequence[tuple[int, datetime]]
) -> None:
    """(subject id, when): those that were settled then, by nobody, are open as they were."""
    if settled:
        await db.execute(
            "UPDATE task t SET settled_at = NULL FROM unnest($4::bigint[], $5::timestamptz[]) AS s(subject_id, at)"
            " WHERE t.production_id = $1 AND t.kind = $2 AND t.subject = $3 AND t.subject_id = s.subject_id"
            " AND t.settled_at = s.at AND t.settled_by IS NULL",
            production_id, kind, subject, *(list(column) for column in zip(*settled, strict=True)),
        )  # fmt: skip


class OneRow(Row, frozen=True):
    id: int
    kind: str
    subject: str
    subject_id: int
    member_id: int | None
    settled_at: datetime | None
    departments: list[int]


async def lock(db: Tx, production_id: int, task_id: int) -> OneRow | None:
    row = await db.fetchrow(
        "SELECT t.id, t.kind, t.subject, t.subject_id, t.member_id, t.settled_at, ARRAY(SELECT p.department_id"
        " FROM member_position p WHERE p.production_id = t.production_id AND p.member_id = t.member_id)"
        " FROM task t WHERE t.production_id = $1 AND t.id = $2 FOR UPDATE OF t",
        production_id, task_id,
    )  # fmt: skip
    return OneRow(*row) if row else None


async def settle(db: Tx, production_id: int, task_id: int, by: int, now: datetime) -> None:
    await db.execute(
        "UPDATE task SET settled_at = $4, settled_by = $3 WHERE production_id = $1 AND id = $2",
        production_id, task_id, by, now,
    )  # fmt: skip
