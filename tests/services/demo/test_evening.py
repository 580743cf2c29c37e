"""The evening that is played: what people would have done, by the same services, step by step, also after a kill."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from server import clock
from server.db import read, tx
from server.errors import Conflict
from server.models.demo import queries
from server.rules.access import Role
from server.services.access.sessions import DeviceIn, sign_in
from server.services.demo import evening, story
from server.services.demo.build import build
from server.services.demo.steps import actor_of
from server.services.notify.release import release_due

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
async def demo(committed, tmp_path, monkeypatch):
    """The demo, with nobody's worker: what is issued is released at once."""
    await build(tmp_path, now=TUESDAY)

    async def answered(production_id, day_id, answer=evening.phones.answer):
        while await release_due(now=clock.now()):
            pass
        await answer(production_id, day_id)

    monkeypatch.setattr(evening.phones, "answer", answered)
    async with read() as db:
        return await db.fetchval("SELECT id FROM production")


async def acting(production_id, role=Role.COORDINATOR):
    async with tx(production_id) as db:
        found = await queries.acting(db, production_id, role, clock.now())
        return await actor_of(db, found, clock.now())


async def begun(production_id):
    return await evening.begin(production_id, 0, by=await acting(production_id), now=clock.now())


async def rows(sql, *args):
    async with read() as db:
        return [tuple(row) for row in await db.fetch(sql, *args)]


async def test_from_fifteen_to_tomorrows_wrap(demo):
    await a_browser_is_here(demo, "Priya Raman")
    tomorrow = (await begun(demo)).tomorrow
    await evening.play(demo)

    found = await evening.look(demo)
    assert (found.step, found.over) == (len(evening.STEPS), True)
    wrap = clock.now().astimezone(ZoneInfo(story.ZONE))
    assert (wrap.date().isoformat(), wrap.hour, wrap.minute) == ("2026-11-25", 19, 10)
    versions = await rows("SELECT kind, colour FROM sheet_version WHERE day_id = $1 ORDER BY id", tomorrow)
    assert versions == [("preliminary", ""), ("final", "White"), ("final", "Blue"), ("final", "Pink")]
    assert await rows("SELECT general_call FROM shooting_day WHERE id = $1", tomorrow) == [(450,)]
    await what_the_heads_asked_for_stands_on_the_day(tomorrow)
    await everybody_is_known_or_listed(tomorrow)
    await who_wrapped_late_was_rung(tomorrow)
    await one_case_is_missing()
    spoken = await rows(
        "SELECT n.state FROM notice n JOIN member m ON m.id = n.member_id WHERE m.name = 'Priya Raman'"
        " AND n.subject_id = $1 AND n.state IN ('shown', 'opened', 'confirmed')", tomorrow,
    )  # fmt: skip
    assert spoken == [], "her real browser speaks for her"


async def a_browser_is_here(production_id, name):
    async with tx(production_id) as db:
        account_id = await db.fetchval(
            "SELECT account_id FROM member WHERE production_id = $1 AND name = $2", production_id, name
        )
        await sign_in(db, account_id, DeviceIn(), was=None, now=clock.now())


async def what_the_heads_asked_for_stands_on_the_day(tomorrow):
    asked, blank = (
        await rows(
            "SELECT count(*), count(*) FILTER (WHERE answer IS NULL) FROM head_question WHERE day_id = $1", tomorrow
        )
    )[0]
    assert asked > blank > 0
    assert await rows("SELECT name, quantity FROM day_extra WHERE day_id = $1 AND kind = 'crew'", tomorrow) == [
        ("Camera daily", 2), ("Electric daily", 2),
    ]  # fmt: skip


async def everybody_is_known_or_listed(tomorrow):
    states = {
        state
        for (state,) in await rows(
            "SELECT DISTINCT state FROM notice WHERE subject_id = $1 AND state <> 'superseded'", tomorrow
        )
    }
    assert {"shown", "confirmed", "reached"} <= states
    assert "held" not in states


async def who_wrapped_late_was_rung(tomorrow):
    late = await rows(
        "SELECT m.name FROM day_log e JOIN member m ON m.id = e.member_id WHERE e.kind = 'wrap' AND e.day_id <> $1",
        tomorrow,
    )
    rung = await rows(
        "SELECT m.name, a.role FROM notice n JOIN member m ON m.id = n.member_id"
        " JOIN sheet_version v ON v.id = n.source_id JOIN approval a ON a.id = ANY(v.approvals)"
        " WHERE n.subject_id = $1 AND n.state = 'reached' AND a.role = 'upm'",
        tomorrow,
    )
    assert rung == [(*late[0], "upm")], "the forced call has the UPM's yes, and a human rang"


async def one_case_is_missing():
    expected, counted = (
        await rows(
            "SELECT (SELECT count(*) FROM thing t WHERE t.home_vehicle_id = c.scope_id"
            " AND t.kind IN ('case', 'cart')),"
            " (SELECT count(*) FROM gear_check_entry e WHERE e.check_id = c.id)"
            " FROM gear_check c ORDER BY started_at DESC LIMIT 1"
        )
    )[0]
    assert expected - counted == 1


async def test_a_worker_that_was_killed_goes_on_where_it_was(demo, monkeypatch):
    tomorrow = (await begun(demo)).tomorrow

    async def killed(_production_id, _day_id):
        if (await evening.look(demo)).step == 5:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(evening.phones, "answer", killed)
        with pytest.raises(KeyboardInterrupt):
            await evening.play(demo)
    await evening.play(demo)

    finals = await rows("SELECT colour FROM sheet_version WHERE day_id = $1 AND kind = 'final' ORDER BY id", tomorrow)
    assert finals == [("White",), ("Blue",), ("Pink",)]


async def test_it_is_played_once(demo):
    await begun(demo)
    with pytest.raises(Conflict, match="played already"):
        await begun(demo)


async def test_without_a_running_day_there_is_no_evening(demo):
    await evening.demo_clock.stand_at(datetime(2026, 11, 25, 0, 30, tzinfo=UTC))  # 19:30 of day 11
    with pytest.raises(Conflict, match="a day that runs now"):
        await begun(demo)


async def test_without_a_upm_it_says_who_is_missing(demo):
    async with tx() as db:
        await db.execute("UPDATE access_grant SET revoked_at = now() WHERE 'upm' = ANY(roles)")
    with pytest.raises(Conflict, match="Nobody has joined as upm"):
        await begun(demo)
