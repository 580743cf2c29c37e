"""Erasure and terms, as a person and an office ask for them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from server import clock
from server.db import read, tx
from server.services.upkeep.forget import erase_due
from tests.twins import twins
from tests.world import joined

HOLD = {"revision": 0, "hold": "Claim 12 with the insurer", "terms": {}}


def of(world, name="omar", part="erasure"):
    return f"/api/productions/{world.production}/members/{world.people[name].member_id}/{part}"


def here(world, part="keeping"):
    return f"/api/productions/{world.production}/{part}"


async def finished(world, name="omar"):
    """Their last day was yesterday: they still sign in for a fortnight."""
    async with tx(world.production) as db:
        await db.execute(
            "UPDATE member_position SET ends_on = $2 WHERE member_id = $1",
            world.people[name].member_id, (clock.now() - timedelta(days=2)).date(),
        )  # fmt: skip


async def a_day_later():
    return await erase_due(now=clock.now() + timedelta(hours=25))


async def test_who_still_works_is_told_why_not(world):
    said = (await world.omar.get("/api/me/erasure")).json()
    assert "Still working on Harbour Lights, with no last day yet" in said["why_not"]
    for answer in (await world.omar.post("/api/me/erasure"), await world.nia.post(of(world))):
        assert (answer.status_code, answer.json()["code"]) == (409, "still_working")
        assert "taken off by the production office" in answer.json()["next"]


async def test_a_day_after_asking_it_is_done_and_the_phone_is_told_to_wipe(world):
    await finished(world)
    asked = (await world.omar.post("/api/me/erasure")).json()["erased_at"]
    assert (await world.omar.post("/api/me/erasure")).json()["erased_at"] == asked, "asked twice, it is the first"
    assert (await world.omar.get("/api/me/erasure")).json()["erased_at"] == asked
    assert await erase_due(now=clock.now()) == 0
    assert await a_day_later() == 1
    assert (await world.omar.get("/api/me")).json()["code"] == "session_left"


async def test_until_then_it_is_taken_back(world):
    await finished(world)
    await world.omar.post("/api/me/erasure")
    assert (await world.omar.delete("/api/me/erasure")).status_code == 204
    assert await a_day_later() == 0
    assert (await world.omar.get("/api/me/erasure")).json() == {"erased_at": None, "why_not": "", "next": ""}


async def test_a_legal_hold_is_answered_in_its_words_and_whoever_asked_before_waits(world):
    await finished(world)
    await world.omar.post("/api/me/erasure")
    assert (await world.nia.put(here(world), json=HOLD)).status_code == 200
    assert await a_day_later() == 0
    refused = (await world.nia.post(of(world))).json()
    assert (refused["code"], "Claim 12 with the insurer" in refused["detail"]) == ("legal_hold", True)
    await world.nia.put(here(world), json=HOLD | {"revision": 1, "hold": ""})
    assert await a_day_later() == 1


async def test_the_office_erases_who_left_and_takes_only_its_own_asking_back(world):
    omar = world.people["omar"].member_id
    await world.nia.delete(f"/api/productions/{world.production}/members/{omar}")
    assert (await world.nia.post(of(world))).status_code == 200
    (former,) = (await world.nia.get(here(world))).json()["former"]
    assert (former["member_id"], former["erased_at"] is not None) == (omar, True)
    assert (await world.nia.delete(of(world))).status_code == 204
    await finished(world, "lena")
    await world.lena.post("/api/me/erasure")
    assert (await world.nia.delete(of(world, "lena"))).json()["next"] == "Only they can take it back, in Me."
    await world.nia.post(of(world))
    assert await a_day_later() == 2
    assert (await world.nia.get(here(world))).json()["former"] == []
    assert (await world.nia.post(of(world))).status_code == 404, "nobody is known under it any more"


async def test_terms_are_set_within_their_bounds(world):
    found = (await world.nia.get(here(world))).json()
    diet = next(term for term in found["terms"] if term["kept"] == "diet")
    assert (diet["days"], diet["least"], diet["most"]) == (7, 0, 90)
    beyond = await world.nia.put(here(world), json={"revision": 0, "terms": {"diet": 91, "contact": 30}})
    assert (beyond.status_code, beyond.json()["errors"]) == (400, [{"where": "terms.diet", "what": "bounds"}])
    set_ = (await world.nia.put(here(world), json={"revision": 0, "terms": {"contact": 30}})).json()
    assert {term["kept"]: term["days"] for term in set_["terms"]}["contact"] == 30
    assert (await world.nia.put(here(world), json={"revision": 0, "terms": {}})).status_code == 412


@pytest.mark.parametrize("who", ["omar", "lena", "bjorn"])
async def test_crew_heads_and_ads_neither_set_terms_nor_erase_nor_export(world, who):
    theirs = getattr(world, who)
    answers = [
        await theirs.get(here(world)), await theirs.put(here(world), json=HOLD), await theirs.post(of(world)),
        await theirs.get(of(world, "lena", "record")), await theirs.get(here(world, "crew.csv")),
        await theirs.get(here(world, "ledger.csv")), await theirs.get(here(world, "sheets.zip")),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {403}


async def test_the_office_hands_a_person_their_record_without_what_it_may_not_read(world):
    async with tx(world.production) as db:
        await db.execute("UPDATE member SET diet = 'peanuts' WHERE id = $1", world.people["omar"].member_id)
    answer = await world.nia.get(of(world, "omar", "record"))
    found = answer.json()
    assert (found["production"]["name"], found["production"]["email"]) == ("Omar", "omar@example.test")
    assert (found["production"]["diet"], found["left_out"]) == ("", ["diet"])
    assert "Lena" not in answer.text
    assert (await world.theo.get(of(world, "omar", "record"))).status_code == 404


async def test_what_was_erased_stays_counted_in_the_audit_without_a_name(world):
    await finished(world)
    await world.omar.post("/api/me/erasure")
    await a_day_later()
    async with read() as db:
        facts = [dict(row) for row in await db.fetch("SELECT kind, ids::text FROM fact WHERE kind LIKE '%forgotten'")]
    assert {fact["kind"] for fact in facts} == {"member_forgotten", "account_forgotten"}
    assert "Omar" not in str(facts)


async def test_the_record_of_who_never_joined_is_handed_out_too(world):
    ids, _ = await twins(world)
    found = (await world.nia.get(f"/api/productions/{world.production}/members/{ids['member_id']}/record")).json()
    assert [(one["verb"], one["by_me"]) for one in found["production"]["gear"]] == [("take", False)]


async def test_the_only_coordinator_names_another_first(world):
    await finished(world, "nia")
    for answer in (await world.nia.post("/api/me/erasure"), await world.nia.post(of(world, "nia"))):
        assert (answer.status_code, answer.json()["code"]) == (409, "last_coordinator")
    await joined(world, "ana", "coordinator")
    assert (await world.nia.post("/api/me/erasure")).status_code == 200
    async with tx() as db:
        await db.execute(
            "UPDATE access_grant SET revoked_at = now() WHERE member_id = $1", world.people["ana"].member_id
        )
    assert await a_day_later() == 0, "the other one has left meanwhile"


async def test_of_a_wrapped_production_too_until_it_can_be_opened_no_more(world):
    await world.nia.post(here(world, "wrap"), json={"wrapped_on": str(clock.now().date())})
    assert (await world.nia.post("/api/me/erasure")).json()["code"] == "last_coordinator"
    async with tx() as db:
        await db.execute(
            "UPDATE production SET archived_at = $2 WHERE id = $1", world.production, clock.now() - timedelta(days=31)
        )
    assert (await world.nia.post("/api/me/erasure")).status_code == 200


async def test_who_was_taken_off_and_works_again_isnt_erased_under_the_old_line(world):
    omar = world.people["omar"]
    await world.nia.delete(f"/api/productions/{world.production}/members/{omar.member_id}")
    async with tx(world.production) as db:
        again = await db.fetchval(
            "INSERT INTO member (production_id, account_id, name) VALUES ($1, $2, 'Omar') RETURNING id",
            world.production, omar.account_id,
        )  # fmt: skip
        await db.execute(
            "UPDATE access_grant SET member_id = $2, revoked_at = NULL WHERE account_id = $1", omar.account_id, again
        )
    assert (await world.nia.post(of(world))).json()["code"] == "still_working"


async def test_what_a_phone_held_when_its_owner_was_erased_reaches_the_office(world):
    await finished(world)
    await world.omar.post("/api/me/erasure")
    await a_day_later()
    entry = {
        "id": str(uuid4()), "v": 1, "method": "POST", "path": f"/api/productions/{world.production}/scans", "body": "{}"
    }  # fmt: skip
    assert (await world.omar.post("/api/parked", json={"entries": [entry]})).status_code == 200
    (parked,) = (await world.nia.get(here(world, "parked"))).json()["parked"]
    assert (parked["id"], parked["who"]) == (entry["id"], "A former crew member")
