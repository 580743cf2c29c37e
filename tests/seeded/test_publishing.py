"""R6, R7 and R10 of publishing: one wins; each concerned has one notice, in the same transaction; nobody reads early."""

import asyncio
from datetime import timedelta

import pytest

from server.db import read
from server.errors import Conflict, NotFound, Stale
from server.models.sheets import reading
from server.services.notify import write as notify
from server.services.sheets import publish as publishing
from server.services.sheets import read as reads
from server.services.sheets import tell as telling
from tests.actors import actor
from tests.services.sheets.day import EVENING, general_call, issue, make_day


async def of_two_publishers_one_wins(world):
    """R6: version n+1 only after n."""
    day = await make_day(world)
    await issue(world, day)
    await general_call(day, 432)
    wanted = publishing.PublishIn(base_version=1, day_revision=2, ring_all=True)

    async def race(name):
        try:
            made = await publishing.publish(
                production_id=day.production, day_id=day.id, wanted=wanted, by=actor(world, name), now=EVENING
            )
        except (Stale, Conflict):
            return None
        return made.number

    won = await asyncio.gather(*(race(name) for name in ("nia", "bjorn", "nia", "bjorn")))
    assert sorted(number for number in won if number) == [2]


async def everybody_concerned_has_one_live_notice(world):
    """R7: exactly one a person and released publish; what was pending is superseded, not beside it."""
    day = await make_day(world)
    await issue(world, day)
    await general_call(day, 432)
    made = await issue(world, day, now=EVENING + timedelta(seconds=5))
    async with read() as db:
        rows = await db.fetch(
            "SELECT member_id, count(*) AS n FROM notice WHERE subject_id = $1 AND state <> 'superseded' GROUP BY 1",
            day.id,
        )
        counted = await db.fetchval("SELECT concerned FROM sheet_version WHERE id = $1", made.version_id)
    assert [row["n"] for row in rows] == [1] * 4
    assert counted == 4


async def nobody_reads_before_the_release(world):
    day = await make_day(world)
    made = await issue(world, day)
    with pytest.raises(NotFound):
        await reads.read_version(
            day.production, made.version_id, by=actor(world, "omar"), now=EVENING + timedelta(seconds=29)
        )


CHECKS = [of_two_publishers_one_wins, everybody_concerned_has_one_live_notice, nobody_reads_before_the_release]


@pytest.mark.parametrize("check", CHECKS)
async def test_publishing_holds_what_it_promises(world, check):
    await check(world)


def the_base_is_never_compared(monkeypatch):
    monkeypatch.setattr(publishing, "_behind", lambda *_: False)


def pending_notices_stay(monkeypatch):
    async def nothing(*_, **__): ...

    monkeypatch.setattr(notify, "supersede", nothing)
    monkeypatch.setattr(telling, "supersede", nothing)


def one_person_is_forgotten(monkeypatch):
    real = telling.write

    async def all_but_one(db, production_id, notices, **more):
        return await real(db, production_id, notices[:-1], **more)

    monkeypatch.setattr(telling, "write", all_but_one)


def the_hold_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(
        reading, "_VERSION", reading._VERSION.replace("AND v.release_at <= $3\n", "AND $3 IS NOT NULL\n")
    )


@pytest.mark.parametrize(
    ("bug", "check"),
    [
        (the_base_is_never_compared, of_two_publishers_one_wins),
        (pending_notices_stay, everybody_concerned_has_one_live_notice),
        (one_person_is_forgotten, everybody_concerned_has_one_live_notice),
        (the_hold_is_not_looked_at, nobody_reads_before_the_release),
    ],
)
async def test_a_seeded_bug_turns_the_check_red(world, monkeypatch, bug, check):
    bug(monkeypatch)
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await check(world)
