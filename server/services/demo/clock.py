"""The demo's clock: whoever opens the demo finds its morning, at whatever hour; its processes follow it."""

import asyncio
import contextlib
import logging
import math
from datetime import datetime, timedelta

import asyncpg

from server import clock
from server.db import read, tx
from server.models.demo import queries

EVERY = 0.5
"""Seconds between two looks of a process."""
say = logging.getLogger("callboard.demo")


async def stand_at(instant: datetime) -> None:
    """From now on it is `instant` in the demo; the other processes follow within a second."""
    ahead = math.ceil((instant - clock.wall()).total_seconds())
    async with tx() as db:
        await queries.set_ahead(db, ahead)
    clock.stand(timedelta(seconds=ahead))


async def look() -> None:
    """Set this process's clock by the demo's."""
    async with read() as db:
        ahead = await queries.ahead(db)
    clock.stand(timedelta(seconds=ahead or 0))


async def begin() -> None:
    """Before a process does anything by the clock: else it would be the real hour for a moment."""
    clock.let_move()
    await look()


async def follow() -> None:
    """Look until cancelled; a lost database is waited for."""
    while True:
        with contextlib.suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            await look()
        await asyncio.sleep(EVERY)
