"""Queued jobs (pgqueuer): written with the change that asks for them, done once, held in sight when they can't be."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec
from pgqueuer import AsyncpgPoolDriver, PgQueuer
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.models import Job

from server import clock, db
from server.services.notify.jobs import picks
from server.services.production import post
from server.settings import Settings
from server.workers.mailing import deliverer

say = logging.getLogger("callboard.jobs")

Do = Callable[[Settings, Mapping[str, Any]], Awaitable[object]]
MOST_PICKS = 6
"""pgqueuer doesn't count a crash as an attempt: a job that kills its worker would kill them all, one after another."""
_DELAYS = (5, 30, 120, 600, 1_800)
_STALE = timedelta(seconds=30)


async def _mail_sign_in(settings: Settings, payload: Mapping[str, Any]) -> object:
    return await post.mail_sign_in(settings, payload["email"], deliver=deliverer(settings), now=clock.now())


async def _mail_invite(settings: Settings, payload: Mapping[str, Any]) -> object:
    return await post.mail_invite(
        settings, payload["production_id"], payload["invite_id"], deliver=deliverer(settings), now=clock.now()
    )


async def _mail_invite_test(settings: Settings, payload: Mapping[str, Any]) -> object:
    return await post.mail_invite_test(
        settings, payload["production_id"], payload["member_id"], deliver=deliverer(settings), now=clock.now()
    )


DO: dict[str, Do] = {
    "mail_sign_in": _mail_sign_in,
    "mail_invite": _mail_invite,
    "mail_invite_test": _mail_invite_test,
}
"""By the job's name as it was enqueued. Each may run twice: it claims before it speaks."""


class Jobs:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def run(self) -> None:
        """Until cancelled. Raises whatever breaks the queue's own connection: the worker starts anew."""
        queue = PgQueuer(AsyncpgPoolDriver(db.pool()))
        for name, do in DO.items():
            queue.entrypoint(name, on_failure="hold")(self._handler(name, do))
        await queue.run(
            dequeue_timeout=timedelta(seconds=5), shutdown_on_listener_failure=True, heartbeat_timeout=_STALE
        )

    def _handler(self, name: str, do: Do) -> Callable[[Job], Awaitable[None]]:
        async def handle(job: Job) -> None:
            times = await picks(job.id)
            if times > MOST_PICKS:
                raise RuntimeError(f"{name} was begun {times} times and never ended: held")
            try:
                await do(self._settings, msgspec.json.decode(job.payload or b"{}"))
            except Exception as broken:
                if times >= MOST_PICKS:
                    say.exception("%s is held", name)
                    raise
                delay = _DELAYS[min(times, len(_DELAYS)) - 1]
                say.warning("%s again in %s s: %s", name, delay, broken)
                raise RetryRequested(timedelta(seconds=delay), f"{type(broken).__name__}: {broken}"[:200]) from broken

        return handle
