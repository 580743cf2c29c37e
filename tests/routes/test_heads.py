"""Ask the heads: asked once, chased once, answered on the phone, taken into the draft once."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from server import clock
from server.db import read, tx
from server.services.notify.release import release_due
from server.services.schedule.asking import chase_due
from tests.services.sheets.day import EVENING, make_day

GRIP = {"id": str(uuid4()), "title": "Daily loader", "quantity": 2}


@pytest.fixture
async def day(world):
    clock.move(EVENING - clock.now())
    async with tx() as db:
        await db.execute("UPDATE session SET expires_at = '2031-01-01', seen_at = $1", EVENING)
    return await make_day(world)


def at(day, more=""):
    return f"/api/productions/{day.production}/days/{day.id}/heads{more}"


async def asked(world, day, *departments, minutes=45, client=None):
    body = {
        "departments": departments or [world.camera],
        "answer_by": (clock.now() + timedelta(minutes=minutes)).isoformat(),
    }
    return await (client or world.bjorn).post(at(day), json=body)


def pre_call(world, minutes=30, **more):
    omar = world.people["omar"].member_id
    return {"member_id": omar, "position_id": more.pop("position_id"), "minutes": minutes} | more


async def omars_position(world):
    async with read() as db:
        return await db.fetchval("SELECT id FROM member_position WHERE member_id = $1", world.people["omar"].member_id)


async def answered(world, day, *, client=None, **body):
    return await (client or world.lena).put(at(day, f"/{world.camera}/answer"), json=body)


async def camera(world, day):
    found = (await world.bjorn.get(at(day))).json()["departments"]
    return next(one for one in found if one["department_id"] == world.camera)


async def settled(world, day, *keys, take=True, client=None):
    revision = (await camera(world, day))["revision"]
    body = {"keys": keys, "revision": revision, "take": take}
    return await (client or world.bjorn).post(at(day, f"/{world.camera}/settle"), json=body)


async def notices(world):
    async with read() as db:
        return [
            tuple(row)
            for row in await db.fetch(
                "SELECT m.name, n.state, n.words->>'title' FROM notice n JOIN member m ON m.id = n.member_id"
                " WHERE n.subject = 'heads' ORDER BY n.id"
            )
        ]


async def test_each_head_is_told_once_and_finds_the_question(world, day):
    assert (await asked(world, day)).status_code == 200
    assert await notices(world) == [("Lena", "held", "Anything for Fri 12 Apr? Answer by 16:45")]
    (question,) = (await world.lena.get(f"/api/productions/{day.production}/questions")).json()
    assert (question["department"], question["answer"], question["general_call"]) == ("Camera", None, 402)
    assert {one["name"] for one in question["people"]} == {"Lena", "Omar"}
    assert question["notice_id"] is not None


async def test_an_answer_is_taken_into_the_draft_and_a_second_time_changes_nothing(world, day):
    await asked(world, day)
    position = await omars_position(world)
    body = {"pre_calls": [pre_call(world, position_id=position)], "people": [GRIP], "note": "Crane on the truck"}
    assert (await answered(world, day, **body)).json() == {"revision": 1}
    one = await camera(world, day)
    assert [(ask["what"], ask["standing"]) for ask in one["asks"]] == [
        ("pre_call", "open"), ("people", "open"), ("note", "open"),
    ]  # fmt: skip
    keys = [ask["key"] for ask in one["asks"]]
    assert (await settled(world, day, *keys)).status_code == 200
    draft = (await world.bjorn.get(f"/api/productions/{day.production}/days/{day.id}/draft")).json()
    called = {line["name"]: line["call"] for group in draft["sheet"]["departments"] for line in group["lines"]}
    assert called["Omar"] == "2030-04-12T10:12:00Z"
    assert [(e["kind"], e["name"], e["quantity"], e["notes"]) for e in draft["sheet"]["extras"]] == [
        ("crew", "Daily loader", 2, "Camera")
    ]
    assert [note["text"] for note in draft["sheet"]["notes"]] == ["Crane on the truck"]

    assert (await settled(world, day, *keys)).status_code == 200
    again = (await world.bjorn.get(f"/api/productions/{day.production}/days/{day.id}/draft")).json()
    assert again["day_revision"] == draft["day_revision"]
    assert again["sheet"]["extras"] == draft["sheet"]["extras"]


async def test_what_changes_after_it_was_taken_is_marked_and_taken_in_its_place(world, day):
    await asked(world, day)
    await answered(world, day, people=[GRIP], note="Crane")
    await settled(world, day, "note", f"x{GRIP['id']}")
    await answered(world, day, people=[GRIP | {"quantity": 3}])
    standing = {ask["key"]: ask["standing"] for ask in (await camera(world, day))["asks"]}
    assert standing == {f"x{GRIP['id']}": "changed", "note": "gone"}
    assert (await settled(world, day, f"x{GRIP['id']}")).status_code == 200
    assert (await settled(world, day, "note", take=False)).status_code == 200
    draft = (await world.bjorn.get(f"/api/productions/{day.production}/days/{day.id}/draft")).json()
    assert [e["quantity"] for e in draft["sheet"]["extras"]] == [3]
    assert {ask["standing"] for ask in (await camera(world, day))["asks"]} == {"taken"}


async def test_what_was_typed_for_the_person_stays_when_a_pre_call_is_taken(world, day):
    await asked(world, day)
    position = await omars_position(world)
    call = {"kind": "absolute", "at_minutes": 420, "member_id": world.people["omar"].member_id,
            "position_id": position, "remarks": "brings the long lens"}  # fmt: skip
    assert (await world.bjorn.put(f"/api/productions/{day.production}/days/{day.id}/calls", json=call)).is_success
    await answered(world, day, pre_calls=[pre_call(world, None, position_id=position, at_minutes=330)])
    await settled(world, day, f"p{position}")
    async with read() as db:
        row = await db.fetchrow("SELECT kind, at_minutes, remarks FROM call WHERE position_id = $1", position)
    assert tuple(row) == ("absolute", 330, "brings the long lens")


async def test_a_blank_is_chased_exactly_once_by_however_many_workers(world, day):
    await asked(world, day)
    assert await chase_due(now=clock.now()) == 0
    clock.move(timedelta(minutes=46))
    assert sorted(await asyncio.gather(*(chase_due(now=clock.now()) for _ in range(3)))) == [0, 0, 1]
    assert (await notices(world))[-1][2] == "Still blank for Fri 12 Apr: Camera"
    await asked(world, day, minutes=10)
    clock.move(timedelta(minutes=11))
    assert await chase_due(now=clock.now()) == 0
    assert (await camera(world, day))["chased_at"] is not None


async def test_who_answered_isnt_chased_and_isnt_asked_again(world, day):
    await asked(world, day)
    await release_due(now=clock.now())
    await answered(world, day)
    assert {state for _, state, _ in await notices(world)} == {"superseded"}
    assert (await camera(world, day))["asks"] == []
    clock.move(timedelta(minutes=46))
    assert await chase_due(now=clock.now()) == 0
    await asked(world, day)
    assert len(await notices(world)) == 1


async def test_a_head_answers_for_the_own_department_alone(world, day):
    await asked(world, day)
    async with tx() as db:
        await db.execute(
            "INSERT INTO head_question (production_id, day_id, department_id, asked_by, asked_at, answer_by)"
            " SELECT production_id, day_id, $1, asked_by, asked_at, answer_by FROM head_question", world.office,
        )  # fmt: skip
    assert (await world.lena.put(at(day, f"/{world.office}/answer"), json={})).status_code == 404
    assert (await answered(world, day, client=world.omar)).status_code == 403
    assert (await answered(world, day, client=world.theo)).status_code == 404
    position = await omars_position(world)
    of_another = {"member_id": world.people["nia"].member_id, "position_id": position, "minutes": 30}
    assert (await answered(world, day, pre_calls=[of_another])).status_code == 400
    assert (await answered(world, day, pre_calls=[pre_call(world, None, position_id=position)])).status_code == 400
    assert (await world.lena.get(at(day))).status_code == 403


async def test_two_heads_of_one_department_dont_write_over_each_other(world, day):
    await asked(world, day)
    await answered(world, day, note="Crane", seen=0)
    late = await answered(world, day, note="Jib", seen=0)
    assert (late.status_code, late.json()["code"]) == (409, "answered_meanwhile")
    assert "Lena has answered for Camera" in late.json()["detail"]


async def test_an_answer_that_changed_while_it_was_looked_at_isnt_taken(world, day):
    await asked(world, day)
    await answered(world, day, note="Crane")
    await answered(world, day, note="Jib")
    body = {"keys": ["note"], "revision": 1}
    late = await world.bjorn.post(at(day, f"/{world.camera}/settle"), json=body)
    assert late.status_code == 412


async def test_too_late_and_nobody_to_ask_are_said(world, day):
    assert (await asked(world, day, minutes=-5)).json()["code"] == "too_late"
    assert (await asked(world, day, world.office)).json()["code"] == "no_heads"
    assert (await asked(world, day, client=world.lena)).status_code == 403


async def crew_lines(world, day):
    draft = (await world.bjorn.get(f"/api/productions/{day.production}/days/{day.id}/draft")).json()
    return [(one["name"], one["quantity"]) for one in draft["sheet"]["extras"] if one["kind"] == "crew"]


async def test_extra_people_stand_once_also_after_a_change_was_left(world, day):
    key = f"x{GRIP['id']}"
    await asked(world, day)
    await answered(world, day, people=[GRIP])
    await settled(world, day, key)
    await answered(world, day, people=[GRIP | {"quantity": 3}])
    await settled(world, day, key, take=False)
    await answered(world, day, people=[GRIP | {"quantity": 4}])
    assert (await settled(world, day, key)).status_code == 200
    assert await crew_lines(world, day) == [("Daily loader", 4)]


async def test_extra_people_whom_the_office_gave_a_time_stand_once(world, day):
    key = f"x{GRIP['id']}"
    await asked(world, day)
    await answered(world, day, people=[GRIP])
    await settled(world, day, key)
    async with tx() as db:
        await db.execute("UPDATE day_extra SET at_minutes = 390 WHERE day_id = $1", day.id)
    await answered(world, day, people=[GRIP | {"quantity": 3}])
    assert (await settled(world, day, key)).status_code == 200
    async with read() as db:
        found = await db.fetch("SELECT quantity, at_minutes FROM day_extra WHERE day_id = $1", day.id)
    assert [tuple(row) for row in found] == [(3, 390)]


async def test_who_was_cancelled_isnt_called_again_by_taking_a_pre_call(world, day):
    await asked(world, day)
    position = await omars_position(world)
    await answered(world, day, pre_calls=[pre_call(world, position_id=position)])
    call = {"kind": "cancelled", "member_id": world.people["omar"].member_id, "position_id": position}
    assert (await world.bjorn.put(f"/api/productions/{day.production}/days/{day.id}/calls", json=call)).is_success
    refused = await settled(world, day, f"p{position}")
    assert (refused.status_code, refused.json()["detail"]) == (409, "Omar is cancelled that day.")
    async with read() as db:
        assert await db.fetchval("SELECT kind FROM call WHERE position_id = $1", position) == "cancelled"


async def test_nobody_is_chased_in_the_night_by_a_worker_that_stood_still(world, day):
    await asked(world, day)
    clock.move(timedelta(hours=11))
    assert await chase_due(now=clock.now()) == 0
    assert len(await notices(world)) == 1
    assert (await camera(world, day))["chased_at"] is None


async def test_a_time_of_another_day_is_told_with_its_weekday(world, day):
    await asked(world, day, minutes=17 * 60)
    assert (await notices(world))[-1][2] == "Anything for Fri 12 Apr? Answer by Fri 09:00"


async def test_nobody_is_asked_for_a_day_that_is_over(world, day):
    clock.move(timedelta(days=2))
    async with tx() as db:
        await db.execute("UPDATE session SET seen_at = $1", clock.now())
    assert (await asked(world, day)).json()["code"] == "day_over"
