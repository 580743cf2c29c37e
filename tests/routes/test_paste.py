"""Days from rows that an assistant pastes."""

import pytest

from server.db import tx

ROWS = (
    "Date\tScene\tSet\tPages\n"
    "2026-12-01\t24\tINT. CAVE - DAY\t1 3/8\n"
    "\t\tCOMPANY MOVE\t\n"
    "\t25, 26\tEXT. DOCK - DUSK\t\n"
    "2026-12-02\t24\tINT. CAVE - DAY\t4/8\n"
)


@pytest.fixture
def url(world):
    return f"/api/productions/{world.production}"


async def paste(world, url, text, **more):
    answer = await world.nia.post(f"{url}/units/{world.unit}/days-from-rows", json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def scenes_of(world, url, day_id):
    found = (await world.nia.get(f"{url}/days/{day_id}")).json()["scenes"]
    return [(scene["number"] or scene["banner"], scene["eighths"]) for scene in found]


async def count(table):
    async with tx() as db:
        return await db.fetchval(f"SELECT count(*) FROM {table}")


async def test_a_look_first_makes_nothing(world, url):
    seen = await paste(world, url, ROWS, dry_run=True)
    assert [(d["on_date"], d["became"], d["scenes"], d["banners"], d["eighths"]) for d in seen["days"]] == [
        ("2026-12-01", "made", 3, 1, 11), ("2026-12-02", "made", 1, 0, 4),
    ]  # fmt: skip
    assert (seen["new_scenes"], await count("shooting_day"), await count("scene")) == (3, 0, 0)


async def test_rows_become_days_scenes_and_banners_in_order(world, url):
    first, second = (await paste(world, url, ROWS))["days"]
    assert await scenes_of(world, url, first["day_id"]) == [("24", 11), ("COMPANY MOVE", 0), ("25", 0), ("26", 0)]
    assert await scenes_of(world, url, second["day_id"]) == [("24", 4)]  # a part of the same scene
    assert await count("scene") == 3


async def test_pasted_again_days_with_scenes_are_left_and_scenes_are_not_doubled(world, url):
    await paste(world, url, ROWS)
    again = await paste(world, url, ROWS + "2026-12-03\t24\tINT. CAVE - DAY\t\n")
    assert [day["became"] for day in again["days"]] == ["left", "left", "made"]
    assert [remark["line"] for remark in again["remarks"]] == [2, 5]
    assert (await count("scene"), await count("shooting_day")) == (3, 3)


async def test_a_day_that_stood_empty_is_filled_and_its_revision_rises(world, url):
    made = await world.nia.post(f"{url}/days", json={"unit_id": world.unit, "on_date": "2026-12-02"})
    day_id = made.json()["id"]
    assert [day["became"] for day in (await paste(world, url, ROWS))["days"]] == ["made", "filled"]
    assert (await world.nia.get(f"{url}/days/{day_id}")).json()["revision"] == 2


async def test_a_date_out_of_reach_and_a_row_without_a_day_are_named(world, url):
    seen = await paste(world, url, "\t23\tCAVE\t1\n2061-12-01\t24\tCAVE\t1\n", dry_run=True)
    assert (seen["days"], [remark["line"] for remark in seen["remarks"]]) == ([], [1, 2])


async def test_crew_and_strangers_paste_nothing(world, url):
    where = f"{url}/units/{world.unit}/days-from-rows"
    assert (await world.omar.post(where, json={"text": ROWS})).status_code == 403
    assert (await world.theo.post(where, json={"text": ROWS})).status_code == 404
