"""What every request passes: the guard, the shield, the replay, the problems."""

from uuid import uuid4

import pytest
from litestar import post

from server.db import read, tx
from server.edge.guard import undeclared


async def test_a_member_reads_who_they_are(world):
    answer = await world.nia.get("/api/me")
    assert answer.status_code == 200
    assert answer.json()["memberships"][0]["roles"] == ["coordinator"]


async def test_a_stranger_is_told_to_sign_in(world):
    answer = await world.stranger.get("/api/me")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


async def test_a_cookie_from_another_site_changes_nothing(world):
    answer = await world.nia.post("/api/me", json={}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")


async def test_plain_text_is_never_read_as_json(world):
    answer = await world.nia.post("/api/me", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.json()["code"] == "content_type"


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
