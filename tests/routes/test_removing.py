"""Units, departments, places, vehicles, vendors: gone where nothing refers to them, kept with the reason where something does."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from server import clock
from server.db import read, tx
from server.services.gear.things import ThingWrite, make_things
from tests.services.sheets.day import issue, make_day

KINDS = ("unit", "department", "place", "vehicle", "vendor")
COUNTED = {
    ("call", "place"), ("day_extra", "place"), ("day_log", "department"), ("day_note", "department"),
    ("day_place", "place"), ("day_run", "vehicle"), ("day_scene", "place"), ("department_call", "department"), ("department_call", "place"), ("head_question", "department"), ("member", "unit"),
    ("member_position", "department"), ("shooting_day", "unit"), ("thing", "department"), ("thing", "vehicle"),
    ("thing", "vendor"), ("vehicle", "department"),
}  # fmt: skip


def at(world, kind, part=""):
    return f"/api/productions/{world.production}/{kind}s" + (f"/{part}" if part else "")


async def made(world, kind, name="Extra"):
    return (await world.nia.post(at(world, kind), json={"name": name})).json()["id"]


async def case(world, **more):
    wanted = ThingWrite(kind="case", name="Lenses", code=f"X-{uuid4().hex[:6]}", **more)
    async with tx(world.production) as db:
        return (await make_things(db, world.production, [wanted], now=clock.now()))[0]


def scanned(case_id, kind, holder, seq=1):
    return {
        "device": str(uuid4()),
        "scans": [{
            "id": str(uuid4()), "thing_id": case_id, "move": "take", "seq": seq, "ms": 1_700_000_000_000 + seq,
            "holder": {"kind": kind, "id": holder}, "device_at": "2025-04-10T12:00:00Z",
        }],
    }  # fmt: skip


async def refused(world, kind, part):
    answer = await world.nia.delete(at(world, kind, part))
    assert (answer.status_code, answer.json()["code"]) == (409, "in_use"), answer.text
    return answer.json()["detail"], answer.json()["next"]


@pytest.mark.parametrize("kind", KINDS)
async def test_what_nothing_refers_to_is_gone(world, kind):
    part = await made(world, kind)
    assert (await world.nia.delete(at(world, kind, part))).status_code == 204
    assert (await world.nia.delete(at(world, kind, part))).status_code == 404
    assert await made(world, kind) != part, "its name is free again"


async def test_a_department_says_whom_and_what_it_has(world):
    await case(world, department_id=world.camera)
    said = await refused(world, "department", world.camera)
    assert said == ("Camera still has 2 people and 1 case or item.", "Move them first.")


async def test_who_left_keeps_the_department(world):
    grip = await made(world, "department", "Grip")
    body = {"name": "Hana", "positions": [{"department_id": grip, "title": "Key Grip"}]}
    hana = (await world.nia.post(f"/api/productions/{world.production}/members", json=body)).json()["id"]
    await world.nia.delete(f"/api/productions/{world.production}/members/{hana}")
    assert (await refused(world, "department", grip))[0] == "Grip is named by 1 person who left."


async def test_the_last_unit_stays(world):
    answer = await world.nia.delete(at(world, "unit", world.unit))
    assert (answer.status_code, answer.json()["code"]) == (409, "last_unit")


async def test_a_truck_that_had_a_case_stays_for_its_history(world):
    truck, lenses = await made(world, "vehicle", "Truck 2"), await case(world)
    url = f"/api/productions/{world.production}/scans"
    await world.omar.post(url, json=scanned(lenses, "vehicle", truck))
    assert (await refused(world, "vehicle", truck))[0] == "Truck 2 still has 1 case or item."
    await world.omar.post(url, json=scanned(lenses, "member", world.people["omar"].member_id, 2))
    assert (await refused(world, "vehicle", truck))[0] == "Truck 2 is named by 1 case’s history."


async def test_a_case_is_never_handed_to_what_is_being_removed(world):
    """A scan and the removal at once: one of them comes first, and no holder is left that isn't there."""
    for seq in range(1, 6):
        truck, lenses = await made(world, "vehicle", f"Truck {seq}"), await case(world)
        await asyncio.gather(
            world.omar.post(f"/api/productions/{world.production}/scans", json=scanned(lenses, "vehicle", truck, seq)),
            world.nia.delete(at(world, "vehicle", truck)),
        )
        async with read() as db:
            lost = await db.fetchval(
                "SELECT count(*) FROM thing_state s WHERE holder_kind = 'vehicle' AND NOT EXISTS"
                " (SELECT FROM vehicle v WHERE v.id = s.holder_id)"
            )
        assert lost == 0


async def test_an_issued_sheet_keeps_the_place_that_was_removed(world):
    day = await make_day(world)
    version = (await issue(world, day, now=clock.now() - timedelta(minutes=5))).version_id
    here = f"/api/productions/{world.production}"
    before = (await world.nia.get(f"{here}/versions/{version}")).json()
    assert "Base_Camp" in [place["name"] for place in before["places"]]
    async with read() as db:
        place = await db.fetchval(
            "SELECT id FROM place WHERE production_id = $1 AND name = 'Base_Camp'", world.production
        )
    assert (await refused(world, "place", place)) == ("Base_Camp stands on 1 day.", "Take it off there first.")
    assert (await world.nia.put(f"{here}/days/{day.id}/places", json=[])).is_success
    assert (await world.nia.delete(at(world, "place", place))).status_code == 204
    assert (await world.nia.get(f"{here}/versions/{version}")).json() == before


async def test_a_vehicle_with_a_run_and_a_place_where_extras_report_are_kept(world):
    day, truck, field = await make_day(world), await made(world, "vehicle"), await made(world, "place")
    async with tx(world.production) as db:
        where = (world.production, day.id)
        await db.execute(
            "INSERT INTO day_run (production_id, day_id, sort, vehicle_id) VALUES ($1, $2, 1, $3)", *where, truck
        )
        await db.execute(
            "INSERT INTO day_extra (production_id, day_id, sort, kind, name, quantity, place_id)"
            " VALUES ($1, $2, 1, 'background', 'Passengers', 20, $3)", *where, field,
        )  # fmt: skip
    assert (await refused(world, "vehicle", truck))[0] == "Extra stands on 1 day."
    assert (await refused(world, "place", field))[0] == "Extra stands on 1 day."


async def test_who_may_not_change_them_removes_none(world):
    truck, field = await made(world, "vehicle"), await made(world, "place")
    assert (await world.bjorn.delete(at(world, "vehicle", truck))).status_code == 403
    assert (await world.omar.delete(at(world, "place", field))).status_code == 403
    assert (await world.bjorn.delete(at(world, "place", field))).status_code == 204


async def test_whatever_the_database_lets_refer_to_them_is_counted(dsn):
    """A new foreign key to one of these needs a count in `models/<area>/removing.py`, so that the refusal names it."""
    async with read() as db:
        rows = await db.fetch(
            "SELECT conrelid::regclass::text AS tab, confrelid::regclass::text AS part FROM pg_constraint"
            " WHERE contype = 'f' AND confrelid = ANY($1::text[]::regclass[])",
            list(KINDS),
        )
    assert {(row["tab"], row["part"]) for row in rows} == COUNTED
