"""A worker: tells people what is due, does the queued jobs, says that it lives. Any number of them on one database."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from uuid import UUID, uuid4

from server import clock, db
from server.adapters.push_keys import vapid_keys
from server.adapters.push_sender import PushSender, rewrites
from server.adapters.sms_gateway import SmsGateway
from server.services.access import limits
from server.services.demo import clock as demo_clock
from server.services.gear.labels import forget_reports
from server.services.notify import speaking
from server.services.notify.release import climb_due, end_late, release_due
from server.services.schedule.asking import chase_due
from server.services.sheets import copy_sets
from server.services.upkeep import erased
from server.services.upkeep.forget import erase_due, forget_due
from server.settings import Settings
from server.workers.jobs import Jobs
from server.workers.lanes import Lanes
from server.workers.mailing import Mailing
from server.workers.pushing import Pushing
from server.workers.texting import Texting

BEAT = 3.0
TIDY = 3_600.0
POLL = timedelta(seconds=1)
"""A hold of thirty seconds is never late by more; what is due earlier than that is waited for exactly."""
REST = 1.0
say = logging.getLogger("callboard.worker")


class Worker:
    """`await Worker(settings).run(stop)` works until `stop` is set; a lost database is waited for."""

    def __init__(self, settings: Settings, *, own_pool: bool = True) -> None:
        self.settings = settings
        self.own_pool = own_pool
        self.id: UUID = uuid4()

    async def run(self, stop: asyncio.Event) -> None:
        """Whatever breaks, asyncpg's `InternalClientError` after a killed database included, is followed by a new
        pool and a new start: nothing of a telling is kept in memory alone.
        """
        while not stop.is_set():
            try:
                await self._once(stop)
            except Exception:  # noqa: BLE001  see above
                say.exception("the worker starts anew")
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), REST)

    async def _once(self, stop: asyncio.Event) -> None:
        async with (
            self._pool(),
            PushSender(
                vapid_keys(self.settings.data, self.settings.contact), rewrite=rewrites(self.settings.push_rewrite)
            ) as sender,
            SmsGateway.of(self.settings.sms_url, self.settings.sms_hosts, self.settings.data) as gateway,
        ):
            sms = gateway.there
            lanes = [
                Lanes(self.id, Pushing(self.settings, sender), sms=sms),
                Lanes(self.id, Mailing(self.settings), sms=sms),
            ]
            lanes += [Lanes(self.id, Texting(self.settings, gateway), sms=sms)] if sms else []
            if self.settings.demo:
                await demo_clock.begin()
            jobs = Jobs(self.settings)
            queue = asyncio.create_task(jobs.run())
            ending = asyncio.create_task(stop.wait())
            followed = [asyncio.create_task(demo_clock.follow())] if self.settings.demo else []
            tasks = [
                ending,
                asyncio.create_task(self._beat()),
                asyncio.create_task(self._release(lanes)),
                asyncio.create_task(self._end()),
                asyncio.create_task(self._tidy()),
                queue,
                *followed,
                *(task for each in lanes for task in each.start()),
            ]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
                if ending not in done:
                    raise RuntimeError("a part of the worker ended by itself")
                jobs.finish()
                await asyncio.gather(queue, self._leave(lanes))
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    @asynccontextmanager
    async def _pool(self) -> AsyncIterator[None]:
        if not self.own_pool:
            yield
            return
        await db.open_pool(self.settings.database_url, size=max(4, self.settings.pool_size))
        try:
            yield
        finally:
            await db.close_pool()

    async def _leave(self, lanes: list[Lanes]) -> None:
        """In order: what is being spoken is spoken to its end, what isn't goes back to the others."""
        await asyncio.gather(*(each.finish() for each in lanes))
        await speaking.leave(self.id, now=clock.now())

    async def _beat(self) -> None:
        while True:
            await speaking.say_alive(self.id, socket.gethostname(), now=clock.now())
            await asyncio.sleep(BEAT)

    async def _release(self, lanes: list[Lanes]) -> None:
        sms = bool(self.settings.sms_url)
        while True:
            now = clock.now()
            released, climbed = await release_due(now=now, sms=sms), await climb_due(now=now, sms=sms)
            if released or climbed:
                for each in lanes:
                    each.wake()
                continue
            rest = await speaking.next_release(now=clock.now(), within=POLL)
            await asyncio.sleep(rest.total_seconds())

    async def _tidy(self) -> None:
        """Tries, used codes and answers whose time is over, who asked to be erased, and once a day what is kept no
        longer of people; scans' ids and the audit stay.
        """
        swept: date | None = None
        while True:
            now = clock.now()
            await limits.forget_old(now=now)
            await forget_reports(now=now)
            await copy_sets.forget(now=now)
            if await erase_due(now=now):
                await erased.write(self.settings.data)
            if swept != now.date():
                await forget_due(now=now)
                swept = now.date()
            await asyncio.sleep(TIDY)

    async def _end(self) -> None:
        while True:
            now = clock.now()
            if not await end_late(now=now) and not await chase_due(now=now):
                await asyncio.sleep(POLL.total_seconds())


async def work(settings: Settings) -> None:
    """`callboard worker`: until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await Worker(settings).run(stop)
