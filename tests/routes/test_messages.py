"""Messages to a list, over the wire: written, held, told, read with what is attached, told again."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from server import clock
from server.db import tx
from server.errors import Conflict
from server.rules.messages.telling import MAILED
from server.services.messages import hold
from server.services.notify.release import climb_due, release_due
from tests.actors import actor
from tests.rules.test_message_files import HERE, exif, photo
from tests.telling import rows, settings_for, until, working
from tests.world import joined

PDF = ("bulletin.pdf", b"%PDF-1.7 falls from height", "application/pdf")
HEADS = {"kind": "heads"}


def at(world, what="messages"):
    return f"/api/productions/{world.production}/{what}"


def camera(world):
    return {"kind": "department", "department_id": world.camera}


async def send(client, world, to, *, files=(), id=None, subject="Road closed", text="Use the bridge.", **more):  # noqa: A002
    said = {"id": id or str(uuid4()), "to": to, "subject": subject, "text": text} | more
    form = [("message", (None, json.dumps(said))), *(("files", file) for file in files)]
    return await client.post(at(world), files=form)


async def out(world, client, to, **more):
    """Written, and the hold is over. Returns its id."""
    answer = await send(client, world, to, **more)
    assert answer.status_code == 201, answer.text
    clock.move(timedelta(seconds=31))
    await release_due(now=clock.now())
    return answer.json()["id"]


async def mine(client):
    return (await client.get("/api/me/messages")).json()["messages"]


async def ledger(world, message, client=None):
    answer = await (client or world.nia).get(at(world, f"messages/{message}"))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def told(world, message):
    return {row["name"]: row["state"] for row in (await ledger(world, message))["people"]}


async def without_account(world, name="Vera", email=None):
    async with tx() as db:
        member = await db.fetchval(
            "INSERT INTO member (production_id, name, email, roles) VALUES ($1, $2, $3, '{talent}') RETURNING id",
            world.production, name, email,
        )  # fmt: skip
        await db.execute(
            "INSERT INTO member_position (production_id, member_id, department_id, title) VALUES ($1, $2, $3, 'Stand-in')",
            world.production, member, world.camera,
        )  # fmt: skip
    return member


async def test_a_department_is_told_and_reads_it_with_its_files(world):
    message = await out(world, world.nia, camera(world), files=[PDF, ("IMG.jpg", photo(exif()), "image/jpeg")])
    (one,) = await mine(world.omar)
    assert (one["subject"], one["text"], one["by"]) == ("Road closed", "Use the bridge.", "Nia")
    assert [(file["name"], file["kind"]) for file in one["attachments"]] == [
        ("bulletin.pdf", "application/pdf"), ("IMG.jpg", "image/jpeg"),
    ]  # fmt: skip
    pdf, picture = (at(world, f"messages/{message}/attachments/{file['id']}") for file in one["attachments"])
    answer = await world.omar.get(pdf)
    assert (answer.status_code, answer.content) == (200, PDF[1])
    assert answer.headers["cache-control"] == "private, no-store"
    assert HERE not in (await world.omar.get(picture)).content
    assert set(await told(world, message)) == {"Omar", "Lena"}
    assert await mine(world.bjorn) == []


async def test_what_is_attached_is_for_who_was_told_and_who_sends(world):
    message = await out(world, world.nia, HEADS, files=[PDF])
    (file,) = (await ledger(world, message))["message"]["attachments"]
    url = at(world, f"messages/{message}/attachments/{file['id']}")
    codes = {
        name: (await getattr(world, name).get(url)).status_code
        for name in ("lena", "bjorn", "omar", "theo", "stranger")
    }
    assert codes == {"lena": 200, "bjorn": 200, "omar": 404, "theo": 404, "stranger": 401}


async def test_until_the_hold_is_over_nobody_reads_it_and_it_can_be_stopped(world):
    message = (await send(world.nia, world, camera(world), files=[PDF])).json()["id"]
    (file,) = (await ledger(world, message))["message"]["attachments"]
    assert await mine(world.omar) == []
    assert (await world.omar.get(at(world, f"messages/{message}/attachments/{file['id']}"))).status_code == 404
    assert (await world.nia.post(at(world, f"messages/{message}/tell-again"), json={})).status_code == 409
    assert (await world.nia.post(at(world, f"messages/{message}/stop"), json={})).status_code == 204
    clock.move(timedelta(minutes=5))
    assert await release_due(now=clock.now()) == 0
    assert await rows("SELECT 1 FROM message UNION ALL SELECT 1 FROM attachment UNION ALL SELECT 1 FROM notice") == []


async def test_sent_now_it_is_out_and_stays(world):
    message = (await send(world.nia, world, camera(world))).json()["id"]
    assert (await world.nia.post(at(world, f"messages/{message}/send"), json={})).status_code == 204
    await release_due(now=clock.now())
    assert len(await mine(world.omar)) == 1
    late = await world.nia.post(at(world, f"messages/{message}/stop"), json={})
    assert (late.status_code, late.json()["code"]) == (409, "already_out")


async def test_the_same_request_again_is_the_same_message(world):
    key = str(uuid4())
    first, second = [await send(world.nia, world, camera(world), id=key) for _ in range(2)]
    assert first.json() == second.json()
    assert await rows("SELECT count(*) FROM message") == [(1,)]
    assert (await send(world.bjorn, world, camera(world), id=key)).status_code == 404, "another's request"


async def test_got_it_is_asked_for_where_the_sender_wants_it(world):
    plain, asked = (
        await out(world, world.nia, camera(world)),
        await out(world, world.nia, camera(world), must_confirm=True),
    )
    newest, older = await mine(world.omar)
    assert (newest["id"], newest["notice"]["must_confirm"]) == (asked, True)
    assert (older["id"], older["notice"]["must_confirm"]) == (plain, False)
    proof = await world.omar.post(at(world, f"notices/{newest['notice']['id']}/confirm"), json={"device_at": None})
    assert proof.json()["state"] == "confirmed"
    counts = (await ledger(world, asked))["message"]["counts"]
    assert (counts["told"], counts["has_it"], counts["confirmed"]) == (2, 1, 1)
    assert (await mine(world.omar))[0]["notice"]["confirmed_at"]


async def test_nobody_is_rung_because_of_one_that_asks_for_nothing(world):
    await without_account(world)
    plain = await out(world, world.nia, camera(world))
    clock.move(timedelta(hours=6))
    await climb_due(now=clock.now())
    assert (await told(world, plain))["Vera"] == "no_channel"
    assert await rows("SELECT 1 FROM task") == []
    await out(world, world.nia, camera(world), must_confirm=True)
    assert await rows("SELECT why FROM task") == [("no_channel",)]


async def test_told_again_are_those_who_havent_got_it(world):
    message = await out(world, world.nia, camera(world))
    notice = (await mine(world.omar))[0]["notice"]["id"]
    await world.omar.post(at(world, f"notices/{notice}/opened"), json={"device_at": None})
    soon = await world.nia.post(at(world, f"messages/{message}/tell-again"), json={})
    assert (soon.status_code, soon.json()["code"]) == (409, "just_told")
    clock.move(timedelta(minutes=6))
    again = await world.nia.post(at(world, f"messages/{message}/tell-again"), json={})
    assert again.json() == {"told": 1}
    seen = await ledger(world, message)
    assert {row["name"]: row["version"] for row in seen["people"]} == {"Omar": 1, "Lena": 2}
    assert seen["message"]["counts"]["told"] == 2
    assert len(await mine(world.lena)) == 1


async def test_a_list_changed_later_changes_no_message_that_was_sent(world):
    people = [world.people[name].member_id for name in ("omar", "bjorn")]
    made = await world.nia.post(at(world, "kept-lists"), json={"name": "Stunt team", "member_ids": people})
    kept = made.json()["id"]
    message = await out(world, world.nia, {"kind": "kept", "list_id": kept})
    body = {"name": "Stunts", "member_ids": [world.people["lena"].member_id], "revision": 1}
    assert (await world.nia.put(at(world, f"kept-lists/{kept}"), json=body)).status_code == 204
    assert (await world.nia.put(at(world, f"kept-lists/{kept}"), json=body)).status_code == 409, "changed meanwhile"
    seen = await ledger(world, message)
    assert seen["message"]["list_name"] == "Stunt team"
    assert {row["name"] for row in seen["people"]} == {"Omar", "Bjorn"}
    assert set(await told(world, await out(world, world.nia, {"kind": "kept", "list_id": kept}))) == {"Lena"}
    assert (await world.nia.delete(at(world, f"kept-lists/{kept}"))).status_code == 204
    assert set(await told(world, message)) == {"Omar", "Bjorn"}


async def test_who_was_taken_off_gets_nothing(world):
    people = [world.people[name].member_id for name in ("omar", "lena")]
    made = await world.nia.post(at(world, "kept-lists"), json={"name": "Stunt team", "member_ids": people})
    to = {"kind": "kept", "list_id": made.json()["id"]}
    held = (await send(world.nia, world, to)).json()["id"]
    assert (await world.nia.delete(at(world, f"members/{people[0]}"))).status_code in (200, 204)
    clock.move(timedelta(seconds=31))
    await release_due(now=clock.now())
    assert await told(world, held) == {"Omar": "left", "Lena": "queued"}
    assert (await ledger(world, held))["message"]["counts"]["told"] == 1
    assert set(await told(world, await out(world, world.nia, to))) == {"Lena"}
    assert (
        await rows("SELECT 1 FROM telling t JOIN notice n ON n.id = t.notice_id WHERE n.member_id = $1", people[0])
        == []
    )


async def test_a_head_writes_to_the_own_people_and_sees_the_own_alone(world):
    office = await out(world, world.nia, camera(world))
    own = await out(world, world.lena, camera(world), text="Lenses at five.")
    seen = (await world.lena.get(at(world))).json()["messages"]
    assert [one["id"] for one in seen] == [own]
    assert (await world.lena.get(at(world, f"messages/{office}"))).status_code == 404
    assert set(await told(world, own)) == {"Omar", "Lena"}
    nobodys = await send(world.lena, world, {"kind": "department", "department_id": world.office})
    assert (nobodys.status_code, nobodys.json()["code"]) == (409, "nobody_on_list")
    theirs = {"name": "X", "member_ids": [world.people["bjorn"].member_id]}
    assert (await world.lena.post(at(world, "kept-lists"), json=theirs)).status_code == 400
    made = (await world.nia.post(at(world, "kept-lists"), json={**theirs, "name": "Office"})).json()["id"]
    assert (await world.lena.get(at(world, "kept-lists"))).json() == {"lists": []}
    assert (await send(world.lena, world, {"kind": "kept", "list_id": made})).status_code == 404
    assert (await send(world.omar, world, camera(world))).status_code == 403


async def test_talent_read_what_they_were_told(world):
    await joined(world, "tess", "talent")
    await out(world, world.nia, {"kind": "cast"})
    assert [one["subject"] for one in await mine(world.tess)] == ["Road closed"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"subject": ""}, 400), ({"subject": "   "}, 400), ({"subject": "a\nb"}, 400), ({"text": "x" * 4_001}, 400),
        ({"to": {"kind": "everybody"}}, 400), ({"to": {"kind": "department"}}, 404), ({"id": "1"}, 400),
        ({"bcc": "x"}, 400),
    ],
)  # fmt: skip
async def test_what_isnt_a_message_is_refused(world, said, code):
    to = said.pop("to", HEADS)
    assert (await send(world.nia, world, to, **said)).status_code == code
    assert await rows("SELECT 1 FROM message") == []


async def test_a_file_that_isnt_one_is_refused_in_words(world):
    answer = await send(world.nia, world, HEADS, files=[("virus.pdf", b"MZ", "application/pdf")])
    assert (answer.status_code, "neither a PDF" in answer.json()["detail"]) == (400, True)
    big = await send(world.nia, world, HEADS, files=[("map.pdf", b"%PDF-" + b"x" * 8 * 1024**2, "application/pdf")])
    assert (big.status_code, "8 MB" in big.json()["next"]) == (413, True)


async def test_who_has_no_app_reads_it_by_the_mails_link_and_says_got_it(world):
    await without_account(world, email="vera@example.test")
    message = await out(world, world.nia, camera(world), files=[PDF], must_confirm=True)
    async with working(settings_for(world)):
        letter = "SELECT subject, body, attachment_name FROM captured_mail WHERE recipient = 'vera@example.test'"
        await until(lambda: rows(letter))
    ((subject, body, attached),) = await rows(letter)
    assert (subject, attached) == ("Road closed", "bulletin.pdf")
    link = re.search(r"/m/\S+", body)[0]
    page = await world.stranger.get(link)
    assert page.status_code == 200
    assert "Use the bridge." in page.text
    assert "<script" not in page.text
    assert (await told(world, message))["Vera"] == "accepted", "a mail scanner that follows the link proves nothing"
    file = re.search(rf'href="({link}/\d+)"', page.text)[1]
    assert (await world.stranger.get(file)).content == PDF[1]
    assert (await world.stranger.post(f"{link}/got-it")).status_code == 303
    assert (await told(world, message))["Vera"] == "confirmed"
    clock.move(timedelta(days=8))
    assert (await world.stranger.get(link)).status_code == 404
    assert (await world.stranger.get(file)).status_code == 404


async def test_what_a_phone_says_late_of_a_former_telling_counts_for_the_newest(world):
    message = await out(world, world.nia, camera(world), must_confirm=True)
    read = {name: (await mine(getattr(world, name)))[0]["notice"]["id"] for name in ("omar", "lena")}
    clock.move(timedelta(minutes=6))
    assert (await world.nia.post(at(world, f"messages/{message}/tell-again"), json={})).json() == {"told": 2}
    await release_due(now=clock.now())
    for name, what in (("omar", "confirm"), ("lena", "opened")):  # tapped with no signal, before it was told again
        late = await getattr(world, name).post(at(world, f"notices/{read[name]}/{what}"), json={"device_at": None})
        assert late.status_code == 200
    assert await told(world, message) == {"Omar": "confirmed", "Lena": "opened"}
    counts = (await ledger(world, message))["message"]["counts"]
    assert (counts["told"], counts["has_it"], counts["confirmed"]) == (2, 2, 1)
    assert (await mine(world.omar))[0]["notice"]["confirmed_at"]
    clock.move(timedelta(hours=6))
    await climb_due(now=clock.now())
    assert await rows("SELECT 1 FROM task") == [], "nobody rings who said Got it"


async def test_a_vendor_with_an_account_says_got_it(world):
    vera = await joined(world, "vera", "vendor")
    made = await world.nia.post(at(world, "kept-lists"), json={"name": "Vendors", "member_ids": [vera.member_id]})
    message = await out(world, world.nia, {"kind": "kept", "list_id": made.json()["id"]}, must_confirm=True)
    (one,) = await mine(world.vera)
    proof = at(world, f"notices/{one['notice']['id']}")
    assert (await world.vera.post(f"{proof}/opened", json={"device_at": None})).status_code == 200
    assert (await world.vera.post(f"{proof}/confirm", json={"device_at": None})).status_code == 200
    assert await told(world, message) == {"Vera": "confirmed"}


async def test_a_heads_list_is_saved_also_when_somebody_of_it_changed_department(world):
    people = [world.people[name].member_id for name in ("omar", "lena")]
    kept = (await world.lena.post(at(world, "kept-lists"), json={"name": "Focus", "member_ids": people})).json()["id"]
    async with tx() as db:
        await db.execute("UPDATE member_position SET department_id = $2 WHERE member_id = $1", people[0], world.office)
    (seen,) = (await world.lena.get(at(world, "kept-lists"))).json()["lists"]
    assert seen["member_ids"] == people[1:], "as many as would be told"
    body = {"name": "Focus pullers", "member_ids": seen["member_ids"], "revision": seen["revision"]}
    assert (await world.lena.put(at(world, f"kept-lists/{kept}"), json=body)).status_code == 204
    (office,) = (await world.nia.get(at(world, "kept-lists"))).json()["lists"]
    assert office["member_ids"] == sorted(people), "who isn't theirs for now stays where they were"


async def test_the_same_request_again_is_answered_whatever_became_of_its_list(world):
    people = [world.people["omar"].member_id]
    kept = (await world.nia.post(at(world, "kept-lists"), json={"name": "X", "member_ids": people})).json()["id"]
    key, to = str(uuid4()), {"kind": "kept", "list_id": kept}
    first = await send(world.nia, world, to, id=key)
    assert (await world.nia.delete(at(world, f"kept-lists/{kept}"))).status_code == 204
    again = await send(world.nia, world, to, id=key)
    assert (again.status_code, again.json()) == (201, first.json()), "it heard no answer the first time"


@pytest.mark.parametrize("other", [{"text": "Use the ford."}, {"subject": "Bridge closed"}, {"must_confirm": True}])
async def test_a_request_id_with_other_words_is_a_conflict(world, other):
    key = str(uuid4())
    await send(world.nia, world, camera(world), id=key)
    wrong = await send(world.nia, world, camera(world), id=key, **other)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "other_message")
    assert await rows("SELECT text FROM (SELECT body FROM message) m(text)") == [("Use the bridge.",)]


async def test_a_stop_that_comes_as_it_goes_out_says_so_and_takes_nothing_back(world):
    pressed = clock.now() + timedelta(seconds=29)
    message = (await send(world.nia, world, camera(world))).json()["id"]
    clock.move(timedelta(seconds=31))
    await release_due(now=clock.now())  # a worker was faster than the request that was on its way
    with pytest.raises(Conflict):
        await hold.stop(world.production, message, by=actor(world, "nia"), now=pressed)
    assert len(await mine(world.omar)) == 1


async def test_large_files_stand_behind_the_mails_link_and_arent_read_for_each_mail(world, monkeypatch):
    async def whole(*_):
        raise AssertionError("16 MB out of the database for every person")

    monkeypatch.setattr("server.models.messages.queries.contents", whole)
    await without_account(world, email="vera@example.test")
    await out(world, world.nia, camera(world), files=[("map.pdf", b"%PDF-" + b"x" * MAILED, "application/pdf")])
    async with working(settings_for(world)):
        letter = "SELECT body, attachment_name FROM captured_mail WHERE recipient = 'vera@example.test'"
        await until(lambda: rows(letter))
    ((body, attached),) = await rows(letter)
    assert ("Too large for a mail, so they are on your page: map.pdf." in body, attached) == (True, None)


async def test_who_is_told_again_stays_on_the_list_of_who_is_rung(world):
    message = await out(world, world.nia, camera(world), must_confirm=True)
    clock.move(timedelta(hours=5))
    await climb_due(now=clock.now())
    to_ring = "SELECT count(*) FROM task WHERE kind = 'ring' AND settled_at IS NULL"
    assert await rows(to_ring) == [(2,)]
    again = await world.nia.post(at(world, f"messages/{message}/tell-again"), json={})
    assert again.json() == {"told": 2}
    clock.move(timedelta(minutes=1))
    await release_due(now=clock.now())
    await climb_due(now=clock.now())
    assert await rows(to_ring) == [(2,)]
