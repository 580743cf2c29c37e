"""Approve a sheet from a phone: read what it changes, one tap, and the office's issue that waited for it."""

from server.db import tx
from tests.services.sheets.approving import ask_for, set_roles
from tests.services.sheets.day import general_call, make_day

PUBLISH = {"base_version": 0, "day_revision": 1}
EMPTY = PUBLISH | {"content": "0" * 64}


async def waiting(world):
    """A day that waits for both, and where its approval and its versions are."""
    await ask_for(world)
    day = await make_day(world)
    return day, f"/api/productions/{day.production}/days/{day.id}"


def seen(answer):
    body = answer.json()
    return {
        "base_version": body["base_version"], "day_revision": body["day_revision"],
        "content": body["approval"]["content"],
    }  # fmt: skip


async def approve(client, path):
    found = seen(await client.get(f"{path}/approval"))
    return await client.post(f"{path}/approval", json=found)


async def test_the_first_ad_reads_it_and_approves_by_one_request(world):
    _, path = await waiting(world)
    read = (await world.margaux.get(f"{path}/approval")).json()
    assert read["next"] == {"number": 1, "colour": "White"}
    assert [one["yours"] for one in read["approval"]["asked"]] == [True, False]
    answer = await approve(world.margaux, path)
    assert answer.status_code == 200
    assert [one["name"] for one in answer.json()["asked"]] == ["Margaux", ""]
    again = await approve(world.margaux, path)
    assert again.json()["asked"][0]["at"] == answer.json()["asked"][0]["at"]


async def test_the_upm_reads_the_draft_and_doesnt_change_it(world):
    _, path = await waiting(world)
    assert (await world.desmond.get(f"{path}/draft")).status_code == 200
    assert (await world.desmond.patch(path, json={"weather": "Sun"})).status_code == 403
    assert (await world.desmond.post(f"{path}/versions", json=PUBLISH)).status_code == 403


async def test_issuing_before_says_who_is_missing_and_after_goes_out(world):
    _, path = await waiting(world)
    refused = await world.bjorn.post(f"{path}/versions", json=PUBLISH)
    said = refused.json()
    assert (refused.status_code, said["code"]) == (409, "not_approved")
    assert said["detail"] == "White waits for the approval of Margaux, 1st AD and Desmond, UPM."
    assert said["missing"] == ["first_ad", "upm"]
    for client in (world.margaux, world.desmond):
        assert (await approve(client, path)).status_code == 200
    issued = await world.bjorn.post(f"{path}/versions", json=PUBLISH | {"at_once": True})
    assert issued.status_code == 201
    sheet = (await world.omar.get(f"{path}/sheet")).json()
    assert [(one["name"], one["title"]) for one in sheet["approved"]] == [("Margaux", "1st AD"), ("Desmond", "UPM")]


async def test_approving_what_was_edited_since_answers_with_what_was(world):
    day, path = await waiting(world)
    old = seen(await world.margaux.get(f"{path}/approval"))
    await general_call(day, 432)
    answer = await world.margaux.post(f"{path}/approval", json=old)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert answer.json()["detail"] == "The draft was changed while you worked on it."


async def test_taken_back_by_who_gave_it(world):
    _, path = await waiting(world)
    await approve(world.margaux, path)
    found = seen(await world.margaux.get(f"{path}/approval"))
    answer = await world.margaux.post(f"{path}/approval/take-back", json=found)
    assert (answer.status_code, answer.json()["waits"]) == (200, True)


async def test_who_neither_prepares_nor_leads_sees_nothing_of_it(world):
    _, path = await waiting(world)
    for client, status in ((world.omar, 403), (world.lena, 403), (world.theo, 404), (world.stranger, 401)):
        assert (await client.get(f"{path}/approval")).status_code == status
        assert (await client.post(f"{path}/approval", json=EMPTY)).status_code == status


async def test_the_office_prepares_and_doesnt_approve(world):
    _, path = await waiting(world)
    assert (await world.nia.post(f"{path}/approval", json=EMPTY)).status_code == 403


async def test_a_production_that_asks_nobody_has_nothing_to_approve(world):
    _, path = await waiting(world)
    async with tx() as db:
        await set_roles(db, world, ())
    answer = await approve(world.margaux, path)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_asked")
    assert (await world.nia.get(f"{path}/approval")).json()["approval"]["asked"] == []


async def test_who_is_asked_is_a_setting(world):
    body = (await world.nia.get(f"/api/productions/{world.production}")).json()
    change = {"revision": body["revision"], "settings": body["settings"] | {"approval": ["upm"]}}
    assert (await world.nia.patch(f"/api/productions/{world.production}", json=change)).status_code < 300
    day = await make_day(world)
    read = await world.nia.get(f"/api/productions/{world.production}/days/{day.id}/approval")
    assert [one["role"] for one in read.json()["approval"]["asked"]] == ["upm"]
    wrong = change | {"revision": body["revision"] + 1, "settings": body["settings"] | {"approval": ["head"]}}
    assert (await world.nia.patch(f"/api/productions/{world.production}", json=wrong)).status_code == 400
