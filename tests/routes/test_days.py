"""A day from nothing to a page that can be issued, as a coordinator and an AD make it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from server.db import read


@pytest.fixture
def url(world):
    return f"/api/productions/{world.production}/days"


async def made(world, url, on="2026-12-01", **more):
    answer = await world.nia.post(url, json={"unit_id": world.unit, "on_date": on, **more})
    assert answer.status_code == 201, answer.text
    return f"{url}/{answer.json()['id']}"


async def test_a_new_day_keeps_its_units_zone_and_counts(world, url):
    day = (await world.nia.get(await made(world, url))).json()
    assert (day["zone"], day["number"], day["of"], day["revision"]) == ("America/New_York", 1, 1, 1)


async def test_a_unit_has_one_day_a_date_and_a_cancelled_one_frees_it(world, url):
    first = await made(world, url)
    again = await world.nia.post(url, json={"unit_id": world.unit, "on_date": "2026-12-01"})
    assert (again.status_code, again.json()["code"]) == (409, "day_there")
    assert (await world.nia.post(f"{first}/cancel", json={"reason": "Storm"})).status_code == 200
    await made(world, url)
    assert (await world.nia.patch(first, json={"general_call": 400})).json()["code"] == "day_cancelled"


async def test_two_people_editing_one_of_them_is_told(world, url):
    day = await made(world, url)
    assert (await world.nia.patch(day, json={"general_call": 402}, headers={"If-Match": "1"})).json() == {"revision": 2}
    late = await world.bjorn.patch(day, json={"general_call": 390}, headers={"If-Match": "1"})
    assert (late.status_code, late.json()["revision"]) == (412, 2)
    assert [line[:43] for line in late.json()["difference"]] == ["Nia changed the general call, now 06:42 at "]


async def test_calls_follow_the_general_call_the_department_and_what_was_typed(world, url):
    day = await made(world, url)
    await world.nia.patch(day, json={"general_call": 402})
    await world.nia.put(f"{day}/department-calls", json={"department_id": world.camera, "offset_minutes": -30})
    omar = world.people["omar"].member_id
    await world.nia.put(f"{day}/calls", json={"kind": "absolute", "member_id": omar, "at_minutes": 345})
    later = {"kind": "absolute", "member_id": omar, "at_minutes": 345, "release": 1020}
    assert (await world.nia.put(f"{day}/calls", json=later)).is_success
    assert [c["release"] for c in (await world.nia.get(day)).json()["crew"] if c["name"] == "Omar"] == [1020]
    crew = {c["name"]: (c["call"], c["origin"]) for c in (await world.nia.get(day)).json()["crew"]}
    assert crew == {
        "Nia": (402, "general"), "Bjorn": (402, "general"), "Lena": (372, "pre_call"), "Omar": (345, "absolute"),
    }  # fmt: skip


async def test_a_push_moves_relatives_and_says_what_stays(world, url):
    day = await made(world, url)
    await world.nia.patch(day, json={"general_call": 402})
    call = {"kind": "absolute", "member_id": world.people["omar"].member_id, "at_minutes": 345}
    call_id = (await world.nia.put(f"{day}/calls", json=call)).json()["call_id"]
    seen = (await world.bjorn.post(f"{day}/shift/preview", json={"minutes": 30})).json()
    assert (seen["general_call"], seen["moves"], [s["call_id"] for s in seen["stays"]]) == (432, 3, [call_id])
    assert (await world.bjorn.post(f"{day}/shift", json={"minutes": 30, "also": [call_id]})).status_code == 200
    crew = {c["name"]: c["call"] for c in (await world.nia.get(day)).json()["crew"]}
    assert crew == {"Nia": 432, "Bjorn": 432, "Lena": 432, "Omar": 375}


async def test_rest_runs_from_the_logged_wrap_and_a_push_shows_whose_falls_short(world, url):
    monday, tuesday = await made(world, url, "2026-11-30"), await made(world, url)
    await world.nia.patch(monday, json={"general_call": 420, "estimated_wrap": 1_200})
    await world.nia.patch(tuesday, json={"general_call": 402})
    rest = (await world.nia.get(tuesday)).json()["crew"][0]["rest"]
    assert (rest["minutes"], rest["logged"], rest["short"]) == (642, False, False)
    wrap = datetime(2026, 12, 1, 2, 30, tzinfo=UTC)  # 21:30 in New York
    entry = {"id": str(uuid4()), "kind": "wrap", "at": wrap.isoformat(), "device_at": wrap.isoformat()}
    entry["department_id"] = world.camera
    assert (await world.bjorn.post(f"{monday}/log", json=[entry])).json()[0]["answer"] == "stored"
    assert (await world.bjorn.post(f"{monday}/log", json=[entry])).json()[0]["answer"] == "known"
    seen = (await world.bjorn.post(f"{tuesday}/shift/preview", json={"minutes": -30})).json()
    assert {(s["name"], s["minutes"], s["needed"]) for s in seen["short"]} == {("Lena", 522, 600), ("Omar", 522, 600)}


async def test_a_wrap_of_another_day_is_refused_in_words(world, url):
    day = await made(world, url)
    at = (datetime(2026, 12, 1, tzinfo=UTC) + timedelta(days=9)).isoformat()
    answer = await world.bjorn.post(
        f"{day}/log", json=[{"id": str(uuid4()), "kind": "wrap", "at": at, "device_at": at}]
    )
    (entry,) = answer.json()
    assert (entry["answer"], entry["why"]) == ("refused", "That time is not of this day.")


async def test_a_day_player_is_made_and_called_in_one_act(world, url):
    day = await made(world, url)
    await world.nia.patch(day, json={"general_call": 402})
    player = {"name": "Edda Farrow", "mobile": "(207) 555-0207", "title": "Ferry Passenger"}
    answer = await world.bjorn.post(
        f"{day}/day-players", json=player | {"department_id": world.camera, "at_minutes": 480}
    )
    assert answer.status_code == 201, answer.text
    crew = {c["name"]: c["call"] for c in (await world.nia.get(day)).json()["crew"]}
    assert crew["Edda Farrow"] == 480


async def test_a_copied_day_has_the_times_and_department_calls_of_the_other(world, url):
    day = await made(world, url)
    await world.nia.patch(day, json={"general_call": 402, "medic": "Bram"})
    await world.nia.put(f"{day}/department-calls", json={"department_id": world.camera, "offset_minutes": -30})
    source = int(day.rsplit("/", 1)[1])
    other = (await world.nia.get(await made(world, url, "2026-12-02", copy_of=source))).json()
    assert (other["general_call"], other["medic"], other["department_calls"][0]["offset_minutes"]) == (402, "Bram", -30)


async def test_a_time_the_night_does_not_have_is_refused_where_it_was_typed(world, url):
    day = await made(world, url, "2027-03-14")
    answer = (await world.nia.patch(day, json={"general_call": 150})).json()
    assert (answer["code"], answer["errors"][0]["where"]) == ("time_skipped", "general_call")
    await world.nia.patch("/api/me", json={"clock": "12"})
    by_her_clock = (await world.nia.patch(day, json={"general_call": 150})).json()
    assert by_her_clock["detail"] == "2:30A doesn't exist that night: the clocks go forward."
    back = await made(world, url, "2026-11-01")
    assert (await world.nia.patch(back, json={"general_call": 90})).json()["code"] == "time_twice"
    assert (await world.nia.patch(back, json={"general_call": 90, "second_hour": True})).status_code == 200


async def test_crew_does_not_see_a_day_in_preparation(world, url):
    day = await made(world, url)
    assert (await world.omar.get(day)).status_code == 403
    assert (await world.omar.get(url)).status_code == 200
    assert (await world.omar.patch(day, json={"general_call": 1})).status_code == 403


async def test_a_head_sees_her_own_people_only(world, url):
    day = await made(world, url)
    assert {c["name"] for c in (await world.lena.get(day)).json()["crew"]} == {"Lena", "Omar"}


async def test_every_change_of_a_day_is_a_fact_with_ids_only(world, url):
    day = await made(world, url)
    await world.nia.patch(day, json={"general_call": 402, "reason": "Rain"})
    async with read() as db:
        facts = await db.fetch("SELECT kind, subject, revision, ids::text FROM fact ORDER BY seq")
    assert [tuple(f) for f in facts] == [
        ("day_made", "day", 1, "{}"),
        ("day_changed", "day", 2, '{"fields": ["general_call", "reason"]}'),
    ]


async def issued(world, day, **more):
    draft = (await world.nia.get(f"{day}/draft")).json()
    seen = {"base_version": draft["base_version"], "day_revision": draft["day_revision"], "at_once": True}
    return await world.nia.post(f"{day}/versions", json=seen | more)


async def test_a_sheet_that_says_nothing_new_is_refused_with_what_to_do_next(world, url):
    day = await made(world, url)
    await world.nia.patch(day, json={"general_call": 402})
    assert not (await world.nia.get(f"{day}/draft")).json()["unchanged"]
    assert (await issued(world, day)).status_code == 201
    assert (await world.nia.get(f"{day}/draft")).json()["unchanged"]
    again = await issued(world, day)
    assert (again.status_code, again.json()["code"]) == (409, "nothing_changed")
    assert again.json()["next"] == "Change the sheet first, or ring everybody again on purpose."
    assert (await issued(world, day, ring_all=True)).json()["number"] == 2
    await world.nia.patch(day, json={"general_call": 432})
    assert (await issued(world, day)).json()["number"] == 3


async def test_the_packs_whose_rest_a_production_may_choose(world):
    found = (await world.nia.get(f"/api/productions/{world.production}/rest-packs")).json()
    assert {"id": "iatse_basic_2021", "minutes": 600} in [{"id": one["id"], "minutes": one["minutes"]} for one in found]
    assert "california_minors" not in {one["id"] for one in found}
