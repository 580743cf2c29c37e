"""Two versions side by side: the difference of the pages, and what it is for whom."""

from datetime import timedelta

import msgspec
import pytest

from server.db import read
from server.errors import Conflict, NotFound
from server.rules.access import Actor, Role
from server.services.reports.board import day_board
from server.services.sheets.hold import withdraw
from server.services.sheets.publish import PreliminaryIn, publish_preliminary
from server.services.sheets.read import compare
from tests.actors import actor
from tests.services.sheets.day import EVENING, call_of, edit, general_call, issue, make_day

LATER = EVENING + timedelta(hours=3)


async def two_versions(world):
    """White; then the general call moves by half an hour and Omar alone comes earlier."""
    day = await make_day(world)
    white = await issue(world, day, at_once=True)
    await general_call(day, 432)
    await call_of(world, day, "omar", 372)
    return day, white, await issue(world, day, now=EVENING + timedelta(hours=1), at_once=True)


async def test_who_is_changed_alone_stands_before_all_that_moved_with_the_call(world):
    day, white, blue = await two_versions(world)
    found = await compare(day.production, white.version_id, blue.version_id, by=actor(world, "nia"), now=LATER)
    assert (found.before, found.after) == ("White", "Blue")
    assert [(one.says, one.people) for one in found.people] == [
        (["Call 06:12, was 06:42"], ["Omar"]),
        (["Call 07:12, was 06:42"], ["Bjorn", "Lena", "Nia"]),
    ]
    assert "General call: 06:42 → 07:12" in found.lines


async def test_backwards_and_with_itself(world):
    day, white, blue = await two_versions(world)
    nia = actor(world, "nia")
    back = await compare(day.production, blue.version_id, white.version_id, by=nia, now=LATER)
    assert back.people[0].says == ["Call 06:42, was 06:12"]
    same = await compare(day.production, blue.version_id, blue.version_id, by=nia, now=LATER)
    assert (same.lines, same.people) == ([], [])


async def test_who_came_new_and_who_was_taken_off(world):
    day = await make_day(world)
    white = await issue(world, day, at_once=True)
    await call_of(world, day, "omar", 372)
    await edit(day, "UPDATE call SET kind = 'no_call', at_minutes = NULL WHERE production_id = $1 AND day_id = $2")
    blue = await issue(world, day, now=EVENING + timedelta(hours=1), at_once=True)
    nia = actor(world, "nia")
    off = await compare(day.production, white.version_id, blue.version_id, by=nia, now=LATER)
    assert [(one.says, one.people) for one in off.people] == [(["Not called, was 06:42"], ["Omar"])]
    on = await compare(day.production, blue.version_id, white.version_id, by=nia, now=LATER)
    assert [(one.says, one.people) for one in on.people] == [(["Called 06:42"], ["Omar"])]


async def test_a_preliminary_is_compared_by_its_list_alone(world):
    day = await make_day(world)
    async with read() as db:
        revision = await db.fetchval("SELECT revision FROM shooting_day WHERE id = $1", day.id)
    wanted = PreliminaryIn(readers=[world.people["lena"].member_id], day_revision=revision)
    made = await publish_preliminary(
        production_id=day.production, day_id=day.id, wanted=wanted, by=actor(world, "bjorn"), now=EVENING
    )
    white = await issue(world, day, at_once=True)
    pair = (white.version_id, made.version_id)
    nia = actor(world, "nia")
    await compare(day.production, *pair, by=nia, now=LATER)
    produces = msgspec.structs.replace(nia.memberships[day.production], roles=frozenset({Role.PRODUCER}))
    with pytest.raises(NotFound):
        await compare(
            day.production, *pair, by=Actor(nia.account_id, memberships={day.production: produces}), now=LATER
        )


async def test_a_cancellation_is_not_withdrawn(world):
    """The day stays cancelled: nobody is called back to it by an old page."""
    day = await make_day(world)
    await issue(world, day, at_once=True)
    await edit(day, "UPDATE shooting_day SET cancelled_at = now() WHERE production_id = $1 AND id = $2")
    blue = await issue(world, day, now=EVENING + timedelta(hours=1), at_once=True)
    with pytest.raises(Conflict, match="White would call everybody to a day that stays cancelled"):
        await back_from(world, day, blue)


async def back_from(world, day, issued):
    return await withdraw(
        production_id=day.production, day_id=day.id, version_id=issued.version_id, by=actor(world, "bjorn"), now=LATER
    )


async def test_a_day_cancelled_and_not_issued_yet_calls_nobody_to_an_older_page(world):
    day, _, blue = await two_versions(world)
    await edit(day, "UPDATE shooting_day SET cancelled_at = now() WHERE production_id = $1 AND id = $2")
    with pytest.raises(Conflict, match="The day is cancelled"):
        await back_from(world, day, blue)


async def test_the_board_says_that_the_draft_still_holds_what_was_withdrawn(world):
    day, _, blue = await two_versions(world)
    assert not (await day_board(day.production, day.id, by=actor(world, "nia"), now=LATER)).draft_differs
    await back_from(world, day, blue)
    assert (await day_board(day.production, day.id, by=actor(world, "nia"), now=LATER)).draft_differs
