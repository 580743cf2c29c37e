"""A publish, told: by push, by mail, by nobody; and what services, people and workers do to it."""

import asyncio
import os
import signal
import sys
from datetime import timedelta
from uuid import uuid4

import pytest

from server import clock
from server.db import tx
from server.rules.notify.answers import Meaning
from server.rules.notify.ladder import Channel
from server.rules.notify.states import State
from server.services.notify.release import release_due
from server.services.notify.speaking import Spoken, claim, record
from server.services.sheets import hold
from server.workers import mailing
from tests.actors import actor
from tests.fakes.push_service import Fault, push_service
from tests.services.sheets.day import general_call, issue, make_day
from tests.telling import publish, rows, settings_for, states, subscribe, until, working


@pytest.fixture
async def service(tmp_path):
    async with push_service(tmp_path) as running:
        yield running


async def test_a_publish_rings_and_is_accepted_and_shown(world, service):
    phone = await subscribe(world, "omar", service.phone())
    notice = (await publish(world, ["omar"]))["omar"]
    async with working(settings_for(world, service)):
        await until(lambda: phone.received)
        await until(lambda: _is(notice, State.ACCEPTED))
    ours = phone.received[0]["callboard"]
    assert ours["day"] == {"day_id": 12}
    told = await world.stranger.post("/api/notices/shown", json={"notice": notice, "token": ours["token"]})
    assert (told.status_code, told.json()["state"]) == (200, "shown")


async def test_the_first_that_is_told_is_contacted(world, service):
    contacted = "SELECT 1 FROM production WHERE id = $1 AND contacted_at IS NOT NULL"
    await publish(world, ["omar"], hold=0.5)
    assert not await rows(contacted, world.production), "it can still be stopped"
    async with working(settings_for(world, service)):
        await until(lambda: rows(contacted, world.production))


async def test_a_test_of_ones_own_push_contacts_nobody(world, service):
    phone = await subscribe(world, "nia", service.phone())
    async with working(settings_for(world, service)):
        assert (await world.nia.post("/api/me/push-test", json={})).status_code == 201
        await until(lambda: phone.received)
    assert not await rows("SELECT 1 FROM production WHERE id = $1 AND contacted_at IS NOT NULL", world.production)


async def test_nothing_leaves_before_its_time_and_then_at_once(world, service):
    phone = await subscribe(world, "omar", service.phone())
    await publish(world, ["omar"], hold=1.5)
    began = clock.now()
    async with working(settings_for(world, service)):
        await asyncio.sleep(1.0)
        assert phone.received == []
        await until(lambda: phone.received)
    assert timedelta(seconds=1.5) <= clock.now() - began < timedelta(seconds=2.2)


async def test_publishing_twice_within_the_hold_rings_once_with_the_newest(world, service):
    phone = await subscribe(world, "omar", service.phone())
    first = await publish(world, ["omar"], hold=0.6)
    second = await publish(world, ["omar"], rank=2, title="Your call 05:45", hold=0.6)
    async with working(settings_for(world, service)):
        await until(lambda: phone.received)
        await asyncio.sleep(0.5)
    assert phone.titles == ["Your call 05:45"]
    assert await states() == {first["omar"]: "superseded", second["omar"]: "accepted"}


async def test_a_stop_between_two_issues_makes_nobody_hear_either_of_them_twice(world, service):
    phone = await subscribe(world, "omar", service.phone())
    day = await make_day(world)
    await issue(world, day, now=clock.now(), at_once=True)
    async with working(settings_for(world, service)):
        await until(lambda: phone.received)
        await until(lambda: rows("SELECT 1 FROM captured_mail OFFSET 2"))
        await general_call(day, 432)
        blue = await issue(world, day, now=clock.now())
        await hold.stop(
            production_id=day.production, day_id=day.id, version_id=blue.version_id, by=actor(world, "bjorn"),
            now=clock.now(),
        )  # fmt: skip
        await asyncio.sleep(1.5)
        assert len(phone.received) == 1
        await issue(world, day, now=clock.now(), at_once=True)
        await until(lambda: len(phone.received) == 2)
        await until(lambda: rows("SELECT 1 FROM captured_mail OFFSET 5"))
    assert phone.titles == ["Your call Fri 12 Apr: 06:42", "Your call Fri 12 Apr: 07:12"]
    heard = await rows("SELECT recipient, count(*), count(DISTINCT subject) FROM captured_mail GROUP BY 1")
    assert {row[1:] for row in heard} == {(2, 2)}


