"""The chaser's own list, and the office that takes somebody off it."""

from datetime import timedelta
from uuid import uuid4

from server import clock
from server.db import tx
from server.services.notify.release import climb_due, release_due
from tests.services.sheets.day import general_call, issue, make_day
from tests.telling import publish, rows
from tests.world import joined


def at(world, what):
    return f"/api/productions/{world.production}/{what}"


async def chased(world, names=("omar",), minutes=9):
    """A near call that nobody answered: on the chaser's list by now."""
    async with tx(world.production) as db:
        await db.execute("UPDATE member SET mobile = '+447700900123' WHERE name = 'Omar'")
    ids = await publish(world, list(names), chase=900.0)
    await release_due(now=clock.now())
    clock.move(timedelta(minutes=minutes))
    await climb_due(now=clock.now())
    return ids


async def mine(client, world):
    return (await client.get(at(world, "ring-list"))).json()["people"]


async def came(client, world, notice, outcome, **more):
    body = {"id": str(uuid4()), "outcome": outcome} | more
    return await client.post(at(world, f"ring-list/{notice}/outcomes"), json=body)


async def test_the_head_is_asked_to_ring_and_finds_what_to_say(world):
    ids = await chased(world)
    (one,) = await mine(world.lena, world)
    assert (one["notice_id"], one["name"], one["position"], one["mobile"]) == (
        ids["omar"], "Omar", "1st AC", "+447700900123",
    )  # fmt: skip
    assert (one["title"], one["why"], one["tried"]) == ("Your call 06:12", "late", "")
    told = await rows("SELECT member_id, words->>'title' FROM notice WHERE subject = 'ring'")
    assert told == [(world.people["lena"].member_id, "Yours to ring: 1 person")]
    assert await mine(world.omar, world) == [], "nobody sees another's list"


async def test_what_came_of_it_is_noted_and_only_knowing_takes_them_off(world):
    notice = (await chased(world))["omar"]
    for outcome in ("voicemail", "no_answer"):
        assert (await came(world.lena, world, notice, outcome)).status_code == 201
        assert (await mine(world.lena, world))[0]["tried"] == outcome
    proxy = await came(world.lena, world, notice, "proxy_knows", proxy="his flatmate Kit")
    assert (proxy.status_code, proxy.json()["state"]) == (201, "reached")
    assert await mine(world.lena, world) == []
    assert await rows("SELECT 1 FROM task WHERE settled_at IS NULL") == []


async def test_a_wrong_number_goes_to_the_office_at_once(world):
    notice = (await chased(world))["omar"]
    await came(world.lena, world, notice, "wrong_number")
    assert await mine(world.lena, world) == []
    assert await rows("SELECT rung, asked_why FROM notice WHERE id = $1", notice) == [("office", "wrong_number")]


async def test_only_who_was_asked_may_note_it(world):
    notice = (await chased(world))["omar"]
    assert (await came(world.bjorn, world, notice, "knows")).status_code == 404
    assert (await came(world.theo, world, notice, "knows")).status_code == 404


async def test_the_office_takes_over_and_nobody_is_rung_twice(world):
    notice = (await chased(world))["omar"]
    assert (await world.omar.post(at(world, f"notices/{notice}/take-over"), json={})).status_code == 403
    assert (await world.nia.post(at(world, f"notices/{notice}/take-over"), json={})).status_code == 204
    assert await mine(world.lena, world) == []
    await world.nia.post(at(world, f"notices/{notice}/outcomes"), json={"id": str(uuid4()), "outcome": "knows"})
    again = await world.nia.post(at(world, f"notices/{notice}/take-over"), json={})
    assert again.json()["code"] == "nothing_to_take_over"


async def test_the_office_has_them_at_the_deadline_when_the_chaser_does_not_ring(world):
    notice = (await chased(world))["omar"]
    clock.move(timedelta(minutes=6))
    await climb_due(now=clock.now())
    assert await mine(world.lena, world) == []
    (row,) = (await world.nia.get(at(world, "days/12/ledger"))).json()["rows"]
    assert (row["notice_id"], row["board"], row["rung"], row["chaser"]) == (notice, "hasnt", "office", "lena".title())
    asked = [(proof["channel"], proof["by"]) for proof in row["evidence"] if proof["state"] == "asked"]
    assert asked == [("chaser", "Lena"), ("office", "")]


async def test_a_chaser_set_by_hand_goes_before_the_head(world):
    reach = at(world, f"members/{world.people['omar'].member_id}/reach")
    assert (await world.nia.get(reach)).json()["rung_by"] == "Lena"
    bjorn = world.people["bjorn"].member_id
    assert (await world.nia.put(f"{reach}/chaser", json={"chaser_member_id": bjorn})).status_code == 204
    said = (await world.nia.get(reach)).json()
    assert (said["chaser_member_id"], said["rung_by"]) == (bjorn, "Bjorn")
    await chased(world)
    assert [one["name"] for one in await mine(world.bjorn, world)] == ["Omar"]
    own = await world.nia.put(f"{reach}/chaser", json={"chaser_member_id": world.people["omar"].member_id})
    assert own.json()["code"] == "own_chaser"
    away = await world.nia.put(f"{reach}/chaser", json={"chaser_member_id": world.people["theo"].member_id})
    assert away.status_code == 404


async def test_movers_notices_leave_first_then_cast_then_crew(world):
    day = await make_day(world)
    await joined(world, "vic", "crew", "Transport Captain")
    async with tx(world.production) as db:
        moved = await db.fetchval(
            "INSERT INTO department (production_id, name) VALUES ($1, 'Transport') RETURNING id", world.production
        )
        await db.execute(
            "UPDATE member_position SET department_id = $2 WHERE member_id = $1", world.people["vic"].member_id, moved
        )
    await issue(world, day, now=clock.now(), at_once=True)
    first = await rows("SELECT member_id FROM notice WHERE subject = 'sheet' ORDER BY id LIMIT 1")
    assert first == [(world.people["vic"].member_id,)]
    await general_call(day, 432)
