"""Invitations: nothing goes out before the test and the button; what goes out; who a code lets in."""

import re
from datetime import timedelta

from server import clock
from server.db import read, tx
from server.services.production import post as letters
from tests.post import Post


def at(world, rest=""):
    return f"/api/productions/{world.production}/invites{rest}"


async def person(world, name, **more):
    body = {"name": name, "positions": [{"department_id": world.camera, "title": "Loader"}]} | more
    return (await world.nia.post(f"/api/productions/{world.production}/members", json=body)).json()["id"]


async def jobs(name):
    async with read() as db:
        return await db.fetchval("SELECT count(*) FROM pgqueuer WHERE entrypoint = $1", name)


async def deliver(world, member):
    async with read() as db:
        invite = await db.fetchval(
            "SELECT id FROM invite WHERE member_id = $1 AND revoked_at IS NULL ORDER BY id DESC", member
        )
    box = Post()
    assert await letters.mail_invite(world.settings, world.production, invite, deliver=box, now=clock.now())
    return box


async def invite(world, *members):
    await world.nia.post(at(world, "/test"))
    answer = await world.nia.post(at(world), json={"members": list(members)})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_added_person_is_asked_nothing(world):
    await person(world, "Hana", email="hana@example.test")
    async with read() as db:
        assert await db.fetchval("SELECT count(*) FROM pgqueuer") == 0
    waves = (await world.nia.get(at(world, "/waves"))).json()
    assert waves["contacted_at"] is None
    assert {w["wave"]: len(w["to_send"]) for w in waves["waves"]} == {
        "office": 0,
        "floor": 1,
        "rest": 0,
        "day_players": 0,
    }


async def test_no_wave_before_a_test_to_oneself(world):
    hana = await person(world, "Hana", email="hana@example.test")
    answer = await world.nia.post(at(world), json={"members": [hana]})
    assert (answer.status_code, answer.json()["code"]) == (409, "test_first")


async def test_the_test_is_the_real_letter_to_oneself_and_opens_nothing(world):
    assert (await world.nia.post(at(world, "/test"))).status_code == 204
    box = Post()
    member = world.people["nia"].member_id
    assert await letters.mail_invite_test(world.settings, world.production, member, deliver=box, now=clock.now())
    (letter,) = box.letters
    assert (letter.to, letter.subject) == ("nia@example.test", "Test: Harbour Lights: your calls on your phone")
    assert (await world.stranger.post("/api/sign-in/code", json={"code": "TEST-0000"})).status_code == 400
    assert (await world.nia.get(at(world, "/waves"))).json()["contacted_at"] is None


async def test_a_wave_goes_to_who_has_an_address_and_is_remembered(world):
    hana = await person(world, "Hana", email="hana@example.test")
    yara = await person(world, "Yara")
    omar = world.people["omar"].member_id
    assert await invite(world, hana, yara, omar) == {"mailed": [hana], "no_address": [yara], "joined": [omar]}
    assert await jobs("mail_invite") == 1
    waves = (await world.nia.get(at(world, "/waves"))).json()
    assert waves["contacted_at"] is not None
    floor = next(w for w in waves["waves"] if w["wave"] == "floor")
    assert (floor["people"], floor["joined"], floor["to_send"], floor["no_address"]) == (3, 1, [], [yara])


async def test_the_letter_names_position_link_code_and_office(world):
    hana = await person(world, "Hana", email="hana@example.test")
    before = (await world.nia.get(f"/api/productions/{world.production}")).json()
    await world.nia.patch(
        f"/api/productions/{world.production}", json={"revision": before["revision"], "office_phone": "212 555 0100"}
    )
    await invite(world, hana)
    (letter,) = (await deliver(world, hana)).letters
    assert letter.to == "hana@example.test"
    assert "Harbour Lights on Callboard (Loader)." in letter.text.replace("are on", "on")
    assert "https://test/sign-in#link=" in letter.text
    assert "212 555 0100" in letter.text


async def test_the_letter_shows_until_when_by_its_readers_clock(world):
    theo, hana = [await person(world, name, email=f"{name.lower()}@example.test") for name in ("Theo", "Hana")]
    await world.theo.patch("/api/me", json={"clock": "12"})
    await invite(world, theo, hana)
    texts = [(await deliver(world, member)).letters[0].text for member in (theo, hana)]
    assert [bool(re.search(r"until \w{3} \d+ \w{3}, \d+:\d\d[AP]\.", text)) for text in texts] == [True, False]
    assert re.search(r"until \w{3} \d+ \w{3}, \d\d:\d\d\.", texts[1])


