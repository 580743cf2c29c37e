"""The hub: one LISTEN connection a process, one reader of facts a production, any number of streams.

NOTIFY only says *look*: `production:seq`. What is sent is read from the table by number, so a lost connection, a lost
notification or a second server process loses nothing.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import asyncpg

from server import clock
from server.db import ENGINE, read
from server.models.access.rights import ended
from server.models.facts import queries
from server.models.facts.queries import FactRow
from server.models.schedule import here
from server.rules.access import Membership
from server.rules.live import readable

log = logging.getLogger("callboard.live")

CHANNEL = "callboard_facts"
KEPT = timedelta(days=90)
_BEHIND = 1_000  # facts a stream may lag before it is closed; it comes back with its Last-Event-ID
_RIGHTS_EVERY = 3.0


@dataclass(eq=False)
class Stream:
    """One open stream: whose it is, and what waits to be sent."""

    production_id: int
    membership: Membership
    session_id: int
    queue: asyncio.Queue[FactRow | None] = field(default_factory=lambda: asyncio.Queue(_BEHIND))

    def close(self) -> None:
        """Ends it after what is already queued; a full queue is emptied first, its reader catches up by number."""
        if self.queue.full():
            while not self.queue.empty():
                self.queue.get_nowait()
        self.queue.put_nowait(None)


class Hub:
    """`run()` for as long as the process serves; `facts()` is what a route streams."""

    def __init__(self, *, rights_every: float = _RIGHTS_EVERY) -> None:
        self._streams: dict[int, set[Stream]] = {}
        self._seen: dict[int, int] = {}
        self._wake = asyncio.Event()
        self._due: set[int] = set()
        self._rights_every = rights_every
        self._stopping = False

    async def run(self) -> None:
        """Listen, pump and watch rights until cancelled; then end every stream."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen())
                tasks.create_task(self._pump())
                tasks.create_task(self._watch_rights())
        finally:
            self._stopping = True
            for stream in self._open():
                stream.close()

    async def facts(
        self, membership: Membership, *, session_id: int, after: int | None
    ) -> AsyncIterator[FactRow | int | None]:
        """What this member may know of, from `after` on: facts, a number where the reader must start anew, None as a
        sign of life. Without `after` the first is the newest number: nothing before it is sent.
        """
        production_id = membership.production_id
        stream = Stream(production_id, membership, session_id)
        self._streams.setdefault(production_id, set()).add(stream)
        try:
            async with read() as db:
                newest = await queries.newest(db, production_id)
                kept = await queries.first_kept(db, production_id, clock.now() - KEPT) if after is not None else 0
            if after is None or after > newest or after < kept - 1:
                yield newest
                after = newest
            if len(self._streams[production_id]) == 1 or production_id not in self._seen:
                self._seen[production_id] = newest
            async for fact in self._from(stream, after):
                yield fact
        finally:
            self._streams[production_id].discard(stream)

    async def _from(self, stream: Stream, after: int) -> AsyncIterator[FactRow | None]:
        while not self._stopping:
            async with read() as db:
                found = await queries.since(db, stream.production_id, after)
            for fact in found:
                after = fact.seq
                if readable(fact.subject, stream.membership):
                    yield fact
            if not found:
                break
        while not self._stopping:
            try:
                queued = await asyncio.wait_for(stream.queue.get(), 15)
            except TimeoutError:
                yield None
                continue
            if queued is None:
                return
            if queued.seq > after or not queued.seq:
                after = max(after, queued.seq)
                if readable(queued.subject, stream.membership):
                    yield queued

    def _open(self) -> list[Stream]:
        return [stream for streams in self._streams.values() for stream in streams]

    def _heard(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        production = payload.partition(":")[0]
        if production.isdecimal() and self._streams.get(int(production)):
            self._due.add(int(production))
            self._wake.set()

    def _heard_here(self, _connection: Any, _pid: int, _channel: str, payload: str) -> None:
        """Who has a draft open is no fact: it is told to whoever listens now, and kept nowhere."""
        production, _, day = payload.partition(":")
        if not production.isdecimal():
            return
        for stream in self._streams.get(int(production), ()):
            with contextlib.suppress(asyncio.QueueFull):
                stream.queue.put_nowait(FactRow(0, "here", "here", day, 0))

    async def _listen(self) -> None:
        patience = 0.2
        while True:
            connection = None
            try:
                connection = await asyncpg.connect(**ENGINE.config)
                gone = asyncio.Event()
                connection.add_termination_listener(lambda *_, gone=gone: gone.set())
                # who hears facts hears who is here too: that is kept nowhere to be read later
                await connection.add_listener(here.CHANNEL, self._heard_here)
                await connection.add_listener(CHANNEL, self._heard)
                # whatever was said while nobody listened
                self._due |= {production for production, streams in self._streams.items() if streams}
                self._wake.set()
                patience = 0.2
                await gone.wait()
                log.warning("the listening connection was lost")
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as wrong:
                log.warning("can't listen: %s", type(wrong).__name__)
            finally:
                if connection is not None:
                    connection.terminate()
            await asyncio.sleep(patience)
            patience = min(patience * 2, 5)

    async def _pump(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            due, self._due = self._due, set()
            for production_id in due:
                try:
                    await self._forward(production_id)
                except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as wrong:
                    log.warning("can't read facts: %s", type(wrong).__name__)
                    self._due.add(production_id)
                    await asyncio.sleep(0.5)
                    self._wake.set()

    async def _forward(self, production_id: int) -> None:
        if production_id not in self._seen:
            return  # its streams read from the table first
        while True:
            async with read() as db:
                found = await queries.since(db, production_id, self._seen[production_id])
            if not found:
                return
            self._seen[production_id] = found[-1].seq
            for stream in list(self._streams.get(production_id, ())):
                for fact in found:
                    try:
                        stream.queue.put_nowait(fact)
                    except asyncio.QueueFull:
                        stream.close()
                        break

    async def _watch_rights(self) -> None:
        while True:
            await asyncio.sleep(self._rights_every)
            streams = self._open()
            if not streams:
                continue
            with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                async with read() as db:
                    over = await ended(db, {(s.session_id, s.production_id) for s in streams}, clock.now())
                for stream in streams:
                    if (stream.session_id, stream.production_id) in over:
                        stream.close()
