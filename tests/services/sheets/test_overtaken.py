"""Two at the same draft: one wins, the other reads who changed what, by their own clock."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from server.errors import Stale
from server.services.schedule.editing import DayPatch, change_day
from server.services.sheets.preview import preview
from server.services.sheets.publish import PublishIn, publish
from server.services.sheets.read import compare
from tests.actors import actor
from tests.amounts import amount
from tests.services.sheets.day import EVENING, call_of, general_call, issue, make_day


async def test_of_two_publishers_one_wins_and_the_other_reads_what_differs(world):
    day = await make_day(world)
    await issue(world, day)
    await general_call(day, 432)
    one = PublishIn(base_version=1, day_revision=2)

    async def try_it(name):
        try:
            return await publish(
                production_id=day.production, day_id=day.id, wanted=one, by=actor(world, name), now=EVENING
            )
        except Stale as stale:
            return stale

    racers = ["nia", "bjorn"] * (amount("publish racers") // 2)
    done = await asyncio.gather(*(try_it(name) for name in racers))
    lost = [each for each in done if isinstance(each, Stale)]
    assert [each.number for each in done if not isinstance(each, Stale)] == [2]
    assert len(lost) == len(racers) - 1
    assert all("06:42 → 07:12" in " ".join(each.more["difference"]) for each in lost)
    assert {str(each) for each in lost} <= {
        f"{who} issued Blue at 16:00 while you worked on it." for who in ("Nia", "Bjorn")
    }


async def test_a_draft_that_was_edited_meanwhile_is_not_issued_unseen(world):
    day = await make_day(world)
    await general_call(day, 432)
    with pytest.raises(Stale):
        await issue(world, day, day_revision=1)


async def test_who_edited_the_draft_meanwhile_is_named_by_the_readers_clock(world):
    day = await make_day(world)
    await issue(world, day)
    seen = (await preview(day.production, day.id, by=actor(world, "nia"), now=EVENING)).day_revision
    await change_day(day.production, day.id, DayPatch(general_call=822), by=actor(world, "bjorn"), seen=None)
    wanted = PublishIn(base_version=1, day_revision=seen)
    for twelve, said in ((False, "13:42"), (True, "1:42P")):
        nia = msgspec.structs.replace(actor(world, "nia"), twelve=twelve)
        with pytest.raises(Stale) as stale:
            await publish(production_id=day.production, day_id=day.id, wanted=wanted, by=nia, now=EVENING)
        [change] = stale.value.more["changes"]
        assert change.startswith(f"Bjorn changed the general call, now {said} at ")


async def test_who_reads_a_twelve_hour_clock_is_shown_differences_by_it(world):
    day = await make_day(world)
    white = await issue(world, day, at_once=True)
    nia = msgspec.structs.replace(actor(world, "nia"), twelve=True)
    await call_of(world, day, "omar", 1092)
    draft = await preview(day.production, day.id, by=nia, now=EVENING + timedelta(minutes=5))
    assert "Omar: Call 6:42A → 6:12P" in draft.difference
    assert [one.words for one in draft.concerned if one.name == "Omar"] == ["Your call Fri 12 Apr: 6:12P"]

    late = PublishIn(base_version=1, day_revision=1)
    with pytest.raises(Stale) as stale:
        await publish(production_id=day.production, day_id=day.id, wanted=late, by=nia, now=EVENING)
    assert "Omar: Call 6:42A → 6:12P" in stale.value.more["difference"]

    blue = await issue(world, day, at_once=True, now=EVENING + timedelta(minutes=5))
    found = await compare(day.production, white.version_id, blue.version_id, by=nia, now=EVENING + timedelta(hours=1))
    assert "Omar: Call 6:42A → 6:12P" in found.lines