async def test_the_mailed_link_proves_the_mailbox_and_works_once(world):
    hana = await person(world, "Hana", email="hana@example.test")
    await invite(world, hana)
    link = (await deliver(world, hana)).link()
    phone = await world.browser()
    assert (await phone.post("/api/sign-in/link", json={"link": link})).status_code == 200
    me = (await phone.get("/api/me")).json()
    assert (me["email"], me["memberships"][0]["member_id"]) == ("hana@example.test", hana)
    assert (await (await world.browser()).post("/api/sign-in/link", json={"link": link})).status_code == 400


async def test_asking_again_ends_the_first_code_and_link(world):
    hana = await person(world, "Hana", email="hana@example.test")
    await invite(world, hana)
    old = await deliver(world, hana)
    await invite(world, hana)
    new = await deliver(world, hana)
    assert (await (await world.browser()).post("/api/sign-in/link", json={"link": old.link()})).status_code == 400
    assert (await (await world.browser()).post("/api/sign-in/link", json={"link": new.link()})).status_code == 200


async def test_a_letter_that_the_mail_server_refuses_is_recorded(world):
    hana = await person(world, "Hana", email="hana@example.test")
    await invite(world, hana)
    async with read() as db:
        made = await db.fetchval("SELECT id FROM invite WHERE member_id = $1", hana)
    await letters.mail_invite(world.settings, world.production, made, deliver=Post(takes=False), now=clock.now())
    seen = (await world.nia.get(f"/api/productions/{world.production}/members/{hana}")).json()
    assert seen["invited"] == "bounced"


async def test_a_job_that_runs_twice_sends_nothing_twice_once_it_was_recorded(world):
    hana = await person(world, "Hana", email="hana@example.test")
    await invite(world, hana)
    await deliver(world, hana)
    async with read() as db:
        made = await db.fetchval("SELECT id FROM invite WHERE member_id = $1", hana)
    box = Post()
    assert not await letters.mail_invite(world.settings, world.production, made, deliver=box, now=clock.now())
    assert box.letters == []


async def test_codes_are_printed_per_department_and_stay_the_same(world):
    await person(world, "Hana")
    await person(world, "Yara", positions=[{"department_id": world.office, "title": "Runner"}])
    body = {"department_id": world.camera}
    first = (await world.nia.post(at(world, "/codes"), json=body)).json()
    again = (await world.nia.post(at(world, "/codes"), json=body)).json()
    assert [c["name"] for c in first["codes"]] == ["Hana"]
    assert first["codes"][0]["code"] == again["codes"][0]["code"]
    assert first["codes"][0]["url"] == "https://test/join/" + first["codes"][0]["code"].replace("-", "")
    assert first["codes"][0]["qr"].startswith("data:image/svg+xml;base64,")
    async with read() as db:
        assert await db.fetchval("SELECT contacted_at FROM production WHERE id = $1", world.production) is None
        assert await db.fetchval("SELECT count(*) FROM answered WHERE position($1 in encode(answer, 'escape')) > 0",
                                 first["codes"][0]["code"]) == 0  # fmt: skip


async def test_a_code_on_paper_still_works_once_the_letter_went_out(world):
    hana = await person(world, "Hana", email="hana@example.test")
    printed = (await world.nia.post(at(world, "/codes"), json={"member_id": hana})).json()["codes"][0]["code"]
    await invite(world, hana)
    assert printed in (await deliver(world, hana)).letters[0].text
    assert (await (await world.browser()).post("/api/sign-in/code", json={"code": printed})).status_code == 200


async def test_an_assistant_prints_no_code_that_opens_more_than_their_own_rights(world):
    upm = await person(world, "Femi", email="femi@example.test")
    await world.nia.put(f"/api/productions/{world.production}/members/{upm}/roles", json={"roles": ["upm"]})
    async with tx() as db:
        await db.execute(
            "UPDATE access_grant SET roles = '{assistant_coordinator}' WHERE member_id = $1",
            world.people["bjorn"].member_id,
        )
    assert (await world.bjorn.post(at(world, "/codes"), json={"member_id": upm})).status_code == 403
    all_codes = (await world.bjorn.post(at(world, "/codes"), json={})).json()["codes"]
    assert "Femi" not in [c["name"] for c in all_codes]
    assert (await world.nia.post(at(world, "/codes"), json={"member_id": upm})).status_code == 200


