"""Text messages: the person's switch, the coordinator's record, STOP."""

import asyncio
import json
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from server import clock
from server.adapters.push_sender import Answer
from server.adapters.sms_gateway import sms_secret
from server.db import tx
from server.models.notify import texts
from server.rules.notify.answers import Meaning
from server.rules.notify.ladder import Channel
from server.services.notify import speaking
from server.services.notify.release import release_due
from server.workers.texting import Texting
from tests.fakes.sms_gateway import Gateway
from tests.telling import publish, rows, until
from tests.world import build_world

NUMBER = "+447700900123"


@pytest.fixture
async def world(committed, tmp_path, monkeypatch):
    """Harbour Lights with a gateway, and the production's switch on."""
    monkeypatch.setattr("tests.world.Settings", _with_gateway)
    async with build_world(tmp_path) as made:
        async with tx(made.production) as db:
            await db.execute("UPDATE production SET settings = '{\"sms\": true}' WHERE id = $1", made.production)
            await db.execute(
                "UPDATE member SET mobile = $2, email = NULL WHERE id = $1", made.people["omar"].member_id, NUMBER
            )
        yield made


def _with_gateway(**more):
    from server.settings import Settings

    return Settings(**more | {"sms_url": "https://sms.example.com/send"})


def mine(world):
    return f"/api/productions/{world.production}/my-texts"


def omars(world, what="texts"):
    return f"/api/productions/{world.production}/members/{world.people['omar'].member_id}/{what}"


async def may_be_texted(world):
    await publish(world, ["omar"], rank=int(clock.now().timestamp()) % 10**8)
    await release_due(now=clock.now(), sms=True)
    return bool(await rows("SELECT 1 FROM telling WHERE channel = 'sms' AND state = 'queued'"))


async def answers(world, text, *, key=None, at=None, sender=NUMBER):
    body = json.dumps({"sender": sender, "text": text}).encode()
    sign = Gateway(key or sms_secret(world.settings.data)).signs(body, at=at)
    return await world.stranger.post("/api/texts/answers", content=body, headers={"Callboard-Signature": sign})


async def test_nobody_is_texted_who_did_not_agree(world):
    said = (await world.omar.get(mine(world))).json()
    assert said == {
        "offered": True, "number": NUMBER, "agreed_at": None, "agreed_on": None, "stopped_at": None, "stopped_how": "",
    }  # fmt: skip
    assert not await may_be_texted(world)


async def test_the_persons_switch_ends_it_at_once_and_takes_it_back(world):
    assert (await world.omar.put(mine(world), json={})).json()["agreed_at"]
    assert await may_be_texted(world)
    said = (await world.omar.delete(mine(world))).json()
    assert said["stopped_how"] == "person"
    assert await rows("SELECT state FROM telling WHERE channel = 'sms'") == [("dropped",)]
    assert not await may_be_texted(world)
    assert (await world.omar.put(mine(world), json={})).json()["stopped_at"] is None


async def test_the_coordinator_records_a_yes_with_its_date_but_not_over_a_stop(world):
    said = (await world.nia.put(omars(world), json={"agreed_on": "2026-01-05"})).json()
    assert said["agreed_on"] == "2026-01-05"
    assert await may_be_texted(world)
    assert (await answers(world, "Stop")).status_code == 204
    refused = await world.nia.put(omars(world), json={"agreed_on": "2026-01-06"})
    assert (refused.status_code, refused.json()["code"]) == (409, "stopped_by_person")
    await world.nia.delete(omars(world))
    said = (await world.nia.get(omars(world, "reach"))).json()["texts"]
    assert said["stopped_how"] == "answer", "the office's stop doesn't make it one that the office may take back"
    assert (await world.lena.put(omars(world), json={"agreed_on": "2026-01-05"})).status_code == 403


async def test_stop_drops_what_waits_and_anything_else_is_let_be(world):
    await world.omar.put(mine(world), json={})
    assert await may_be_texted(world)
    assert (await answers(world, "ok thanks")).status_code == 204
    assert await rows("SELECT state FROM telling WHERE channel = 'sms'") == [("queued",)]
    assert (await answers(world, "STOP")).status_code == 204
    assert await rows("SELECT state FROM telling WHERE channel = 'sms'") == [("dropped",)]
    assert not await may_be_texted(world)


