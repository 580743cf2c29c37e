"""Counts of a day: looked at, sent, kept with who and when, and old once the draft has gone on."""

import pytest

from server import clock
from server.db import read, tx
from tests.services.sheets.day import EVENING, make_day


@pytest.fixture
async def day(world):
    clock.move(EVENING - clock.now())
    async with tx() as db:
        await db.execute("UPDATE session SET expires_at = '2031-01-01', seen_at = $1", EVENING)
        kitchen = await db.fetchval(
            "INSERT INTO department (production_id, name) VALUES ($1, 'Catering') RETURNING id", world.production
        )
        member = await db.fetchval(
            "INSERT INTO member (production_id, name, email) VALUES ($1, 'Rita', 'rita@example.test') RETURNING id",
            world.production,
        )
        await db.execute(
            "INSERT INTO member_position (production_id, member_id, department_id, title) VALUES ($1, $2, $3, 'Chef')",
            world.production, member, kitchen,
        )  # fmt: skip
        await db.execute("UPDATE member SET diet = 'Vegan' WHERE name = 'Omar'")
    made = await make_day(world)
    await world.nia.patch(at(made, ""), json={"lunch": 720})
    return made


def at(day, more="/counts"):
    return f"/api/productions/{day.production}/days/{day.id}{more}"


async def of(world, day, whom="catering"):
    found = (await world.nia.get(at(day))).json()
    return found, next(one for one in found["readers"] if one["whom"] == whom)


def named(numbers):
    return {one["name"]: one["many"] for one in numbers}


async def sent(world, day, whom="catering", *, final=False, client=None, **numbers):
    _, reader = await of(world, day, whom)
    body = {"whom": whom, "numbers": numbers or named(reader["numbers"]), "final": final}
    return await (client or world.bjorn).post(at(day), json=body)


async def extras(world, day, quantity):
    row = {"kind": "background", "name": "Campers", "quantity": quantity}
    assert (await world.nia.put(at(day, "/extras"), json=[row])).is_success


async def test_the_draft_is_counted_with_diets_and_no_names(world, day):
    found, caterer = await of(world, day)
    assert (found["total"], named(found["meals"]), named(found["diets"])) == (5, {"lunch": 5}, {"vegan": 1})
    assert (caterer["who"], named(caterer["numbers"]), caterer["sent"]) == (["Rita"], {"total": 5, "lunch": 5}, [])
    assert "Omar" not in (await world.nia.get(at(day))).text


async def test_preliminary_final_and_push_are_told_and_kept(world, day):
    assert (await sent(world, day)).status_code == 200
    assert (await sent(world, day, final=True)).status_code == 200
    assert (await sent(world, day, final=True)).json()["code"] == "same_count"
    await extras(world, day, 6)
    _, caterer = await of(world, day)
    assert (caterer["next"], named(caterer["differs"])) == ("push", {"total": 6, "lunch": 6})
    assert (await sent(world, day)).status_code == 200
    _, caterer = await of(world, day)
    assert [(one["stage"], one["by"], named(one["numbers"])["lunch"]) for one in caterer["sent"]] == [
        ("push", "Bjorn", 11), ("final", "Bjorn", 5), ("preliminary", "Bjorn", 5),
    ]  # fmt: skip
    assert [one["name"] for one in caterer["sent"][1]["numbers"]] == ["total", "lunch"], "as they are told"
    assert caterer["sent"][0]["told"] == [{"name": "Rita", "state": "being_called"}]
    async with read() as db:
        titles = [row[0] for row in await db.fetch("SELECT words->>'title' FROM notice WHERE state = 'held'")]
    assert titles == ["Fri 12 Apr: +6 people, +6 lunches"]


async def test_a_count_older_than_the_last_change_is_found_before_an_issue(world, day):
    async def finding():
        checks = (await world.nia.get(at(day, "/draft"))).json()["checks"]
        return [(one["says"], one["where"]) for one in checks if one["kind"] == "counts_old"]

    assert await finding() == []
    await sent(world, day)
    assert await finding() == []
    await extras(world, day, 6)
    assert await finding() == [
        ("Catering was told 5 people, 5 lunches, now 11 people, 11 lunches: send it again", "counts")
    ]
    await sent(world, day)
    assert await finding() == []


async def test_numbers_that_changed_while_they_were_looked_at_arent_sent(world, day):
    refused = await sent(world, day, total=4, lunch=4)
    assert (refused.status_code, refused.json()["detail"]) == (412, "It is 5 people, 5 lunches by now.")


async def test_nobody_to_tell_and_who_may_not_are_said(world, day):
    assert (await sent(world, day, "background")).json()["code"] == "no_reader"
    assert (await sent(world, day, client=world.lena)).status_code == 403
    assert (await sent(world, day, client=world.theo)).status_code == 404
    assert (await world.omar.get(at(day))).status_code == 403


async def titles():
    async with read() as db:
        rows = await db.fetch(
            "SELECT m.name, n.words->>'title' FROM notice n JOIN member m ON m.id = n.member_id"
            " WHERE n.state = 'held' ORDER BY n.id"
        )
    return [tuple(row) for row in rows]


async def test_the_same_preliminary_of_two_people_rings_once(world, day):
    assert (await sent(world, day)).status_code == 200
    again = await sent(world, day, client=world.nia)
    assert (again.status_code, again.json()["code"]) == (409, "same_count")


async def test_each_units_caterer_is_told_of_the_own_units_day_by_name(world, day):
    async with tx() as db:
        second = await db.fetchval(
            "INSERT INTO unit (production_id, name, sort) VALUES ($1, 'Second', 9) RETURNING id", world.production
        )
        other = await db.fetchval(
            "INSERT INTO member (production_id, name, email, unit_id) VALUES ($1, 'Sol', 'sol@example.test', $2)"
            " RETURNING id", world.production, second,
        )  # fmt: skip
        await db.execute(
            "INSERT INTO member_position (production_id, member_id, department_id, title)"
            " SELECT $1, $2, id, 'Chef' FROM department WHERE production_id = $1 AND name = 'Catering'",
            world.production, other,
        )  # fmt: skip
    _, caterer = await of(world, day)
    assert caterer["who"] == ["Rita"]
    assert (await sent(world, day)).status_code == 200
    (told,) = await titles()
    assert told[0] == "Rita"
    assert told[1].startswith("Fri 12 Apr, Main")


async def test_who_was_told_a_count_is_told_that_the_day_is_cancelled(world, day):
    await sent(world, day, final=True)
    cancelled = await world.nia.post(at(day, "/cancel"), json={"reason": "Storm"})
    assert cancelled.is_success, cancelled.text
    found, _ = await of(world, day)
    assert found["may_send"]
    assert (await sent(world, day)).status_code == 200
    assert await titles() == [("Rita", "Fri 12 Apr is cancelled: −5 people, −5 lunches")]
    assert (await sent(world, day, "background")).json()["code"] == "day_cancelled"
