"""What every request passes: the guard, the shield, the replay, the problems."""

from uuid import uuid4

import asyncpg
import pytest
from litestar import post

from server.db import read, tx
from server.edge import replay
from server.edge.guard import undeclared
from server.edge.who import cookie_token
from server.services.access.sessions import COOKIE


async def test_a_member_reads_who_they_are(world):
    answer = await world.nia.get("/api/me")
    assert answer.status_code == 200
    assert answer.json()["memberships"][0]["roles"] == ["coordinator"]


async def test_an_answer_says_whose_it_is_a_refusal_too(world):
    omar = await world.omar.get("/api/me/today")
    refused = await world.omar.get(f"/api/productions/{world.production}/members")
    assert refused.status_code == 403
    account = str(world.people["omar"].account_id)
    assert [answer.headers["callboard-account"] for answer in (omar, refused)] == [account, account]
    assert "callboard-account" not in (await world.stranger.get("/api/me")).headers


async def test_a_stranger_is_told_to_sign_in(world):
    answer = await world.stranger.get("/api/me")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_a_cookie_from_another_site_changes_nothing(world):
    answer = await world.nia.post("/api/me", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


@pytest.mark.parametrize("beside", ["a@b=1; ", 'x={"a": 1}; ', "a=b c; ;; ", 'q="; ', "expires; "])
async def test_another_applications_cookie_signs_nobody_out(world, beside):
    cookies = {"Cookie": f"{beside}{COOKIE}={world.people['nia'].token}"}
    assert (await world.stranger.get("/api/me", headers=cookies)).status_code == 200
    assert (await world.stranger.post("/api/me", json={}, headers=cookies)).status_code != 500


def test_over_http_2_every_cookie_has_a_header_of_its_own():
    headers = [(b"cookie", b"__Host-callboard-phone=p"), (b"accept", b"*/*"), (b"cookie", f"{COOKIE}=t".encode())]
    assert cookie_token({"headers": headers}) == "t"


async def test_a_commit_that_fails_says_when_to_try_again_and_the_next_try_counts_once(world, monkeypatch):
    async def away(*_):
        raise asyncpg.AdminShutdownError

    at, same = f"/api/productions/{world.production}/departments", {"Callboard-Request": str(uuid4())}
    with monkeypatch.context() as stopped:
        stopped.setattr(replay.queries, "keep_answer", away)
        answer = await world.nia.post(at, json={"name": "Grip"}, headers=same)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "callboard-request" not in answer.headers
    answers = [await world.nia.post(at, json={"name": "Grip"}, headers=same) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("told", ["9" * 40, "²", "-1", "x"])
async def test_a_format_or_revision_that_is_none_is_no_fault_of_ours(world, told):
    told = told.encode("latin-1")
    at = f"/api/productions/{world.production}"
    answer = await world.nia.post(f"{at}/departments", json={"name": "Grip"}, headers={"Callboard-Format": told})
    assert answer.status_code == 201
    answer = await world.nia.patch(f"{at}/days/1", json={"general_call": 1}, headers={"If-Match": told})
    assert answer.status_code in (400, 404)


async def test_a_body_over_the_limit_is_refused(world):
    answer = await world.nia.post(
        "/api/me", content=b"[" + b" " * 300_000, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 413


def test_a_route_without_a_right_stops_the_start():
    @post("/x")
    async def x() -> None: ...

    class Route:
        path = "/x"
        route_handlers = (x.resolve_handler() if hasattr(x, "resolve_handler") else x,)

    assert undeclared([Route()]) == ["/x: None"]


async def test_facts_of_a_savepoint_that_rolled_back_are_forgotten(committed):
    async with tx(7) as db:
        db.note("kept", "day", 1)
        with pytest.raises(ZeroDivisionError):
            async with tx(7) as inner:
                inner.note("lost", "day", 2)
                _ = 1 / 0
    async with read() as db:
        assert [(r["seq"], r["kind"]) for r in await db.fetch("SELECT seq, kind FROM fact")] == [(1, "kept")]


async def test_facts_are_counted_by_production_without_gaps(committed):
    for _ in range(3):
        async with tx() as db:
            for production in (9, 8, 9):
                db.note("made", "day", uuid4(), production_id=production)
    async with read() as db:
        rows = await db.fetch("SELECT production_id, array_agg(seq ORDER BY seq) FROM fact GROUP BY 1 ORDER BY 1")
    assert [tuple(row) for row in rows] == [(8, [1, 2, 3]), (9, [1, 2, 3, 4, 5, 6])]
