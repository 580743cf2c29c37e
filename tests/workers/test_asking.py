"""Who is asked to ring, and doors that open late: a worker's steps one by one, without its lanes."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from server import clock
from server.db import tx
from server.rules.notify.answers import Meaning
from server.rules.notify.ladder import Channel
from server.services.notify import chasing, speaking
from server.services.notify.release import climb_due, release_due
from server.services.notify.speaking import Spoken
from server.services.notify.write import take_back
from tests.telling import publish, rows
from tests.world import joined

QUARTER = 900.0


@pytest.fixture
async def crew(world):
    """Adds a loader of Lena's; without a mailbox, and with a number that may be texted where one is given."""
    async with tx(world.production) as db:
        await db.execute(
            """UPDATE production SET settings = '{"sms": true, "sms_per_person": 1, "sms_per_day": 1}' WHERE id = $1""",
            world.production,
        )

    async def add(name, number=None):
        await joined(world, name, "crew", "Loader")
        member = world.people[name].member_id
        async with tx(world.production) as db:
            await db.execute("UPDATE member SET email = NULL, mobile = $2 WHERE id = $1", member, number)
            await db.execute("UPDATE member_position SET department_id = $2 WHERE member_id = $1", member, world.camera)
        if number:
            answer = await getattr(world, name).put(f"/api/productions/{world.production}/my-texts", json={})
            assert answer.status_code == 200, answer.text
        return member

    return add


async def rings(world, name):
    """A phone of this person's is subscribed; nothing is sent to it here."""
    async with tx() as db:
        await db.execute(
            "INSERT INTO subscription (account_id, endpoint, p256dh, auth)"
            " SELECT account_id, 'https://push.example/' || id, 'k', 'a' FROM member WHERE id = $1",
            world.people[name].member_id,
        )


async def spoken(channel, meaning):
    """Claims what is due on one channel and has it answered so; what may not be said any more is dropped."""
    worker, now = uuid4(), clock.now()
    claimed = await speaking.claim(worker, channel, limit=9, now=now)
    said = [
        Spoken(telling=each, channel=channel, at=now, meaning=meaning, answer="so")
        for each in claimed
        if speaking.may_be_told(each, now=now)
    ]
    await speaking.record(worker, said, now=now, sms=True)
    return len(said)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.PUSH])
async def test_who_had_no_door_in_the_quiet_hours_is_told_through_the_one_that_opens_at_their_end(world, crew, channel):
    await crew("omid", "+447700900101" if channel is Channel.SMS else None)
    sounds_at = clock.now() + timedelta(hours=4)
    later = {"rings": False, "rings_at": sounds_at, "deadline": sounds_at + timedelta(minutes=15)}
    await publish(world, ["omid"], **later)
    await release_due(now=clock.now(), sms=True)
    assert await rows("SELECT state FROM notice") == [("no_channel",)]
    if channel is Channel.PUSH:
        await rings(world, "omid")
    clock.move(timedelta(hours=4, seconds=1))
    await climb_due(now=clock.now(), sms=True)
    assert await spoken(channel, Meaning.ACCEPTED) == 1
    sheet = "SELECT state, asked_why FROM notice WHERE subject = 'sheet'"
    assert await rows(sheet) == [("accepted", "no_channel")], "and the chaser reads why they were asked"


async def test_the_caps_count_only_who_is_texted(world, crew):
    await crew("one", "+447700900101")
    await crew("two", "+447700900102")
    await rings(world, "one")
    await publish(world, ["one", "two"], chase=QUARTER)
    await release_due(now=clock.now(), sms=True)
    assert await rows("SELECT channel, address FROM telling ORDER BY id") == [
        ("push", None),
        ("sms", "+447700900102"),
    ]


async def test_two_workers_that_ask_one_chaser_at_once_ask_one_after_the_other(world, crew, monkeypatch):
    await crew("one")
    await crew("two")
    whole, for_me = (
        chasing.next_rank,
        ("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"),
    )
    begun = asyncio.Event()

    async def slowly(db, *args):
        found = await whole(db, *args)
        if not begun.is_set():
            begun.set()
            while not await db.fetch(for_me):
                await asyncio.sleep(0.02)
        return found

    await publish(world, ["one"], chase=QUARTER)
    await rings(world, "one")
    await release_due(now=clock.now())
    clock.move(timedelta(minutes=9))
    await publish(world, ["two"], chase=QUARTER, by_hand=True)
    monkeypatch.setattr(chasing, "next_rank", slowly)
    async with asyncio.timeout(8):
        assert await asyncio.gather(climb_due(now=clock.now()), release_due(now=clock.now())) == [1, 1]
    asked = await rows("SELECT rank, state, words->>'title' FROM notice WHERE subject = 'ring' ORDER BY rank")
    assert [(rank, title) for rank, _, title in asked] == [
        (1, "Yours to ring: 1 person"),
        (2, "Yours to ring: 2 people"),
    ]
    assert asked[0][1] == "superseded"


async def test_nobody_is_rung_with_words_that_a_newer_version_replaced_unless_it_is_stopped(world, crew):
    await crew("one")
    first = await publish(world, ["one"], chase=QUARTER)
    await release_due(now=clock.now())
    to_ring = "SELECT subject_id FROM task WHERE kind = 'ring' AND settled_at IS NULL ORDER BY id"
    assert await rows(to_ring) == [(first["one"],)]
    await publish(world, ["one"], rank=2, hold=30.0, chase=QUARTER)
    assert await rows(to_ring) == []
    clock.move(timedelta(seconds=5))
    async with tx(world.production) as db:
        assert await take_back(db, world.production, "sheet", 2, now=clock.now()) == 1
    assert await rows(to_ring) == [(first["one"],)]
    second = await publish(world, ["one"], rank=3, chase=QUARTER)
    await release_due(now=clock.now())
    assert await rows(to_ring) == [(second["one"],)]


async def test_nobody_is_on_the_list_of_somebody_who_may_not_read_it(world, crew):
    await joined(world, "vic", "vendor", "Transport captain")
    await joined(world, "dan", "crew", "Driver")
    await publish(world, ["dan"], chase=QUARTER, by_hand=True)
    await release_due(now=clock.now())
    assert await rows("SELECT rung FROM notice WHERE subject = 'sheet'") == [("office",)]
    dans = f"/api/productions/{world.production}/members/{world.people['dan'].member_id}/reach/chaser"
    said = await world.nia.put(dans, json={"chaser_member_id": world.people["vic"].member_id})
    assert (said.status_code, said.json()["code"]) == (409, "cannot_ring")


async def test_the_list_of_a_chaser_who_is_taken_off_goes_to_the_office_at_once(world, crew):
    await crew("one")
    await publish(world, ["one"], chase=7200.0, by_hand=True)
    await release_due(now=clock.now())
    lena = world.people["lena"].member_id
    chased = "SELECT rung, chaser_member_id FROM notice WHERE subject = 'sheet'"
    assert await rows(chased) == [("chaser", lena)]
    assert (await world.nia.delete(f"/api/productions/{world.production}/members/{lena}")).status_code == 204
    assert await climb_due(now=clock.now()) == 1
    assert (await rows(chased))[0][0] == "office"
