"""How an installation says how it is, and how phones come to trust it."""

from datetime import timedelta

import httpx
import pytest

from server import clock
from server.adapters import authority
from server.app import create_app
from server.db import tx
from server.settings import Settings
from tests.world import alive

NOTICE = (
    "INSERT INTO notice (production_id, member_id, subject, subject_id, rank, rings, words, payload, release_at,"
    " expires_at) VALUES ($1, $2, 'sheet', 1, 1, true, '{}', '{}', $3, $4)"
)


async def beat(at):
    async with tx() as db:
        await db.execute("INSERT INTO heartbeat (worker, beat_at) VALUES (gen_random_uuid(), $1)", at)


async def test_all_is_well_while_a_worker_lives_and_nothing_is_late(world):
    await beat(clock.now())
    answer = await world.stranger.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "ill": [], "late": 0.0})


async def test_without_a_worker_it_goes_red(world):
    await beat(clock.now() - timedelta(minutes=2))
    answer = await world.stranger.get("/health")
    assert (answer.status_code, answer.json()["ill"]) == (503, ["no_worker"])


async def test_a_notice_that_should_have_gone_out_two_minutes_ago_turns_it_red(world):
    now = clock.now()
    await beat(now)
    async with tx(world.production) as db:
        await db.execute(
            NOTICE,
            world.production,
            world.people["omar"].member_id,
            now - timedelta(minutes=2),
            now + timedelta(days=1),
        )
    answer = await world.stranger.get("/health")
    assert (answer.status_code, answer.json()["ill"]) == (503, ["notices_late"])
    assert answer.json()["late"] > 119


async def test_a_notice_held_for_the_morning_is_not_late(world):
    now = clock.now()
    await beat(now)
    async with tx(world.production) as db:
        await db.execute(
            NOTICE, world.production, world.people["omar"].member_id, now - timedelta(hours=3), now + timedelta(days=1)
        )
        await db.execute(
            "UPDATE notice SET not_before = $2 WHERE production_id = $1", world.production, now + timedelta(hours=5)
        )
    assert (await world.stranger.get("/health")).status_code == 200


async def test_ready_once_the_schema_is_this_releases(world, monkeypatch):
    assert (await world.stranger.get("/ready")).json()["ready"] is True
    monkeypatch.setattr("server.steps.steps", lambda: ["9999_of_a_later_release"])
    assert (await world.stranger.get("/ready")).status_code == 503


async def test_metrics_are_for_who_runs_a_production(world):
    assert "callboard_workers 0" in (await world.nia.get("/metrics")).text
    assert (await world.omar.get("/metrics")).status_code == 403
    assert (await world.stranger.get("/metrics")).status_code == 401


async def test_trust_offers_our_root_with_its_fingerprint(world, tmp_path):
    assert (await world.stranger.get("/trust")).status_code == 404
    authority.certify(tmp_path, ["192.168.1.20"], now=clock.now())
    page = await world.stranger.get("/trust")
    assert authority.fingerprint(authority.root_of(tmp_path)) in page.text
    answer = await world.stranger.get("/trust/callboard.crt")
    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    assert answer.content == authority.root_of(tmp_path).read_bytes()


@pytest.mark.parametrize(("url", "status"), [("http://192.168.1.20:8450", 403), ("https://shoot.example.org", 404)])
async def test_over_plain_http_nobody_is_signed_in(dsn, tmp_path, url, status):
    app = create_app(Settings(public_url=url, data=tmp_path), own_pool=False)
    async with alive(app), httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=url) as client:
        answer = await client.post("/api/sign-in/no-such-way", json={})
    assert answer.status_code == status
    if status == 403:
        assert "nobody is signed in" in answer.json()["detail"]
