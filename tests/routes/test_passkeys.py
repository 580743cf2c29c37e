"""Passkeys: made once, used once a challenge, and with `only` no letter lets in; nobody learns who has one."""

from datetime import timedelta

import pytest

from server import clock
from server.rules.access.passkeys import party
from server.services.upkeep import doors
from tests.fakes.authenticator import Authenticator
from tests.routes.test_sign_in import code_of, invited, mailed


@pytest.fixture
def phone(world):
    return Authenticator(party(world.settings.public_url).origin)


async def made(client, phone, name="My phone"):
    asked = (await client.post("/api/me/passkeys/options", json={})).json()
    body = {"name": name, "challenge_id": asked["challenge_id"], "credential": phone.make(asked["options"])}
    return await client.post("/api/me/passkeys", json=body)


async def entered(client, phone, *, options=None):
    asked = (await client.post("/api/sign-in/passkey/options", json={})).json()
    body = {"challenge_id": asked["challenge_id"], "credential": phone.use(options or asked["options"])}
    return await client.post("/api/sign-in/passkey", json=body), body


async def test_who_has_made_one_comes_in_with_it(world, phone):
    assert (await made(world.nia, phone)).status_code == 201
    browser = await world.browser()
    answer, _ = await entered(browser, phone)
    assert answer.status_code == 200
    assert (await browser.get("/api/me")).json()["email"] == (await world.nia.get("/api/me")).json()["email"]
    (held,) = (await world.nia.get("/api/me/passkeys")).json()["passkeys"]
    assert held["used_at"] is not None


async def test_a_challenge_is_answered_once(world, phone):
    await made(world.nia, phone)
    first, body = await entered(await world.browser(), phone)
    again = await (await world.browser()).post("/api/sign-in/passkey", json=body)
    assert (first.status_code, again.status_code, again.json()["code"]) == (200, 400, "passkey_refused")


async def test_every_wrong_one_is_answered_alike(world, phone):
    await made(world.nia, phone)
    elsewhere = Authenticator("https://callboard.example.evil")
    elsewhere.id, elsewhere._key = phone.id, phone._key
    unseen = Authenticator(phone.origin, verified=False)
    unseen.id, unseen._key, unseen.count = phone.id, phone._key, 50
    answers = [
        (await entered(await world.browser(), one))[0] for one in (Authenticator(phone.origin), elsewhere, unseen)
    ]
    other = (await world.stranger.post("/api/sign-in/passkey/options", json={})).json()["options"]
    answers.append((await entered(await world.browser(), phone, options=other))[0])
    phone.count = 0  # a copy of the key, made before it was used
    await entered(await world.browser(), phone)
    phone.count = 0
    answers.append((await entered(await world.browser(), phone))[0])
    assert {(one.status_code, one.json()["code"], one.json()["title"]) for one in answers} == {
        (400, "passkey_refused", "This passkey doesn’t open Callboard here")
    }


async def test_a_challenge_to_make_one_is_its_account_s_alone(world, phone):
    asked = (await world.nia.post("/api/me/passkeys/options", json={})).json()
    body = {"name": "Mine", "challenge_id": asked["challenge_id"], "credential": phone.make(asked["options"])}
    assert (await world.theo.post("/api/me/passkeys", json=body)).status_code == 400
    assert (await world.theo.get("/api/me/passkeys")).json()["passkeys"] == []


async def test_a_passkey_is_one_account_s_and_only_it_removes_it(world, phone):
    number = (await made(world.nia, phone)).json()["id"]
    assert (await made(world.theo, phone)).status_code == 409
    assert (await world.theo.delete(f"/api/me/passkeys/{number}")).status_code == 404
    assert (await world.nia.delete(f"/api/me/passkeys/{number}")).status_code == 204
    assert (await entered(await world.browser(), phone))[0].status_code == 400


async def test_with_passkeys_only_a_letter_lets_nobody_in_until_the_operator_does(world, phone):
    email = (await world.nia.get("/api/me")).json()["email"]
    assert (await world.nia.put("/api/me/passkeys/only", json={"only": True})).status_code == 409, "there is none yet"
    await made(world.nia, phone)
    assert (await world.nia.put("/api/me/passkeys/only", json={"only": True})).json()["only"] is True

    digits, link = await mailed(world, email)
    by_code = await (await world.browser()).post("/api/sign-in/email/code", json={"email": email, "code": digits})
    by_link = await (await world.browser()).post("/api/sign-in/link", json={"link": link})
    assert [(one.status_code, one.json()["code"]) for one in (by_code, by_link)] == [(409, "passkey_only")] * 2
    assert (await entered(await world.browser(), phone))[0].status_code == 200

    entry = await doors.invite(
        world.settings.data, email, role="coordinator", production_id=world.production, now=clock.now()
    )
    assert (await (await world.browser()).post("/api/sign-in/link", json={"link": entry.link})).status_code == 200


async def test_with_the_last_passkey_gone_letters_let_in_again(world, phone):
    number = (await made(world.nia, phone)).json()["id"]
    await world.nia.put("/api/me/passkeys/only", json={"only": True})
    await world.nia.delete(f"/api/me/passkeys/{number}")
    assert (await world.nia.get("/api/me/passkeys")).json()["only"] is False


async def test_a_challenge_is_good_for_ten_minutes(world, phone):
    await made(world.nia, phone)
    browser = await world.browser()
    asked = (await browser.post("/api/sign-in/passkey/options", json={})).json()
    clock.move(timedelta(minutes=11))
    body = {"challenge_id": asked["challenge_id"], "credential": phone.use(asked["options"])}
    assert (await browser.post("/api/sign-in/passkey", json=body)).status_code == 400


async def test_nor_does_a_code_that_the_office_printed(world, phone):
    member, code = await invited(world)
    pavel = await world.browser()
    assert (await pavel.post("/api/sign-in/code", json={"code": code})).status_code == 200
    await made(pavel, phone)
    await pavel.put("/api/me/passkeys/only", json={"only": True})
    again = await (await world.browser()).post("/api/sign-in/code", json={"code": await code_of(world, member)})
    assert (again.status_code, again.json()["code"]) == (409, "passkey_only")


async def test_ten_are_enough_also_where_more_were_asked_for_before(world, phone):
    asked = [(await world.nia.post("/api/me/passkeys/options", json={})).json() for _ in range(11)]
    answers = []
    for n, each in enumerate(asked):
        one = Authenticator(phone.origin)
        body = {"name": f"{n}", "challenge_id": each["challenge_id"], "credential": one.make(each["options"])}
        answers.append((await world.nia.post("/api/me/passkeys", json=body)).status_code)
    assert answers == [201] * 10 + [409]
