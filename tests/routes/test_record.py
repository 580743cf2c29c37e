"""All that is kept about me, and nothing of anybody else."""

from datetime import timedelta
from uuid import uuid4

from server import clock
from server.db import tx
from server.services.gear.things import ThingWrite, make_things
from tests.services.sheets.day import call_of, issue, make_day


async def record(client):
    answer = await client.get("/api/me/record")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="callboard-my-record.json"'
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


async def out(world, day):
    """Issued some minutes ago."""
    await issue(world, day, now=clock.now() - timedelta(minutes=5), at_once=True)


async def test_it_holds_what_i_was_told_with_its_proof_my_scans_and_my_log(world):
    day = await make_day(world)
    await out(world, day)
    omar = world.people["omar"]
    async with tx(world.production) as db:
        (case,) = await make_things(
            db, world.production, [ThingWrite(kind="case", name="Lenses", code="CAM-01")], now=clock.now()
        )
        notice = await db.fetchval("SELECT id FROM notice WHERE member_id = $1", omar.member_id)
    here = f"/api/productions/{world.production}"
    scan = {
        "id": str(uuid4()), "thing_id": case, "move": "take", "seq": 1, "ms": 1_700_000_000_000,
        "holder": {"kind": "member", "id": omar.member_id}, "device_at": "2025-04-10T12:00:00Z", "where": "Stage B",
    }  # fmt: skip
    await world.omar.post(f"{here}/scans", json={"device": str(uuid4()), "scans": [scan]})
    await world.omar.post(f"{here}/notices/{notice}/confirm", json={})
    found = await record(world.omar)
    (on,) = found["productions"]
    assert (found["account"]["name"], on["left_at"], on["positions"][0]["department"]) == ("Omar", None, "Camera")
    (told,) = on["told"]
    assert (told["about"], told["version"], told["title"]) == ("sheet", 1, "Your call Fri 12 Apr: 06:42")
    assert [proof["state"] for proof in told["evidence"]][-1] == "confirmed"
    assert on["gear"] == [
        {"thing": "CAM-01", "verb": "take", "to_me": True, "by_me": True, "at": "2025-04-10T12:00:00Z", "place": "Stage B"}
    ]  # fmt: skip


async def test_it_holds_my_passkeys_my_yes_to_texts_and_what_the_office_had_to_do_about_me(world):
    omar = world.people["omar"]
    async with tx(world.production) as db:
        await db.execute(
            "INSERT INTO passkey (account_id, credential_id, public_key, sign_count, synced, name, created_at)"
            " VALUES ($1, 'x', 'secret', 0, false, 'Phone', now())", omar.account_id,
        )  # fmt: skip
        await db.execute(
            "INSERT INTO sms_consent (production_id, member_id, number, agreed_on) VALUES ($1, $2, '+447700900123', '2030-04-01')",
            world.production, omar.member_id,
        )  # fmt: skip
        await db.execute(
            "INSERT INTO task (production_id, kind, subject, subject_id, member_id, why) VALUES ($1, 'problem', 'day', 1, $2, 'late')",
            world.production, omar.member_id,
        )  # fmt: skip
    found = await record(world.omar)
    (on,) = found["productions"]
    assert ([one["name"] for one in found["passkeys"]], on["texts"][0]["number"], on["tasks"][0]["why"]) == (
        ["Phone"],
        "+447700900123",
        "late",
    )
    assert "secret" not in str(found)
    (lena,) = (await record(world.lena))["productions"]
    assert (lena["texts"], lena["tasks"]) == ([], [])


async def test_nobody_finds_another_in_it(world):
    day = await make_day(world)
    await call_of(world, day, "omar", 372)
    await out(world, day)
    lena = await record(world.lena)
    assert [told["title"] for told in lena["productions"][0]["told"]] == ["Your call Fri 12 Apr: 06:42"]
    theo = await record(world.theo)
    assert all(on["told"] == [] for on in theo["productions"])
    assert "Omar" not in str(lena) + str(theo)
    assert (await world.stranger.get("/api/me/record")).status_code == 401


async def test_what_is_held_is_not_told_yet(world):
    day = await make_day(world)
    await issue(world, day, now=clock.now())
    assert (await record(world.omar))["productions"][0]["told"] == []


async def test_who_has_left_takes_their_record_along(world):
    day = await make_day(world)
    await out(world, day)
    member = world.people["omar"].member_id
    other = world.other_production
    async with tx(other) as db:  # an account that is on no production at all is signed out
        await db.execute(
            "INSERT INTO member (production_id, account_id, name) VALUES ($1, $2, 'Omar')", other, world.people["omar"].account_id
        )  # fmt: skip
        await db.execute(
            "INSERT INTO access_grant (production_id, account_id, member_id, roles) SELECT production_id, account_id, id,"
            " '{crew}' FROM member WHERE production_id = $1 AND account_id = $2",
            other, world.people["omar"].account_id,
        )  # fmt: skip
    assert (await world.nia.delete(f"/api/productions/{world.production}/members/{member}")).status_code == 204
    found = await record(world.omar)
    left = next(on for on in found["productions"] if on["left_at"])
    assert len(left["told"]) == 1
