"""One-liner and day-out-of-days as the desk reads them, and as files."""

import csv
import io
import json

import pytest

from tests.queries import counted

USS = {
    "universalScheduleStandard": {
        "project": "Low Tide",
        "categories": [{"id": "c", "ucid": 100, "name": "Cast"}],
        "elements": [
            {"id": "e1", "category": "c", "name": "SARA", "elementId": "1"},
            {"id": "e2", "category": "c", "name": "FARAH (k)", "elementId": "2"},
        ],
        "breakdowns": [
            {"id": "s1", "scene": "1A", "pages": 0.875, "elements": ["e1", "e2"], "description": "=SUM(1)"},
            {"id": "s2", "scene": "2", "pages": 1.5, "elements": ["e1"]},
            {"id": "s3", "scene": "3", "pages": 1, "elements": ["e2"]},
            {"id": "b1", "type": "banner", "bannerText": "COMPANY MOVE"},
        ],
        "stripboards": [{
            "id": "B", "name": "First", "calendar": "K",
            "boards": [{"name": "stripboard", "breakdownIds": [["s1", "b1"], ["s2"], ["s3"]]}],
        }],
        "calendars": [{"id": "K", "events": [{"type": "start", "date": "2026-12-01"}], "daysOff": [0, 6]}],
    }
}  # fmt: skip


@pytest.fixture
async def at(world):
    url = f"/api/productions/{world.production}"
    answer = await world.nia.post(f"{url}/imports", files=[("files", ("x.uss", json.dumps(USS)))])
    assert answer.status_code == 200, answer.text
    return url


async def test_days_with_their_strips_and_totals(world, at):
    found = (await world.lena.get(f"{at}/one-liner")).json()
    assert (found["scenes"], found["eighths"]) == (3, 27)
    first = found["days"][0]
    assert (first["number"], first["of"], first["on_date"], first["eighths"]) == (1, 3, "2026-12-01", 7)
    assert [(s["number"], s["banner"], s["cast"]) for s in first["strips"]] == [
        ("1A", "", ["1", "2"]), ("", "COMPANY MOVE", []),
    ]  # fmt: skip


async def test_a_cancelled_day_is_marked_and_counts_in_nothing(world, at):
    days = (await world.nia.get(f"{at}/days?first=2026-12-01&last=2026-12-31")).json()
    assert (await world.nia.post(f"{at}/days/{days[1]['id']}/cancel", json={"reason": "Storm"})).status_code == 200
    lined = (await world.nia.get(f"{at}/one-liner")).json()["days"]
    assert [(day["number"], day["cancelled"], day["scenes"]) for day in lined] == [
        (1, False, 1), (None, True, 0), (2, False, 1),
    ]  # fmt: skip
    assert "CANCELLED" in (await world.nia.get(f"{at}/one-liner.csv")).text
    found = (await world.nia.get(f"{at}/day-out-of-days")).json()
    assert [(c["number"], c["day_type"]) for c in found["columns"]] == [(1, "shoot"), (None, "cancelled"), (2, "shoot")]
    assert [role["codes"] for role in found["roles"]] == [["SWF", "", ""], ["SW", "H", "WF"]]


async def test_the_date_of_a_cancelled_day_is_another_days(world, at):
    days = (await world.nia.get(f"{at}/days?first=2026-12-01&last=2026-12-31")).json()
    await world.nia.post(f"{at}/days/{days[1]['id']}/cancel", json={"reason": "Storm"})
    new = {"unit_id": days[1]["unit_id"], "on_date": days[1]["on_date"]}
    assert (await world.nia.post(f"{at}/days", json=new)).status_code == 201
    assert not [day for day in (await world.nia.get(f"{at}/one-liner")).json()["days"] if day["cancelled"]]
    again = await world.nia.post(f"{at}/days/{days[1]['id']}/restore", json={})
    assert again.json()["code"] == "day_there"


async def test_codes_totals_and_who_works(world, at):
    found = (await world.bjorn.get(f"{at}/day-out-of-days")).json()
    sara, farah = found["roles"]
    assert (sara["codes"], farah["codes"]) == (["SW", "WF", ""], ["SW", "H", "WF"])
    assert (farah["worked"], farah["held"], farah["total"], farah["minor"]) == (2, 1, 3, True)
    assert found["working"] == [2, 1, 1]


@pytest.mark.parametrize("name", ["one-liner", "day-out-of-days"])
async def test_as_files_and_for_whom(world, at, name):
    sheet = await world.lena.get(f"{at}/{name}.csv")
    assert sheet.headers["content-disposition"] == f'attachment; filename="{name}.csv"'
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith("=")]
    assert (await world.nia.get(f"{at}/{name}.pdf")).content.startswith(b"%PDF")
    for more in ("", ".csv", ".pdf"):
        refused = [
            (await who.get(f"{at}/{name}{more}")).status_code for who in (world.omar, world.theo, world.stranger)
        ]
        assert refused == [403, 404, 401]


@pytest.mark.parametrize("name", ["one-liner", "day-out-of-days"])
async def test_it_costs_five_statements_and_who_asks(world, at, name):
    with counted() as sent:
        await world.nia.get(f"{at}/{name}")
    assert len(sent) <= 6


async def test_before_there_is_a_day_both_are_empty(world):
    url = f"/api/productions/{world.production}"
    assert (await world.nia.get(f"{url}/one-liner")).json()["days"] == []
    assert (await world.nia.get(f"{url}/day-out-of-days")).json()["columns"] == []
