"""A fixture shoot: nights that end after midnight, both clock changes, and a unit in another zone."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from server.db import tx

FORWARD, BACK = "2027-03-14", "2026-11-01"
"""In New York the clocks go forward at 02:00, and back at 02:00."""


@pytest.fixture
def url(world):
    return f"/api/productions/{world.production}/days"


async def made(world, url, on, *, unit=None, **fields):
    answer = await world.nia.post(url, json={"unit_id": unit or world.unit, "on_date": on})
    assert answer.status_code == 201, answer.text
    day = f"{url}/{answer.json()['id']}"
    if fields:
        changed = await world.nia.patch(day, json=fields)
        assert changed.status_code == 200, changed.text
    return day


async def wrapped(world, day, at, **whose):
    entry = {"id": str(uuid4()), "kind": "wrap", "at": at.isoformat(), "device_at": at.isoformat()} | whose
    (answer,) = (await world.bjorn.post(f"{day}/log", json=[entry])).json()
    assert answer["answer"] == "stored", answer


async def rest_of(world, day, name):
    found = (await world.nia.get(day)).json()
    return next(line["rest"] for line in [*found["crew"], *found["cast"]] if line["name"] == name)


async def london_unit(world):
    async with tx() as db:
        return await db.fetchval(
            "INSERT INTO unit (production_id, name, zone, sort) VALUES ($1, 'London', 'Europe/London', 1) RETURNING id",
            world.production,
        )


async def test_a_day_that_ends_after_midnight_keeps_its_date(world, url):
    day = (await world.nia.get(await made(world, url, "2026-12-01", general_call=1_080, estimated_wrap=1_710))).json()
    assert (day["on_date"], day["estimated_wrap"], day["crew"][0]["call_at"]) == (
        "2026-12-01", 1_710, "2026-12-01T23:00:00Z",
    )  # fmt: skip


async def test_the_clocks_go_forward_between_wrap_and_call(world, url):
    await made(world, url, "2027-03-13", general_call=840, estimated_wrap=1_500)  # 01:00, still EST
    sunday = await made(world, url, FORWARD, general_call=690)
    rest = await rest_of(world, sunday, "Lena")
    assert (rest["minutes"], rest["short"], rest["earliest"]) == (570, True, "2027-03-14T16:00:00Z")


async def test_a_pre_call_that_falls_into_the_skipped_hour_is_refused_by_name(world, url):
    day = await made(world, url, FORWARD, general_call=195)
    answer = await world.nia.put(f"{day}/department-calls", json={"department_id": world.camera, "offset_minutes": -45})
    assert (answer.status_code, answer.json()["code"]) == (400, "time_skipped")
    assert answer.json()["errors"][0]["where"] == "Lena"
    assert (await world.nia.get(day)).json()["revision"] == 2


async def test_a_push_into_the_skipped_hour_is_refused_and_moves_nothing(world, url):
    day = await made(world, url, FORWARD, general_call=90)
    assert (await world.bjorn.post(f"{day}/shift", json={"minutes": 45})).json()["code"] == "time_skipped"
    assert (await world.nia.get(day)).json()["general_call"] == 90


async def test_an_hour_that_comes_twice_is_asked_about_once(world, url):
    day = await made(world, url, BACK)
    assert (await world.nia.patch(day, json={"general_call": 90})).json()["code"] == "time_twice"
    await world.nia.patch(day, json={"general_call": 90, "second_hour": False})
    assert (await world.nia.get(day)).json()["crew"][0]["call_at"] == "2026-11-01T05:30:00Z"
    assert (await world.bjorn.post(f"{day}/shift", json={"minutes": 15})).status_code == 200
    await world.nia.patch(day, json={"second_hour": True})
    assert (await world.nia.get(day)).json()["crew"][0]["call_at"] == "2026-11-01T06:45:00Z"


async def test_a_unit_in_another_zone_keeps_its_zone_and_its_own_people(world, url):
    day = await made(world, url, "2027-03-16", unit=await london_unit(world), general_call=420)
    found = (await world.nia.get(day)).json()
    assert (found["zone"], found["number"], found["crew"]) == ("Europe/London", 1, [])


async def test_rest_runs_across_units_and_zones(world, url):
    monday = await made(world, url, "2027-03-15", general_call=420, estimated_wrap=1_200)
    london = await made(world, url, "2027-03-16", unit=await london_unit(world), general_call=420)
    lena = world.people["lena"].member_id
    await world.nia.put(f"{london}/calls", json={"kind": "absolute", "member_id": lena, "at_minutes": 840})
    await wrapped(world, monday, datetime(2027, 3, 16, 1, 0, tzinfo=UTC), member_id=lena)  # 21:00 in New York
    rest = await rest_of(world, london, "Lena")
    assert (rest["minutes"], rest["logged"], rest["short"]) == (13 * 60, True, False)


async def test_another_units_wrap_does_not_touch_who_did_not_work_there(world, url):
    monday = await made(world, url, "2026-11-30", general_call=420, estimated_wrap=1_140)
    splinter = await made(world, url, "2026-11-30", unit=await london_unit(world), general_call=420)
    tuesday = await made(world, url, "2026-12-01", general_call=420)
    late = datetime(2026, 12, 1, 9, tzinfo=UTC)
    await wrapped(world, splinter, late, department_id=world.camera)
    assert (await rest_of(world, tuesday, "Lena"))["minutes"] == 720
    await wrapped(world, monday, late, department_id=world.camera)
    assert (await rest_of(world, tuesday, "Lena"))["minutes"] == 180


async def test_a_person_who_was_not_called_rests_since_the_day_before_that(world, url):
    await made(world, url, "2026-11-30", general_call=420, estimated_wrap=1_200)
    tuesday = await made(world, url, "2026-12-01", general_call=420, estimated_wrap=1_320)
    wednesday = await made(world, url, "2026-12-02", general_call=420)
    omar = world.people["omar"].member_id
    await world.nia.put(f"{tuesday}/calls", json={"kind": "no_call", "member_id": omar})
    rest = await rest_of(world, wednesday, "Omar")
    assert (rest["minutes"], rest["weekly_needed"]) == (35 * 60, None)  # the unit worked: no days off
    assert (await rest_of(world, wednesday, "Lena"))["minutes"] == 9 * 60


async def test_weekly_rest_is_a_look_and_blocks_nothing(world, url):
    await made(world, url, "2026-12-04", general_call=420, estimated_wrap=1_320)  # Friday 22:00
    monday = await made(world, url, "2026-12-07", general_call=180)  # 03:00 after 53 h
    found = (await world.nia.get(monday)).json()
    assert (found["crew"][0]["rest"]["weekly_needed"], found["crew"][0]["rest"]["weekly_short"]) == (54 * 60, True)
    assert {(look["kind"], look["weight"]) for look in found["looks"]} == {("weekly_rest", "look")}
    assert "53 h over the days off; IATSE Basic (2021) asks for 54 h." in found["looks"][0]["sentence"]


async def cast(world, day_id, number, *, scene, minor=False, born_on=None, **call):
    """A performer with a scene and a chain on the day."""
    async with tx() as db:
        member = await db.fetchval(
            "INSERT INTO member (production_id, name, minor, born_on) VALUES ($1, $2, $3, $4) RETURNING id",
            world.production, f"Performer {number}", minor, born_on,
        )  # fmt: skip
        element = await db.fetchval(
            "INSERT INTO element (production_id, category, name, number, member_id) VALUES ($1, 100, $2, $3, $4)"
            " RETURNING id",
            world.production, f"ROLE {number}", number, member,
        )  # fmt: skip
        await db.execute(
            "INSERT INTO scene_element (production_id, scene_id, element_id) VALUES ($1, $2, $3)",
            world.production, scene, element,
        )  # fmt: skip
    call = {"kind": "chain", "on_set": 480, "makeup_minutes": 45, "travel_minutes": 30} | call
    answer = await world.nia.put(f"{day_id}/calls", json=call | {"member_id": member, "element_id": element})
    assert answer.status_code == 200, answer.text
    return answer.json()["call_id"]


async def scenes(world, day, *light):
    async with tx() as db:
        place = await db.fetchval(
            "INSERT INTO place (production_id, name, lat, lng) VALUES ($1, 'Dock', 40.71, -74.0) RETURNING id",
            world.production,
        )
        found = [
            await db.fetchval(
                "INSERT INTO scene (production_id, number, int_ext, day_night, set_name) VALUES ($1, $2, 'EXT', $3, 'DOCK')"
                " RETURNING id",
                world.production, str(n), when,
            )
            for n, when in enumerate(light, 1)
        ]  # fmt: skip
    await world.nia.put(f"{day}/places", json=[{"place_id": place, "kind": "set", "from_minutes": 600}])
    rows = [{"scene_id": scene, "at_minutes": 500 + n} for n, scene in enumerate(found)]
    assert (await world.nia.put(f"{day}/scenes", json=rows)).status_code == 200
    return found


@pytest.fixture
async def shoot(world, url):
    """A day with a chain, a minor of ten, a performer who is only there for the dusk, and a typed department."""
    day = await made(world, url, "2026-12-01", general_call=420, estimated_wrap=1_140, lunch=780)
    noon, dusk = await scenes(world, day, "DAY", "DUSK")
    calls = {
        "chain": await cast(world, day, "1", scene=noon),
        "minor": await cast(world, day, "2", scene=noon, minor=True, born_on=date(2016, 1, 1)),
        "dusk": await cast(world, day, "3", scene=dusk, on_set=960),
        "relative": await cast(
            world, day, "4", scene=noon, minor=True, kind="relative", offset_minutes=60, on_set=None
        ),
    }
    await world.nia.put(
        f"{day}/department-calls", json={"department_id": world.camera, "kind": "absolute", "at_minutes": 360}
    )
    return day, calls


async def times(world, day):
    found = (await world.nia.get(day)).json()
    lines = {line["name"]: (line["pickup"], line["call"], line["on_set"]) for line in [*found["crew"], *found["cast"]]}
    return found, lines


async def test_a_push_moves_relatives_and_chains_and_leaves_sun_minors_and_typed_times(world, shoot):
    day, calls = shoot
    seen = (await world.bjorn.post(f"{day}/shift/preview", json={"minutes": 30})).json()
    assert {(stay["call_id"], stay["why"]) for stay in seen["stays"]} == {
        (calls["minor"], "minor"), (calls["relative"], "minor"), (calls["dusk"], "sun"),
    }  # fmt: skip
    assert [(s["number"], s["because"][:12]) for s in seen["scenes"]] == [("2", "the sun sets")]
    assert [(d["department"], d["at_minutes"], d["people"]) for d in seen["departments"]] == [("Camera", 360, 2)]
    assert (seen["moves"], seen["pickups"]) == (3, 1)
    assert {m["name"]: (m["out_by"], m["known"]) for m in seen["minors"]} == {
        "Performer 2": (435 + 9 * 60 + 30, True), "Performer 4": (22 * 60, False),
    }  # fmt: skip
    before = (await times(world, day))[1]
    assert (await world.bjorn.post(f"{day}/shift", json={"minutes": 30})).status_code == 200
    found, after = await times(world, day)
    moved = {name for name in after if after[name] != before[name]}
    assert moved == {"Nia", "Bjorn", "Performer 1"}
    assert after["Performer 1"] == (435, 465, 510)
    assert (found["general_call"], found["estimated_wrap"], found["lunch"]) == (450, 1_170, 810)
    assert [scene["at_minutes"] for scene in found["scenes"]] == [530, 501]
    assert found["places"][0]["from_minutes"] == 630


async def test_what_is_ticked_moves_too_and_the_way_back_is_the_same(world, shoot):
    day, calls = shoot
    before = (await times(world, day))[1]
    seen = (await world.nia.get(day)).json()
    ticked = {
        "also": [calls["minor"], calls["dusk"]],
        "also_scenes": [seen["scenes"][1]["id"]],
        "also_departments": [world.camera],
    }
    assert (await world.bjorn.post(f"{day}/shift", json={"minutes": 30} | ticked)).status_code == 200
    found, after = await times(world, day)
    assert {name for name in after if after[name] == before[name]} == {"Performer 4"}
    assert [scene["at_minutes"] for scene in found["scenes"]] == [530, 531]
    assert (await world.bjorn.post(f"{day}/shift", json={"minutes": -30} | ticked)).status_code == 200
    again, back = await times(world, day)
    assert back == before
    same = ("general_call", "estimated_wrap", "lunch", "scenes", "places", "department_calls")
    assert {name: again[name] for name in same} == {name: seen[name] for name in same}


async def test_a_push_shows_whose_rest_falls_short_the_day_after(world, url, shoot):
    day, _ = shoot
    following = await made(world, url, "2026-12-02", general_call=320)
    seen = (await world.bjorn.post(f"{day}/shift/preview", json={"minutes": 30})).json()
    short = {one["name"]: (one["minutes"], one["earliest_minutes"]) for one in seen["short_after"]}
    assert short["Nia"] == (590, 330)
    assert {one["on_date"] for one in seen["short_after"]} == {"2026-12-02"}
    assert (await rest_of(world, following, "Nia"))["minutes"] == 620  # a look changes nothing


async def test_one_bad_log_entry_does_not_hold_up_the_others(world, url):
    day = await made(world, url, "2026-12-01")
    at = datetime(2026, 12, 2, 1, tzinfo=UTC).isoformat()
    good = {"id": str(uuid4()), "kind": "wrap", "at": at, "device_at": at, "department_id": world.camera}
    far = good | {"id": str(uuid4()), "at": "2027-01-01T00:00:00Z"}
    gone = good | {"id": str(uuid4()), "department_id": 987_654}
    both = good | {"id": str(uuid4()), "member_id": world.people["omar"].member_id}
    answers = (await world.bjorn.post(f"{day}/log", json=[far, gone, both, good])).json()
    assert [one["answer"] for one in answers] == ["refused", "refused", "refused", "stored"]
    assert all(one["why"] for one in answers[:3])
    again = (await world.bjorn.post(f"{day}/log", json=[good, good | {"at": None}])).json()
    assert [one["answer"] for one in again] == ["known", "refused"]  # the same number with other content
    assert len((await world.nia.get(f"{day}/log")).json()) == 1


async def test_a_call_in_somebody_elses_position_is_refused(world, url):
    day = await made(world, url, "2026-12-01", general_call=420)
    lenas = next(c for c in (await world.nia.get(day)).json()["crew"] if c["name"] == "Lena")["position_id"]
    call = {"kind": "absolute", "at_minutes": 345, "member_id": world.people["omar"].member_id, "position_id": lenas}
    assert (await world.nia.put(f"{day}/calls", json=call)).json()["errors"][0]["where"] == "position_id"
