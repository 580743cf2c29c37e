"""The cover set of a day: drafted beside it, kept ready, switched to in one act and back, told once."""

import pytest

from server.db import read, tx
from server.models.schedule.working import outside
from tests.services.sheets.day import ON, call_of, make_day


@pytest.fixture
async def day(world):
    return await make_day(world)


@pytest.fixture
def at(day):
    return f"/api/productions/{day.production}/days/{day.id}"


async def publish(world, at):
    draft = (await world.nia.get(f"{at}/draft")).json()
    body = {name: draft[name] for name in ("base_version", "day_revision")} | {"at_once": True}
    assert (await world.nia.post(f"{at}/versions", json=body)).is_success
    async with tx() as db:
        await db.execute("UPDATE notice SET state = 'shown'")


async def cover_of(world, day, at):
    """A cover set in which Omar is called earlier, Lena isn't, and another scene is shot; the address to edit it."""
    made = await world.nia.post(f"{at}/cover")
    assert made.status_code == 201, made.text
    cover = f"/api/productions/{day.production}/days/{made.json()['cover_id']}"
    async with tx() as db:
        scene = await db.fetchval(
            "INSERT INTO scene (production_id, number, set_name) VALUES ($1, '63', 'Boathouse') RETURNING id",
            day.production,
        )
    omar, lena = (world.people[name].member_id for name in ("omar", "lena"))
    for body in ({"kind": "absolute", "member_id": omar, "at_minutes": 330}, {"kind": "no_call", "member_id": lena}):
        assert (await world.nia.put(f"{cover}/calls", json=body)).is_success
    assert (await world.nia.put(f"{cover}/scenes", json=[{"scene_id": scene}])).is_success
    assert (await world.nia.patch(cover, json={"reason": "Rain: cover set"})).is_success
    assert (await world.nia.put(f"{at}/cover/ready", json={"ready": True})).status_code == 204
    return cover


async def switch(world, at, who="nia", **more):
    look = (await world.nia.get(f"{at}/cover")).json()
    body = {"base_version": look["draft"]["base_version"], "day_revision": look["day_revision"],
            "cover_revision": look["draft"]["day_revision"]}  # fmt: skip
    return await getattr(world, who).post(f"{at}/cover/switch", json=body | more)


async def calls(world, at):
    return {one["name"]: one["call"] for one in (await world.nia.get(at)).json()["crew"]}


async def test_a_cover_set_is_no_day_of_the_list_and_changes_nothing_of_its_day(world, day, at):
    before, listed = await calls(world, at), (await world.nia.get(f"/api/productions/{day.production}/days")).json()
    cover = await cover_of(world, day, at)
    assert await calls(world, at) == before
    assert (await calls(world, cover))["Omar"] == 330
    assert (await world.nia.get(f"/api/productions/{day.production}/days")).json() == [
        one | {"revision": one["revision"] + 2} if one["id"] == day.id else one for one in listed
    ]
    again = await world.nia.post(f"{at}/cover")
    assert (again.status_code, again.json()["code"]) == (409, "cover_there")


async def test_before_switching_it_says_who_is_told_and_which_scenes_change(world, day, at):
    await publish(world, at)
    await cover_of(world, day, at)
    look = (await world.nia.get(f"{at}/cover")).json()
    assert look["stands"] == "ready"
    assert ([s["number"] for s in look["drops_out"]], [s["number"] for s in look["comes_in"]]) == (["22"], ["63"])
    told = {one["name"]: one["words"] for one in look["draft"]["concerned"]}
    assert set(told) == {"Omar", "Lena"}
    assert told["Lena"].startswith("You are not called")


