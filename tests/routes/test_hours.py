"""Rest and meals of a draft: who falls short, who answers for it, what it costs and who may read that."""

from datetime import UTC, datetime, timedelta

import pytest

from server import clock
from server.db import read, tx
from tests.queries import counted
from tests.routes.test_cover import switch
from tests.routes.test_query_counts import hire
from tests.services.sheets.approving import approve, ask_for, look, wrapped_late
from tests.services.sheets.day import EVENING, ON, Day, call_of, edit, issue, make_day
from tests.world import joined

HALF_PAST_NINE = 1290
EARLY = {"reason": "Sunrise at the pier, nobody else can pull focus"}


@pytest.fixture
async def day(world):
    """The day before wraps at 21:30 by the estimate; the general call is 10:00, Omar's 06:42."""
    clock.move(EVENING - clock.now())
    async with tx() as db:
        await db.execute("UPDATE session SET expires_at = '2031-01-01', seen_at = $1", EVENING)
    await wrapped_late(world, HALF_PAST_NINE)
    day = await make_day(world, general=600)
    await call_of(world, day, "omar", 402)
    return day


def at(day, more="hours"):
    return f"/api/productions/{day.production}/days/{day.id}/{more}"


async def hours(client, day):
    answer = await client.get(at(day))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def omars(world, day, client=None):
    found = [one for one in (await hours(client or world.nia, day))["findings"] if one["name"] == "Omar"]
    return found[0] if found else None


async def explained(client, day, *lines, **more):
    return await client.post(at(day, "forced-calls"), json={"lines": lines} | EARLY | more)


async def allowed(client, day, *rests):
    body = {"rests": [{"line": one["line"], "minutes": one["minutes"]} for one in rests]}
    return await client.post(at(day, "forced-calls/yes"), json=body)


async def test_who_falls_short_by_how_much_and_by_which_rule(world, day):
    found = await hours(world.nia, day)
    (one,) = found["findings"]
    assert (one["kind"], one["weight"], one["minutes"], one["needed"]) == ("rest", "act", 552, 600)
    assert one["says"] == (
        "Omar would have 9 h 12 min rest, by the estimated wrap; IATSE Basic (2021) asks for 10 h: 48 min short."
        " Earliest call without a short rest: 07:30."
    )
    assert (one["earliest_minutes"], one["rule"]) == (450, "IATSE Basic (2021): daily rest 10 h")
    assert (found["forced"], found["waits"], found["called"]) == (1, 1, 4)


async def test_a_reason_is_kept_with_who_when_and_the_rule_and_blocks_nothing(world, day):
    one = await omars(world, day)
    answer = await explained(world.bjorn, day, one["line"])
    assert answer.status_code == 200
    kept = await omars(world, day)
    assert (kept["reason"], kept["reason_by"]) == (EARLY["reason"], "Bjorn")
    async with read() as db:
        row = await db.fetchrow("SELECT rule, minutes, needed, about FROM forced_call")
    assert tuple(row) == (
        "IATSE Basic (2021): daily rest 10 h (basic.iatse.net, rest periods; news of 2021)", 552, 600, "rest",
    )  # fmt: skip
    assert (await issue(world, day)).number == 1  # with or without


async def test_a_rest_that_gets_shorter_asks_for_a_reason_anew(world, day):
    await explained(world.bjorn, day, (await omars(world, day))["line"])
    await call_of(world, day, "omar", 420)
    assert (await omars(world, day))["reason"] == EARLY["reason"]
    await call_of(world, day, "omar", 390)
    assert (await omars(world, day))["reason"] == ""


async def test_a_minor_called_still_earlier_asks_for_a_reason_anew(world, day):
    lena = world.people["lena"].member_id
    async with tx() as db:
        await db.execute("UPDATE member SET minor = true, born_on = '2022-01-01' WHERE id = $1", lena)

    async def lenas():
        found = (await hours(world.nia, day))["findings"]
        return next(one for one in found if (one["name"], one["kind"]) == ("Lena", "minor"))

    await call_of(world, day, "lena", 280)
    await explained(world.bjorn, day, (await lenas())["line"])
    await call_of(world, day, "lena", 290)
    assert (await lenas())["reason"] == EARLY["reason"]
    await call_of(world, day, "lena", 120)
    assert (await lenas())["reason"] == ""


