"""Withdrawing goes back to the former calls: where a wrap logged since makes one a short rest, the UPM says yes first."""

from datetime import timedelta

import pytest

from server.db import read, tx
from server.services.sheets import hold
from server.services.sheets.approval import NotApproved
from tests.actors import actor
from tests.services.sheets.approving import approve, ask_for, set_roles, wrapped_late
from tests.services.sheets.day import EVENING, general_call, issue, make_day

LATER = EVENING + timedelta(hours=1)
EIGHT_PM, HALF_PAST_NINE = 1200, 1290


async def white_then_a_later_blue(world):
    """White calls for 06:42, Blue for 08:00; the day before is thought to wrap at 20:00."""
    await wrapped_late(world, EIGHT_PM)
    await ask_for(world)
    day = await make_day(world)
    for minutes in (402, 480):
        await general_call(day, minutes)
        await approve(world, day, "margaux", "desmond")
        blue = await issue(world, day, at_once=True)
    return day, blue


async def withdrawn(world, day, made):
    return await hold.withdraw(
        production_id=day.production, day_id=day.id, version_id=made.version_id, by=actor(world, "nia"), now=LATER
    )


async def test_whose_rest_is_whole_goes_back_without_asking(world):
    day, blue = await white_then_a_later_blue(world)
    assert (await withdrawn(world, day, blue)).colour == "Pink"


async def test_a_later_wrap_makes_the_former_call_a_short_rest_and_the_upm_is_asked(world):
    day, blue = await white_then_a_later_blue(world)
    await wrapped_late(world, HALF_PAST_NINE)
    with pytest.raises(NotApproved) as refused:
        await withdrawn(world, day, blue)
    assert refused.value.detail.startswith("Going back to White would leave ")
    assert "Omar" in refused.value.detail
    assert refused.value.detail.endswith("a short rest: that waits for Desmond, UPM.")
    async with read() as db:
        assert await db.fetchval("SELECT count(*) FROM sheet_version WHERE withdrawn_at IS NOT NULL") == 0


async def test_what_the_upm_accepted_with_the_version_that_is_out_stands(world):
    """Blue's shorter rest was approved: White's is the same or longer."""
    await wrapped_late(world, HALF_PAST_NINE)
    await ask_for(world)
    day = await make_day(world)
    for minutes in (402, 390):
        await general_call(day, minutes)
        await approve(world, day, "margaux", "desmond")
        blue = await issue(world, day, at_once=True)
    pink = await withdrawn(world, day, blue)
    async with read() as db:
        short = await db.fetchval(
            "SELECT short_rest->>$2 FROM sheet_version WHERE id = $1", pink.version_id, await line_of(world, "omar")
        )
    assert short == "552"  # White's own, as it is now


async def line_of(world, name):
    async with read() as db:
        position = await db.fetchval(
            "SELECT id FROM member_position WHERE member_id = $1", world.people[name].member_id
        )
    return f"m{world.people[name].member_id}.p{position}.e0"


async def test_where_sheets_are_issued_without_approval_nobody_is_asked(world):
    day, blue = await white_then_a_later_blue(world)
    await wrapped_late(world, HALF_PAST_NINE)
    async with tx() as db:
        await set_roles(db, world, ())
    assert (await withdrawn(world, day, blue)).colour == "Pink"
