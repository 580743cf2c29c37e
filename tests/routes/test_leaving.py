"""Taken off a production: what is dead at once, and what was scanned before isn't lost."""

from datetime import UTC, datetime, timedelta

import pytest

from server import clock
from server.db import read, tx
from server.services.production import leaving


def at(world, rest=""):
    return f"/api/productions/{world.production}{rest}"


async def remove(world, name):
    answer = await world.nia.delete(at(world, f"/members/{world.people[name].member_id}"))
    assert answer.status_code == 204, answer.text


def entry(world, n=1, **more):
    return {
        "id": f"00000000-0000-4000-8000-{n:012d}", "v": 1, "method": "POST", "path": at(world, "/gear/scans"),
        "body": '{"scans": []}', "why": "session_left",
    } | more  # fmt: skip


async def test_every_device_of_a_removed_person_is_out_at_the_next_request(world):
    code = (await world.omar.post("/api/me/device-code")).json()["code"]
    laptop = await world.browser()
    await laptop.post("/api/sign-in/code", json={"code": code})
    await remove(world, "omar")
    for device in (world.omar, laptop):
        answer = await device.get(at(world))
        assert (answer.status_code, answer.json()["code"]) == (401, "session_left")


async def test_who_is_on_another_production_stays_signed_in_there(world):
    async with tx() as db:
        member = await db.fetchval(
            "INSERT INTO member (production_id, name) VALUES ($1, 'Omar') RETURNING id", world.other_production
        )
        await db.execute(
            "INSERT INTO access_grant (production_id, account_id, member_id) VALUES ($1, $2, $3)",
            world.other_production, world.people["omar"].account_id, member,
        )  # fmt: skip
    await remove(world, "omar")
    assert (await world.omar.get(at(world))).status_code == 404
    assert (await world.omar.get(f"/api/productions/{world.other_production}")).status_code == 200


async def test_a_removed_person_is_off_the_list_and_off_the_chase(world):
    omar = world.people["omar"].member_id
    await world.nia.put(at(world, f"/departments/{world.camera}"), json={"name": "Camera", "chaser_member_id": omar})
    await remove(world, "omar")
    assert omar not in [p["id"] for p in (await world.nia.get(at(world, "/members"))).json()["people"]]
    departments = (await world.nia.get(at(world, "/office"))).json()["departments"]
    assert {d["chaser_member_id"] for d in departments} == {None}


async def test_the_areas_above_hear_of_it_in_the_same_transaction(world, monkeypatch):
    heard = []

    async def hear(db, who):
        heard.append((who.member_id, who.alone, await db.fetchval("SELECT count(*) FROM fact")))
        raise ZeroDivisionError

    monkeypatch.setattr(leaving, "_ABOVE", [hear])
    answer = await world.nia.delete(at(world, f"/members/{world.people['omar'].member_id}"))
    assert answer.status_code == 500
    assert heard == [(world.people["omar"].member_id, True, 0)]
    assert (await world.omar.get(at(world))).status_code == 200


async def test_the_only_coordinator_stays(world):
    answer = await world.nia.delete(at(world, f"/members/{world.people['nia'].member_id}"))
    assert (answer.status_code, answer.json()["code"]) == (409, "last_coordinator")


async def test_a_second_ad_removes_nobody(world):
    assert (await world.bjorn.delete(at(world, f"/members/{world.people['omar'].member_id}"))).status_code == 403


async def test_what_was_scanned_before_is_handed_over_and_seen_by_the_office(world):
    await remove(world, "omar")
    scanned = entry(world, device_at=datetime(2025, 4, 10, 20, 6, tzinfo=UTC).isoformat())
    for _ in range(2):
        answer = await world.omar.post("/api/parked", json={"entries": [scanned]})
        assert (answer.status_code, answer.json()) == (200, {"kept": [scanned["id"]]})
    (parked,) = (await world.nia.get(at(world, "/parked"))).json()["parked"]
    assert (parked["who"], parked["body"], parked["why"]) == ("Omar", '{"scans": []}', "session_left")
    assert (await world.nia.post(at(world, f"/parked/{scanned['id']}/settle"))).status_code == 204
    assert (await world.nia.get(at(world, "/parked"))).json()["parked"] == []
    assert (await world.nia.post(at(world, f"/parked/{scanned['id']}/settle"))).status_code == 404


