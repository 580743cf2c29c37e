"""How many statements the hot pages cost, who asks included: the same for 15 and for 300 crew."""

from datetime import timedelta

import pytest

from server import clock
from server.db import tx
from server.services.gear.things import ThingWrite, make_things
from tests.queries import counted
from tests.services.sheets.day import EVENING, ON, edit, issue, make_day

OUT = EVENING + timedelta(minutes=1)
CREWS = (15, 300)
PAGES = {
    # page: (whose, path, at most)
    "today": ("omar", "/api/me/today", 2),
    "sheet, first of its class": ("omar", "/api/productions/{production}/days/{day}/sheet", 4),
    "gear": ("omar", "/api/productions/{production}/gear", 3),
    "board": ("nia", "/api/productions/{production}/days/{day}/board", 7),
    "day, as its editor reads it": ("nia", "/api/productions/{production}/days/{day}", 19),
}


async def hire(world, many):
    """`many` more people in Camera, each with a case of their own."""
    async with tx(world.production) as db:
        made = await db.fetch(
            "INSERT INTO member (production_id, name) SELECT $1, 'Extra ' || n FROM generate_series(1, $2::int) n"
            " RETURNING id",
            world.production, many,
        )  # fmt: skip
        ids = [row["id"] for row in made]
        await db.execute(
            "INSERT INTO member_position (production_id, member_id, department_id) SELECT $1, unnest($2::bigint[]), $3",
            world.production, ids, world.camera,
        )  # fmt: skip
        cases = [
            ThingWrite(kind="case", name="Case", code=f"CAM-{n}", department_id=world.camera, owner_member_id=n)
            for n in ids
        ]
        await make_things(db, world.production, cases, now=EVENING)


async def asked(world, day, page):
    """(statements, bytes of the answer)."""
    whose, path, _ = PAGES[page]
    with counted() as sent:
        answer = await getattr(world, whose).get(path.format(production=day.production, day=day.id))
    assert answer.status_code == 200, answer.text
    return len(sent), len(answer.content)


@pytest.fixture
async def day(world):
    clock.move(OUT - clock.now())
    async with tx() as db:  # once an hour a session is marked as seen: not now
        await db.execute("UPDATE session SET expires_at = '2031-01-01', seen_at = $1", OUT)
        await db.execute(  # whose wrap the rest is counted from
            "INSERT INTO shooting_day (production_id, unit_id, on_date, zone, general_call, estimated_wrap)"
            " VALUES ($1, $2, $3, 'America/New_York', 402, 1122)",
            world.production, world.unit, ON - timedelta(days=1),
        )  # fmt: skip
    return await make_day(world)


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_costs_the_same_statements_whatever_the_crew(world, day, page):
    counts, sizes = [], []
    for crew, more in zip(CREWS, (CREWS[0], CREWS[1] - CREWS[0]), strict=True):
        await hire(world, more)
        await edit(day, "UPDATE shooting_day SET hazards = $3 WHERE production_id = $1 AND id = $2", f"{crew} people")
        await issue(world, day, at_once=True)
        many, size = await asked(world, day, page)
        counts.append(many)
        sizes.append(size)
    assert counts[0] == counts[1] <= PAGES[page][2]
    assert page == "today" or sizes[1] > 4 * sizes[0], "the larger crew is on the page"


async def test_a_sheet_that_was_encoded_once_costs_one_statement(world, day):
    await issue(world, day, at_once=True)
    await asked(world, day, "sheet, first of its class")
    assert (await asked(world, day, "sheet, first of its class"))[0] == 1
