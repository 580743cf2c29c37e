"""The day board: problems first; has it, being called, hasn't; the same statements for 15 and 300 crew."""

from datetime import date, timedelta

import msgspec
import pytest

from server.db import tx
from server.errors import NotAllowed, NotFound
from server.services.reports.board import day_board
from tests.actors import actor
from tests.services.sheets.day import EVENING, ON, call_of, edit, general_call, issue, knows, make_day

OUT = EVENING + timedelta(minutes=1)


async def board_of(world, day, name="nia", now=OUT, *, twelve=False):
    by = msgspec.structs.replace(actor(world, name), twelve=twelve)
    return await day_board(day.production, day.id, by=by, now=now)


def counts(department):
    return department.told, department.has_it, department.being_called, department.hasnt


async def test_three_words_by_department_those_in_trouble_first(world):
    day = await make_day(world)
    await issue(world, day)
    await knows(world, day, "omar")
    await knows(world, day, "lena", "bounced")
    found = await board_of(world, day)
    assert [(each.name, counts(each)) for each in found.departments] == [
        ("Camera", (2, 1, 0, 1)), ("Production", (2, 0, 2, 0)),
    ]  # fmt: skip
    assert counts(found.total) == (4, 1, 2, 1)
    assert found.departments[0].people[0].state == "bounced" or found.departments[0].people[1].state == "bounced"


async def test_who_has_not_got_it_is_the_first_thing_to_settle(world):
    day = await make_day(world)
    await issue(world, day)
    await knows(world, day, "lena", "no_channel")
    problem = (await board_of(world, day)).problems[0]
    assert (problem.kind, problem.title, problem.detail) == (
        "unreached", "Lena hasn't got White", "Nearest call 06:42, Lena",
    )  # fmt: skip
    assert problem.blocks
    assert problem.by is not None


async def test_of_several_the_nearest_call_is_named(world):
    day = await make_day(world)
    await call_of(world, day, "omar", 372)
    await issue(world, day)
    for name in ("lena", "omar"):
        await knows(world, day, name, "gone")
    problem = (await board_of(world, day)).problems[0]
    assert (problem.title, problem.detail) == ("2 people haven't got White", "Nearest call 06:12, Omar")


async def test_whom_to_ring_has_a_number_for_those_who_may_read_it(world):
    day = await make_day(world)
    await issue(world, day)
    await knows(world, day, "omar")
    async with tx() as db:
        await db.execute("UPDATE member SET mobile = '+12125550133' WHERE id = $1", world.people["lena"].member_id)

    async def people(reader):
        return {p.name: (p.mobile, p.notice_id is not None)
                for d in (await board_of(world, day, reader)).departments for p in d.people}  # fmt: skip

    seen = await people("nia")
    assert (seen["Lena"], seen["Omar"]) == (("+12125550133", True), ("", False))


async def test_a_head_sees_and_rings_their_own_people_only(world):
    day = await make_day(world)
    await issue(world, day)
    for name in ("omar", "bjorn"):
        await knows(world, day, name, "bounced")
    async with tx() as db:
        await db.execute("UPDATE member SET mobile = '+12125550133' WHERE production_id = $1", world.production)
    found = await board_of(world, day, "lena")
    assert [(each.name, counts(each)) for each in found.departments] == [("Camera", (2, 0, 1, 1))]
    assert [problem.title for problem in found.problems] == ["Omar hasn't got White"]
    assert {p.name: p.mobile for p in found.departments[0].people} == {"Omar": "+12125550133", "Lena": "+12125550133"}


async def test_the_newest_proof_of_a_state_counts_and_the_live_list_begins_with_the_newest(world):
    day = await make_day(world)
    await issue(world, day)
    await knows(world, day, "omar")
    async with tx() as db:
        for minutes, channel in ((1, "mail"), (3, "push"), (2, "phone")):
            await db.execute(
                "INSERT INTO receipt (id, production_id, notice_id, state, channel, at)"
                " SELECT gen_random_uuid(), production_id, id, state, $2, $3 FROM notice WHERE member_id = $1",
                world.people["omar"].member_id, channel, OUT + timedelta(hours=1, minutes=minutes),
            )  # fmt: skip
    found = await board_of(world, day)
    (omar,) = (p for d in found.departments for p in d.people if p.name == "Omar")
    assert (omar.channel, omar.at) == ("push", OUT + timedelta(hours=1, minutes=3))
    assert [one.channel for one in found.latest[:3]] == ["push", "phone", "mail"]


async def test_who_is_not_touched_is_not_counted(world):
    day = await make_day(world)
    await issue(world, day)
    for name in ("nia", "omar", "lena", "bjorn"):
        await knows(world, day, name)
    await call_of(world, day, "omar", 372)
    await issue(world, day, now=EVENING + timedelta(hours=1))
    found = await board_of(world, day, now=EVENING + timedelta(hours=2))
    assert (counts(found.total), found.untouched) == ((1, 0, 1, 0), 3)
    assert (found.version.colour, found.next_colour, found.total.first_call.hour) == ("Blue", "Pink", 10)


