"""Ask the office to settle something, or say that nothing is left to settle; joins the caller's transaction."""

from datetime import datetime

from server.db import Tx
from server.models.tasks import queries


async def ask_once(
    db: Tx, production_id: int, *, kind: str, subject: str, subject_id: int, why: str, now: datetime
) -> None:
    """One open task per kind and subject, however often it is asked."""
    for number in await queries.insert(db, kind, [(production_id, subject, subject_id, None, why, None)], now):
        db.note("task_opened", "task", number, production_id=production_id)


async def no_longer(
    db: Tx, production_id: int, *, kind: str, subject: str, subject_id: int, by: int | None, now: datetime
) -> None:
    """Settle what is open of this kind about this subject."""
    for number in await queries.settle_about(db, production_id, kind, subject, [subject_id], by, now):
        db.note("task_settled", "task", number, production_id=production_id)
