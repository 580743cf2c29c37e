"""Lanes: many tellings at once, each claimed, spoken and recorded by itself. One hanging service holds up one lane.

Lanes, not batches: with 6 % of endpoints hanging, batches took eight times as long.
"""

import asyncio
from typing import Protocol
from uuid import UUID

from server import clock
from server.models.notify.tellings import ClaimedRow
from server.rules.notify.ladder import SPEAKING, Channel
from server.services.notify.speaking import Spoken, claim, may_be_told, record

_GATHER = 0.06
"""Seconds for which answers are gathered, so that a fan-out is recorded in few transactions."""


class Voice(Protocol):
    """Speaks one telling; never raises."""

    channel: Channel
    lanes: int
    poll: float

    async def speak(self, telling: ClaimedRow) -> Spoken: ...


class Lanes:
    def __init__(self, worker: UUID, voice: Voice, *, sms: bool = False) -> None:
        """`sms`: this installation has a gateway, so that a text message may be a next rung."""
        self._worker = worker
        self._sms = sms
        self._voice = voice
        self._claimed: asyncio.Queue[ClaimedRow] = asyncio.Queue()
        self._spoken: list[Spoken] = []
        self._heard = asyncio.Event()
        self._room = asyncio.Event()
        self._empty = asyncio.Event()
        self._open = 0
        self._stopping = False

    def wake(self) -> None:
        """Something is due: don't wait for the next poll."""
        self._room.set()

    def start(self) -> list[asyncio.Task[None]]:
        lanes = [asyncio.create_task(self._lane()) for _ in range(self._voice.lanes)]
        return [asyncio.create_task(self._claim()), asyncio.create_task(self._record()), *lanes]

    async def finish(self) -> None:
        """Claim nothing more, and wait until what is being spoken is recorded."""
        self._stopping = True
        while not self._claimed.empty():
            self._claimed.get_nowait()  # goes back to the others
            self._open -= 1
        if self._open:
            self._empty.clear()
            await self._empty.wait()

    async def _claim(self) -> None:
        # so many in hand that no lane waits for the database; if they all hang, the last of them wait longer than their
        # lease and are given back unspoken
        most = 4 * self._voice.lanes
        while not self._stopping:
            self._room.clear()
            free = most - self._open
            found = await claim(self._worker, self._voice.channel, limit=free, now=clock.now()) if free else []
            self._open += len(found)
            for telling in found:
                self._claimed.put_nowait(telling)
            if len(found) < free or not free:
                try:
                    await asyncio.wait_for(self._room.wait(), self._voice.poll)
                except TimeoutError:
                    continue

    async def _lane(self) -> None:
        while True:
            telling = await self._claimed.get()
            spoken = await self._tell(telling)  # first: `_spoken` is another list by the time this ends
            self._spoken.append(spoken)
            self._heard.set()

    async def _tell(self, telling: ClaimedRow) -> Spoken:
        now = clock.now()
        channel = self._voice.channel
        if telling.claimed_until - now < SPEAKING[channel]:
            # this process hung: another worker has it by now, or will
            return Spoken(
                telling=telling, channel=channel, at=now, meaning=None, again_at=now, answer="the lease ran out"
            )
        if not may_be_told(telling, now=now):
            return Spoken(telling=telling, channel=channel, at=now, meaning=None, answer="not to be told any more")
        return await self._voice.speak(telling)

    async def _record(self) -> None:
        while True:
            await self._heard.wait()
            await asyncio.sleep(_GATHER)
            self._heard.clear()
            batch, self._spoken = self._spoken, []
            try:
                await record(self._worker, batch, now=clock.now(), sms=self._sms)
            finally:
                self._open -= len(batch)
            if not self._open:
                self._empty.set()
            if self._open <= 2 * self._voice.lanes:
                self._room.set()
