"""What is wrong with a request is said as the sender's, with where it stands; never as a fault of ours."""

import asyncpg
import pytest

from server.db import tx
from server.edge import who
from tests.routes.test_outsider import at, operations
from tests.twins import rows_of, twins

OTHERS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain", "application/xml", "")


@pytest.mark.parametrize("body", [b'{"name":"\xff"}', b'{"name":"\\ud800"}', b"[" * 90_000, b'{"name":', b"\0"])
async def test_what_isnt_json_is_the_senders(world, body):
    at = f"/api/productions/{world.production}/departments"
    answer = await world.nia.post(at, content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


async def test_json_is_taken_as_json_alone_and_who_has_no_right_learns_nothing_of_it(world):
    nia, _ = await twins(world)
    async with tx(world.production) as db:  # with every right: the type is what is wrong
        await db.execute(
            "UPDATE access_grant SET roles = '{coordinator,first_ad,upm,head}' WHERE account_id = $1",
            world.people["nia"].account_id,
        )
    before, wrong = await rows_of(world.production), []
    for name, verb, path, _, queries, takes in operations(world.app):
        for kind in OTHERS if takes == "application/json" else ():
            sent = {"content": b"{}", "headers": {"Content-Type": kind} if kind else {}}
            answer = await world.nia.request(verb.upper(), at(path, nia, queries), **sent)
            told = answer.json()
            if (answer.status_code, told["code"], told["next"]) != (
                415,
                "content_type",
                "Send it as application/json.",
            ):
                wrong.append(f"{name} as {kind}: {answer.status_code} {answer.text[:100]}")
            if "{production_id}" in path:
                other = await world.theo.request(verb.upper(), at(path, nia, queries), **sent)
                if other.status_code != 404:
                    wrong.append(f"{name} as {kind}, by another production's: {other.status_code}")
    assert wrong == [], "\n".join(wrong)
    assert await rows_of(world.production) == before


@pytest.mark.parametrize("url", ["/api/imports", "/api/productions/{}/imports"])
async def test_a_file_is_taken_as_a_form_alone(world, url):
    answer = await world.nia.post(url.format(world.production), json={"text": "Name"})
    assert (answer.status_code, answer.json()["next"]) == (415, "Send it as multipart/form-data.")


@pytest.mark.parametrize(
    "wrong", [asyncpg.DeadlockDetectedError, asyncpg.CrashShutdownError, asyncpg.DiskFullError, ConnectionRefusedError]
)
async def test_what_passes_by_itself_is_answered_with_when_to_try_again(world, monkeypatch, wrong):
    async def away(*_, **__):
        raise wrong

    monkeypatch.setattr(who.sessions, "actor_of", away)
    answer = await world.nia.get("/api/me")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_a_field_named_like_a_dependency_of_ours_is_the_senders(world):
    body = {"revision": 1, "settings": {"colour": ["White"]}}
    answer = await world.nia.patch(f"/api/productions/{world.production}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["errors"] == [
        {"where": "data.settings", "what": "Object contains unknown field `colour`"}
    ]  # fmt: skip


async def test_a_verb_that_is_none_of_a_route_says_its_own_status(world):
    answer = await world.nia.delete("/api/productions")
    assert (answer.status_code, answer.json()["status"], answer.json()["code"]) == (405, 405, "http_405")


@pytest.mark.parametrize("code", ["12-É", "²-A", "-", "9" * 40, "12-"])
async def test_a_printed_code_that_is_none_of_ours_is_not_here(world, code):
    assert (await world.stranger.get(f"/v/{code}")).status_code == 404
