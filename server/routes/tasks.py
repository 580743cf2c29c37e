"""What a human must settle."""

from datetime import datetime

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from server import clock
from server.rules.access import Actor
from server.services.tasks import settle as tasks
from server.wire import Struct


class TaskOut(Struct):
    """`kind`: ring, problem, dispute, parked. `subject`: what it is about; "notice" of somebody to ring."""

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


class TasksOut(Struct):
    tasks: list[TaskOut]


@get("/api/productions/{production_id:int}/tasks", opt={"may": ("task", "read")}, operation_id="ListTasks")
async def list_tasks(actor: NamedDependency[Actor], production_id: FromPath[int]) -> TasksOut:
    """Open ones, the most urgent first."""
    found = await tasks.open_tasks(production_id, by=actor)
    return TasksOut(
        tasks=[
            TaskOut(
                id=t.id, kind=t.kind, subject=t.subject, subject_id=t.subject_id, member_id=t.member_id, name=t.name,
                mobile=t.mobile, why=t.why, due_at=t.due_at, created_at=t.created_at,
            )
            for t in found
        ]
    )  # fmt: skip


@post(
    "/api/productions/{production_id:int}/tasks/{task_id:int}/settle",
    opt={"may": ("task", "settle")}, status_code=204, operation_id="SettleTask",
)  # fmt: skip
async def settle(actor: NamedDependency[Actor], production_id: FromPath[int], task_id: FromPath[int]) -> None:
    """Take it off the list. 409 for somebody to ring: say what came of it instead."""
    await tasks.settle(production_id, task_id, by=actor, now=clock.now())


HANDLERS = [list_tasks, settle]
