"""Ways in: the first coordinator, a mailed link or code, an invitation's code, the code for an installed app."""

import asyncio
from datetime import timedelta

import pytest

from server import clock
from server.db import read, tx
from server.services.access import entry, sessions
from server.services.production import post as letters
from tests.post import Post
from tests.queries import counted

PHONE = {"name": "iPhone, Safari", "installed": True}


async def jobs(name):
    async with read() as db:
        rows = await db.fetch("SELECT payload FROM pgqueuer WHERE entrypoint = $1 ORDER BY id", name)
    return [row["payload"] for row in rows]


async def mailed(world, email):
    """Ask for a sign-in mail and do the worker's part. (digits, link)."""
    asked = await world.stranger.post("/api/sign-in/email", json={"email": email})
    assert (asked.status_code, asked.json()) == (202, {"minutes": 10})
    box = Post()
    if not await letters.mail_sign_in(world.settings, email.lower(), deliver=box, now=clock.now()):
        return None
    return box.letters[0].subject[:7].replace(" ", ""), box.link()


async def invited(world, name="Pavel", *, email="pavel@example.test", title="Safety"):
    """A person on the list, a code printed for them."""
    person = {"name": name, "email": email, "positions": [{"department_id": world.camera, "title": title}]}
    made = (await world.nia.post(f"/api/productions/{world.production}/members", json=person)).json()["id"]
    return made, await code_of(world, made)


async def code_of(world, member):
    answer = await world.nia.post(f"/api/productions/{world.production}/invites/codes", json={"member_id": member})
    assert answer.status_code == 200, answer.text
    return answer.json()["codes"][0]["code"]


async def test_the_first_coordinator_comes_in_once(empty_world):
    made = await entry.first_entry(empty_world.settings.data, now=clock.now())
    someone = {"name": "Nia", "email": "Nia@Example.test", "device": PHONE}
    assert (await empty_world.stranger.get("/api/sign-in")).json()["first"] is True
    answer = await empty_world.stranger.post("/api/sign-in/first", json=someone | {"code": made.code})
    assert answer.status_code == 200
    me = await empty_world.stranger.get("/api/me")
    assert (me.json()["email"], me.json()["memberships"]) == ("nia@example.test", [])
    other = await empty_world.browser()
    assert (await other.post("/api/sign-in/first", json=someone | {"link": made.link})).status_code == 400
    assert await entry.first_entry(empty_world.settings.data, now=clock.now()) is None


async def test_a_new_first_code_ends_the_one_before(empty_world):
    old = await entry.first_entry(empty_world.settings.data, now=clock.now())
    await entry.first_entry(empty_world.settings.data, now=clock.now())
    answer = await empty_world.stranger.post(
        "/api/sign-in/first", json={"name": "N", "email": "n@x.test", "link": old.link}
    )
    assert answer.json()["code"] == "code_refused"


async def test_six_digits_from_the_mail_sign_in_once(world):
    digits, _ = await mailed(world, "Omar@example.test")
    phone = await world.browser()
    body = {"email": "omar@example.test", "code": digits, "device": PHONE}
    answer = await phone.post("/api/sign-in/email/code", json=body)
    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-callboard=")
    assert "HttpOnly" in cookie
    assert "Secure" in cookie
    assert (await phone.get("/api/me")).json()["name"] == "Omar"
    assert (await (await world.browser()).post("/api/sign-in/email/code", json=body)).status_code == 400


@pytest.mark.parametrize(
    "how", [lambda link: link[:9], lambda link: link + ").", lambda _: "é\x00", lambda _: "x" * 900]
)
async def test_a_link_that_was_cut_off_or_altered_is_refused_like_a_used_one(world, how):
    _, link = await mailed(world, "omar@example.test")
    answer = await world.stranger.post("/api/sign-in/link", json={"link": how(link)})
    assert (answer.status_code, answer.json()["code"]) == (400, "code_refused")


async def test_opening_the_mailed_link_changes_nothing_and_using_it_works_once(world):
    _, link = await mailed(world, "omar@example.test")
    for _ in range(3):
        await world.stranger.get("/sign-in", headers={"Accept": "text/html"})
    assert (await world.stranger.post("/api/sign-in/link", json={"link": link})).status_code == 200
    assert (await (await world.browser()).post("/api/sign-in/link", json={"link": link})).status_code == 400


async def test_a_mailed_code_is_dead_after_five_tries(world):
    digits, _ = await mailed(world, "omar@example.test")
    for n in range(5):
        phone = await world.browser(address=f"198.51.100.{n}")
        wrong = {"email": "omar@example.test", "code": f"{(int(digits) + n + 1) % 10**6:06d}"}
        assert (await phone.post("/api/sign-in/email/code", json=wrong)).status_code == 400
    right = await (await world.browser()).post(
        "/api/sign-in/email/code", json={"email": "omar@example.test", "code": digits}
    )
    assert right.json()["code"] == "code_refused"


