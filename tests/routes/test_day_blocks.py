"""Stand-ins, background, transport and the sheet's form: as the desk writes them and the page shows them."""

import pytest

from tests.services.sheets.day import make_day


@pytest.fixture
async def day(world):
    made = await make_day(world)
    return f"/api/productions/{made.production}/days/{made.id}"


async def draft(world, day):
    return (await world.nia.get(f"{day}/draft")).json()["sheet"]


async def test_background_stands_on_the_draft_in_its_order(world, day):
    rows = [{"kind": "background", "name": "Campers", "quantity": 8, "at_minutes": 420},
            {"kind": "stand_in", "name": "For Maren"}]  # fmt: skip
    assert (await world.nia.put(f"{day}/extras", json=rows)).is_success
    sheet = await draft(world, day)
    assert [(one["kind"], one["quantity"], one["name"]) for one in sheet["extras"]] == [
        ("background", 8, "Campers"), ("stand_in", 1, "For Maren"),
    ]  # fmt: skip
    assert (await world.nia.put(f"{day}/extras", json=rows[::-1])).is_success
    assert [one["name"] for one in (await draft(world, day))["extras"]] == ["For Maren", "Campers"]


async def test_a_run_names_its_driver_and_refuses_strangers(world, day):
    vehicle = (await world.nia.post(f"/api/productions/{world.production}/vehicles", json={"name": "Van"})).json()["id"]
    omar = world.people["omar"].member_id
    run = {"vehicle_id": vehicle, "driver_id": omar, "notes": "Lot to base"}
    assert (await world.nia.put(f"{day}/runs", json=[run])).is_success
    assert [(one["vehicle"], one["driver"]) for one in (await draft(world, day))["transport"]] == [("Van", "Omar")]
    refused = await world.nia.put(f"{day}/runs", json=[run | {"passengers": [omar + 10_000]}])
    assert refused.status_code == 400
    assert len((await draft(world, day))["transport"]) == 1


async def test_who_was_second_is_told_what_changed(world, day):
    seen = {"If-Match": str((await world.nia.get(day)).json()["revision"])}
    assert (await world.nia.put(f"{day}/extras", json=[], headers=seen)).is_success
    late = await world.bjorn.put(f"{day}/runs", json=[], headers=seen)
    assert late.status_code == 412
    assert late.json()["difference"][0].startswith("Nia changed stand-ins and background at ")


async def test_the_form_orders_blocks_and_says_it_in_the_productions_words(world, day):
    at = f"/api/productions/{world.production}"
    production = (await world.nia.get(at)).json()
    sheet = {"episode": "Episode 3", "credits": "Director Ana Jensen\n\nUPM Siân Müller", "script": "Blue",
             "blocks": [{"name": "crew"}, {"name": "advance", "on": False}], "words": {"base_camp": "Circus"}}  # fmt: skip
    body = {"revision": production["revision"], "settings": production["settings"] | {"sheet": sheet}}
    assert (await world.nia.patch(at, json=body)).is_success
    found = await draft(world, day)
    assert (found["blocks"][0], "advance" in found["blocks"]) == ("crew", False)
    assert (found["words"]["base_camp"], found["words"]["general_call"]) == ("Circus", "General crew call")
    assert (found["credits"], found["script"]["colour"]) == (["Director Ana Jensen", "UPM Siân Müller"], "Blue")


async def test_meals_and_safety_are_typed_on_the_day(world, day):
    typed = {"breakfast": 360, "second_meal": 1080, "bulletins": "#10 water", "closed_set": True}
    assert (await world.nia.patch(day, json=typed)).is_success
    sheet = await draft(world, day)
    assert (sheet["bulletins"], sheet["closed_set"], sheet["second_meal"]) == (
        "#10 water",
        True,
        "2030-04-12T22:00:00Z",
    )