async def test_nobody_parks_without_having_been_here(world):
    assert (await world.stranger.post("/api/parked", json={"entries": [entry(world)]})).status_code == 401
    forged = await world.browser(session="x" * 43)
    assert (await forged.post("/api/parked", json={"entries": [entry(world)]})).status_code == 401


async def test_a_session_that_left_long_ago_parks_nothing(world):
    await remove(world, "omar")
    clock.move(timedelta(days=31))
    assert (await world.omar.post("/api/parked", json={"entries": [entry(world)]})).status_code == 401


async def test_theo_parks_nothing_with_the_office_of_another_production(world):
    assert (await world.theo.post("/api/parked", json={"entries": [entry(world)]})).status_code == 200
    assert (await world.nia.get(at(world, "/parked"))).json()["parked"] == []


async def test_an_id_that_somebody_else_parked_is_not_said_to_be_kept(world):
    await world.omar.post("/api/parked", json={"entries": [entry(world)]})
    answer = await world.lena.post("/api/parked", json={"entries": [entry(world)]})
    assert answer.json() == {"kept": []}


async def test_a_right_that_runs_out_by_date_ends_like_a_removal(world):
    async with tx() as db:
        await db.execute(
            "UPDATE access_grant SET ends_at = now() + interval '1 minute' WHERE account_id = $1",
            world.people["omar"].account_id,
        )
    assert (await world.omar.get(at(world))).status_code == 200
    clock.move(timedelta(minutes=2))
    assert (await world.omar.get(at(world))).status_code == 404


async def test_one_persons_stored_answer_is_not_another_ones(world):
    same = {"Callboard-Request": "00000000-0000-4000-8000-00000000abcd"}
    body = {"name": "Grip"}
    first = await world.nia.post(at(world, "/departments"), json=body, headers=same)
    again = await world.nia.post(at(world, "/departments"), json=body, headers=same)
    assert (again.json(), again.headers["callboard-replayed"]) == (first.json(), "1")
    assert [r.headers["callboard-request"] for r in (first, again)] == [same["Callboard-Request"]] * 2
    other = await world.bjorn.post(at(world, "/departments"), json=body, headers=same)
    assert (other.status_code, "callboard-request" in other.headers) == (403, False)
    reused = await world.nia.post(at(world, "/departments"), json={"name": "Sound"}, headers=same)
    assert (reused.status_code, reused.json()["code"]) == (409, "request_id_reused")


async def test_a_stored_answer_ends_with_the_right(world):
    """A removed person must not read an old answer by sending the request again."""
    same = {"Callboard-Request": "00000000-0000-4000-8000-00000000abce"}
    body = {"name": "A", "mobile": "1", "title": "", "department_id": world.camera, "on": ["2030-01-01"]}
    assert (await world.bjorn.post(at(world, "/day-players"), json=body, headers=same)).status_code == 201
    async with tx() as db:
        await db.execute(
            "UPDATE access_grant SET revoked_at = now() WHERE account_id = $1", world.people["bjorn"].account_id
        )
    assert (await world.bjorn.post(at(world, "/day-players"), json=body, headers=same)).status_code == 404


@pytest.mark.parametrize(
    "header", [{"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "", "Origin": "https://evil.test"}]
)
async def test_another_site_changes_nothing_with_my_cookie(world, header):
    answer = await world.nia.post(at(world, "/departments"), json={"name": "Grip"}, headers=header)
    assert (answer.status_code, answer.json()["code"]) == (403, "cross_site")
    async with read() as db:
        assert await db.fetchval("SELECT count(*) FROM department WHERE name = 'Grip'") == 0
