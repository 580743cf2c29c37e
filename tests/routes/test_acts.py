"""Acts of the grid: many cells at once, all or none; never over what somebody else typed; and the way back."""

from datetime import timedelta

import pytest

from server import clock
from server.db import tx
from tests.routes.test_shoot import cast, made, scenes
from tests.world import joined

CALL = {"kind": "absolute", "minutes": 372}


@pytest.fixture
def url(world):
    return f"/api/productions/{world.production}/days"


@pytest.fixture
async def day(world, url):
    return await made(world, url, "2026-12-01", general_call=402)


async def lines(world, day):
    found = (await world.nia.get(day)).json()
    return {line["name"]: line for line in [*found["crew"], *found["cast"]]}


def cell(line, name, value, **more):
    return (
        {key: line[key] for key in ("member_id", "position_id", "element_id")} | {"cell": name, "value": value} | more
    )


async def act(world, day, *cells, who="nia", **parts):
    return await getattr(world, who).patch(f"{day}/calls", json={"cells": list(cells)} | parts)


async def test_many_cells_are_one_act_with_its_way_back(world, day):
    there = await lines(world, day)
    answer = await act(
        world, day, cell(there["Omar"], "call", CALL), cell(there["Omar"], "remarks", "Dolly"),
        cell(there["Lena"], "call", {"kind": "relative", "minutes": -30}),
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    now = await lines(world, day)
    assert [(now[name]["call"], now[name]["remarks"]) for name in ("Omar", "Lena")] == [(372, "Dolly"), (372, "")]
    assert (await world.nia.get(day)).json()["revision"] == answer.json()["revision"]
    again = await world.nia.patch(f"{day}/calls", json=answer.json()["back"])
    assert again.status_code == 200, again.text
    assert await lines(world, day) == there
    redone = await world.nia.patch(f"{day}/calls", json=again.json()["back"])
    assert redone.status_code == 200
    back = await lines(world, day)
    assert [(back[name]["call"], back[name]["remarks"]) for name in ("Omar", "Lena")] == [(372, "Dolly"), (372, "")]


async def test_one_cell_that_cant_stand_leaves_all_as_it_was(world, day):
    there = await lines(world, day)
    wrong = await act(world, day, cell(there["Omar"], "call", CALL), cell(there["Lena"], "travel", 900))
    assert (wrong.status_code, wrong.json()["errors"][0]["where"]) == (400, "cells[1]")
    assert await lines(world, day) == there


async def test_another_cell_of_the_same_day_is_in_nobodys_way(world, day):
    there = await lines(world, day)
    await act(world, day, cell(there["Lena"], "call", CALL, was={"kind": "department", "minutes": None}), who="bjorn")
    answer = await act(world, day, cell(there["Omar"], "call", CALL, was={"kind": "department", "minutes": None}))
    assert answer.status_code == 200


async def test_a_cell_that_somebody_changed_meanwhile_is_never_written_over(world, day):
    there = await lines(world, day)
    untyped = {"kind": "department", "minutes": None}
    await act(world, day, cell(there["Omar"], "remarks", "Boots"))
    await act(world, day, cell(there["Omar"], "call", CALL, was=untyped), who="bjorn")
    answer = await act(
        world, day, cell(there["Omar"], "call", {"kind": "on_call"}, was=untyped),
        cell(there["Lena"], "call", CALL, was=untyped),
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (409, "cells_changed")
    (clash,) = answer.json()["clashes"]
    assert (clash["part"], clash["member_id"], clash["stands"], clash["who"]) == (
        "call", there["Omar"]["member_id"], CALL, "Bjorn",
    )  # fmt: skip
    assert clash["at"]
    now = await lines(world, day)
    assert (now["Omar"]["call"], now["Lena"]["call"]) == (372, 402)


async def test_an_undo_stops_at_what_somebody_else_typed_since(world, day):
    there = await lines(world, day)
    back = (await act(world, day, cell(there["Omar"], "call", CALL))).json()["back"]
    await act(world, day, cell(there["Omar"], "call", {"kind": "no_call"}), who="bjorn")
    answer = await world.nia.patch(f"{day}/calls", json=back)
    assert (answer.status_code, answer.json()["clashes"][0]["stands"]["kind"]) == (409, "no_call")


async def test_an_act_on_an_older_revision_is_refused_where_one_is_sent(world, day):
    omar = (await lines(world, day))["Omar"]
    body = {"cells": [cell(omar, "call", CALL)]}
    assert (await world.nia.patch(f"{day}/calls", json=body, headers={"If-Match": "1"})).status_code == 412
    assert (await world.nia.patch(f"{day}/calls", json=body, headers={"If-Match": "2"})).status_code == 200


async def test_what_was_done_since_is_told_in_a_sentence(world, day):
    there = await lines(world, day)
    await act(world, day, cell(there["Omar"], "call", CALL), cell(there["Lena"], "call", CALL), who="bjorn")
    await act(world, day, cell(there["Omar"], "remarks", "Boots"), who="bjorn")
    answer = await world.nia.patch(day, json={"medic": "Bram"}, headers={"If-Match": "2"})
    assert [line.split(" at ")[0] for line in answer.json()["difference"]] == [
        "Bjorn changed 2 lines", "Bjorn changed Omar's call",
    ]  # fmt: skip


async def test_a_department_follows_the_general_call_again_when_its_own_is_taken_back(world, day):
    own = {
        "department_id": world.camera,
        "kind": "relative",
        "offset_minutes": -45,
        "at_minutes": None,
        "place_id": None,
    }
    part = {"department_id": world.camera, "value": own, "was": None}
    answer = await act(world, day, departments=[part])
    assert (await lines(world, day))["Omar"]["call"] == 357
    assert (await act(world, day, departments=[part])).json()["clashes"][0]["part"] == "department"
    assert (await world.nia.patch(f"{day}/calls", json=answer.json()["back"])).status_code == 200
    assert (await world.nia.get(day)).json()["department_calls"] == []


async def test_more_cells_than_fit_one_act_are_refused(world, day):
    omar = (await lines(world, day))["Omar"]
    assert (await act(world, day, *[cell(omar, "remarks", "x")] * 1_201)).status_code == 400


async def test_a_roles_chain_is_its_performers_once_it_has_one(world, day):
    (scene,) = await scenes(world, day, "DAY")
    call = await cast(world, day, "7", scene=scene)
    async with tx() as db:
        element = await db.fetchval("SELECT element_id FROM call WHERE id = $1", call)
        await db.execute("UPDATE element SET member_id = NULL WHERE id = $1", element)
        await db.execute("UPDATE call SET member_id = NULL WHERE id = $1", call)
    clock.move(timedelta())
    omar = world.people["omar"].member_id
    answer = await world.nia.put(
        f"/api/productions/{world.production}/roles/{element}/performer", json={"member_id": omar}
    )
    assert answer.status_code == 204, answer.text
    line = (await lines(world, day))["Omar"]
    assert (line["element_id"], line["pickup"], line["call"], line["on_set"]) == (element, 405, 435, 480)
    answer = await act(world, day, cell(line, "makeup", 60, was=45))
    assert answer.status_code == 200, answer.text
    assert (await lines(world, day))["Omar"]["call"] == 420
    async with tx() as db:
        assert await db.fetchval("SELECT count(*) FROM call WHERE element_id = $1", element) == 1


async def test_yesterdays_calls_chains_places_and_notes_are_taken_over_and_taken_back(world, url, day):
    (scene,) = await scenes(world, day, "DAY")
    await cast(world, day, "7", scene=scene)
    await world.nia.put(f"{day}/notes", json=[{"text": "Boots"}])
    await world.nia.put(f"{day}/department-calls", json={"department_id": world.camera, "offset_minutes": -30})
    omar = (await lines(world, day))["Omar"]
    await act(world, day, cell(omar, "call", CALL), cell(omar, "remarks", "Only today"))
    target = await made(world, url, "2026-12-02", general_call=402)
    await world.nia.put(f"{target}/scenes", json=[{"scene_id": scene}])
    before = (await world.nia.get(target)).json()
    what = ["crew_calls", "cast_chains", "places", "notes"]
    answer = await world.nia.post(f"{target}/copy", json={"from_day_id": int(day.rsplit("/", 1)[1]), "what": what})
    assert answer.status_code == 200, answer.text
    found, there = (await world.nia.get(target)).json(), await lines(world, target)
    assert (there["Omar"]["call"], there["Omar"]["remarks"], there["Lena"]["call"]) == (372, "", 372)
    assert (there["Performer 7"]["pickup"], there["Performer 7"]["on_set"]) == (405, 480)
    assert ([note["text"] for note in found["notes"]], len(found["places"])) == (["Boots"], 1)
    assert [row["scene_id"] for row in found["scenes"]] == [scene]
    assert (await world.nia.patch(f"{target}/calls", json=answer.json()["back"])).status_code == 200
    again = (await world.nia.get(target)).json()
    for part in ("crew", "cast", "notes", "places", "department_calls"):
        assert again[part] == before[part]


async def test_a_template_keeps_a_day_for_others(world, url, day):
    await world.nia.put(f"{day}/notes", json=[{"text": "Quiet, please", "department_id": world.camera}])
    await world.nia.put(f"{day}/department-calls", json={"department_id": world.camera, "offset_minutes": -30})
    saved = (await world.nia.post(f"{day}/templates", json={"name": "Studio"})).json()
    assert (saved["name"], saved["calls"], saved["notes"]) == ("Studio", 1, 1)
    target = await made(world, url, "2026-12-02", general_call=402)
    body = {"template_id": saved["id"], "what": ["crew_calls", "notes"]}
    assert (await world.nia.post(f"{target}/template", json=body)).status_code == 200
    assert (await lines(world, target))["Omar"]["call"] == 372
    at = f"/api/productions/{world.production}/day-templates"
    assert [one["name"] for one in (await world.nia.get(at)).json()] == ["Studio"]
    assert (await world.nia.delete(f"{at}/{saved['id']}")).status_code == 204
    assert (await world.nia.get(at)).json() == []


async def test_a_call_of_the_person_and_not_of_a_position_is_taken_over_too(world, url, day):
    omar = world.people["omar"].member_id
    await world.nia.put(f"{day}/calls", json={"kind": "absolute", "member_id": omar, "at_minutes": 330})
    target = await made(world, url, "2026-12-02", general_call=402)
    body = {"from_day_id": int(day.rsplit("/", 1)[1]), "what": ["crew_calls"]}
    assert (await world.nia.post(f"{target}/copy", json=body)).status_code == 200
    assert (await lines(world, target))["Omar"]["call"] == 330


async def test_of_a_template_whatever_is_gone_is_left_out(world, url, day):
    async with tx() as db:
        place = await db.fetchval(
            "INSERT INTO place (production_id, name) VALUES ($1, 'Old mill') RETURNING id", world.production
        )
        shed = await db.fetchval(
            "INSERT INTO department (production_id, name) VALUES ($1, 'Shed') RETURNING id", world.production
        )
    await world.nia.put(f"{day}/places", json=[{"place_id": place, "kind": "set"}])
    await world.nia.put(f"{day}/notes", json=[{"text": "Boots"}, {"text": "Key", "department_id": shed}])
    call = {"department_id": world.camera, "offset_minutes": -30, "place_id": place}
    await world.nia.put(f"{day}/department-calls", json=call)
    saved = (await world.nia.post(f"{day}/templates", json={"name": "Mill"})).json()
    async with tx() as db:
        await db.execute("DELETE FROM day_place WHERE place_id = $1", place)
        await db.execute("UPDATE department_call SET place_id = NULL WHERE place_id = $1", place)
        await db.execute("DELETE FROM day_note WHERE department_id = $1", shed)
        await db.execute("DELETE FROM place WHERE id = $1", place)
        await db.execute("DELETE FROM department WHERE id = $1", shed)
    target = await made(world, url, "2026-12-02", general_call=402)
    body = {"template_id": saved["id"], "what": ["crew_calls", "places", "notes"]}
    answer = await world.nia.post(f"{target}/template", json=body)
    assert answer.status_code == 200, answer.text
    found = (await world.nia.get(target)).json()
    assert (found["places"], [note["text"] for note in found["notes"]]) == ([], ["Boots"])
    assert [(one["offset_minutes"], one["place_id"]) for one in found["department_calls"]] == [(-30, None)]


async def test_a_template_has_a_name_and_there_are_only_so_many(world, day):
    assert (await world.nia.post(f"{day}/templates", json={"name": "  "})).status_code == 400
    assert (await world.nia.post(f"{day}/templates", json={"name": " Pier "})).json()["name"] == "Pier"
    async with tx() as db:
        await db.execute(
            "INSERT INTO day_template (production_id, name, content) SELECT $1, n::text, '{}'"
            " FROM generate_series(2, 200) n",
            world.production,
        )
    full = await world.nia.post(f"{day}/templates", json={"name": "Studio"})
    assert (full.status_code, full.json()["code"]) == (409, "too_many_templates")
    assert (await world.nia.post(f"{day}/templates", json={"name": "Pier"})).status_code == 201


@pytest.fixture
async def other_unit(world, url):
    """Petra, 2nd AD of a second unit, and its day."""
    async with tx() as db:
        unit = await db.fetchval(
            "INSERT INTO unit (production_id, name, sort) VALUES ($1, 'Second', 1) RETURNING id", world.production
        )
    petra = await joined(world, "petra", "second_ad")
    async with tx() as db:
        await db.execute("UPDATE access_grant SET unit_id = $2 WHERE member_id = $1", petra.member_id, unit)
    return petra.client, await made(world, url, "2026-12-01", unit=unit, general_call=402)


async def test_another_units_ad_replaces_and_drops_only_their_own_templates(world, day, other_unit):
    petra, own_day = other_unit
    pier = (await world.nia.post(f"{day}/templates", json={"name": "Pier"})).json()["id"]
    at = f"/api/productions/{world.production}/day-templates"
    assert (await petra.post(f"{own_day}/templates", json={"name": "Pier"})).status_code == 403
    assert (await petra.delete(f"{at}/{pier}")).status_code == 403
    own = (await petra.post(f"{own_day}/templates", json={"name": "Tank"})).json()["id"]
    assert (await petra.post(f"{own_day}/templates", json={"name": "Tank"})).status_code == 201
    assert (await petra.delete(f"{at}/{own}")).status_code == 204


async def test_another_units_ad_casts_only_what_works_on_their_unit_alone(world, day, other_unit):
    petra, own_day = other_unit
    (scene,) = await scenes(world, day, "DAY")
    await cast(world, day, "7", scene=scene)
    element = (await lines(world, day))["Performer 7"]["element_id"]
    performer = f"/api/productions/{world.production}/roles/{element}/performer"
    player = {"name": "Ida", "mobile": "+12125550199", "title": "Double", "department_id": world.camera,
              "at_minutes": 402, "element_id": element}  # fmt: skip
    assert (await petra.put(performer, json={"member_id": None})).status_code == 403
    assert (await petra.post(f"{own_day}/day-players", json=player)).status_code == 403
    await world.nia.put(f"{day}/scenes", json=[])
    async with tx() as db:
        await db.execute("DELETE FROM call WHERE element_id = $1", element)
    assert (await petra.put(performer, json={"member_id": None})).status_code == 204


async def test_who_has_the_draft_open_is_seen_and_ends_by_itself(world, day):
    assert (await world.bjorn.put(f"{day}/here", json={"cell": "m1.p2.e0:call"})).json() == []
    assert (await world.nia.put(f"{day}/here", json={"cell": "m1.p2.e0:on_set"})).status_code == 200
    (bjorn,) = (await world.nia.put(f"{day}/here", json={"cell": ""})).json()
    assert (bjorn["name"], bjorn["cell"]) == ("Bjorn", "m1.p2.e0:call")
    clock.move(timedelta(seconds=46))
    assert (await world.nia.get(f"{day}/here")).json() == []
    await world.bjorn.put(f"{day}/here", json={})
    assert len((await world.nia.get(f"{day}/here")).json()) == 1
    await world.bjorn.delete(f"{day}/here")
    assert (await world.nia.get(f"{day}/here")).json() == []
    assert (await world.omar.get(f"{day}/here")).status_code == 403
