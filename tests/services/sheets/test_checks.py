"""What the desk is to look at before it issues."""

from server.db import tx
from server.services.sheets.preview import preview
from tests.actors import actor
from tests.services.sheets.day import EVENING, call_of, edit, issue, make_day


async def checks(world, day):
    """What is found, but that the base camp of these tests has no address."""
    found = (await preview(day.production, day.id, by=actor(world, "nia"), now=EVENING)).checks
    return [one.says for one in found if one.kind != "no_address"]


async def test_a_called_role_that_nobody_plays_is_told_to_nobody_and_the_desk_says_so(world):
    day = await make_day(world)
    async with tx() as db:
        role = await db.fetchval(
            "INSERT INTO element (production_id, category, name, number) VALUES ($1, 100, 'TAREFF', '12') RETURNING id",
            world.production,
        )
    await edit(
        day,
        "INSERT INTO call (production_id, day_id, element_id, kind, at_minutes) VALUES ($1, $2, $3, 'absolute', 465)",
        role,
    )
    assert await checks(world, day) == [
        "No performer is known for TAREFF: nobody is told. Import the cast list, or ring them"
    ]


async def test_who_has_no_time_yet_is_named(world):
    day = await make_day(world)
    await call_of(world, day, "omar", 402)
    await edit(
        day,
        "UPDATE call SET kind = 'will_notify', at_minutes = NULL WHERE production_id = $1 AND day_id = $2",
    )
    assert await checks(world, day) == ["Omar has no time yet"]


async def test_who_is_called_by_another_unit_that_date_is_named(world):
    second = await make_day(world)
    async with tx(world.production) as db:
        unit = await db.fetchval(
            "INSERT INTO unit (production_id, name, sort) VALUES ($1, 'Second', 2) RETURNING id", world.production
        )
        await db.execute("UPDATE shooting_day SET unit_id = $2 WHERE id = $1", second.id, unit)
    first = await make_day(world)
    await call_of(world, second, "omar", 1110)
    await issue(world, second, at_once=True)
    assert "Omar is called by Second too at 18:30" in await checks(world, first)
    await edit(second, "UPDATE shooting_day SET cancelled_at = now() WHERE production_id = $1 AND id = $2")
    assert "Omar is called by Second too at 18:30" not in await checks(world, first)


async def test_who_has_neither_app_nor_mailbox_is_named_until_a_mailbox_is_typed(world):
    day = await make_day(world)
    async with tx(world.production) as db:
        await db.execute("UPDATE member SET email = NULL WHERE id = $1", world.people["omar"].member_id)
    assert "Omar can only be rung: no app that rings, no mailbox" in await checks(world, day)
    async with tx(world.production) as db:
        await db.execute("UPDATE member SET email = 'omar@example.test' WHERE id = $1", world.people["omar"].member_id)
    assert await checks(world, day) == []