async def test_nothing_is_explained_that_breaks_no_rule(world, day):
    one = await omars(world, day)
    await call_of(world, day, "omar", 450)
    assert await omars(world, day) is None
    answer = await explained(world.bjorn, day, one["line"])
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_broken")
    for wrong in ({"reason": "   "}, {"reason": "x" * 201}, {"lines": ["omar"]}):
        assert (await explained(world.bjorn, day, one["line"], **wrong)).status_code == 400, wrong


async def test_the_upm_says_yes_beforehand_and_the_issue_no_longer_waits_for_it(world, day):
    await ask_for(world, roles=("first_ad",))
    one = await omars(world, day)
    found = await hours(world.desmond, day)
    assert (found["may_allow"], found["who_allows"], found["may_say"]) == (True, ["Desmond"], False)
    assert "upm" in [a.role for a in (await look(world, day)).approval.asked if a.why]
    answer = await allowed(world.desmond, day, one)
    assert answer.status_code == 200
    assert (answer.json()["waits"], answer.json()["findings"][0]["yes_by"]) == (0, "Desmond")
    assert [(a.role, a.why) for a in (await look(world, day)).approval.asked if a.why] == [("first_ad", ["first"])]
    await call_of(world, day, "omar", 390)
    assert [a.why for a in (await look(world, day)).approval.asked if a.role == "upm"] == [["rest"]]
    assert (await omars(world, day))["yes_by"] == ""


async def test_what_was_said_of_a_short_rest_stays_when_the_cover_set_goes_in(world, day):
    await ask_for(world, roles=("first_ad",))
    one = await omars(world, day)
    cover = (await world.nia.post(at(day, "cover"))).json()["cover_id"]
    beside = Day(cover, day.production)
    await allowed(world.desmond, beside, one)
    await explained(world.bjorn, day, one["line"])
    await world.nia.put(at(day, "cover/ready"), json={"ready": True})

    async def stands(where):
        found = await hours(world.nia, where)
        upm = [a["why"] for a in (await world.nia.get(at(where, "draft"))).json()["approval"]["asked"] if a["why"]]
        return found["waits"], found["findings"][0]["reason"], found["findings"][0]["yes_by"], upm

    expected = (0, EARLY["reason"], "Desmond", [["first"]])
    assert [await stands(where) for where in (day, beside)] == [expected, expected]
    assert (await switch(world, at(day, "").rstrip("/"), issue=False)).is_success
    assert await stands(day) == expected


async def test_what_was_approved_with_the_sheet_that_is_out_waits_for_nobody(world, day):
    await ask_for(world)
    await approve(world, day, "margaux", "desmond")
    await issue(world, day, at_once=True)
    found = await hours(world.desmond, day)
    assert (found["forced"], found["waits"], found["findings"][0]["waits"]) == (1, 0, False)
    cover = (await world.nia.post(at(day, "cover"))).json()["cover_id"]
    assert (await hours(world.desmond, Day(cover, day.production)))["waits"] == 0
    await call_of(world, day, "omar", 390)
    assert (await hours(world.desmond, day))["waits"] == 1
    clock.move(datetime(2030, 4, 12, 12, tzinfo=UTC) - clock.now())  # 08:00: they are at work
    assert (await hours(world.desmond, day))["waits"] == 0


async def test_a_yes_taken_back_is_waited_for_again(world, day):
    await ask_for(world, roles=("first_ad",))
    one = await omars(world, day)
    await allowed(world.desmond, day, one)
    back = await world.desmond.post(at(day, "forced-calls/take-back"), json={"lines": [one["line"]]})
    assert back.json()["waits"] == 1
    assert [a.why for a in (await look(world, day)).approval.asked if a.role == "upm"] == [["rest"]]


