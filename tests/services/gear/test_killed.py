"""`callboard serve` is killed with SIGKILL around COMMIT; the phone sends its scans again with the same request."""

import asyncio
import contextlib
import random
from uuid import uuid4

import httpx
import pytest

from server.services.access.sessions import COOKIE
from server.wire import encode
from tests.amounts import amount
from tests.services.gear.conftest import rows
from tests.services.gear.killing import free_port, serving, wire


def batch(gear):
    """What Omar's phone says: every case is his. Its request's id, and the body."""
    phone = gear.omar_phone
    made = [phone.scan(case, gear.to_omar) for case in gear.cases]
    return str(uuid4()), encode({"device": phone.device, "scans": made, "checks": []})


async def post(gear, server, request, body):
    headers = {
        "Cookie": f"{COOKIE}={gear.people['omar'].token}", "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/json", "Callboard-Request": request, "Callboard-Format": "1",
    }  # fmt: skip
    async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
        return await client.post(f"/api/productions/{gear.production}/scans", content=body, headers=headers)


async def sent_again(gear, server, request, body):
    """The retry, and once more: one answer, and everything in the ledger once."""
    first, second = [await post(gear, server, request, body) for _ in range(2)]
    assert (first.status_code, first.headers["callboard-request"]) == (200, request)
    assert second.headers["callboard-replayed"] == "1"
    assert first.content == second.content
    assert {scan["outcome"] for scan in first.json()["scans"]} == {"applied"}
    assert sorted(await rows("SELECT thing_id FROM custody_event")) == [(case,) for case in sorted(gear.cases)]
    assert await rows("SELECT count(*) FROM thing_state WHERE holder_kind = 'member'") == [(len(gear.cases),)]
    assert await rows("SELECT count(*) FROM fact WHERE kind = 'things_scanned'") == [(1,)]
    return first


@pytest.mark.parametrize(("hold", "there"), [("asked", 0), ("done", 10)])
async def test_killed_at_commit_the_retry_finds_nothing_done_or_the_answer(gear, dsn, tmp_path, hold, there):
    """`asked`: COMMIT never reached the database. `done`: it did, and nobody was told."""
    port, (request, body) = free_port(), batch(gear)
    async with wire(dsn) as (line, dsn_on_it), serving(dsn_on_it, tmp_path, port) as server:
        line.hold = hold
        asking = asyncio.create_task(post(gear, server, request, body))
        await asyncio.wait_for(line.held.wait(), 20)
        await server.kill()
        with pytest.raises(httpx.TransportError):
            await asking
    assert len(await rows("SELECT id FROM custody_event")) == there
    async with serving(dsn, tmp_path, port) as server:
        again = await sent_again(gear, server, request, body)
        assert ("callboard-replayed" in again.headers) is (hold == "done")
        assert len(await rows("SELECT id FROM custody_event")) == 10


@pytest.mark.timeout(900)
async def test_killed_when_it_pleases_it_gives_the_answer_that_was_given(gear, dsn, tmp_path):
    """At any moment of a batch; sometimes the phone had heard the answer, and then it hears it again."""
    chance = random.Random(20250410)  # noqa: S311  a series that can be played again
    port, (request, body) = free_port(), batch(gear)
    heard = b""
    for _ in range(amount("scan kill rounds")):
        async with serving(dsn, tmp_path, port) as server:
            asking = asyncio.create_task(post(gear, server, request, body))
            await asyncio.sleep(chance.uniform(0.01, 0.12))
            await server.kill()
            with contextlib.suppress(httpx.TransportError):
                heard = (await asking).content
    async with serving(dsn, tmp_path, port) as server:
        again = await sent_again(gear, server, request, body)
    assert heard in (b"", again.content)