@pytest.mark.parametrize("written", ["before the stop", "after it"])
async def test_what_was_under_way_when_it_was_replaced_is_not_said_again(world, written):
    """White's letters have left, nobody has written that down yet; then Blue is issued and stopped."""
    day, me = await make_day(world), uuid4()
    await issue(world, day, now=clock.now(), at_once=True)
    await release_due(now=clock.now())
    letters = await claim(me, Channel.MAIL, limit=50, now=clock.now())
    await general_call(day, 432)
    blue = await issue(world, day, now=clock.now())
    spoken = [Spoken(telling=one, channel=Channel.MAIL, at=clock.now(), meaning=Meaning.ACCEPTED) for one in letters]
    if written == "before the stop":
        await record(me, spoken, now=clock.now())
    await hold.stop(
        production_id=day.production, day_id=day.id, version_id=blue.version_id, by=actor(world, "bjorn"),
        now=clock.now(),
    )  # fmt: skip
    if written == "after it":
        await record(me, spoken, now=clock.now())
    assert len(letters) > 0
    assert await claim(uuid4(), Channel.MAIL, limit=50, now=clock.now()) == []
    assert set((await states()).values()) == {"accepted"}


async def test_a_phone_that_gave_up_is_forgotten_and_mail_goes_out(world, service, monkeypatch):
    monkeypatch.delitem(mailing.COMPOSERS, "sheet")  # its letter is tried with real sheets
    phone = await subscribe(world, "omar", service.phone())
    service.forget(phone.endpoint)
    notice = (await publish(world, ["omar"]))["omar"]
    async with working(settings_for(world, service)):
        await until(lambda: rows("SELECT subject FROM captured_mail"))
        await until(lambda: _is(notice, State.ACCEPTED))
    assert await rows("SELECT id FROM subscription") == []
    assert await rows("SELECT channel, state FROM telling ORDER BY id") == [("push", "failed"), ("mail", "accepted")]
    assert await rows("SELECT recipient, subject FROM captured_mail") == [("omar@example.test", "Your call 06:12")]


@pytest.mark.parametrize("status", [401, 403])
async def test_a_doubt_about_our_key_is_our_fault(world, service, status):
    phone = await subscribe(world, "omar", service.phone())
    service.fault(Fault(status=status, times=1))
    async with working(settings_for(world, service)):
        await publish(world, ["omar"])
        await until(lambda: rows("SELECT 1 FROM subscription WHERE failed_at IS NOT NULL"))
        await until(lambda: phone.received)
    assert await rows("SELECT failed_at, failure FROM subscription") == [(None, "")]
    assert await rows("SELECT state, tries FROM telling") == [("accepted", 2)]


async def test_too_many_rests_that_host_for_as_long_as_it_says(world, service):
    phones = [await subscribe(world, name, service.phone()) for name in ("omar", "lena")]
    service.fault(Fault(status=429, headers={"Retry-After": "2"}, times=1), phones[0].endpoint)
    await publish(world, ["omar"])
    async with working(settings_for(world, service)):
        await until(lambda: service.posts)
        asked = clock.now()
        await publish(world, ["lena"], rank=2)
        await until(lambda: all(phone.received for phone in phones))
        assert clock.now() - asked > timedelta(seconds=1.7)
    assert len(service.posts) == 3
    assert await rows("SELECT tries FROM telling ORDER BY id") == [(1,), (1,)]


