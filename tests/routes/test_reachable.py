"""Who rings, who doesn't: over the wire."""

from server.db import tx
from tests.twins import twins


async def reach(client, world):
    answer = await client.get(f"/api/productions/{world.production}/reachable")
    assert answer.status_code == 200
    return {one["member_id"]: one for one in answer.json()["people"]}


async def test_a_living_subscription_rings_and_the_last_proof_stands_beside(world):
    nia, _ = await twins(world)
    omar = world.people["omar"]
    assert (await reach(world.nia, world))[omar.member_id]["reached_by"] == "rings_off"
    async with tx() as db:
        await db.execute(
            "INSERT INTO subscription (account_id, endpoint, p256dh, auth) VALUES ($1, 'https://x.test/1', 'x', 'x')",
            omar.account_id,
        )
        notice = await db.fetchval(
            "INSERT INTO notice (production_id, member_id, subject, subject_id, rank, rings, words, payload, release_at,"
            " expires_at) VALUES ($1, $2, 'sheet', $3, 1, true, '{}', '{}', now(), now()) RETURNING id",
            world.production, omar.member_id, nia["day_id"],
        )  # fmt: skip
        for state in ("accepted", "shown", "confirmed"):
            await db.execute(
                "INSERT INTO receipt (id, production_id, notice_id, state) VALUES (gen_random_uuid(), $1, $2, $3)",
                world.production, notice, state,
            )  # fmt: skip
    seen = (await reach(world.nia, world))[omar.member_id]
    assert (seen["reached_by"], seen["proof"]) == ("rings", "confirmed")


async def test_a_head_sees_the_own_department(world):
    assert set(await reach(world.lena, world)) == {world.people["omar"].member_id, world.people["lena"].member_id}