async def test_a_stop_is_heard_however_it_is_written_and_whatever_the_gateway_calls_the_number(world):
    written = ("Stop\nSent from my iPhone", "STOP\r\n", "stop " + "x" * 220)
    called = ("447700900123", "+44 7700 900123", "00447700900123")
    for words, sender in [(each, NUMBER) for each in written] + [("STOP", each) for each in called]:
        await world.omar.put(mine(world), json={})
        assert (await answers(world, words, sender=sender)).status_code == 204, (words, sender)
        assert (await world.omar.get(mine(world))).json()["stopped_how"] == "answer", (words, sender)
    for sender in ("07700900123", "60777", "447700900999"):
        lost = await answers(world, "STOP", sender=sender)
        assert (lost.status_code, lost.json()["errors"][0]["where"]) == (400, "sender"), sender
    assert (await answers(world, "ok", sender="60777")).status_code == 204


async def test_whether_it_is_wanted_is_asked_again_just_before_it_leaves(world):
    await world.omar.put(mine(world), json={})
    assert await may_be_texted(world)
    (telling,) = await speaking.claim(uuid4(), Channel.SMS, limit=9, now=clock.now())
    sent = []

    class Listens:
        async def send(self, text, *, now):
            sent.append(text.to)
            return Answer(202)

    voice = Texting(world.settings, Listens())

    async def changed(sql, value):
        async with tx(world.production) as db:
            await db.execute(sql, value, world.people["omar"].member_id)
        return (await voice.speak(telling)).meaning

    number = "UPDATE member SET mobile = $1 WHERE id = $2"
    switch = (
        "UPDATE production SET settings = jsonb_build_object('sms', $1::boolean)"
        " WHERE id = (SELECT production_id FROM member WHERE id = $2)"
    )
    assert await changed(number, "+447700900999") is Meaning.REFUSED
    assert (await world.omar.get(mine(world))).json()["agreed_at"] is None, "it was the old number's"
    assert await changed(number, NUMBER) is Meaning.ACCEPTED
    assert await changed(switch, False) is Meaning.REFUSED
    assert await changed(switch, True) is Meaning.ACCEPTED
    await world.omar.delete(mine(world))
    assert (await voice.speak(telling)).meaning is Meaning.REFUSED
    assert sent == [NUMBER, NUMBER]


async def test_a_stop_of_this_moment_is_not_overwritten_by_the_office(world, monkeypatch):
    await world.omar.put(mine(world), json={})
    whole, written = texts.stop, asyncio.Event()
    for_me = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"

    async def slowly(db, *args):
        await whole(db, *args)
        written.set()
        await until(lambda: db.fetch(for_me))

    monkeypatch.setattr(texts, "stop", slowly)
    stopping = asyncio.create_task(answers(world, "STOP"))
    await written.wait()
    agreed = await world.nia.put(omars(world), json={"agreed_on": "2026-01-06"})
    assert (await stopping).status_code == 204
    assert (agreed.status_code, agreed.json()["code"]) == (409, "stopped_by_person")


@pytest.mark.parametrize("wrong", ["key", "time", "none"])
async def test_an_answer_without_our_signature_is_not_heard(world, wrong):
    await world.omar.put(mine(world), json={})
    if wrong == "none":
        answer = await world.stranger.post("/api/texts/answers", json={"sender": NUMBER, "text": "STOP"})
    else:
        old = (clock.now() - timedelta(minutes=6)).timestamp()
        answer = await answers(world, "STOP", **({"key": b"x"} if wrong == "key" else {"at": old}))
    assert answer.status_code == 404
    assert (await world.omar.get(mine(world))).json()["stopped_at"] is None


async def test_a_signed_answer_that_says_nothing_is_refused(world):
    body = b'{"sender": 7}'
    sign = Gateway(sms_secret(world.settings.data)).signs(body)
    answer = await world.stranger.post("/api/texts/answers", content=body, headers={"Callboard-Signature": sign})
    assert answer.status_code == 400, answer.text
    assert msgspec.json.decode(answer.content)["title"]


async def test_who_has_no_number_cannot_agree_and_nobody_agrees_tomorrow(world):
    tomorrow = (clock.now() + timedelta(days=2)).date().isoformat()
    assert (await world.nia.put(omars(world), json={"agreed_on": tomorrow})).status_code == 400
    assert (await world.lena.put(mine(world), json={})).json()["code"] == "no_mobile"