async def test_the_upm_says_yes_only_to_the_rest_that_was_seen(world, day):
    await joined(world, "desmond", "upm", "UPM")
    one = await omars(world, day)
    await call_of(world, day, "omar", 390)
    answer = await allowed(world.desmond, day, one)
    assert (answer.status_code, answer.json()["code"]) == (409, "shorter")
    async with read() as db:
        assert await db.fetchval("SELECT count(*) FROM forced_call") == 0


async def test_a_short_rest_is_the_upms_and_where_there_is_none_the_producers(world, day):
    one = await omars(world, day)
    ruth = await joined(world, "ruth", "producer", "Line Producer")
    margaux = await joined(world, "margaux", "first_ad", "1st AD")
    assert (await allowed(margaux.client, day, one)).status_code == 403
    assert (await allowed(ruth.client, day, one)).status_code == 200
    await joined(world, "desmond", "upm", "UPM")
    assert (await allowed(ruth.client, day, one)).status_code == 403


@pytest.mark.parametrize(
    ("role", "reads"),
    [("producer", True), ("accountant", True), ("coordinator", False), ("upm", False), ("second_ad", False)],
)
async def test_only_who_may_read_rates_reads_what_a_forced_call_costs(world, day, role, reads):
    async with tx() as db:
        await db.execute(
            "UPDATE member SET rest_pack = 'sag_aftra_theatrical' WHERE id = $1", world.people["omar"].member_id
        )
    person = await joined(world, "petra", role)
    found = await hours(person.client, day)
    cost = {"amounts": [{"currency": "USD", "cents": 95_000, "people": 1}], "unpriced": 0}
    assert found["forced"] == 1
    assert found["cost"] == (cost if reads else None)
    assert all(meal["penalty_cents"] is None for meal in found["meals"]) or reads


async def test_a_flagged_coordinator_reads_it_too(world, day):
    petra = await joined(world, "petra", "coordinator")
    async with tx() as db:
        await db.execute(
            "UPDATE access_grant SET roles = '{coordinator,reads_rates}' WHERE member_id = $1", petra.member_id
        )
    assert (await hours(petra.client, day))["cost"] == {"amounts": [], "unpriced": 1}


async def test_who_reads_it_at_all(world, day):
    for name, status in (("bjorn", 200), ("omar", 403), ("theo", 404), ("stranger", 401)):
        assert (await getattr(world, name).get(at(day))).status_code == status, name


async def test_a_day_too_long_without_a_meal_says_by_when_and_for_whom(world, day):
    async with tx() as db:
        await db.execute(
            "UPDATE member SET rest_pack = 'sag_aftra_theatrical' WHERE production_id = $1", day.production
        )
        await db.execute("UPDATE shooting_day SET estimated_wrap = 1260 WHERE id = $1", day.id)
    meals = (await hours(world.nia, day))["meals"]
    assert [(meal["kind"], meal["weight"], meal["by_minutes"]) for meal in meals if meal["kind"] == "meal"] == [
        ("meal", "act", 762), ("meal", "act", 960),
    ]  # fmt: skip
    assert meals[0]["says"].startswith("No lunch is planned: 1 person must eat by 12:42.")
    await edit(day, "UPDATE shooting_day SET lunch = 780 WHERE production_id = $1 AND id = $2")
    late, fine = [meal for meal in (await hours(world.nia, day))["meals"] if meal["kind"] == "meal"]
    assert late["says"] == (
        "Lunch at 13:00 is 18 min past the deadline of 12:42 for 1 person."
        " A second meal is due by 19:30, 1 h 30 min before wrap, for 1 person. SAG-AFTRA theatrical/TV."
    )
    assert "for 3 people" in fine["says"]
    overtime = [meal for meal in (await hours(world.nia, day))["meals"] if meal["kind"] == "overtime"]
    assert overtime[0]["says"] == ("Overtime by SAG-AFTRA theatrical/TV: 1.5× from 15:12, 2× from 17:12, for 1 person.")


