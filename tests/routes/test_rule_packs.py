"""Rule packs as a production words them: changed, copied, put back, and which counts for whom."""

from datetime import UTC, datetime

import pytest

from server.db import read, tx
from tests.routes.test_shoot import made, rest_of, wrapped
from tests.world import joined

IATSE = "iatse_basic_2021"


@pytest.fixture
def url(world):
    return f"/api/productions/{world.production}"


async def packs_of(client, url):
    found = (await client.get(f"{url}/rule-packs")).json()
    return {one["pack"]["id"]: one for one in found["packs"]}, found


async def changed(client, url, key, **more):
    """As the page does: the whole pack, read, changed and sent."""
    one = (await packs_of(client, url))[0][key]
    return await client.put(f"{url}/rule-packs/{key}", json={"pack": one["pack"] | more, "revision": one["revision"]})


def nine_hours(one):
    return one["pack"]["rest"] | {"minutes": 540}


async def test_every_shipped_pack_is_there_with_its_sources(world, url):
    packs, found = await packs_of(world.nia, url)
    assert len(packs) == 7
    assert all(one["shipped"] and one["revision"] == 0 and one["pack"]["verify"] for one in packs.values())
    assert packs[IATSE]["pack"]["rest"]["source"] == "basic.iatse.net, rest periods; news of 2021"
    assert (found["crew_means"], found["cast_means"]) == ("IATSE Basic (2021)", "SAG-AFTRA theatrical/TV")


async def the_day_after(world):
    days = f"/api/productions/{world.production}/days"
    monday = await made(world, days, "2026-11-30", general_call=420, estimated_wrap=1_140)
    tuesday = await made(world, days, "2026-12-01", general_call=390)
    await wrapped(world, monday, datetime(2026, 12, 1, 2, tzinfo=UTC))  # 21:00: 9 h 30 min until 06:30
    return tuesday


async def test_a_changed_rule_counts_from_then_on_and_put_back_no_longer(world, url):
    tuesday = await the_day_after(world)
    assert (await rest_of(world, tuesday, "Omar"))["short"]
    packs, _ = await packs_of(world.nia, url)
    answer = await changed(world.nia, url, IATSE, rest=nine_hours(packs[IATSE]), verify=False)
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    assert not (await rest_of(world, tuesday, "Omar"))["short"]
    one = (await packs_of(world.nia, url))[0][IATSE]
    assert (one["revision"], one["changed_by"], one["pack"]["verify"]) == (1, "Nia", False)
    assert (await world.nia.delete(f"{url}/rule-packs/{IATSE}")).status_code == 204
    assert (await rest_of(world, tuesday, "Omar"))["short"]


async def test_a_pack_keeps_its_key(world, url):
    assert (await changed(world.nia, url, IATSE, id="another")).status_code == 200
    packs, _ = await packs_of(world.nia, url)
    assert "another" not in packs
    assert packs[IATSE]["revision"] == 1


async def test_of_two_who_change_a_pack_the_second_is_told(world, url):
    one = (await packs_of(world.nia, url))[0][IATSE]
    body = {"pack": one["pack"], "revision": 0}
    assert (await world.nia.put(f"{url}/rule-packs/{IATSE}", json=body)).status_code == 200
    late = await world.nia.put(f"{url}/rule-packs/{IATSE}", json=body)
    assert (late.status_code, late.json()["revision"]) == (412, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"rest": {"minutes": 99_999_999, "source": "x"}},
        {"rest": {"minutes": -1, "source": "x"}},
        {"rest": {"minutes": 600, "source": "x" * 500}},
        {"rest": {"minutes": 600, "source": "x", "reductions": [{"minutes": 1, "when": "x"}] * 9}},
        {"surprise": 1},
    ],
)
async def test_what_is_out_of_bounds_is_refused(world, url, wrong):
    assert (await changed(world.nia, url, IATSE, **wrong)).status_code in {400, 422}


async def test_a_copy_is_given_to_people_and_when_it_goes_they_have_the_productions_again(world, url):
    tuesday = await the_day_after(world)
    copy = await world.nia.post(f"{url}/rule-packs/{IATSE}/copies", json={"name": "IATSE, Harbour Lights"})
    key = copy.json()["key"]
    packs, _ = await packs_of(world.nia, url)
    assert (packs[key]["pack"]["name"], packs[key]["shipped"]) == ("IATSE, Harbour Lights", False)
    await changed(world.nia, url, key, rest=nine_hours(packs[key]))
    omar = world.people["omar"].member_id
    given = await world.nia.put(f"{url}/agreements", json={"members": [omar], "rest_pack": key})
    assert given.status_code == 204
    assert not (await rest_of(world, tuesday, "Omar"))["short"]
    assert (await rest_of(world, tuesday, "Lena"))["short"]
    assert (await packs_of(world.nia, url))[0][key]["people"] == 1
    assert (await world.nia.delete(f"{url}/rule-packs/{key}")).status_code == 204
    assert (await rest_of(world, tuesday, "Omar"))["short"]
    assert key not in (await packs_of(world.nia, url))[0]


