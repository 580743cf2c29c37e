"""What the desk is to look at before it issues."""

from server.db import tx
from server.services.sheets.preview import preview
from tests.actors import actor
from tests.services.sheets.day import EVENING, call_of, edit, make_day


async def checks(world, day):
    return (await preview(day.production, day.id, by=actor(world, "nia"), now=EVENING)).checks


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
