"""Phones, proofs, the ledger, tasks and captured mail, as browsers and scripts ask for them."""

from uuid import uuid4

import pytest

from server.adapters.keys import installation_key
from server.db import tx
from server.rules.notify import message
from tests.fakes.push_service import PushService
from tests.telling import DAY, publish, rows


@pytest.fixture
def service():
    made = PushService()
    made.port = 9
    return made


def as_stored(phone):
    return {"endpoint": phone.endpoint, **phone.keys}


async def token_of(world, notice):
    ((created_at,),) = await rows("SELECT created_at FROM notice WHERE id = $1", notice)
    return message.token(installation_key(world.app.state.settings.data), notice, created_at)


async def test_a_phone_has_one_subscription_and_a_person_five(world, service):
    for _ in range(3):
        assert (await world.omar.put("/api/me/subscription", json=as_stored(service.phone()))).status_code == 204
    assert await rows("SELECT count(*) FROM subscription") == [(1,)]
    async with tx() as db:
        for _ in range(7):
            await db.execute(
                "INSERT INTO subscription (account_id, endpoint, p256dh, auth) VALUES ($1, $2, 'x', 'x')",
                world.people["omar"].account_id, service.phone().endpoint,
            )  # fmt: skip
    await world.omar.put("/api/me/subscription", json=as_stored(service.phone()))
    assert await rows("SELECT count(*) FROM subscription") == [(5,)]


async def test_an_address_alone_takes_nobodys_pushes_away(world, service):
    phone, mallory = service.phone(), service.phone()
    await world.omar.put("/api/me/subscription", json=as_stored(phone))
    taken = await world.theo.put("/api/me/subscription", json={"endpoint": phone.endpoint, **mallory.keys})
    assert (taken.status_code, taken.json()["code"]) == (409, "subscription_taken")
    assert await rows("SELECT account_id FROM subscription") == [(world.people["omar"].account_id,)]


async def test_the_same_browser_may_pass_to_another_person(world, service):
    phone = service.phone()
    await world.omar.put("/api/me/subscription", json=as_stored(phone))
    assert (await world.lena.put("/api/me/subscription", json=as_stored(phone))).status_code == 204
    assert await rows("SELECT account_id FROM subscription") == [(world.people["lena"].account_id,)]


@pytest.mark.parametrize("endpoint", ["https://169.254.169.254/latest", "http://fcm.googleapis.com/x/y/z"])
async def test_no_other_address_is_stored(world, service, endpoint):
    answer = await world.omar.put("/api/me/subscription", json=as_stored(service.phone()) | {"endpoint": endpoint})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


async def test_nobody_drops_anothers_phone(world, service):
    phone = service.phone()
    await world.omar.put("/api/me/subscription", json=as_stored(phone))
    await world.theo.request("DELETE", "/api/me/subscription", json={"endpoint": phone.endpoint})
    assert await rows("SELECT count(*) FROM subscription") == [(1,)]
    await world.omar.request("DELETE", "/api/me/subscription", json={"endpoint": phone.endpoint})
    assert await rows("SELECT count(*) FROM subscription") == [(0,)]


async def test_a_test_rings_only_where_a_phone_is_set_to(world, service):
    assert (await world.omar.post("/api/me/push-test", json={})).json()["code"] == "no_subscription"
    await world.omar.put("/api/me/subscription", json=as_stored(service.phone()))
    made = await world.omar.post("/api/me/push-test", json={})
    last = (await world.omar.get("/api/me/push-test")).json()
    assert (made.status_code, last["notice_id"], last["shown_at"]) == (201, made.json()["notice_id"], None)


async def test_a_token_confirms_its_notice_without_a_session_and_nothing_else(world):
    told = await publish(world, ["omar", "lena"])
    token = await token_of(world, told["omar"])
    wrong = await world.stranger.post("/api/notices/confirm", json={"notice": told["lena"], "token": token})
    unknown = await world.stranger.post("/api/notices/confirm", json={"notice": 987_654, "token": token})
    assert wrong.status_code == unknown.status_code == 404
    for _ in range(2):
        right = await world.stranger.post("/api/notices/confirm", json={"notice": told["omar"], "token": token})
        assert right.json()["state"] == "confirmed"
    assert await rows("SELECT state, count(*) FROM receipt GROUP BY state") == [("confirmed", 1)]