async def test_a_departments_pack_counts_for_its_people(world, url):
    tuesday = await the_day_after(world)
    body = {"crew": "", "cast": "", "departments": [{"department_id": world.camera, "rest_pack": "eu_working_time"}]}
    assert (await world.nia.put(f"{url}/rule-pack-defaults", json=body)).status_code == 204
    assert (await rest_of(world, tuesday, "Lena"))["pack"] == "EU working time"
    assert (await rest_of(world, tuesday, "Nia"))["pack"] == "IATSE Basic (2021)"
    await world.nia.put(f"{url}/rule-pack-defaults", json=body | {"crew": "pact_bectu_tv_drama_2023"})
    assert (await rest_of(world, tuesday, "Nia"))["pack"] == "Pact/Bectu TV drama (2023)"


async def test_of_two_who_choose_neither_puts_the_others_choice_back(world, url):
    await world.nia.put(f"{url}/rule-pack-defaults", json={"crew": "eu_working_time"})
    await world.nia.put(f"{url}/rule-pack-defaults", json={"cast": "pact_bectu_tv_drama_2023"})
    _, found = await packs_of(world.nia, url)
    assert (found["crew"], found["cast"]) == ("eu_working_time", "pact_bectu_tv_drama_2023")
    await world.nia.put(f"{url}/rule-pack-defaults", json={"crew": ""})
    assert (await packs_of(world.nia, url))[1]["crew"] == ""


async def test_when_a_copy_goes_nothing_names_it_any_more(world, url):
    key = (await world.nia.post(f"{url}/rule-packs/{IATSE}/copies", json={"name": "Ours"})).json()["key"]
    body = {"crew": key, "cast": key, "departments": [{"department_id": world.camera, "rest_pack": key}]}
    assert (await world.nia.put(f"{url}/rule-pack-defaults", json=body)).status_code == 204
    omar = world.people["omar"].member_id
    await world.nia.put(f"{url}/agreements", json={"members": [omar], "rest_pack": key})
    await world.nia.delete(f"{url}/rule-packs/{key}")
    _, found = await packs_of(world.nia, url)
    assert (found["crew"], found["cast"]) == ("", "")
    assert {one["rest_pack"] for one in found["departments"]} == {""}
    async with read() as db:
        assert await db.fetchval("SELECT rest_pack FROM member WHERE id = $1", omar) is None


async def test_what_asks_for_no_rest_is_nobodys(world, url):
    answer = await world.nia.put(f"{url}/rule-pack-defaults", json={"crew": "us_cancellation"})
    assert (answer.status_code, answer.json()["next"]) == (
        400, "Choose one that does, or give it one under Settings, Rules.",
    )  # fmt: skip
    omar = world.people["omar"].member_id
    unknown = await world.nia.put(f"{url}/agreements", json={"members": [omar], "rest_pack": "nothing_such"})
    assert unknown.status_code == 400
    gone = await world.nia.put(f"{url}/agreements", json={"members": [omar, 999_999], "rest_pack": IATSE})
    assert gone.status_code == 404


async def test_who_reads_and_who_changes(world, url):
    await joined(world, "desmond", "upm")
    for name, reads, changes in (("desmond", 200, 201), ("bjorn", 200, 403), ("omar", 403, 403), ("theo", 404, 404)):
        client = getattr(world, name)
        assert (await client.get(f"{url}/rule-packs")).status_code == reads, name
        copied = await client.post(f"{url}/rule-packs/{IATSE}/copies", json={"name": "X"})
        assert copied.status_code == changes, name


async def test_there_is_an_end_to_copies(world, url):
    async with tx() as db:
        await db.execute(
            "INSERT INTO rule_pack (production_id, key, pack, at) SELECT $1, 'x_' || n,"
            " jsonb_build_object('id', 'x_' || n, 'name', 'X', 'jurisdiction', '', 'read_on', ''), now()"
            " FROM generate_series(1, 40) n",
            world.production,
        )
    answer = await world.nia.post(f"{url}/rule-packs/{IATSE}/copies", json={"name": "One more"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_packs")


async def test_an_archived_production_takes_no_change(world, url):
    assert (await world.nia.post(f"{url}/archive")).status_code in {200, 204}
    assert (await world.nia.get(f"{url}/rule-packs")).json()["may_change"] is False
    for answer in (
        await world.nia.post(f"{url}/rule-packs/{IATSE}/copies", json={"name": "X"}),
        await world.nia.put(f"{url}/rule-pack-defaults", json={}),
        await world.nia.delete(f"{url}/rule-packs/{IATSE}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "archived")
