"""What a human must settle: ring somebody, look at a problem; the list, and taking a line off it."""

from datetime import datetime

from server.db import read, tx
from server.errors import Conflict, NotFound
from server.models.tasks import queries
from server.models.tasks.queries import TaskRow
from server.rules.access import Actor, Membership, Scope, may


def _departments(membership: Membership, scope: Scope) -> list[int] | None:
    return sorted(membership.heads or membership.departments) if scope is Scope.DEPARTMENT else None


async def open_tasks(production_id: int, *, by: Actor) -> list[TaskRow]:
    """The most urgent first, 500 at most; a head of department sees those about their own people."""
    membership, scope = may(by, "task", "read", production_id=production_id)
    async with read() as db:
        return await queries.open_tasks(db, production_id, _departments(membership, scope))


async def settle(production_id: int, task_id: int, *, by: Actor, now: datetime) -> None:
    """Take it off the list. Somebody to ring is taken off by saying what came of it. Raises NotFound, Conflict."""
    membership, scope = may(by, "task", "settle", production_id=production_id)
    mine = _departments(membership, scope)
    async with tx(production_id) as db:
        task = await queries.lock(db, production_id, task_id)
        if task is None or (mine is not None and not set(mine) & set(task.departments)):
            raise NotFound
        if task.kind == "ring" and task.settled_at is None:
            raise Conflict(
                "Nobody is taken off this list without having been reached.", code="say_outcome",
                next_step="Note what came of ringing.",
            )  # fmt: skip
        if task.settled_at is None:
            await queries.settle(db, production_id, task_id, by.account_id, now)
            db.note("task_settled", "task", task_id, by=by)
