"""Queued jobs: done by a worker, tried again, held in sight when they can't be."""

import asyncio
from datetime import timedelta

import pytest
from pgqueuer import AsyncpgPoolDriver
from pgqueuer.core.qm import QueueManager

from server.db import tx
from server.workers import jobs
from tests.telling import rows, settings_for, until, working


async def test_an_asked_for_sign_in_mail_is_captured(world):
    await world.stranger.post("/api/sign-in/email", json={"email": "omar@example.test"})
    async with working(settings_for(world)):
        await until(lambda: rows("SELECT 1 FROM captured_mail"))
    ((to, subject),) = await rows("SELECT recipient, subject FROM captured_mail")
    assert to == "omar@example.test"
    assert "code" in subject


async def test_a_job_that_fails_is_tried_again(world, monkeypatch):
    tried = []

    async def breaks(settings, payload):
        tried.append(payload)
        if len(tried) < 3:
            raise OSError("the mail server is away")

    monkeypatch.setitem(jobs.DO, "mail_sign_in", breaks)
    monkeypatch.setattr(jobs, "_DELAYS", (0.1,))
    async with working(settings_for(world)):
        async with tx() as db:
            db.enqueue("mail_sign_in", {"email": "x@example.test"})
        await until(lambda: len(tried) == 3, 20)
        await until(lambda: _queue_is([]), 20)


async def test_a_job_that_never_works_is_held_in_sight(world, monkeypatch):
    async def breaks(settings, payload):
        raise OSError("never")

    monkeypatch.setitem(jobs.DO, "mail_sign_in", breaks)
    monkeypatch.setattr(jobs, "_DELAYS", (0.05,))
    monkeypatch.setattr(jobs, "MOST_PICKS", 2)
    async with working(settings_for(world)):
        async with tx() as db:
            db.enqueue("mail_sign_in", {"email": "x@example.test"})
        await until(lambda: _queue_is([("failed",)]), 20)


async def _queue_is(expected):
    return await rows("SELECT status::text FROM pgqueuer") == expected


@pytest.fixture
def probes_often(monkeypatch):
    """pgqueuer asks every half second whether it hears, and believes a silence as soon."""
    often = (timedelta(seconds=0.5),)
    monkeypatch.setattr(QueueManager._run_periodic_health_check, "__defaults__", often)


class Slow:
    """A job that takes as long as the test wants; `begun` counts how often it was begun."""

    def __init__(self, monkeypatch):
        self.begun = self.done = 0
        self.go = asyncio.Event()
        monkeypatch.setitem(jobs.DO, "mail_sign_in", self)

    async def __call__(self, settings, payload):
        self.begun += 1
        await self.go.wait()
        self.done += 1


async def ask():
    async with tx() as db:
        db.enqueue("mail_sign_in", {"email": "x@example.test"})


async def test_on_a_busy_machine_a_queue_that_listens_late_is_not_taken_for_deaf(
    world, monkeypatch, probes_often, caplog
):
    listen = AsyncpgPoolDriver.add_listener

    async def late(driver, channel, callback):
        await asyncio.sleep(0.3)  # the probe is quicker than this
        await listen(driver, channel, callback)

    monkeypatch.setattr(AsyncpgPoolDriver, "add_listener", late)
    job = Slow(monkeypatch)
    job.go.set()
    async with working(settings_for(world)):
        await asyncio.sleep(1.5)
        await ask()
        await until(lambda: job.done == 1)
    assert caplog.messages == []


async def test_a_queue_that_hears_nothing_listens_anew_without_a_new_start(world, monkeypatch, probes_often, caplog):
    job = Slow(monkeypatch)
    async with working(settings_for(world)):
        await ask()
        await until(lambda: job.begun == 1)
        assert await rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND query ILIKE 'listen%ch_pgqueuer%'"
        )
        await until(lambda: _queue_is([("picked",)]))
        await asyncio.sleep(1.5)
        job.go.set()  # what was begun ends before another queue listens
        await until(lambda: "listens anew" in caplog.text, 15)
        await ask()
        await until(lambda: job.done == 2)
        await until(lambda: _queue_is([]))
    assert job.begun == 2
    assert "the worker starts anew" not in caplog.text


async def test_a_job_that_is_being_done_when_the_worker_ends_is_done_to_its_end(world, monkeypatch):
    job = Slow(monkeypatch)
    async with working(settings_for(world)):
        await ask()
        await until(lambda: job.begun == 1)
        asyncio.get_running_loop().call_later(0.5, job.go.set)
    assert job.done == 1
    assert await _queue_is([])


async def test_a_job_that_is_cut_off_is_begun_again_and_not_lost(world, monkeypatch):
    job = Slow(monkeypatch)
    queue = asyncio.create_task(jobs.Jobs(settings_for(world)).run())
    await ask()
    await until(lambda: job.begun == 1)
    for _ in range(3):  # as a loop does that is closed: also what waits for the jobs
        queue.cancel()
        await asyncio.sleep(0.05)
    await asyncio.wait([queue])
    assert await _queue_is([("queued",)])
    job.go.set()
    async with working(settings_for(world)):
        await until(lambda: job.done == 1)
        await until(lambda: _queue_is([]))
