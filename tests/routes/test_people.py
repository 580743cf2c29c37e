"""The crew list over the wire: who sees what, who corrects it, who gives a role."""

import pytest

from server.db import tx
from server.services.production import people
from tests.queries import counted


def at(world, rest=""):
    return f"/api/productions/{world.production}{rest}"


def omar(world):
    return world.people["omar"].member_id


async def listed(client, world):
    answer = await client.get(at(world, "/members"))
    assert answer.status_code == 200, answer.text
    return {p["name"]: p for p in answer.json()["people"]}


async def test_the_office_sees_everybody_with_address_and_number_but_no_diet(world):
    await world.omar.patch(at(world, "/me"), json={"diet": "no shellfish"})
    people = await listed(world.nia, world)
    assert set(people) == {"Nia", "Omar", "Lena", "Bjorn"}
    assert people["Omar"]["email"] == "omar@example.test"
    assert "diet" not in people["Omar"]


async def test_a_head_sees_the_own_department_only(world):
    assert set(await listed(world.lena, world)) == {"Omar", "Lena"}
    nia = world.people["nia"].member_id
    assert (await world.lena.get(at(world, f"/members/{nia}"))).status_code == 404


async def test_crew_have_no_crew_list(world):
    assert (await world.omar.get(at(world, "/members"))).status_code == 403


async def test_the_list_comes_in_pages_without_a_gap(world):
    names, after = [], 0
    while after is not None:
        page = (await world.nia.get(at(world, f"/members?after={after}&limit=1"))).json()
        names += [p["name"] for p in page["people"]]
        after = page["next_after"]
    assert sorted(names) == ["Bjorn", "Lena", "Nia", "Omar"]


async def test_a_person_is_added_corrected_and_given_a_role(world):
    person = {
        "name": "Ana Eze", "email": "Ana@Example.test", "mobile": "(212) 555-0143",
        "positions": [{"department_id": world.camera, "title": "Gaffer", "ends_on": "2030-05-30"}],
    }  # fmt: skip
    made = (await world.nia.post(at(world, "/members"), json=person)).json()["id"]
    seen = (await world.nia.get(at(world, f"/members/{made}"))).json()
    assert (seen["mobile"], seen["mobile_typed"], seen["proposed_roles"]) == (
        "+12125550143",
        "(212) 555-0143",
        ["head"],
    )
    changed = await world.nia.put(
        at(world, f"/members/{made}"), json={"person": person | {"name": "Ana Ezé"}, "revision": seen["revision"]}
    )
    assert changed.json()["name"] == "Ana Ezé"
    assert changed.json()["positions"][0]["id"] == seen["positions"][0]["id"]
    roles = await world.nia.put(at(world, f"/members/{made}/roles"), json={"roles": ["head"]})
    assert (roles.json()["roles"], roles.json()["proposed_roles"]) == (["head"], [])


async def test_what_positions_suggest_is_confirmed_for_all_at_once(world):
    position = {"department_id": world.camera, "title": "Gaffer"}
    for name in ("Ana", "Ben"):
        await world.nia.post(at(world, "/members"), json={"name": name, "positions": [position]})
    found = [one for one in (await listed(world.nia, world)).values() if one["proposed_roles"]]
    shown = {"members": [{"member_id": one["id"], "roles": one["proposed_roles"]} for one in found]}
    assert (await world.omar.post(at(world, "/members/roles"), json=shown)).status_code == 403
    assert (await world.nia.post(at(world, "/members/roles"), json=shown)).json() == {"confirmed": 2}
    after = await listed(world.nia, world)
    assert (after["Ben"]["roles"], after["Ben"]["proposed_roles"]) == (["crew", "head"], [])


async def test_a_correction_over_another_says_so(world):
    person = {"person": {"name": "Omar", "positions": []}, "revision": 99}
    answer = await world.nia.put(at(world, f"/members/{omar(world)}"), json=person)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")


async def test_nobody_gives_themselves_a_role_by_an_extra_field(world):
    answer = await world.nia.post(at(world, "/members"), json={"name": "X", "roles": ["producer"]})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


async def test_a_second_ad_gives_no_role(world):
    answer = await world.bjorn.put(at(world, f"/members/{omar(world)}/roles"), json={"roles": ["producer"]})
    assert answer.status_code == 403


async def test_a_day_player_is_added_by_an_ad(world):
    player = {
        "name": "Pavel Ostrowski", "mobile": "212 555 0199", "title": "Cave safety", "department_id": world.camera,
        "on": ["2030-04-14"],
    }  # fmt: skip
    answer = await world.bjorn.post(at(world, "/day-players"), json=player)
    assert answer.status_code == 201
    assert (await listed(world.nia, world))["Pavel Ostrowski"]["positions"][0]["only_on"] == ["2030-04-14"]


async def test_a_person_decides_who_sees_the_number(world):
    answer = await world.omar.patch(at(world, "/me"), json={"number_shown": True})
    assert answer.json()["memberships"][0]["number_shown"] is True
    assert (await listed(world.nia, world))["Omar"]["number_shown"] is True


async def test_me_says_what_one_may_do_and_until_when(world):
    me = (await world.nia.get("/api/me")).json()
    (on,) = me["memberships"]
    assert (on["name"], on["nobody_contacted"], on["positions"]) == (
        "Harbour Lights", True, [{"title": "Production Coordinator", "department": "Production"}],
    )  # fmt: skip
    assert "member.remove" in on["may"]
    assert "member.remove" not in (await world.bjorn.get("/api/me")).json()["memberships"][0]["may"]