async def test_a_hanging_phone_holds_up_nobody_else(world, service, monkeypatch):
    slow, quick = [await subscribe(world, name, service.phone()) for name in ("omar", "lena")]
    service.fault(Fault(hang=True), slow.endpoint)
    await publish(world, ["omar", "lena"])
    async with working(settings_for(world, service)):
        await until(lambda: quick.received, 1.5)
        service.heal()
    assert slow.received == []


async def test_who_has_no_door_is_somebody_to_ring(world, service):
    async with tx(world.production) as db:
        await db.execute("UPDATE member SET email = NULL WHERE id = $1", world.people["omar"].member_id)
    notice = (await publish(world, ["omar"]))["omar"]
    async with working(settings_for(world, service)):
        await until(lambda: _is(notice, State.NO_CHANNEL))
    tasks = (await world.nia.get(f"/api/productions/{world.production}/tasks")).json()["tasks"]
    assert [(t["kind"], t["name"], t["why"], t["subject_id"]) for t in tasks] == [
        ("ring", "Omar", "no_channel", notice)
    ]


async def test_at_the_chase_time_a_human_is_asked_once(world, service):
    await subscribe(world, "omar", service.phone(off=True))
    await publish(world, ["omar"], chase=0.3)
    async with working(settings_for(world, service)):
        await until(lambda: rows("SELECT 1 FROM task"))
        await asyncio.sleep(1.3)
    assert await rows("SELECT kind, why, settled_at FROM task") == [("ring", "late", None)]


async def test_what_its_call_has_overtaken_ends_as_expired(world, service):
    await subscribe(world, "omar", service.phone(off=True))
    notice = (await publish(world, ["omar"], chase=0.1, lasts=1.2))["omar"]
    async with working(settings_for(world, service)):
        await until(lambda: _is(notice, State.EXPIRED))
    assert await rows("SELECT count(*) FROM task WHERE settled_at IS NULL") == [(0,)]


async def test_who_was_taken_off_is_told_nothing(world, service):
    phone = await subscribe(world, "omar", service.phone())
    notice = (await publish(world, ["omar"], hold=0.5))["omar"]
    gone = await world.nia.delete(f"/api/productions/{world.production}/members/{world.people['omar'].member_id}")
    assert gone.status_code == 204, gone.text
    async with working(settings_for(world, service)):
        await asyncio.sleep(1.2)
    assert phone.received == []
    assert await states() == {notice: "left"}
    assert await rows("SELECT count(*) FROM subscription") == [(0,)]


async def test_a_right_that_ends_between_release_and_sending_counts(world, service):
    phone = await subscribe(world, "omar", service.phone())
    service.fault(Fault(status=503, headers={"Retry-After": "1"}, times=1))
    notice = (await publish(world, ["omar"]))["omar"]
    async with working(settings_for(world, service)):
        await until(lambda: service.posts)
        async with tx() as db:
            await db.execute(
                "UPDATE access_grant SET ends_at = $1 WHERE member_id = $2", clock.now(), world.people["omar"].member_id
            )
        await until(lambda: _is(notice, State.LEFT))
    assert phone.received == []


