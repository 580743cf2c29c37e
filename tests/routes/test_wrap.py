"""The wrap of a production: what is open, the day from which terms count, what is taken along, and the way back."""

import io
import zipfile
from datetime import date, timedelta
from uuid import uuid4

from server import clock
from server.db import read, tx
from server.services.gear.things import ThingWrite, make_things
from server.services.upkeep.forget import forget_due
from tests.services.sheets.day import issue, make_day
from tests.twins import twins


def at(world, part="wrap"):
    return f"/api/productions/{world.production}/{part}"


def today():
    return clock.now().date()


async def test_it_counts_what_is_still_open_and_proposes_the_last_day(world):
    day = await make_day(world)
    await issue(world, day, now=clock.now() - timedelta(minutes=5), at_once=True)
    async with tx(world.production) as db:
        (case,) = await make_things(
            db, world.production, [ThingWrite(kind="case", name="Lenses", code="CAM-01")], now=clock.now()
        )
    scan = {
        "id": str(uuid4()), "thing_id": case, "move": "take", "seq": 1, "ms": 1_700_000_000_000,
        "holder": {"kind": "member", "id": world.people["omar"].member_id}, "device_at": "2025-04-10T12:00:00Z",
    }  # fmt: skip
    await world.omar.post(at(world, "scans"), json={"device": str(uuid4()), "scans": [scan]})
    found = (await world.nia.get(at(world))).json()
    assert (found["gear_out"], found["not_known"], found["days_to_come"], found["disputes"]) == (1, 4, 1, 0)
    assert (found["wrapped_on"], found["reopens_until"]) == (None, None)
    await make_day(world, on=today() - timedelta(days=3))
    assert (await world.nia.get(at(world))).json()["last_day"] == str(today() - timedelta(days=3))


async def test_wrapped_it_is_read_only_and_its_people_are_former(world):
    last = today() - timedelta(days=3)
    await make_day(world, on=last)
    assert (await world.nia.post(at(world), json={"wrapped_on": str(last)})).status_code == 204
    found = (await world.nia.get(at(world))).json()
    assert (found["wrapped_on"], found["reopens_until"] is not None) == (str(last), True)
    assert (await world.nia.post(at(world, "members"), json={"name": "X"})).json()["code"] == "archived"
    kept = (await world.nia.get(at(world, "keeping"))).json()
    assert {one["last_day"] for one in kept["former"]} == {str(last)}
    assert "Omar" in {one["name"] for one in kept["former"]}
    assert (await world.omar.post("/api/me/erasure")).status_code == 200, "nobody works on it any more"


async def test_not_on_a_day_to_come(world):
    answer = await world.nia.post(at(world), json={"wrapped_on": str(today() + timedelta(days=2))})
    assert (answer.status_code, answer.json()["detail"]) == (400, "That day is still to come.")


async def test_not_before_the_last_day_of_work_since_a_mistyped_year_would_forget_everybody(world):
    await make_day(world, on=today() - timedelta(days=3))
    answer = await world.nia.post(at(world), json={"wrapped_on": str(today() - timedelta(days=3_653))})
    assert (answer.status_code, answer.json()["errors"]) == (400, [{"where": "wrapped_on", "what": "too early"}])
    assert (await world.nia.get(at(world))).json()["wrapped_on"] is None
    assert await forget_due(now=clock.now()) == {}


async def test_where_no_day_was_planned_not_before_it_was_made(world):
    answer = await world.nia.post(at(world), json={"wrapped_on": str(today() - timedelta(days=400))})
    assert answer.status_code == 400
    assert (await world.nia.post(at(world), json={"wrapped_on": str(today())})).status_code == 204


async def test_within_thirty_days_it_is_opened_again_and_no_term_counts(world):
    await world.nia.post(at(world), json={"wrapped_on": str(today())})
    assert (await world.nia.post(at(world, "take-out"))).status_code == 204
    async with read() as db:
        assert await db.fetchval("SELECT wrapped_on FROM production WHERE id = $1", world.production) is None
    await world.nia.post(at(world), json={"wrapped_on": str(today())})
    async with tx() as db:
        await db.execute(
            "UPDATE production SET archived_at = $2 WHERE id = $1", world.production, clock.now() - timedelta(days=31)
        )
    again = await world.nia.post(at(world), json={"wrapped_on": str(today())})
    assert (again.status_code, again.json()["code"]) == (409, "too_late"), "the thirty days don't begin anew"
    late = await world.nia.post(at(world, "take-out"))
    assert (late.status_code, late.json()["code"], "pickups" in late.json()["next"]) == (409, "too_late", True)


async def test_crew_ledger_and_sheets_are_taken_along_also_afterwards(world):
    day = await make_day(world)
    await issue(world, day, now=clock.now() - timedelta(minutes=5), at_once=True)
    await world.nia.post(at(world), json={"wrapped_on": str(today())})
    crew = (await world.nia.get(at(world, "crew.csv"))).content.decode("utf-8-sig")
    assert "Camera,1st AC,,,Omar,,omar@example.test" in crew
    ledger = (await world.nia.get(at(world, "ledger.csv"))).content.decode("utf-8-sig")
    assert "2030-04-12,1,Omar," in ledger
    packed = zipfile.ZipFile(io.BytesIO((await world.nia.get(at(world, "sheets.zip"))).content))
    assert packed.namelist() == ["2030-04-12 Main White.pdf"]
    assert packed.read(packed.namelist()[0]).startswith(b"%PDF")


async def test_without_a_sheet_there_is_no_zip(world):
    assert (await world.nia.get(at(world, "sheets.zip"))).json()["detail"] == "No sheet was ever issued."


async def test_every_days_newest_that_is_out_is_in_it(world):
    await twins(world)
    for on in (6, 7):
        day = await make_day(world, on=date(2030, 4, on))
        await issue(world, day, now=clock.now() - timedelta(minutes=5), at_once=True)
    answer = await world.nia.get(at(world, "sheets.zip"))
    assert answer.status_code == 200, answer.text
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    assert names == ["2030-04-06 Main White.pdf", "2030-04-07 Main White.pdf"], "what isn't out yet isn't in it"
