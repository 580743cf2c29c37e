"""The ladder with faults, under a moved clock: afterwards everybody is known to have it, or listed with the reason."""

import asyncio
import os
import signal
import sys
from datetime import timedelta

import pytest

from server import clock
from server.adapters import mail
from server.adapters.push_sender import PushSender
from server.adapters.sms_gateway import SmsGateway, sms_secret
from server.db import tx
from server.rules.notify import answers
from server.rules.notify.states import KNOWN
from server.services.notify import chasing, speaking
from server.services.notify.release import climb_due, end_late, release_due
from server.workers import mailing
from tests.fakes.mail_server import mail_server
from tests.fakes.push_service import Fault, push_service
from tests.fakes.sms_gateway import Fault as SmsFault
from tests.fakes.sms_gateway import sms_gateway
from tests.telling import publish, rows, settings_for, subscribe, until, working
from tests.world import joined

GIVEN_UP = 0.6
"""Seconds after which what hangs is given up, in place of five, ten and twenty."""
QUARTER = 900.0
"""The deadline of a call that is near; the rungs are at 0, 3, 6, 9 and 15 minutes."""


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setitem(PushSender.__init__.__kwdefaults__, "deadline", GIVEN_UP)
    monkeypatch.setitem(SmsGateway.of.__func__.__kwdefaults__, "deadline", GIVEN_UP)
    monkeypatch.setattr(mail, "DEADLINE", GIVEN_UP)
    monkeypatch.setattr(answers, "TRIES", 3)
    monkeypatch.delitem(mailing.COMPOSERS, "sheet")  # its letter is tried with real sheets


@pytest.fixture
async def doors(world, tmp_path):
    """A stand-in of each channel, and settings that lead there."""
    key = sms_secret(world.app.state.settings.data)
    with mail_server() as post:
        async with push_service(tmp_path) as push, sms_gateway(key) as sms:
            settings = settings_for(world, push, smtp_url=post.url, sms_url=sms.url, sms_hosts=("127.0.0.1",))
            async with tx(world.production) as db:
                await db.execute("UPDATE production SET settings = '{\"sms\": true}' WHERE id = $1", world.production)
            yield Doors(world, push, post, sms, settings)


class Doors:
    def __init__(self, world, push, post, sms, settings):
        self.world, self.push, self.post, self.sms, self.settings = world, push, post, sms, settings

    async def crew(self, name, number=None, *, agreed=True, ringing=None):
        """One more of Camera: with a mailbox, a number that may be texted, and a phone where `ringing` is a fault."""
        if name not in self.world.people:
            await joined(self.world, name, "crew", "Loader")
        member = self.world.people[name].member_id
        async with tx(self.world.production) as db:
            await db.execute("UPDATE member SET mobile = $2 WHERE id = $1", member, number)
            await db.execute(
                "UPDATE member_position SET department_id = $2 WHERE member_id = $1", member, self.world.camera
            )
            if number and agreed:
                await db.execute(
                    "INSERT INTO sms_consent (production_id, member_id, agreed_at, number) VALUES ($1, $2, $3, $4)",
                    self.world.production, member, clock.now(), number,
                )  # fmt: skip
        if ringing is None:
            return None
        phone = await subscribe(self.world, name, self.push.phone())
        if ringing is not True:
            self.push.fault(ringing, phone.endpoint)
        return phone


async def listed():
    """Of the sheet's notices: (state, rung, why) by notice."""
    found = await rows("SELECT id, state, rung, asked_why FROM notice WHERE subject = 'sheet' ORDER BY id")
    return {row[0]: row[1:] for row in found}


async def climb_to_the_end(settings):
    """The clock goes through the quarter of an hour, minute by minute; workers have the time to speak in each."""
    async with working(settings):
        await asyncio.sleep(2 * GIVEN_UP)
        for _ in range(16):
            clock.move(timedelta(minutes=1))
            await asyncio.sleep(0.35)
        await until(_all_ended)


async def _all_ended():
    return all(state in KNOWN or rung == "office" for state, rung, _ in (await listed()).values())


