"""Lists that fill themselves, over the wire."""

from datetime import timedelta

from server import clock
from server.rules.reports.lists import today
from tests.services.sheets.day import issue, make_day


async def lists(client, world):
    answer = await client.get(f"/api/productions/{world.production}/lists")
    assert answer.status_code == 200
    return {(one["kind"], one["department_id"]): set(one["member_ids"]) for one in answer.json()["lists"]}


async def tomorrows_sheet(world, *, ago):
    day = await make_day(world, on=today(clock.now(), "America/New_York") + timedelta(days=1))
    await issue(world, day, now=clock.now() - ago)
    return day


async def test_working_tomorrow_is_whom_the_newest_sheet_calls(world):
    await tomorrows_sheet(world, ago=timedelta(minutes=1))
    found = await lists(world.nia, world)
    assert {world.people["omar"].member_id, world.people["lena"].member_id} <= found["tomorrow", None]
    assert ("today", None) not in found


async def test_until_it_is_out_a_sheet_calls_nobody(world):
    await tomorrows_sheet(world, ago=timedelta())
    assert ("tomorrow", None) not in await lists(world.nia, world)


async def test_until_its_cancellation_is_out_a_day_calls_whom_it_called(world):
    day = await tomorrows_sheet(world, ago=timedelta(minutes=2))
    before = await lists(world.nia, world)
    path = f"/api/productions/{world.production}/days/{day.id}/cancel"
    assert (await world.nia.post(path, json={"reason": "Storm warning"})).status_code == 200
    assert await lists(world.nia, world) == before
    await issue(world, day, now=clock.now() - timedelta(minutes=1), at_once=True)
    assert ("tomorrow", None) not in await lists(world.nia, world)


async def test_a_heads_lists_hold_the_own_people_only(world):
    await tomorrows_sheet(world, ago=timedelta(minutes=1))
    found = await lists(world.lena, world)
    own = {world.people["omar"].member_id, world.people["lena"].member_id}
    assert set.union(*found.values()) == own
    assert found["department", world.camera] == own


async def test_crew_may_not_and_of_another_production_it_isnt_there(world):
    at = f"/api/productions/{world.production}/lists"
    assert (await world.omar.get(at)).status_code == 403
    assert (await world.theo.get(at)).status_code == 404
