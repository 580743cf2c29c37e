"""Tries are counted in the database, forgotten in time, and kept without saying whose they were."""

import asyncio
from datetime import timedelta

import pytest

from server import clock
from server.db import read, tx
from server.errors import TooMany
from server.services.access import limits
from server.services.access.limits import Limit

THREE = Limit("three", 3, timedelta(minutes=10))


async def test_the_fourth_try_waits_for_the_next_window(committed):
    now = clock.now()
    for _ in range(3):
        await limits.spend(THREE, "omar@example.test", now=now)
    with pytest.raises(TooMany) as refused:
        await limits.spend(THREE, "omar@example.test", now=now)
    assert 0 < refused.value.more["retry_after"] <= 600
    assert refused.value.next_step == f"Wait {-(-refused.value.more['retry_after'] // 60)} min, then try again."
    await limits.spend(THREE, "lena@example.test", now=now)
    await limits.spend(THREE, "omar@example.test", now=now + timedelta(minutes=10))


async def test_tries_at_once_are_each_counted(committed):
    tries = [limits.spend(THREE, "omar@example.test", now=clock.now()) for _ in range(6)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(answer, TooMany) for answer in answers) == 3


async def test_no_mailbox_stands_in_the_table(committed):
    await limits.spend(THREE, "omar@example.test", now=clock.now())
    async with read() as db:
        assert "omar" not in await db.fetchval("SELECT string_agg(key, ' ') FROM attempt")


async def test_what_is_over_is_forgotten_and_what_counts_is_kept(world):
    now, same = clock.now(), {"Callboard-Request": "00000000-0000-4000-8000-00000000f00d"}
    await limits.spend(THREE, "old", now=now - timedelta(days=3))
    await limits.spend(THREE, "new", now=now)
    await world.nia.post(f"/api/productions/{world.production}/departments", json={"name": "Grip"}, headers=same)
    await limits.forget_old(now=now)
    async with read() as db:
        assert await db.fetchval("SELECT count(*) FROM attempt") == 1
        assert await db.fetchval("SELECT count(*) FROM answered") == 1
    await limits.forget_old(now=now + timedelta(days=31))
    async with tx() as db:
        assert await db.fetchval("SELECT count(*) FROM answered") == 0