NAMES = (
    "lena", "mute", "gone", "busy", "hangs", "off", "bounces", "grey", "deaf", "silent", "said-no", "refused", "nothing",
)  # fmt: skip


async def faulty_crew(world, doors):
    """Lena's phone rings; each of her people is out of reach in another way."""
    lena = await subscribe(world, "lena", doors.push.phone())
    await doors.crew("gone", "+447700900101", ringing=Fault(status=410, times=None))
    await doors.crew("busy", "+447700900102", ringing=Fault(status=429, headers={"Retry-After": "30"}, times=2))
    await doors.crew("hangs", "+447700900103", ringing=Fault(hang=True))
    (await doors.crew("off", "+447700900104", ringing=True)).off = True
    for n, name in enumerate(("bounces", "grey", "deaf"), 105):
        await doors.crew(name, f"+447700900{n}")
    await doors.crew("silent")
    await doors.crew("mute")
    await doors.crew("said-no", "+447700900109", agreed=False)
    await doors.crew("refused", "+447700900110")
    await doors.crew("nothing", None)
    doors.post.answers |= {
        "bounces@example.test": "550 no such mailbox", "grey@example.test": "451 try later", "deaf@example.test": "hang",
        "mute@example.test": "hang",
        "refused@example.test": "550 no such mailbox",
    }  # fmt: skip
    doors.sms.fault(SmsFault(status=400, text="no such number"), "+447700900110")
    doors.sms.fault(SmsFault(status=429, headers={"Retry-After": "20"}, times=1), "+447700900106")
    doors.sms.fault(SmsFault(lost=True, times=1), "+447700900105")
    doors.sms.fault(SmsFault(status=503, times=1), "+447700900107")
    async with tx(world.production) as db:
        await db.execute("UPDATE member SET email = NULL WHERE id = $1", world.people["nothing"].member_id)
    return lena


async def test_after_the_deadline_everybody_has_it_or_is_listed_with_the_reason(world, doors):
    sms = doors.sms
    lena = await faulty_crew(world, doors)
    ids = await publish(world, NAMES, chase=QUARTER)
    shown = asyncio.create_task(_shows(world, lena, ids["lena"]))
    await climb_to_the_end(doors.settings)
    await shown

    found = await listed()
    assert found[ids["lena"]][0] == "shown"
    others = [ids[name] for name in NAMES[1:]]
    assert {found[notice][1] for notice in others} == {"office"}
    assert all(found[notice][2] for notice in others), "nobody is on the list without a reason"
    assert (found[ids["nothing"]][0], found[ids["refused"]][0]) == ("no_channel", "refused")
    assert found[ids["mute"]][0] == "expired", "tried and tried, and then a human's like everybody's"
    assert not await rows("SELECT 1 FROM telling WHERE state IN ('queued', 'claimed') AND due_at < $1", clock.now())
    ring = await rows("SELECT subject_id FROM task WHERE kind = 'ring' AND settled_at IS NULL")
    assert sorted(ring) == [(notice,) for notice in sorted(others)]
    for number in range(101, 108):
        assert len(sms.phones[f"+447700900{number}"]) == 1, "one message each, though an answer was lost"
    assert not {"+447700900109", "+447700900110"} & sms.phones.keys()
    asked = await rows("SELECT count(*) FROM receipt WHERE state = 'asked' AND channel = 'chaser'")
    assert asked == [(len(others),)], "each was Lena's first"
    assert all(title.startswith("Yours to ring: ") for title in lena.titles[1:])
    loud = [each["callboard"]["rings"] for each in lena.received[1:]]
    first = await rows("SELECT rings FROM notice WHERE subject = 'ring' ORDER BY created_at, id LIMIT 1")
    assert (first, any(loud)) == ([(True,)], True), "pushes of one moment may overtake each other on their way"
    assert sum(loud) <= 3, "her list grew every few minutes; she hears of it now and then"


async def _shows(world, phone, notice):
    await until(lambda: phone.received)
    token = next(each["callboard"]["token"] for each in phone.received if each["callboard"]["notice"] == notice)
    answer = await world.stranger.post("/api/notices/shown", json={"notice": notice, "token": token})
    assert answer.status_code == 200


