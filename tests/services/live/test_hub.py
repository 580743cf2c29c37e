"""The feed loses nothing, whoever writes and whatever is cut, and ends with the right to it."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
import pytest

from server import clock
from server.db import read, tx
from server.rules.access import Membership, Role
from server.services.live.hub import Hub


@asynccontextmanager
async def running(hub):
    task = asyncio.create_task(hub.run())
    try:
        yield hub
    finally:
        task.cancel()
        await asyncio.wait([task])


async def note(production, subject="day", times=1):
    async with tx(production) as db:
        for n in range(times):
            db.note("changed", subject, n)


async def take(facts, count):
    found = []
    async with asyncio.timeout(8):
        async for fact in facts:
            if fact is not None:
                found.append(fact)
            if len(found) == count:
                return found
    return found


def member(world, name, role):
    person = world.people[name]
    return Membership(world.production, person.member_id, frozenset({Role(role)}))


async def session_of(world, name):
    async with read() as db:
        return await db.fetchval("SELECT id FROM session WHERE account_id = $1", world.people[name].account_id)


@pytest.fixture
async def nia(world):
    return member(world, "nia", "coordinator"), await session_of(world, "nia")


async def test_what_is_written_by_another_process_arrives_in_order(world, nia, dsn):
    me, session = nia
    async with running(Hub()) as hub:
        facts = hub.facts(me, session_id=session, after=None)
        assert await take(facts, 1) == [0]
        await note(world.production, times=3)
        assert [f.seq for f in await take(facts, 3)] == [1, 2, 3]


async def test_a_reader_that_comes_back_gets_what_it_missed_once(world, nia):
    me, session = nia
    await note(world.production, times=700)
    async with running(Hub()) as hub:
        facts = hub.facts(me, session_id=session, after=5)
        await note(world.production)
        assert [f.seq for f in await take(facts, 696)] == list(range(6, 702))


async def test_a_number_that_was_never_given_means_start_anew(world, nia):
    me, session = nia
    await note(world.production, times=2)
    async with running(Hub()) as hub:
        assert await take(hub.facts(me, session_id=session, after=99), 1) == [2]


async def test_after_ninety_days_the_reader_starts_anew(world, nia):
    me, session = nia
    await note(world.production, times=2)
    clock.move(timedelta(days=91))
    await note(world.production)
    async with tx() as db:
        await db.execute("UPDATE fact SET at = at + interval '91 days' WHERE seq = 3")
    async with running(Hub()) as hub:
        assert await take(hub.facts(me, session_id=session, after=1), 1) == [3]
        assert [f.seq for f in await take(hub.facts(me, session_id=session, after=2), 1)] == [3]


async def test_crew_is_not_sent_what_only_the_office_may_read(world):
    omar, session = member(world, "omar", "crew"), await session_of(world, "omar")
    async with running(Hub()) as hub:
        facts = hub.facts(omar, session_id=session, after=0)
        await note(world.production, "notice")
        await note(world.production, "parked")
        await note(world.production, "day")
        assert [(f.seq, f.subject) for f in await take(facts, 1)] == [(3, "day")]


async def test_a_lost_connection_loses_nothing(world, nia, dsn):
    me, session = nia
    async with running(Hub()) as hub:
        facts = hub.facts(me, session_id=session, after=0)
        await note(world.production)
        assert len(await take(facts, 1)) == 1
        admin = await asyncpg.connect(dsn)
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%' AND pid <> pg_backend_pid()"
        )
        await admin.close()
        await note(world.production)
        assert [f.seq for f in await take(facts, 1)] == [2]


@pytest.mark.parametrize(
    "end",
    [
        "UPDATE access_grant SET revoked_at = now() WHERE member_id = $1",
        "UPDATE access_grant SET ends_at = now() - interval '1 s' WHERE member_id = $1",
        "UPDATE session SET revoked_at = now() WHERE account_id = (SELECT account_id FROM member WHERE id = $1)",
        "UPDATE device SET revoked_at = now() WHERE account_id = (SELECT account_id FROM member WHERE id = $1)",
    ],
)
async def test_the_stream_ends_with_the_right(world, end):
    omar, session = member(world, "omar", "crew"), await session_of(world, "omar")
    async with running(Hub(rights_every=0.1)) as hub:
        facts = hub.facts(omar, session_id=session, after=None)
        assert await take(facts, 1) == [0]
        async with tx() as db:
            await db.execute(end, world.people["omar"].member_id)
        assert await take(facts, 1) == []


async def test_a_stream_of_another_production_hears_nothing(world, nia):
    me, session = nia
    async with running(Hub()) as hub:
        facts = hub.facts(me, session_id=session, after=0)
        await note(world.other_production)
        await note(world.production)
        assert [f.seq for f in await take(facts, 1)] == [1]
        async with read() as db:
            assert await db.fetchval("SELECT count(*) FROM fact") == 2


async def test_the_feed_answers_only_members(world):
    url = f"/api/productions/{world.production}/live"
    assert (await world.theo.get(url)).status_code == 404
    assert (await world.stranger.get(url)).status_code == 401


async def test_who_has_a_draft_open_is_told_to_who_edits_and_is_no_fact(world, nia):
    me, session = nia
    crew = member(world, "omar", "crew"), await session_of(world, "omar")
    async with running(Hub()) as hub:
        facts, theirs = (
            hub.facts(me, session_id=session, after=None),
            hub.facts(crew[0], session_id=crew[1], after=None),
        )
        assert await take(facts, 1) == await take(theirs, 1) == [0]
        for _ in range(2):  # the second comes by the listening connection
            await note(world.production)
            assert [f.subject for f in await take(facts, 1) + await take(theirs, 1)] == ["day", "day"]
        async with tx(world.production) as db:
            await db.execute("SELECT pg_notify('callboard_here', $1)", f"{world.production}:7")
        assert [(f.seq, f.subject, f.subject_id) for f in await take(facts, 1)] == [(0, "here", "7")]
        await note(world.production)
        assert [f.subject for f in await take(theirs, 1)] == ["day"]