async def test_a_killed_workers_work_is_finished_by_another_and_nobody_rings_twice(world, service, dsn, tmp_path):
    phones = await _crew(world, service, 60)
    service.delay = 0.15
    await publish(world, list(phones))
    settings = settings_for(world, service)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import asyncio; from server import settings; from server.workers.main import work;"
        "asyncio.run(work(settings.load()))",
        env=os.environ | {
            "CALLBOARD_DATABASE_URL": dsn, "CALLBOARD_DATA": str(settings.data), "CALLBOARD_CONTACT": "office@example.test",
            "CALLBOARD_PUSH_REWRITE": service.rewrite,
        },
    )  # fmt: skip
    await until(lambda: len(service.posts) > 40, 20)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    before = sum(len(phone.received) for phone in phones.values())
    assert before < len(phones)
    clock.move(timedelta(seconds=16))
    async with working(settings):
        await until(lambda: all(phone.received for phone in phones.values()))
        await until(lambda: _all_accepted(len(phones)))
    for phone in phones.values():
        assert len({each["callboard"]["notice"] for each in phone.received}) == 1
        assert len({each["notification"]["tag"] for each in phone.received}) == 1
    assert await rows("SELECT count(*) FROM telling WHERE state <> 'accepted'") == [(0,)]


async def test_a_worker_whose_lease_ran_out_says_nothing(world, service):
    phone = await subscribe(world, "omar", service.phone())
    await publish(world, ["omar"])
    async with working(settings_for(world, service)) as worker:
        await until(lambda: phone.received)
        other = worker.id
    from server.rules.notify.ladder import Channel
    from server.services.notify import speaking
    from server.services.notify.release import release_due

    await publish(world, ["omar"], rank=2)
    await release_due(now=clock.now())
    held = await speaking.claim(other, Channel.PUSH, limit=5, now=clock.now())
    assert await speaking.claim(worker.id, Channel.PUSH, limit=5, now=clock.now()) == []
    later = clock.now() + timedelta(seconds=16)
    taken = await speaking.claim(worker.id, Channel.PUSH, limit=5, now=later)
    assert [each.id for each in taken] == [each.id for each in held]


async def test_a_worker_that_stops_in_order_gives_back_what_it_holds(world, service):
    phones = await _crew(world, service, 90)
    service.delay = 0.3
    await publish(world, list(phones))
    async with working(settings_for(world, service)):
        await until(lambda: len(service.posts) >= 20)
    left = await rows("SELECT state, count(*) FROM telling GROUP BY state ORDER BY state")
    assert {state for state, _ in left} == {"accepted", "queued"}
    assert dict(left)["accepted"] == sum(len(phone.received) for phone in phones.values())
    assert await rows("SELECT count(*) FROM heartbeat") == [(0,)]


async def test_a_cut_database_is_waited_for(world, service, dsn):
    phone = await subscribe(world, "omar", service.phone())
    settings = settings_for(world, service)
    async with working(settings):
        await until(lambda: rows("SELECT 1 FROM heartbeat"))
        await _cut(dsn)
        await asyncio.sleep(0.2)
        await publish(world, ["omar"])
        await until(lambda: phone.received)


async def _cut(dsn):
    import asyncpg

    admin = await asyncpg.connect(dsn)
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await admin.close()


async def _is(notice, state):
    return (await states())[notice] == state


async def _all_accepted(many):
    return await rows("SELECT 1 WHERE (SELECT count(*) FROM notice WHERE state = 'accepted') = $1", many)


async def _crew(world, service, many):
    """So many more people with a phone each, by name."""
    phones = {}
    async with tx() as db:
        for n in range(many):
            name, phone = f"crew{n}", service.phone()
            account = await db.fetchval("INSERT INTO account (name) VALUES ($1) RETURNING id", name)
            member = await db.fetchval(
                "INSERT INTO member (production_id, account_id, name) VALUES ($1, $2, $3) RETURNING id",
                world.production, account, name,
            )  # fmt: skip
            await db.execute(
                "INSERT INTO access_grant (production_id, account_id, member_id) VALUES ($1, $2, $3)",
                world.production, account, member,
            )  # fmt: skip
            await db.execute(
                "INSERT INTO subscription (account_id, endpoint, p256dh, auth) VALUES ($1, $2, $3, $4)",
                account, phone.endpoint, phone.keys["p256dh"], phone.keys["auth"],
            )  # fmt: skip
            world.people[name] = type(world.people["omar"])(account, member, None, "")
            phones[name] = phone
    return phones
