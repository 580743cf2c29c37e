"""A database from before: whoever was erased since is erased again, and nobody else under their number."""

import asyncio
from datetime import timedelta

import pytest

from server import clock
from server.db import read, tx
from server.errors import Invalid
from server.rules.upkeep.erasing import FORMER
from server.services.upkeep import erased
from server.services.upkeep.forget import erase_due


async def ask(world, name):
    person = world.people[name]
    await world.nia.delete(f"/api/productions/{world.production}/members/{person.member_id}")
    async with tx() as db:
        await db.execute(
            "INSERT INTO erasure (account_id, asked_by, asked_at, due_at) VALUES ($1, $1, now(), now())",
            person.account_id,
        )


async def before_it(world, name):
    """As a backup of earlier has it."""
    person = world.people[name]
    async with tx() as db:
        await db.execute("DELETE FROM erasure")
        await db.execute(
            "UPDATE account SET name = $2, email = $3 WHERE id = $1",
            person.account_id,
            name.title(),
            f"{name}@example.test",
        )
        await db.execute(
            "UPDATE member SET name = $2, email = $3, forgotten_at = NULL, removed_at = NULL WHERE id = $1",
            person.member_id, name.title(), f"{name}@example.test",
        )  # fmt: skip


async def names(world, *who):
    async with read() as db:
        return [
            await db.fetchval("SELECT name FROM member WHERE id = $1", world.people[name].member_id) for name in who
        ]


async def test_the_list_outlives_the_database_and_erases_again(world, tmp_path):
    await ask(world, "omar")
    assert await erase_due(now=clock.now() + timedelta(minutes=1)) == 1
    await erased.write(tmp_path)
    assert "Omar" not in (tmp_path / erased.FILE).read_text()
    await before_it(world, "omar")
    known = await asyncio.to_thread(erased.read_lists, [tmp_path / erased.FILE, tmp_path / "none.json"])
    assert await erased.apply(known, now=clock.now()) == 1
    assert await names(world, "omar", "lena") == [FORMER, "Lena"]
    assert await erased.apply(known, now=clock.now()) == 0
    async with read() as db:
        assert await db.fetchval("SELECT count(*) FROM erasure WHERE done_at IS NOT NULL") == 1


async def test_the_list_of_a_folder_only_grows(world, tmp_path):
    await ask(world, "omar")
    await erase_due(now=clock.now() + timedelta(minutes=1))
    await erased.write(tmp_path)
    async with tx() as db:
        await db.execute("DELETE FROM erasure")
    await ask(world, "lena")
    await erase_due(now=clock.now() + timedelta(minutes=1))
    await erased.write(tmp_path)
    assert len(erased.read_lists([tmp_path / erased.FILE])) == 2


async def test_another_person_under_the_number_stays(world):
    one = erased.Erased(world.people["omar"].account_id, None, None, clock.now() - timedelta(days=9), clock.now())
    assert await erased.apply([one], now=clock.now()) == 0
    assert await names(world, "omar") == ["Omar"]


def test_a_broken_list_is_said(tmp_path):
    (tmp_path / erased.FILE).write_text("[{")
    with pytest.raises(Invalid, match="no list of who was erased"):
        erased.read_lists([tmp_path / erased.FILE])
