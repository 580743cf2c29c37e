"""Queued jobs (pgqueuer): written with the change that asks for them, done once, held in sight when they can't be."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import asyncpg
import msgspec
from pgqueuer import AsyncpgPoolDriver, PgQueuer
from pgqueuer.domain.errors import FailingListenerError, RetryRequested
from pgqueuer.models import Job
from pgqueuer.ports.driver import NotifyCallback

from server import clock, db
from server.services.demo import evening
from server.services.notify.jobs import picks
from server.services.production import post
from server.services.sheets import copy_sets
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


async def _make_copies(settings: Settings, payload: Mapping[str, Any]) -> None:
    await copy_sets.make(settings, payload["production_id"], payload["set_id"])


async def _play_evening(settings: Settings, payload: Mapping[str, Any]) -> None:
    if not settings.demo:
        raise RuntimeError("only a demo's evening is played")
    await evening.play(payload["production_id"])


DO: dict[str, Do] = {
    "mail_sign_in": _mail_sign_in,
    "mail_invite": _mail_invite,
    "mail_invite_test": _mail_invite_test,
    "make_copies": _make_copies,
    "play_evening": _play_evening,
}
"""By the job's name as it was enqueued. Each may run twice: it claims before it speaks."""


class _Listening(AsyncpgPoolDriver):
    """pgqueuer's driver without two of its traps.

    It probes whether it hears before it listens: on a busy machine the probe is faster, is lost, and ten seconds later
    the queue ends as deaf. And where the listening connection was cut, it breaks on the way out.
    """

    def __init__(self, pool: Any) -> None:
        super().__init__(pool)
        self._listens = asyncio.Event()

    async def add_listener(self, channel: str, callback: NotifyCallback) -> None:
        await super().add_listener(channel, callback)
        self._listens.set()

    async def notify(self, channel: str, payload: str) -> None:
        await self._listens.wait()
        await super().notify(channel, payload)

    async def __aexit__(self, *error: object) -> None:
        try:
            await super().__aexit__(*error)
        except (OSError, asyncpg.InterfaceError, asyncpg.PostgresError):
            if self._listener_connection is not None:
                await self._pool.release(self._listener_connection)
                self._listener_connection = None


class Jobs:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ending = False
        self._queue: PgQueuer | None = None

    async def run(self) -> None:
        """Until `finish`. Raises what breaks the database's own work: the worker starts anew then.

        A queue that hears nothing any more polls on while the jobs it has begun end, and then listens anew.
        """
        while not self._ending:
            self._queue = PgQueuer(_Listening(db.pool()))
            for name, do in DO.items():
                self._queue.entrypoint(name, on_failure="hold")(self._handler(name, do))
            try:
                await self._queue.run(
                    dequeue_timeout=timedelta(seconds=5), shutdown_on_listener_failure=True, heartbeat_timeout=_STALE
                )
            except FailingListenerError:
                say.warning("the queue heard nothing for a while and listens anew")

    def finish(self) -> None:
        """Begin no more jobs; `run` ends with those that were begun."""
        self._ending = True
        if self._queue is not None:
            self._queue.shutdown.set()

    def _handler(self, name: str, do: Do) -> Callable[[Job], Awaitable[None]]:
        async def handle(job: Job) -> None:
            times = await picks(job.id)
            if times > MOST_PICKS:
                raise RuntimeError(f"{name} was begun {times} times and never ended: held")
            try:
                await do(self._settings, msgspec.json.decode(job.payload or b"{}"))
            except asyncio.CancelledError:
                # pgqueuer takes a cancelled job for one that nobody wants any more, and forgets it
                raise RetryRequested(timedelta(0), "the worker ended") from None
            except Exception as broken:
                if times >= MOST_PICKS:
                    say.exception("%s is held", name)
                    raise
                delay = _DELAYS[min(times, len(_DELAYS)) - 1]
                say.warning("%s again in %s s: %s", name, delay, broken)
                raise RetryRequested(timedelta(seconds=delay), f"{type(broken).__name__}: {broken}"[:200]) from broken

        return handle