async def test_one_act_switches_and_issues_and_one_act_switches_back(world, day, at):
    await publish(world, at)
    before = await calls(world, at)
    await cover_of(world, day, at)
    answer = await switch(world, at)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["issued"]["colour"], answer.json()["issued"]["concerned"]) == ("Blue", 2)
    assert (await calls(world, at))["Omar"] == 330
    assert (await world.nia.get(f"{at}/cover")).json()["stands"] == "in"
    back = await switch(world, at, issue=False)
    assert (back.status_code, back.json()["issued"]) == (200, None)
    assert await calls(world, at) == before
    assert (await world.nia.get(f"{at}/cover")).json()["stands"] == "ready"


async def test_rows_keep_their_ids_so_that_a_difference_names_the_same_things(world, day, at):
    async def ids(table):
        async with read() as db:
            return {row[0] for row in await db.fetch(f"SELECT id FROM {table} WHERE day_id = $1", day.id)}

    await call_of(world, day, "omar", 400)
    await cover_of(world, day, at)
    before = [await ids(table) for table in ("call", "day_scene", "day_place")]
    await switch(world, at, issue=False)
    assert [await ids(table) for table in ("call", "day_scene", "day_place")] != before
    await switch(world, at, issue=False)
    assert [await ids(table) for table in ("call", "day_scene", "day_place")] == before


async def test_where_approval_is_asked_the_draft_switches_and_waits(world, day, at):
    await publish(world, at)
    cover = await cover_of(world, day, at)
    async with tx() as db:
        await db.execute(
            """UPDATE production SET settings = '{"approval": ["first_ad"]}' WHERE id = $1""", day.production
        )
    await world.nia.patch(cover, json={"general_call": 372})
    found = (await switch(world, at)).json()
    assert found["issued"] is None
    assert found["waits"].startswith("Blue waits for the approval")
    assert (await calls(world, at))["Omar"] == 330
    assert (await world.nia.get(f"{at}/draft")).json()["base_version"] == 1


async def test_extras_and_runs_go_with_it_and_come_back(world, day, at):
    async with tx() as db:
        await db.execute(
            "INSERT INTO day_extra (production_id, day_id, sort, kind, name, quantity) VALUES"
            " ($1, $2, 1, 'background', 'Passers-by', 12)", day.production, day.id,
        )  # fmt: skip
        van = await db.fetchval(
            "INSERT INTO vehicle (production_id, name) VALUES ($1, 'Van 1') RETURNING id", day.production
        )
        await db.execute(
            "INSERT INTO day_run (production_id, day_id, sort, vehicle_id, notes) VALUES ($1, $2, 1, $3, 'Early')",
            day.production, day.id, van,
        )  # fmt: skip

    async def stands():
        async with read() as db:
            names = [row[0] for row in await db.fetch("SELECT name FROM day_extra WHERE day_id = $1", day.id)]
            return names, [row[0] for row in await db.fetch("SELECT notes FROM day_run WHERE day_id = $1", day.id)]

    cover = await cover_of(world, day, at)
    async with tx() as db:
        cover_id = int(cover.rsplit("/", 1)[1])
        await db.execute("UPDATE day_extra SET name = 'Diners' WHERE day_id = $1", cover_id)
        await db.execute("UPDATE day_run SET notes = 'Late' WHERE day_id = $1", cover_id)
    for expected in ((["Diners"], ["Late"]), (["Passers-by"], ["Early"])):
        await switch(world, at, issue=False)
        assert await stands() == expected


async def test_while_it_is_in_nobody_says_it_isnt_ready(world, day, at):
    await cover_of(world, day, at)
    await switch(world, at, issue=False)
    answer = await world.nia.put(f"{at}/cover/ready", json={"ready": False})
    assert (answer.status_code, answer.json()["code"]) == (409, "cover_in")
    assert (await world.nia.get(f"{at}/cover")).json()["stands"] == "in"


