"""Imports as the desk and scripts send them."""

import asyncio
import io
import json
import zipfile
from uuid import uuid4

import openpyxl
import pytest

from server.db import read, tx
from server.rules.schedule.uss import read_uss
from server.rules.schedule.uss_days import planned_days

CREW = "Department,Position,Name,E-mail\nGrip,Key Grip,Bo Eze,bo@example.test\nGrip,Grip,TBC,\n"


def at(world, more=""):
    return f"/api/productions/{world.production}/imports{more}"


async def send(client, url, *files, **fields):
    parts = [("files", file) for file in files] + [(name, (None, value)) for name, value in fields.items()]
    return await client.post(url, files=parts)


def uss(project="Low Tide"):
    return json.dumps(
        {"universalScheduleStandard": {"project": project, "breakdowns": [{"id": "s", "scene": "1A", "pages": 1}]}}
    )


async def people():
    async with read() as db:
        return await db.fetchval("SELECT count(*) FROM member WHERE name = 'Bo Eze'")


async def test_a_dry_run_then_the_import_then_the_undo(world):
    dry = await send(world.nia, at(world, "?dry_run=true"), ("crew.csv", CREW))
    assert dry.status_code == 200
    (report,) = dry.json()["reports"]
    assert (report["dry_run"], report["counts"]["people"], await people()) == (True, 1, 0)
    assert [n["says"] for n in report["refused"]] == ["Row 3: Grip has no name yet. Left out."]
    assert report["refused"][0]["column"] == "Name"
    (made,) = (await send(world.nia, at(world), ("crew.csv", CREW))).json()["reports"]
    assert "Nobody but you has been contacted" in made["says"]
    listed = (await world.nia.get(at(world))).json()
    assert [(i["file_name"], i["by"], i["can_undo"]) for i in listed["imports"]] == [("crew.csv", "Nia", True)]
    assert (await world.nia.post(at(world, f"/{made['import_id']}/undo"))).status_code == 204
    assert (await world.nia.get(at(world))).json()["imports"][0]["can_undo"] is False
    assert await people() == 0


async def test_a_vendor_that_holds_a_case_by_now_stays_when_its_import_is_taken_back(world):
    gear = "Case,Case name,Department,Item,Qty,Value,Owner\nCAM-01,Body,Camera,ALEXA,1,82000,{}\n"
    for vendor in ("North", "South"):  # each case is another's, so neither stands on the other
        file = ("gear.csv", gear.format(vendor).replace("CAM-01", f"CAM-0{len(vendor)}{vendor[0]}"))
        (report,) = (await send(world.nia, at(world), file)).json()["reports"]
    async with tx() as db:
        await db.execute(
            "UPDATE thing_state SET holder_kind = 'vendor', holder_id = (SELECT id FROM vendor WHERE name = 'South')"
            " WHERE thing_id = (SELECT id FROM thing WHERE code = 'CAM-05N')"
        )
    assert (await world.nia.post(at(world, f"/{report['import_id']}/undo"))).status_code == 204
    async with read() as db:
        assert await db.fetchval("SELECT count(*) FROM thing WHERE code = 'CAM-05S'") == 0
        assert await db.fetchval("SELECT count(*) FROM vendor WHERE name = 'South'") == 1


async def test_pasted_cells_and_a_workbook(world):
    pasted = await send(world.nia, at(world), text="Name\tDept\tMail\nBo Eze\tGrip\tbo@example.test")
    assert pasted.json()["reports"][0]["file_name"] == "pasted rows"
    book, data = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["NAME", "DEPT", "MAIL"])
    book.active.append(["Bo Eze", "Grip", "bo@example.test"])
    book.save(data)
    again = await send(world.nia, at(world), ("../../unit list.xlsx", data.getvalue()))
    (report,) = again.json()["reports"]
    assert (report["file_name"], report["done"]["same"], await people()) == ("unit list.xlsx", 1, 1)


async def test_several_files_are_one_transaction_in_their_right_order(world):
    bad = await send(
        world.nia, at(world), ("crew.csv", CREW), ("x.uss", '{"universalScheduleStandard": {"breakdowns": 1}}')
    )
    assert (bad.status_code, bad.json()["errors"][0]["where"], await people()) == (400, "breakdowns", 0)
    good = await send(world.nia, at(world), ("crew.csv", CREW), ("x.uss", uss()))
    assert [r["kind"] for r in good.json()["reports"]] == ["schedule", "crew"]