async def test_shown_after_confirmed_takes_nothing_back(world):
    notice = (await publish(world, ["omar"]))["omar"]
    token = await token_of(world, notice)
    at = f"/api/productions/{world.production}/notices/{notice}"
    confirmed = (await world.omar.post(f"{at}/confirm", json={})).json()
    assert confirmed["confirmed_at"] is not None
    late = await world.stranger.post("/api/notices/shown", json={"notice": notice, "token": token})
    assert late.json()["state"] == "confirmed"


async def test_the_answer_to_a_token_names_the_request_so_that_the_phone_lets_it_go(world):
    notice = (await publish(world, ["omar"]))["omar"]
    body = {"notice": notice, "token": await token_of(world, notice)}
    named = {"Callboard-Request": "00000000-0000-4000-8000-00000000abcd"}
    for verb in ("shown", "confirm"):
        answer = await world.stranger.post(f"/api/notices/{verb}", json=body, headers=named)
        assert (answer.status_code, answer.headers["callboard-request"]) == (200, named["Callboard-Request"])


async def test_only_ones_own_notice_is_confirmed_and_not_before_its_time(world):
    told = await publish(world, ["omar"])
    at = f"/api/productions/{world.production}/notices/{told['omar']}/confirm"
    assert (await world.lena.post(at, json={})).status_code == 404
    held = (await publish(world, ["lena"], rank=2, hold=30))["lena"]
    early = await world.lena.post(f"/api/productions/{world.production}/notices/{held}/confirm", json={})
    assert early.status_code == 404


async def test_only_knowing_takes_a_person_off_the_list(world):
    notice = (await publish(world, ["omar"]))["omar"]
    at = f"/api/productions/{world.production}/notices/{notice}/outcomes"
    for outcome in ("no_answer", "voicemail", "wrong_number"):
        answer = await world.nia.post(at, json={"id": str(uuid4()), "outcome": outcome})
        assert answer.json()["state"] == "held"
    nameless = await world.nia.post(at, json={"id": str(uuid4()), "outcome": "proxy_knows"})
    assert nameless.json()["code"] == "proxy_name"
    reached = await world.nia.post(at, json={"id": str(uuid4()), "outcome": "proxy_knows", "proxy": "Ada, agent"})
    assert reached.json()["state"] == "reached"
    row = (await world.nia.get(f"/api/productions/{world.production}/days/{DAY}/ledger")).json()["rows"][0]
    assert (row["board"], [e["state"] for e in row["evidence"]]) == (
        "has_it", ["no_answer", "voicemail", "wrong_number", "reached"],
    )  # fmt: skip
    assert (row["evidence"][-1]["by"], row["evidence"][-1]["proxy"]) == ("Nia", "Ada, agent")


async def test_a_head_sees_and_rings_their_own_people_only(world):
    told = await publish(world, ["omar", "bjorn"])
    seen = (await world.lena.get(f"/api/productions/{world.production}/days/{DAY}/ledger")).json()["rows"]
    assert [row["name"] for row in seen] == ["Omar"]
    at = f"/api/productions/{world.production}/notices/{told['bjorn']}/outcomes"
    assert (await world.lena.post(at, json={"id": str(uuid4()), "outcome": "knows"})).status_code == 404
    assert (await world.omar.get(f"/api/productions/{world.production}/days/{DAY}/ledger")).status_code == 403


async def test_a_problem_stands_among_the_tasks_until_it_is_settled(world):
    notice = (await publish(world, ["omar"]))["omar"]
    at = f"/api/productions/{world.production}"
    told = await world.omar.post(f"{at}/notices/{notice}/problem", json={"kind": "late", "text": "Flat tyre"})
    (task,) = (await world.bjorn.get(f"{at}/tasks")).json()["tasks"]
    assert (task["id"], task["kind"], task["name"], task["why"]) == (
        told.json()["task_id"], "problem", "Omar", "late: Flat tyre",
    )  # fmt: skip
    assert (await world.bjorn.post(f"{at}/tasks/{task['id']}/settle", json={})).status_code == 204
    assert (await world.bjorn.get(f"{at}/tasks")).json()["tasks"] == []


async def test_captured_mail_is_for_coordinators(world):
    async with tx() as db:
        await db.execute("INSERT INTO captured_mail (recipient, subject, body) VALUES ('a@b.test', 'x', 'link')")
    assert (await world.omar.get("/api/captured-mail")).status_code == 403
    mails = (await world.nia.get("/api/captured-mail")).json()["mails"]
    assert [(m["to"], m["text"]) for m in mails] == [("a@b.test", "link")]
    assert (await world.nia.get("/api/captured-mail/attachment?mail=1")).status_code == 404