async def test_a_held_version_can_be_seen_to_be_stopped_and_is_not_yet_the_sheet(world):
    day = await make_day(world)
    await issue(world, day)
    found = await board_of(world, day, now=EVENING + timedelta(seconds=3))
    assert found.version is None
    assert (found.hold.colour, found.hold.concerned) == ("White", 4)


async def test_short_rest_stands_on_the_board_counted_from_the_logged_wrap(world):
    before = await make_day(world, on=ON - timedelta(days=1))
    await issue(world, before, now=EVENING - timedelta(days=1))
    day = await make_day(world)
    await issue(world, day)
    async with tx() as db:
        await db.execute(
            "INSERT INTO day_log (id, production_id, day_id, kind, department_id, at, device_at, received_at,"
            " by_account) VALUES (gen_random_uuid(), $1, $2, 'wrap', $3, $4, $4, $4, $5)",
            day.production, before.id, world.camera, EVENING + timedelta(hours=5), world.people["bjorn"].account_id,
        )  # fmt: skip
    rest = [each for each in (await board_of(world, day)).problems if each.kind == "rest"]
    assert {each.title for each in rest} == {
        "Rest 9 h 42 min, needs 10 h: Lena", "Rest 9 h 42 min, needs 10 h: Omar",
    }  # fmt: skip
    assert rest[0].detail.startswith("Wrapped 21:00, called 06:42. Whole at 07:00")
    [twelve, *_] = [each for each in (await board_of(world, day, twelve=True)).problems if each.kind == "rest"]
    assert twelve.detail.startswith("Wrapped 9:00P, called 6:42A. Whole at 7:00A")


async def test_minors_hours_stand_before_everything(world):
    day = await make_day(world)
    async with tx() as db:
        element = await db.fetchval(
            "INSERT INTO element (production_id, category, name, number, minor, member_id)"
            " VALUES ($1, 100, 'Sara', '11', true, $2) RETURNING id",
            day.production, world.people["omar"].member_id,
        )  # fmt: skip
        await db.execute(
            "UPDATE member SET born_on = $2 WHERE id = $1", world.people["omar"].member_id, date(2018, 1, 1)
        )
        scene = await db.fetchval("SELECT scene_id FROM day_scene WHERE day_id = $1", day.id)
        await db.execute(
            "INSERT INTO scene_element (production_id, scene_id, element_id) VALUES ($1, $2, $3)",
            day.production, scene, element,
        )  # fmt: skip
    await edit(
        day,
        "INSERT INTO call (production_id, day_id, element_id, member_id, kind, at_minutes) VALUES"
        " ($1, $2, $3, $4, 'absolute', 420)",
        element,
        world.people["omar"].member_id,
    )
    await issue(world, day)
    await knows(world, day, "lena", "bounced")
    found = await board_of(world, day)
    assert [each.kind for each in found.problems] == ["minor", "unreached"]
    assert "must be out by 16:30" in found.problems[0].title
    assert [mark.kind for mark in found.marks] == ["minors_out", "wrap"]
    assert any(each.name == "Cast" for each in found.departments)
    # a planned release within the hours takes the place of the day's wrap
    await edit(day, "UPDATE call SET release = 960 WHERE production_id = $1 AND day_id = $2")
    await issue(world, day, at_once=True)
    assert "minor" not in [each.kind for each in (await board_of(world, day)).problems]


async def test_the_day_is_a_line(world):
    day = await make_day(world)
    await edit(
        day,
        "UPDATE shooting_day SET shooting_call = 462, lunch = 762 WHERE production_id = $1 AND id = $2",
    )
    await issue(world, day)
    assert [span.kind for span in (await board_of(world, day)).spans] == ["call", "shoot", "lunch", "shoot"]


async def test_an_edited_draft_is_said(world):
    day = await make_day(world)
    await issue(world, day)
    assert not (await board_of(world, day)).draft_differs
    await general_call(day, 432)
    assert (await board_of(world, day)).draft_differs


async def test_crew_and_outsiders_have_no_board(world):
    day = await make_day(world)
    with pytest.raises(NotAllowed):
        await board_of(world, day, "omar")
    with pytest.raises(NotFound):
        await board_of(world, day, "theo")


async def parked(world, n):
    async with tx() as db:
        await db.execute(
            "INSERT INTO parked (production_id, id, account_id, v, method, path, body, why, at) SELECT $1,"
            " gen_random_uuid(), $2, 1, 'POST', '/api/productions/1/scans', '{}', 'gone', $3 FROM generate_series(1, $4)",
            world.production, world.people["omar"].account_id, EVENING, n,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("n", "title"),
    [(1, "1 entry from a phone couldn't be applied"), (3, "3 entries from phones couldn't be applied")],
)
async def test_what_phones_handed_over_waits_for_the_office_only(world, n, title):
    day = await make_day(world)
    await parked(world, n)
    found = (await board_of(world, day)).problems[-1]
    assert (found.kind, found.title, found.where) == ("parked", title, "parked")
    assert "parked" not in {problem.kind for problem in (await board_of(world, day, "bjorn")).problems}
