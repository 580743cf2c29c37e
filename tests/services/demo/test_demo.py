"""The demo production says what the README promises, on any day of the week."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from server.db import read
from server.errors import Conflict
from server.rules.access import Actor, Membership, Role
from server.services.demo import story
from server.services.demo.build import build
from server.services.gear.checks import checks
from server.services.gear.reading import gear

TUESDAY, SATURDAY, SUNDAY, MONDAY = (datetime(2026, 11, day, 15, tzinfo=UTC) for day in (24, 28, 29, 30))


async def one(sql, *args):
    async with read() as db:
        return await db.fetchval(sql, *args)


@pytest.mark.parametrize("now", [SATURDAY, SUNDAY, MONDAY])
async def test_today_is_day_11_of_24_between_yesterday_and_tomorrow_also_at_a_weekend(committed, tmp_path, now):
    await build(tmp_path, now=now)
    async with read() as db:
        days = await db.fetch(
            "SELECT id, on_date FROM shooting_day WHERE day_type = 'shoot' AND cover_of IS NULL ORDER BY on_date"
        )
        out = await db.fetchval("SELECT max(issued_at) FROM sheet_version WHERE day_id = $1", days[10]["id"])
    on = now.date()
    assert (len(days), [day["on_date"] for day in days[9:12]]) == (24, [on + timedelta(days=by) for by in (-1, 0, 1)])
    assert out == story.hour(on - timedelta(days=1), "21:40"), "Blue went out last night"


async def test_the_evening_has_happened(committed, tmp_path):
    codes = await build(tmp_path, now=TUESDAY)
    assert {one.roles[0] for one in codes} >= {
        "producer",
        "upm",
        "coordinator",
        "first_ad",
        "second_ad",
        "head",
        "crew",
    }
    async with read() as db:
        issues = await db.fetch(
            "SELECT kind, colour FROM sheet_version WHERE day_id = $1 ORDER BY id", await _today(db)
        )
        states = await db.fetch(
            "SELECT m.name, n.state FROM notice n JOIN member m ON m.id = n.member_id WHERE n.subject_id = $1 AND n.rank = 2",
            await _today(db),
        )
    assert [tuple(row) for row in issues] == [("preliminary", ""), ("final", "White"), ("final", "Blue")]
    by_name = {row["name"]: row["state"] for row in states}
    assert by_name[story.BOUNCED] == "bounced"
    assert by_name[story.PHONE_OFF] == "expired"
    assert by_name[story.AGENT_OF] == "reached"
    assert {"confirmed", "shown"} <= set(by_name.values())
    assert "held" not in by_name.values()


async def test_white_and_blue_were_approved_by_the_1st_ad_and_the_upm(committed, tmp_path):
    await build(tmp_path, now=TUESDAY)
    async with read() as db:
        rows = await db.fetch(
            "SELECT v.colour, a.role, c.name FROM sheet_version v JOIN approval a ON a.id = ANY(v.approvals)"
            " JOIN account c ON c.id = a.by_account WHERE v.day_id = $1 ORDER BY v.number, a.role",
            await _today(db),
        )
    both = [("first_ad", "Margaux Delacroix"), ("upm", "Desmond Achebe")]
    assert [tuple(row) for row in rows] == [(colour, *who) for colour in ("White", "Blue") for who in both]


async def _today(db):
    return await db.fetchval("SELECT id FROM shooting_day WHERE on_date = $1 AND cover_of IS NULL", TUESDAY.date())


async def test_its_people_and_gear_are_as_many_as_the_readme_says(committed, tmp_path):
    await build(tmp_path, now=TUESDAY)
    assert await one("SELECT count(*) FROM member") == 46 + 14
    assert await one("SELECT count(*) FROM member WHERE minor") == 1
    assert await one("SELECT count(*) FROM thing WHERE kind IN ('case', 'cart')") == 34
    assert await one("SELECT count(*) FROM thing WHERE kind = 'walkie'") == 40
    out = "SELECT count(*) FROM thing_state s JOIN thing t ON t.id = s.thing_id WHERE t.kind = 'walkie' AND s.holder_kind = 'member'"
    assert await one(out) == 3
    assert await one("SELECT count(*) FROM dispute WHERE settled_at IS NULL") == 1
    assert await one("SELECT count(*) FROM thing WHERE due_back_on < $1 AND kind = 'case'", TUESDAY.date()) == 1


async def test_the_check_at_wrap_missed_one_case(committed, tmp_path):
    await build(tmp_path, now=TUESDAY)
    on = await one("SELECT id FROM production")
    by = Actor(0, memberships={on: Membership(on, 0, frozenset({Role.COORDINATOR}))})
    listed = await gear(on, origins=[], by=by, now=TUESDAY)
    codes = {thing.id: thing.code for thing in listed.things}
    (check,) = await checks(on, by=by)
    assert [codes[thing] for thing in check.missing] == [story.MISSING]
    assert Counter(thing.standing for thing in listed.things if thing.kind == "case" and thing.standing != "in") == {
        "missing": 1,
        "dispute": 1,
    }


async def test_a_second_start_makes_no_second_production(committed, tmp_path):
    first = await build(tmp_path, now=TUESDAY)
    again = await build(tmp_path, now=TUESDAY)
    assert await one("SELECT count(*) FROM production") == 1
    assert [one.name for one in again] == [one.name for one in first]


async def test_where_a_real_production_lives_no_demo_is_made_and_no_clock_moved(world, tmp_path):
    with pytest.raises(Conflict, match="lives here"):
        await build(tmp_path, now=TUESDAY)
    assert await one("SELECT count(*) FROM demo_clock") == 0