async def test_a_second_meal_that_is_planned_counts_and_a_lunch_before_the_call_doesnt(world, day):
    async with tx() as db:
        await db.execute(
            "UPDATE member SET rest_pack = 'sag_aftra_theatrical' WHERE production_id = $1", day.production
        )
        await db.execute(
            "UPDATE shooting_day SET estimated_wrap = 1260, lunch = 750, second_meal = 1130 WHERE id = $1", day.id
        )
    await call_of(world, day, "omar", 765)
    first, others = [meal for meal in (await hours(world.nia, day))["meals"] if meal["kind"] == "meal"]
    assert (first["weight"], first["says"]) == (
        "act", "The second meal at 18:50 is 5 min past the deadline of 18:45 for 1 person. SAG-AFTRA theatrical/TV.",
    )  # fmt: skip
    assert (others["weight"], others["people"]) == ("fine", 3)


async def test_the_sixth_day_in_a_row_is_named(world, day):
    async with tx() as db:
        for n in range(2, 6):
            await db.execute(
                "INSERT INTO shooting_day (production_id, unit_id, on_date, zone, general_call, estimated_wrap)"
                " VALUES ($1, $2, $3, 'America/New_York', 402, 1122)",
                world.production, world.unit, ON - timedelta(days=n),
            )  # fmt: skip
    found = [one for one in (await hours(world.nia, day))["findings"] if one["kind"] == "days"]
    assert len(found) == 4
    assert {one["weight"] for one in found} == {"look"}
    assert "works day 6 in a row" in found[0]["says"]


async def test_a_call_cancelled_too_late_owes_eight_hours_to_who_may_read_it(world, day):
    await issue(world, day, at_once=True)
    omar = world.people["omar"].member_id
    await edit(
        day, "UPDATE call SET kind = 'no_call', at_minutes = NULL WHERE production_id = $1 AND day_id = $2"
        " AND member_id = $3", omar,
    )  # fmt: skip
    (one,) = (await hours(world.nia, day))["cancelled"]
    assert (one["line_name"], one["late"], one["owed"]) == ("Omar", False, None)
    clock.move(datetime(2030, 4, 12, 2, tzinfo=UTC) - clock.now())  # 22:00, half an hour after the wrap
    ruth = await joined(world, "ruth", "producer")
    (one,) = (await hours(ruth.client, day))["cancelled"]
    assert (one["late"], one["owed"]) == (True, 480)
    assert (await hours(world.nia, day))["cancelled"][0]["owed"] is None


async def test_what_cancelling_the_day_comes_to(world, day):
    await issue(world, day, at_once=True)
    assert (await world.nia.get(at(day, "cancellation"))).json() == {
        "called": 4, "late": 0, "late_by": 0, "owed": None, "percent": None, "minimum": None, "source": "",
        "departments": [], "people": [],
    }  # fmt: skip
    clock.move(datetime(2030, 4, 12, 2, tzinfo=UTC) - clock.now())
    ruth = await joined(world, "ruth", "producer")
    found = (await ruth.client.get(at(day, "cancellation"))).json()
    assert (found["called"], found["late"], found["owed"], found["minimum"]) == (5, 4, 4 * 480, 480), (
        "Ruth was never told a call"
    )
    assert (await world.nia.get(at(day, "cancellation"))).json()["owed"] is None


async def test_on_an_archived_production_nobody_answers_for_anything(world, day):
    await joined(world, "desmond", "upm", "UPM")
    one = await omars(world, day)
    await world.nia.post(f"/api/productions/{world.production}/archive")
    found = await hours(world.nia, day)
    assert (found["may_say"], found["may_allow"]) == (False, False)
    assert (await explained(world.nia, day, one["line"])).json()["code"] == "archived"
    assert (await allowed(world.desmond, day, one)).json()["code"] == "archived"


async def test_it_costs_the_same_statements_for_15_and_150_people(world, day):
    counts = []
    for more in (15, 135):
        await hire(world, more)
        with counted() as sent:
            await hours(world.nia, day)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 26
