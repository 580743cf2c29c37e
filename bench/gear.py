"""A batch of 50 scans through the service, and the same statements with the same arguments in bare asyncpg."""

import statistics
import time
from itertools import count
from typing import Literal
from uuid import UUID, uuid4

from bench._recorded import recording, send_again
from bench._shoot import Shoot, shoot
from bench.row import Row
from server import clock
from server.db import pool
from server.services.gear.scans import BatchIn, BatchOut, HolderIn, ScanIn, record

SCANS = 50
ROUNDS = 5
BATCHES = 6
"""Of each kind in a round."""


class Phone:
    """A phone that takes cases out and brings them back, knowing what it did before."""

    def __init__(self, made: Shoot) -> None:
        self.shoot = made
        self.device = uuid4()
        self._seq = count(1)
        self._seen: dict[int, UUID] = {}
        self._out = False

    def batch(self) -> BatchIn:
        self._out = not self._out
        member = self.shoot.crew.memberships[self.shoot.production].member_id
        move: Literal["take", "return"] = "take" if self._out else "return"
        holder = HolderIn(kind="member", id=member) if self._out else HolderIn(kind="home")
        now = clock.now()
        scans = []
        for thing in self.shoot.cases[:SCANS]:
            scan = ScanIn(
                id=uuid4(), thing_id=thing, move=move, holder=holder, seq=next(self._seq), device_at=now,
                ms=int(now.timestamp() * 1000), seen=self._seen.get(thing),
            )  # fmt: skip
            self._seen[thing] = scan.id
            scans.append(scan)
        return BatchIn(device=self.device, scans=scans)

    async def send(self, batch: BatchIn) -> BatchOut:
        return await record(self.shoot.production, batch, by=self.shoot.crew, now=clock.now())


async def rows(dsn: str) -> list[Row]:  # noqa: ARG001  the pool is open on it
    """Milliseconds for a batch, medians of interleaved rounds."""
    phone = Phone(await shoot())
    ours, bare = [], []
    for _ in range(ROUNDS + 1):
        mine, theirs = [], []
        for _ in range(BATCHES):
            mine.append(await _ours(phone))
            theirs.append(await _bare(phone))
        ours.append(statistics.median(mine))
        bare.append(statistics.median(theirs))
    took, floor = statistics.median(ours[1:]), statistics.median(bare[1:])
    return [Row(f"gear: a batch of {SCANS} scans", took, floor, "ms", at_most=2)]


async def _ours(phone: Phone) -> float:
    batch = phone.batch()
    began = time.perf_counter()
    answer = await phone.send(batch)
    took = time.perf_counter() - began
    if any(scan.outcome != "applied" for scan in answer.scans):
        raise RuntimeError(f"not what is to be measured: {answer.scans}")
    return took * 1_000


async def _bare(phone: Phone) -> float:
    """The statements are those of a rehearsal that was rolled back."""
    batch = phone.batch()
    with recording(keep=False) as sent:
        await phone.send(batch)
    async with pool().acquire() as connection:
        began = time.perf_counter()
        await send_again(connection, sent)
        return (time.perf_counter() - began) * 1_000
