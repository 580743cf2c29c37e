"""Queued jobs: done by a worker, tried again, held in sight when they can't be."""

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