@pytest.mark.parametrize("channel", ["push", "mail", "sms"])
async def test_a_worker_killed_while_it_speaks_is_followed_by_another_and_nobody_is_told_twice(
    world, doors, dsn, channel
):
    phone = await doors.crew("omar", "+447700900101", ringing=True if channel == "push" else None)
    if channel == "sms":
        async with tx(world.production) as db:
            await db.execute("UPDATE member SET email = NULL WHERE id = $1", world.people["omar"].member_id)
    spoken = {
        "push": lambda: doors.push.posts, "mail": lambda: doors.post.tries, "sms": lambda: doors.sms.posts,
    }[channel]  # fmt: skip
    if channel == "push":
        doors.push.fault(Fault(hang=True))
    doors.post.answers["omar@example.test"] = "hang"
    doors.sms.fault(SmsFault(lost=True, hang=True))
    await publish(world, ["omar"], chase=QUARTER)
    process = await _other_process(dsn, doors)
    await until(spoken, 20)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    doors.push.heal()
    doors.post.answers.clear()
    doors.sms.heal()
    clock.move(timedelta(seconds=61))
    async with working(doors.settings):
        await until(lambda: rows("SELECT 1 FROM telling WHERE state = 'accepted'"))
    assert await rows("SELECT channel, state FROM telling") == [(channel, "accepted")]
    told = [*(phone.received if phone else []), *doors.post.letters.values(), *doors.sms.phones.values()]
    assert len(told) == 1
    assert all(len(messages) == 1 for messages in doors.sms.phones.values())


async def _other_process(dsn, doors):
    settings = doors.settings
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", "import asyncio; from server import settings; from server.workers import mailing;"
        "del mailing.COMPOSERS['sheet']; from server.workers.main import work; asyncio.run(work(settings.load()))",
        env=os.environ | {
            "CALLBOARD_DATABASE_URL": dsn, "CALLBOARD_DATA": str(settings.data), "CALLBOARD_CONTACT": settings.contact,
            "CALLBOARD_PUSH_REWRITE": settings.push_rewrite, "CALLBOARD_SMTP_URL": settings.smtp_url,
            "CALLBOARD_SMS_URL": settings.sms_url, "CALLBOARD_SMS_HOSTS": "127.0.0.1",
        },
    )  # fmt: skip


@pytest.mark.parametrize(("minutes", "rung"), [(9, "chaser"), (15, "office")])
async def test_a_worker_killed_while_it_asks_a_human_leaves_it_to_another(world, monkeypatch, minutes, rung):
    """What it began is undone with its transaction; the other asks, once."""
    ids = await publish(world, ["omar"], chase=QUARTER)
    await release_due(now=clock.now())
    clock.move(timedelta(minutes=minutes))
    whole = chasing._tell_chasers

    async def killed(*args, **more):
        await whole(*args, **more)
        raise asyncio.CancelledError

    monkeypatch.setattr(chasing, "_tell_chasers", killed)
    with pytest.raises(asyncio.CancelledError):
        await climb_due(now=clock.now())
    assert (await listed())[ids["omar"]][1] != rung
    monkeypatch.setattr(chasing, "_tell_chasers", whole)
    done = await asyncio.gather(*(climb_due(now=clock.now()) for _ in range(3)))
    assert sum(done) == 1
    assert (await listed())[ids["omar"]][1:] == (rung, "late")
    assert await rows("SELECT count(*) FROM task WHERE kind = 'ring'") == [(1,)]
    asked = await rows("SELECT count(*) FROM notice WHERE subject = 'ring'")
    assert asked == [(1 if rung == "chaser" else 0,)]