async def test_an_exterior_on_a_cover_set_that_isnt_in_makes_no_day_exterior(world, day, at):
    async with tx() as db:
        pier = await db.fetchval(
            "INSERT INTO scene (production_id, number, set_name, int_ext) VALUES ($1, '70', 'Pier', 'EXT')"
            " RETURNING id", day.production,
        )  # fmt: skip
        await db.execute("UPDATE scene SET int_ext = 'INT' WHERE id <> $1", pier)
    cover = await cover_of(world, day, at)
    await world.nia.put(f"{cover}/scenes", json=[{"scene_id": pier}])
    async with read() as db:
        assert await outside(db, day.production, ON, ON) == set()
        assert await outside(db, day.production, ON, ON, int(cover.rsplit("/", 1)[1])) == {ON}
    await switch(world, at, issue=False)
    async with read() as db:
        assert await outside(db, day.production, ON, ON) == {ON}


async def test_it_isnt_switched_to_before_it_is_ready_nor_after_somebody_edited(world, day, at):
    await cover_of(world, day, at)
    await world.nia.put(f"{at}/cover/ready", json={"ready": False})
    assert (await switch(world, at, issue=False)).json()["code"] == "not_ready"
    await world.nia.put(f"{at}/cover/ready", json={"ready": True})
    assert (await switch(world, at, cover_revision=1)).status_code == 412
    assert (await switch(world, at, day_revision=1)).status_code == 412


async def test_a_cover_set_is_never_issued_moved_cancelled_or_covered_itself(world, day, at):
    cover = await cover_of(world, day, at)
    draft = (await world.nia.get(f"{cover}/draft")).json()
    assert (draft["may_publish"], draft["sheet"]["day_id"]) == (False, day.id)
    body = {name: draft[name] for name in ("base_version", "day_revision")}
    assert (await world.nia.post(f"{cover}/versions", json=body)).json()["code"] == "cover_set"
    assert (await world.nia.post(f"{cover}/move", json={"on_date": "2030-05-01"})).json()["code"] == "cover_set"
    assert (await world.nia.post(f"{cover}/cancel", json={"reason": "Storm"})).json()["code"] == "cover_set"
    assert (await world.nia.post(f"{cover}/cover")).status_code == 404


async def test_it_moves_along_with_its_day_and_goes_only_while_it_is_out(world, day, at):
    cover = await cover_of(world, day, at)
    assert (await world.nia.post(f"{at}/move", json={"on_date": "2028-04-15"})).is_success
    assert (await world.nia.get(cover)).json()["on_date"] == "2028-04-15"
    await switch(world, at, issue=False)
    assert (await world.nia.delete(f"{at}/cover")).json()["code"] == "cover_in"
    await switch(world, at, issue=False)
    assert (await world.nia.delete(f"{at}/cover")).status_code == 204
    assert (await world.nia.get(f"{at}/cover")).json()["stands"] == "none"


async def test_crew_read_nothing_of_it(world, day, at):
    await cover_of(world, day, at)
    assert (await world.omar.get(f"{at}/cover")).status_code == 403
    assert (await world.omar.post(f"{at}/cover/switch", json={})).status_code in {400, 403}


async def test_approved_beforehand_it_is_issued_in_the_one_act(world, day, at):
    await publish(world, at)
    cover = await cover_of(world, day, at)
    async with tx() as db:
        await db.execute(
            """UPDATE production SET settings = '{"approval": ["first_ad"]}' WHERE id = $1""", day.production
        )
        await db.execute(
            "UPDATE access_grant SET roles = '{first_ad}' WHERE production_id = $1 AND member_id = $2",
            day.production, world.people["lena"].member_id,
        )  # fmt: skip
    await world.nia.patch(cover, json={"general_call": 372})
    draft = (await world.lena.get(f"{cover}/draft")).json()
    body = {name: draft[name] for name in ("base_version", "day_revision")} | {"content": draft["approval"]["content"]}
    assert (await world.lena.post(f"{cover}/approval", json=body)).is_success
    found = (await switch(world, at)).json()
    assert (found["waits"], found["issued"]["colour"]) == ("", "Blue")
