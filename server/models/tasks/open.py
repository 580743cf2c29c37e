"""Opening and settling what the office must settle; joins the caller's transaction."""

from datetime import datetime

from server.db import Tx


async def open_once(
    db: Tx, production_id: int, *, kind: str, subject: str, subject_id: int, why: str, now: datetime
) -> int | None:
    """One open task per kind and subject: its number, or None when there is one already."""
    number: int | None = await db.fetchval(
        "INSERT INTO task (production_id, kind, subject, subject_id, why, created_at) SELECT $1, $2, $3, $4, $5, $6"
        " WHERE NOT EXISTS (SELECT FROM task WHERE production_id = $1 AND kind = $2 AND subject = $3"
        " AND subject_id = $4 AND settled_at IS NULL) RETURNING id",
        production_id, kind, subject, subject_id, why, now,
    )  # fmt: skip
    if number is not None:
        db.note("task_opened", "task", number, production_id=production_id)
    return number


async def settle_all(
    db: Tx, production_id: int, *, kind: str, subject: str, subject_id: int, by: int | None, now: datetime
) -> None:
    """Settle what is open of this kind about this subject."""
    rows = await db.fetch(
        "UPDATE task SET settled_at = $5, settled_by = $6"
        " WHERE production_id = $1 AND kind = $2 AND subject = $3 AND subject_id = $4 AND settled_at IS NULL"
        " RETURNING id",
        production_id, kind, subject, subject_id, now, by,
    )  # fmt: skip
    for row in rows:
        db.note("task_settled", "task", row[0], production_id=production_id)