async def test_a_later_call_in_the_night_is_pushed_silently_and_sounds_at_its_time(world, doors):
    phone = await doors.crew("omar", ringing=True)
    phone.off = True
    sounds_at = clock.now() + timedelta(hours=4)
    more = {"rings": False, "rings_at": sounds_at, "deadline": sounds_at + timedelta(minutes=15)}
    ids = await publish(world, ["omar"], **more)
    async with working(doors.settings):
        await until(lambda: rows("SELECT 1 FROM telling WHERE state = 'accepted'"))
        clock.move(timedelta(hours=3, minutes=59))
        await asyncio.sleep(1.2)
        assert len(doors.push.posts) == 1
        assert await rows("SELECT 1 FROM task") == [], "nobody is rung about sleeping longer"
        clock.move(timedelta(minutes=1))
        await until(lambda: len(doors.push.posts) == 2)
        doors.push.switch_on(phone)
        await until(lambda: phone.received)
    assert [each["callboard"]["rings"] for each in phone.received] == [True]
    assert {each["callboard"]["notice"] for each in phone.received} == {ids["omar"]}


async def test_a_forced_call_is_a_humans_at_once_and_the_push_is_the_copy(world, doors):
    phone = await doors.crew("omar", ringing=True)
    ids = await publish(world, ["omar"], by_hand=True, chase=QUARTER)
    async with working(doors.settings):
        await until(lambda: phone.received)
        await until(lambda: rows("SELECT 1 FROM notice WHERE subject = 'ring'"))
    assert (await listed())[ids["omar"]][1:] == ("chaser", "forced")


async def test_any_proof_ends_it(world):
    ids = await publish(world, ["omar"], chase=QUARTER)
    await release_due(now=clock.now())
    notice = ids["omar"]
    answer = await world.omar.post(f"/api/productions/{world.production}/notices/{notice}/opened", json={})
    assert answer.status_code == 200, answer.text
    clock.move(timedelta(minutes=20))
    assert await climb_due(now=clock.now()) == 0
    assert await rows("SELECT 1 FROM task") == []


async def test_no_more_is_texted_than_the_caps_say_and_who_is_over_is_rung(world, doors):
    async with tx(world.production) as db:
        await db.execute(
            """UPDATE production SET settings = '{"sms": true, "sms_per_person": 1, "sms_per_day": 2}' WHERE id = $1""",
            world.production,
        )
        await db.execute("UPDATE member SET email = NULL WHERE production_id = $1", world.production)
    for n, name in enumerate(("one", "two", "three")):
        await doors.crew(name, f"+44770090010{n}")
    async with tx(world.production) as db:
        await db.execute("UPDATE member SET email = NULL WHERE production_id = $1", world.production)
    await publish(world, ["one", "two", "three"], chase=QUARTER)
    await release_due(now=clock.now(), sms=True)
    await publish(world, ["one"], rank=2, chase=QUARTER)
    await release_due(now=clock.now(), sms=True)
    assert await rows("SELECT count(*) FROM telling WHERE channel = 'sms' AND state <> 'dropped'") == [(2,)]
    assert await rows("SELECT count(*) FROM notice WHERE state = 'no_channel'") == [(2,)]


async def test_what_was_over_when_workers_came_back_is_ended_and_not_waited_for(world):
    await publish(world, ["omar"], chase=QUARTER, lasts=3600.0)
    await release_due(now=clock.now())
    clock.move(timedelta(hours=2))
    assert await climb_due(now=clock.now()) == 0
    await end_late(now=clock.now())
    assert (await rows("SELECT state FROM notice")) == [("expired",)]
    within = timedelta(seconds=1)
    assert await speaking.next_release(now=clock.now(), within=within) == within


async def test_what_was_shown_and_never_confirmed_is_over_with_its_call_and_nobody_was_rung(world):
    ids = await publish(world, ["omar"], chase=QUARTER, lasts=7200.0, must_confirm=True)
    await release_due(now=clock.now())
    opened = await world.omar.post(f"/api/productions/{world.production}/notices/{ids['omar']}/opened", json={})
    assert opened.status_code < 300, opened.text
    clock.move(timedelta(hours=1))
    assert await climb_due(now=clock.now()) == 0
    await end_late(now=clock.now())
    assert await rows("SELECT state, ended_at FROM notice") == [("opened", None)]
    clock.move(timedelta(hours=1))
    assert await end_late(now=clock.now()) == 1
    assert await rows("SELECT state, ended_at = expires_at FROM notice") == [("opened", True)]