async def test_a_production_is_started_from_its_schedule(world):
    where = {"production": json.dumps({"zone": "Europe/London", "country": "GB"})}
    unsaid = await send(world.nia, "/api/imports", ("x.uss", uss()))
    assert (unsaid.status_code, unsaid.json()["code"]) == (400, "where")
    assert [each["where"] for each in unsaid.json()["errors"]] == ["zone", "country"]
    answer = await send(world.nia, "/api/imports", ("x.uss", uss()), first_day="2026-12-01", **where)
    (report,) = answer.json()["reports"]
    mine = (await world.nia.get("/api/productions")).json()["productions"]
    assert report["production"] in [p["name"] for p in mine]
    named = await send(
        world.nia,
        "/api/imports?dry_run=true",
        ("c.csv", CREW),
        production=json.dumps({"name": "Skye", "country": "GB"}),
    )
    assert named.json()["reports"][0]["production"] == "Skye"
    assert (await send(world.nia, "/api/imports", ("c.csv", CREW), **where)).json()["code"] == "no_production"
    assert (await send(world.omar, "/api/imports", ("x.uss", uss()))).status_code == 403


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"first_day": "tomorrow"}, "first_day"),
        ({"answers": "[1]"}, "answers"),
        ({"answers": '{"a": "' + "x" * 300 + '"}'}, None),
    ],
)
async def test_a_form_that_is_not_right_says_where(world, fields, where):
    answer = await send(world.nia, at(world), ("crew.csv", CREW), **fields)
    assert answer.status_code == 400
    assert where is None or answer.json()["errors"][0]["where"] == where


async def test_bombs_are_refused(world):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * (60 * 1024 * 1024))
    assert (await send(world.nia, at(world), ("b.xlsx", bomb.getvalue()))).status_code == 413
    assert (await send(world.nia, at(world), ("b.csv", "a,b\n" * 30_000))).status_code == 413
    assert (
        await send(world.nia, at(world), ("b.uss", '{"universalScheduleStandard":' + "[" * 90_000))
    ).status_code == 400
    assert (await send(world.nia, at(world), *[("c.csv", CREW)] * 11)).status_code == 413
    nothing = await world.nia.post(at(world), files={"text": (None, "")})
    assert nothing.json()["code"] == "no_file"


async def test_an_archived_production_takes_nothing_in_until_it_is_taken_out(world):
    assert (await world.nia.post(f"/api/productions/{world.production}/archive")).is_success
    refused = await send(world.nia, at(world), ("crew.csv", CREW))
    assert (refused.status_code, refused.json()["code"], await people()) == (409, "archived", 0)
    assert (await world.nia.post(f"/api/productions/{world.production}/take-out")).is_success
    assert (await send(world.nia, at(world), ("crew.csv", CREW))).status_code == 200


async def test_two_imports_at_once_make_one_of_each(world):
    answers = await asyncio.gather(*(send(world.nia, at(world), ("crew.csv", CREW)) for _ in range(4)))
    assert [a.status_code for a in answers] == [200] * 4
    assert await people() == 1


async def test_who_may_and_who_may_not(world):
    assert (await send(world.bjorn, at(world), ("crew.csv", CREW))).status_code == 200
    assert (await send(world.omar, at(world), ("crew.csv", CREW))).status_code == 403
    assert (await send(world.theo, at(world), ("crew.csv", CREW))).status_code == 404
    assert (await world.theo.get(at(world))).status_code == 404
    headers = {"Callboard-Request": str(uuid4())}
    assert (await world.stranger.post(at(world), files={"text": (None, CREW)}, headers=headers)).status_code == 401


async def test_the_schedule_is_exported_to_who_may_and_imported_again_changes_nothing(world):
    await send(world.nia, at(world), ("x.uss", uss()))
    url = f"/api/productions/{world.production}/schedule.uss"
    answer = await world.bjorn.get(url)
    assert "attachment" in answer.headers["content-disposition"]
    again = (await send(world.nia, at(world), ("out.uss", answer.text))).json()["reports"][0]
    assert (again["done"]["made"], again["done"]["changed"], again["done"]["same"]) == (0, 0, 1)
    assert [(await who.get(url)).status_code for who in (world.omar, world.lena, world.theo)] == [403, 403, 404]


async def test_without_a_board_each_units_days_are_one(world):
    days = f"/api/productions/{world.production}/units/{world.unit}/days-from-rows"
    rows = "2026-12-22\t7\tCAVE\t3/8\n\t\tLUNCH\n2026-12-24\t9A\tPIER\t1 2/8"
    assert (await world.nia.post(days, json={"text": rows})).status_code == 200
    exported = (await world.nia.get(f"/api/productions/{world.production}/schedule.uss")).content
    found = read_uss(exported)
    (board,) = found.boards
    assert board.name == "Main unit"
    assert [day.on.isoformat() for day in planned_days(found, board)] == ["2026-12-22", "2026-12-24"]
    assert [(s.number, s.set_name, s.eighths) for s in found.scenes if s.number] == [
        ("7", "CAVE", 3),
        ("9A", "PIER", 10),
    ]