async def test_a_code_never_opens_an_account_known_by_its_mailbox(world):
    """Nia puts Theo's address on her list and reads the code: she must not become Theo."""
    theo = await person(world, "Theo", email="theo@example.test")
    code = (await world.nia.post(at(world, "/codes"), json={"member_id": theo})).json()["codes"][0]["code"]
    answer = await (await world.browser()).post("/api/sign-in/code", json={"code": code})
    assert (answer.status_code, answer.json()["code"]) == (409, "sign_in_by_mail")
    joined = await world.theo.post("/api/sign-in/code", json={"code": code})
    assert joined.status_code == 200
    me = (await world.theo.get("/api/me")).json()
    assert {m["name"] for m in me["memberships"]} == {"Harbour Lights", "Night Ferry"}


async def test_a_lost_phone_is_replaced_by_a_code_unless_the_person_is_elsewhere_too(world):
    omar = world.people["omar"].member_id
    code = (await world.nia.post(at(world, "/codes"), json={"member_id": omar})).json()["codes"][0]["code"]
    phone = await world.browser()
    assert (await phone.post("/api/sign-in/code", json={"code": code})).status_code == 200
    assert (await phone.get("/api/me")).json()["account_id"] == world.people["omar"].account_id
    async with tx() as db:
        await db.execute(
            "WITH m AS (INSERT INTO member (production_id, name) VALUES ($1, 'Omar') RETURNING id)"
            " INSERT INTO access_grant (production_id, account_id, member_id) SELECT $1, $2, id FROM m",
            world.other_production, world.people["omar"].account_id,
        )  # fmt: skip
    code = (await world.nia.post(at(world, "/codes"), json={"member_id": omar})).json()["codes"][0]["code"]
    answer = await (await world.browser()).post("/api/sign-in/code", json={"code": code})
    assert answer.json()["code"] == "sign_in_by_mail"


async def test_whoever_held_the_code_is_out_once_the_mailbox_is_proved(world):
    hana = await person(world, "Hana", email="hana@example.test")
    await invite(world, hana)
    await deliver(world, hana)
    code = (await world.nia.post(at(world, "/codes"), json={"member_id": hana})).json()["codes"][0]["code"]
    first = await world.browser()
    await first.post("/api/sign-in/code", json={"code": code})
    await world.stranger.post("/api/sign-in/email", json={"email": "hana@example.test"})
    box = Post()
    await letters.mail_sign_in(world.settings, "hana@example.test", deliver=box, now=clock.now())
    owner = await world.browser()
    assert (await owner.post("/api/sign-in/link", json={"link": box.link()})).status_code == 200
    assert (await owner.get("/api/me")).json()["memberships"][0]["member_id"] == hana
    assert (await first.get("/api/me")).json()["code"] == "session_revoked"


async def test_signed_in_as_one_person_one_joins_nobody_else(world):
    hana = await person(world, "Hana")
    code = (await world.nia.post(at(world, "/codes"), json={"member_id": hana})).json()["codes"][0]["code"]
    answer = await world.omar.post("/api/sign-in/code", json={"code": code})
    assert (answer.status_code, answer.json()["code"]) == (409, "somebody_else")
    assert (await (await world.browser()).post("/api/sign-in/code", json={"code": code})).status_code == 200


async def test_a_corrected_address_ends_what_was_mailed_to_the_wrong_one(world):
    hana = await person(world, "Hana", email="hanna@example.test")
    await invite(world, hana)
    wrong = (await deliver(world, hana)).link()
    seen = (await world.nia.get(f"/api/productions/{world.production}/members/{hana}")).json()
    body = {"person": {"name": "Hana", "email": "hana@example.test"}, "revision": seen["revision"]}
    await world.nia.put(f"/api/productions/{world.production}/members/{hana}", json=body)
    assert (await world.stranger.post("/api/sign-in/link", json={"link": wrong})).status_code == 400


async def test_an_invitation_of_a_removed_person_is_dead(world):
    hana = await person(world, "Hana", email="hana@example.test")
    await invite(world, hana)
    box = await deliver(world, hana)
    code = (await world.nia.post(at(world, "/codes"), json={"member_id": hana})).json()["codes"][0]["code"]
    await world.nia.delete(f"/api/productions/{world.production}/members/{hana}")
    assert (await world.stranger.post("/api/sign-in/link", json={"link": box.link()})).status_code == 400
    assert (await world.stranger.post("/api/sign-in/code", json={"code": code})).status_code == 400
    assert not await letters.mail_sign_in(world.settings, "hana@example.test", deliver=Post(), now=clock.now())


async def test_a_code_outlives_its_page_for_a_day_at_least(world):
    hana = await person(world, "Hana")
    first = (await world.nia.post(at(world, "/codes"), json={"member_id": hana})).json()["codes"][0]
    clock.move(timedelta(days=6, hours=1))
    later = (await world.nia.post(at(world, "/codes"), json={"member_id": hana})).json()["codes"][0]
    assert later["code"] != first["code"]