async def test_a_mailed_code_is_dead_after_ten_minutes(world):
    digits, link = await mailed(world, "omar@example.test")
    clock.move(timedelta(minutes=10, seconds=1))
    by_code = await world.stranger.post("/api/sign-in/email/code", json={"email": "omar@example.test", "code": digits})
    by_link = await world.stranger.post("/api/sign-in/link", json={"link": link})
    assert by_code.json() == by_link.json()


async def test_an_unknown_address_gets_the_same_answer_the_same_work_and_no_mail(world):
    with counted() as known:
        first = await world.stranger.post("/api/sign-in/email", json={"email": "omar@example.test"})
    with counted() as unknown:
        second = await world.stranger.post("/api/sign-in/email", json={"email": "nobody@example.test"})
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert known == unknown
    assert len(await jobs("mail_sign_in")) == 2
    box = Post()
    assert not await letters.mail_sign_in(world.settings, "nobody@example.test", deliver=box, now=clock.now())
    assert box.letters == []


async def test_a_mailbox_is_written_to_five_times_in_a_quarter_of_an_hour(world):
    for _ in range(5):
        assert (await world.stranger.post("/api/sign-in/email", json={"email": "omar@example.test"})).status_code == 202
    answer = await world.stranger.post("/api/sign-in/email", json={"email": "OMAR@example.test"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_a_code_from_paper_shows_the_code_name_then_lets_in_once(world):
    member, code = await invited(world)
    phone = await world.browser()
    typed = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    look = await phone.post("/api/sign-in/look", json={"code": typed})
    assert look.json()["kind"] == "join"
    assert "Harbour" not in look.text
    assert (await phone.post("/api/sign-in/code", json={"code": typed, "device": PHONE})).status_code == 200
    me = (await phone.get("/api/me")).json()
    assert (me["memberships"][0]["member_id"], me["email"]) == (member, None)
    assert (await (await world.browser()).post("/api/sign-in/code", json={"code": code})).status_code == 400


async def test_a_code_runs_out_after_seven_days(world):
    _, code = await invited(world)
    clock.move(timedelta(days=7, seconds=1))
    assert (await world.stranger.post("/api/sign-in/look", json={"code": code})).json()["code"] == "code_refused"


async def test_a_device_guesses_five_times(world):
    _, code = await invited(world)
    await world.stranger.get("/api/sign-in")
    for n in range(5):
        assert (await world.stranger.post("/api/sign-in/look", json={"code": f"ZZZZ000{n}"})).status_code == 400
    assert (await world.stranger.post("/api/sign-in/code", json={"code": code})).status_code == 429
    phone = await world.browser()
    await phone.get("/api/sign-in")
    assert (await phone.post("/api/sign-in/code", json={"code": code})).status_code == 200


async def test_without_the_cookie_tries_are_counted_by_address(world):
    for n in range(5):
        phone = await world.browser()
        assert (await phone.post("/api/sign-in/look", json={"code": f"ZZZZ000{n}"})).status_code == 400
    assert (await (await world.browser()).post("/api/sign-in/look", json={"code": "ZZZZ0009"})).status_code == 429


async def test_behind_our_own_proxy_tries_are_counted_by_who_stands_before_it(world, monkeypatch):
    monkeypatch.setattr(world.app.asgi_handler, "trusted", ("192.0.2.1",))

    async def look(caller):
        phone = await world.browser()
        told = {"X-Forwarded-For": caller}
        return (await phone.post("/api/sign-in/look", json={"code": "ZZZZ0000"}, headers=told)).status_code

    assert [await look("198.51.100.7") for _ in range(6)] == [400] * 5 + [429]
    assert await look("198.51.100.8") == 400


async def test_guessing_everywhere_alarms_and_leaves_the_others_in_peace(world, monkeypatch, caplog):
    from server.services.access import limits

    monkeypatch.setattr(limits, "WRONG_EVERYWHERE", limits.Limit("wrong_everywhere", 3, timedelta(hours=1)))
    _, code = await invited(world)
    for n in range(3):
        phone = await world.browser(address="198.51.100.7")
        await phone.get("/api/sign-in")
        await phone.post("/api/sign-in/look", json={"code": f"ZZZZ000{n}"})
    assert "alarm" in caplog.text
    guesser = await world.browser(address="198.51.100.7")
    assert (await guesser.post("/api/sign-in/code", json={"code": code})).status_code == 429
    honest = await world.browser(address="203.0.113.9")
    assert (await honest.post("/api/sign-in/code", json={"code": code})).status_code == 200


async def test_the_code_of_a_browser_opens_the_installed_app(world):
    code = (await world.omar.post("/api/me/device-code")).json()["code"]
    app = await world.browser()
    assert (await app.post("/api/sign-in/look", json={"code": code})).json() == {"kind": "device", "code_name": ""}
    assert (await app.post("/api/sign-in/code", json={"code": code, "device": PHONE})).status_code == 200
    devices = (await app.get("/api/me/devices")).json()["devices"]
    assert [(d["name"], d["installed"], d["this"]) for d in devices] == [
        ("iPhone, Safari", True, True),
        ("omar's phone", False, False),
    ]
    assert (await (await world.browser()).post("/api/sign-in/code", json={"code": code})).status_code == 400


async def test_a_new_device_code_ends_the_one_before_and_ten_minutes_end_it_too(world):
    old = (await world.omar.post("/api/me/device-code")).json()["code"]
    new = (await world.omar.post("/api/me/device-code")).json()["code"]
    assert (await world.stranger.post("/api/sign-in/code", json={"code": old})).status_code == 400
    clock.move(timedelta(minutes=11))
    assert (await world.stranger.post("/api/sign-in/code", json={"code": new})).status_code == 400


async def test_a_session_given_before_sign_in_is_worth_nothing_after_it(world):
    """Fixation: what the browser held before, chosen by whomever, is replaced."""
    digits, _ = await mailed(world, "omar@example.test")
    phone = await world.browser(session="a" * 43)
    await phone.post("/api/sign-in/email/code", json={"email": "omar@example.test", "code": digits})
    planted = await world.browser(session="a" * 43)
    assert (await planted.get("/api/me")).status_code == 401
    assert (await phone.get("/api/me")).status_code == 200


async def test_signing_in_again_ends_the_session_before(world):
    before = world.people["omar"].token
    digits, _ = await mailed(world, "omar@example.test")
    await world.omar.post("/api/sign-in/email/code", json={"email": "omar@example.test", "code": digits})
    assert (await (await world.browser(session=before)).get("/api/me")).status_code == 401
    assert (await world.omar.get("/api/me")).status_code == 200


async def test_the_eleventh_device_signs_out_the_one_used_longest_ago(world):
    first = world.people["omar"].token
    clock.move(timedelta(minutes=1))
    for _ in range(10):
        async with tx() as db:
            await sessions.sign_in(
                db, world.people["omar"].account_id, sessions.DeviceIn(name="x"), was=None, now=clock.now()
            )
    answer = await (await world.browser(session=first)).get("/api/me")
    assert answer.json()["code"] == "session_revoked"
    async with read() as db:
        living = await db.fetchval(
            "SELECT count(*) FROM device WHERE account_id = $1 AND revoked_at IS NULL", world.people["omar"].account_id
        )
    assert living == 10


async def test_a_stolen_phone_is_signed_out_from_another(world):
    code = (await world.omar.post("/api/me/device-code")).json()["code"]
    laptop = await world.browser()
    await laptop.post("/api/sign-in/code", json={"code": code})
    stolen = next(d for d in (await laptop.get("/api/me/devices")).json()["devices"] if not d["this"])
    assert (await world.lena.delete(f"/api/me/devices/{stolen['id']}")).status_code == 404
    assert (await laptop.delete(f"/api/me/devices/{stolen['id']}")).status_code == 204
    assert (await world.omar.get("/api/me")).json()["code"] == "session_revoked"
    parked = {"entries": [entry_of(world)]}
    assert (await world.omar.post("/api/parked", json=parked)).status_code == 401


def entry_of(world, n=1):
    return {
        "id": f"00000000-0000-4000-8000-{n:012d}", "v": 1, "method": "POST",
        "path": f"/api/productions/{world.production}/gear/scans", "body": "{}", "why": "left",
    }  # fmt: skip


async def test_signing_out_ends_the_session_and_wipes(world):
    answer = await world.omar.post("/api/sign-out")
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    kept = await world.browser(session=world.people["omar"].token)
    assert (await kept.get("/api/me")).json()["code"] == "session_expired"


async def test_a_token_for_scripts_works_without_a_cookie_until_revoked(world):
    made = (await world.nia.post("/api/me/tokens", json={"name": "nightly export"})).json()
    script = await world.browser()
    headers = {"Authorization": f"Bearer {made['token']}", "Sec-Fetch-Site": "cross-site"}
    assert (await script.get("/api/me", headers=headers)).json()["name"] == "Nia"
    await world.nia.delete(f"/api/me/devices/{made['device_id']}")
    assert (await script.get("/api/me", headers=headers)).status_code == 401


async def test_use_keeps_a_coordinators_session_alive_thirty_days_more(world):
    async with tx() as db:
        await db.execute("UPDATE session SET expires_at = now() + interval '2 days'")
    clock.move(timedelta(days=1))
    assert (await world.nia.get("/api/me")).status_code == 200
    clock.move(timedelta(days=29))
    assert (await world.nia.get("/api/me")).status_code == 200


async def test_one_code_lets_in_one_of_two_who_type_it_at_once(world):
    _, code = await invited(world)
    phones = [await world.browser() for _ in range(2)]
    answers = await asyncio.gather(*(p.post("/api/sign-in/code", json={"code": code}) for p in phones))
    assert sorted(a.status_code for a in answers) == [200, 400]


@pytest.mark.parametrize("path", ["code", "look", "link", "email", "email/code", "first"])
async def test_a_field_too_many_is_refused(world, path):
    answer = await world.stranger.post(f"/api/sign-in/{path}", json={"code": "AAAA0000", "admin": True})
    assert answer.status_code == 400