async def test_looks_are_kept_with_the_account(world):
    answer = await world.omar.patch(
        "/api/me", json={"clock": "12", "theme": "sun", "locale": "de-CH", "name": "Omar R."}
    )
    assert {k: answer.json()[k] for k in ("clock", "theme", "locale", "name")} == {
        "clock": "12", "theme": "sun", "locale": "de-CH", "name": "Omar R.",
    }  # fmt: skip
    assert (await world.omar.patch("/api/me", json={"clock": "13"})).status_code == 400


@pytest.mark.parametrize(
    ("part", "body", "again"),
    [
        ("units", {"name": "Greece", "zone": "Europe/Athens"}, {"name": "Greece unit", "zone": None, "sort": 2}),
        ("departments", {"name": "Grip"}, {"name": "Grips", "sort": 3}),
        ("vehicles", {"name": "Camera truck", "plate": "8ABC123"}, {"name": "Truck 1"}),
        ("vendors", {"name": "Lens House", "phone": "1"}, {"name": "Lens House", "email": "a@b.test"}),
        ("places", {"name": "North field", "lat": 40.5, "lng": -73.9}, {"name": "North field", "hospital": True}),
    ],
)
async def test_the_office_sets_up_its_parts(world, part, body, again):
    made = await world.nia.post(at(world, f"/{part}"), json=body)
    assert made.status_code == 201, made.text
    taken = await world.nia.post(at(world, f"/{part}"), json=body | {"name": body["name"].upper()})
    assert taken.json()["code"] == "name_taken"
    assert (await world.nia.put(at(world, f"/{part}/{made.json()['id']}"), json=again)).status_code == 204
    where = "/places" if part == "places" else "/office"
    rows = (await world.nia.get(at(world, where))).json()[part]
    assert again["name"] in [row["name"] for row in rows]


async def test_a_chaser_of_another_production_is_refused(world):
    body = {"name": "Grip", "chaser_member_id": world.people["theo"].member_id}
    answer = await world.nia.post(at(world, "/departments"), json=body)
    unknown = await world.nia.post(at(world, "/departments"), json=body | {"chaser_member_id": 987654321})
    assert answer.status_code == 409
    assert answer.json() == unknown.json()


async def test_settings_are_changed_whole_and_not_over_another(world):
    before = (await world.nia.get(at(world))).json()
    assert before["settings"]["colours"][:3] == ["White", "Blue", "Pink"]
    settings = before["settings"] | {"paper": "a4", "colours": ["White", "Salmon"]}
    body = {"revision": before["revision"], "settings": settings, "words": "uk", "zone": "Europe/London"}
    after = (await world.nia.patch(at(world), json=body)).json()
    assert (after["settings"]["colours"], after["words"], after["zone"]) == (["White", "Salmon"], "uk", "Europe/London")
    assert (await world.nia.patch(at(world), json=body)).status_code == 412
    odd = await world.nia.patch(at(world), json={"revision": after["revision"], "zone": "Mars/Base"})
    assert odd.json()["errors"] == [{"where": "zone", "what": "an IANA time zone"}]


async def test_a_production_is_made_listed_put_away_and_taken_out(world):
    made = (await world.nia.post("/api/productions", json={"name": "Low Tide"})).json()["id"]
    assert [p["name"] for p in (await world.nia.get("/api/productions")).json()["productions"]] == [
        "Low Tide", "Harbour Lights",
    ]  # fmt: skip
    assert (await world.nia.post(f"/api/productions/{made}/archive")).status_code == 204
    assert [p["name"] for p in (await world.nia.get("/api/productions")).json()["productions"]] == [
        "Harbour Lights", "Low Tide",
    ]  # fmt: skip
    await world.nia.post(f"/api/productions/{made}/take-out")
    assert (await world.nia.get(f"/api/productions/{made}")).json()["archived_at"] is None
    assert (await world.omar.post("/api/productions", json={"name": "Mine"})).status_code == 403


async def test_the_crew_page_costs_the_same_for_four_and_for_a_hundred(world):
    async def cost():
        sent = []
        for rest in ("/members", "/reachable", "/invites/waves"):
            with counted() as statements:
                assert (await world.nia.get(at(world, rest))).status_code == 200
            sent.append(len(statements))
        return sent

    few = await cost()
    async with tx(world.production) as db:
        position = (people.PositionIn(department_id=world.camera, title="Loader"),)
        crew = [people.PersonIn(name=f"P{n}", email=f"p{n}@example.test", positions=position) for n in range(100)]
        await people.add_people(db, world.production, crew, by=None)
    assert await cost() == few
    assert max(few) <= 6


async def test_another_country_reads_the_numbers_anew(world):
    department = (await world.nia.post(at(world, "/departments"), json={"name": "Grip"})).json()["id"]
    body = {"name": "Bo", "mobile": "(212) 555-0140", "positions": [{"department_id": department, "title": "Grip"}]}
    await world.nia.post(at(world, "/members"), json=body)

    async def in_country(country):
        revision = (await world.nia.get(at(world))).json()["revision"]
        answer = await world.nia.patch(at(world), json={"revision": revision, "country": country})
        assert answer.status_code == 200, answer.text
        bo = (await listed(world.nia, world))["Bo"]
        return bo["mobile"], bo["mobile_typed"]

    assert await in_country("GB") == ("+442125550140", "(212) 555-0140")
    assert await in_country("US") == ("+12125550140", "(212) 555-0140")


async def test_a_new_production_prints_on_its_countrys_paper_and_says_so(world):
    for country, paper in (("GB", "a4"), ("US", "letter")):
        made = await world.nia.post("/api/productions", json={"name": "Low Tide", "country": country})
        found = (await world.nia.get(f"/api/productions/{made.json()['id']}")).json()
        assert found["settings"]["paper"] == paper
