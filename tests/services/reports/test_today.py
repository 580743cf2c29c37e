"""What a phone holds: my days over all productions, in one statement, nothing before its time."""

from datetime import timedelta

import msgspec

from server.db import tx
from server.services.reports import mine
from tests.actors import actor
from tests.services.sheets.day import EVENING, ON, call_of, edit, issue, knows, make_day, notices

OUT = EVENING + timedelta(minutes=1)


async def today(world, name, now=OUT):
    return msgspec.json.decode((await mine.today(actor(world, name), now=now)).content)


async def test_today_holds_my_call_and_where(world):
    day = await make_day(world)
    await issue(world, day)
    held = (await today(world, "omar"))["days"][0]
    assert held["calls"][0]["at"] == "2030-04-12T10:42:00Z"
    assert [place["kind"] for place in held["places"]] == ["base_camp", "crew_parking", "hospital"]
    assert (held["version"]["colour"], held["version"]["issued_by"]) == ("White", "Bjorn, 2nd Assistant Director")
    assert (held["day_number"], held["days_total"], held["place"]) == (1, 1, "Base_Camp")


async def test_today_is_silent_before_the_release(world):
    day = await make_day(world)
    await issue(world, day)
    days = (await today(world, "omar", EVENING))["days"]
    assert [one["state"] for one in days] == ["not_issued"]


async def test_the_change_is_against_what_i_knew(world):
    day = await make_day(world)
    await issue(world, day)
    await knows(world, day, "omar")
    await call_of(world, day, "omar", 372)
    await issue(world, day, now=EVENING + timedelta(hours=1))
    held = (await today(world, "omar", EVENING + timedelta(hours=2)))["days"][0]
    assert held["change"]["from"] == {"number": 1, "colour": "White"}
    assert held["change"]["fields"][0] == {
        "field": "call", "old": "2030-04-12T10:42:00Z", "new": "2030-04-12T10:12:00Z", "instant": True,
    }  # fmt: skip
    assert held["notice"]["must_confirm"]


async def test_whom_to_ring_only_where_the_number_may_be_seen(world):
    async with tx() as db:
        await db.execute("UPDATE member SET mobile = '+12125550101' WHERE name IN ('Lena', 'Bjorn')")
        await db.execute("UPDATE member SET number_shown = true WHERE name = 'Bjorn'")
    day = await make_day(world)
    await issue(world, day)
    seen = (await today(world, "omar"))["days"][0]["people"]
    assert [(one["name"], one["why"]) for one in seen] == [("Bjorn", "second_ad")]


async def test_theo_sees_nothing_of_it(world):
    day = await make_day(world)
    await issue(world, day)
    assert (await today(world, "theo"))["days"] == []


async def test_unchanged_is_304(world):
    first = await world.omar.get("/api/me/today")
    again = await world.omar.get("/api/me/today", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["cache-control"] == "private, no-cache"


async def test_of_the_past_only_the_newest_day_stays(world):
    for back in (3, 2, 0):
        day = await make_day(world, on=ON - timedelta(days=back))
        await issue(world, day, now=EVENING - timedelta(days=back))
    dates = [day["on_date"] for day in (await today(world, "omar"))["days"]]
    assert dates == [str(ON - timedelta(days=2)), str(ON)]


async def test_a_logged_wrap_ends_the_day(world):
    day = await make_day(world)
    await issue(world, day)
    wrap = EVENING + timedelta(days=1, hours=2)
    async with tx() as db:
        await db.execute(
            "INSERT INTO day_log (id, production_id, day_id, kind, department_id, at, device_at, by_account)"
            " VALUES (gen_random_uuid(), $1, $2, 'wrap', $3, $4, $4, $5)",
            world.production, day.id, world.camera, wrap, world.people["bjorn"].account_id,
        )  # fmt: skip
    assert (await today(world, "omar", wrap))["days"][0]["wrapped_at"] == "2030-04-12T22:00:00Z"


async def test_the_schedule_counts_rest_between_instants(world):
    for day in (await make_day(world), await make_day(world, on=ON + timedelta(days=1))):
        await issue(world, day)
    days = msgspec.json.decode((await mine.schedule(actor(world, "omar"), now=OUT)).content)["days"]
    assert [(day["rest_after_minutes"], day["rest_estimated"]) for day in days] == [(720, True), (None, False)]


async def test_changes_tell_what_i_was_told(world):
    day = await make_day(world)
    await issue(world, day)
    await knows(world, day, "omar", "confirmed")
    await call_of(world, day, "omar", 372)
    await issue(world, day, now=EVENING + timedelta(hours=1), reason="Rain: cover set")
    found = msgspec.json.decode((await mine.changes(actor(world, "omar"), now=EVENING + timedelta(hours=2))).content)[
        "changes"
    ]
    assert [(one["to"]["colour"], one["reason"]) for one in found] == [("Blue", "Rain: cover set"), ("White", "")]
    assert found[0]["fields"][0]["field"] == "call"


async def test_a_cancelled_day_stays_in_sight(world):
    day = await make_day(world)
    await issue(world, day)
    await knows(world, day, "omar")
    await edit(day, "UPDATE shooting_day SET cancelled_at = now() WHERE production_id = $1 AND id = $2")
    await issue(world, day, now=EVENING + timedelta(hours=1))
    assert await notices(world, day, "held") == {"omar": "Fri 12 Apr is cancelled"}
    assert (await today(world, "omar", EVENING + timedelta(hours=2)))["days"][0]["state"] == "cancelled"
