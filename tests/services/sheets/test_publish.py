"""Issue, hold, stop, withdraw: who is told what, and that nobody reads early."""

from datetime import timedelta

import pytest

from server.db import read, tx
from server.errors import Conflict, Invalid, NotAllowed, NotFound
from server.rules.notify.states import State
from server.services.notify import receipts
from server.services.sheets import hold, tell
from server.services.sheets.publish import PreliminaryIn, PublishIn, publish, publish_preliminary
from server.services.sheets.read import compare, list_versions, read_newest, read_version
from tests.actors import actor
from tests.services.sheets.day import EVENING, Day, call_of, edit, general_call, issue, knows, make_day, notices

HELD = timedelta(seconds=30)


async def test_the_page_is_compared_once_with_each_version_known_however_many_are_told(world, monkeypatch):
    day = await make_day(world)
    await issue(world, day)
    for name in ("nia", "omar", "lena", "bjorn"):
        await knows(world, day, name)
    compared = []
    real = tell.diff
    monkeypatch.setattr(tell, "diff", lambda *pages: compared.append(pages) or real(*pages))
    await general_call(day, 420)
    await issue(world, day, now=EVENING + timedelta(minutes=5))
    assert len(await notices(world, day)) == 4
    assert len(compared) == 1


async def test_a_first_issue_is_white_and_tells_everybody_called(world):
    day = await make_day(world)
    made = await issue(world, day)
    assert (made.number, made.colour, made.concerned, made.rings) == (1, "White", 4, 4)
    assert made.release_at == EVENING + HELD
    assert (await notices(world, day))["omar"] == "Your call Fri 12 Apr: 06:42"


async def test_each_unit_has_its_own_people_on_its_sheet_and_tells_only_them(world):
    async with tx() as db:
        second = await db.fetchval(
            "INSERT INTO unit (production_id, name, sort) VALUES ($1, '2nd', 9) RETURNING id", world.production
        )
        await db.execute("UPDATE member SET unit_id = $1 WHERE id = $2", second, world.people["omar"].member_id)
    main = await make_day(world)
    assert (await issue(world, main)).concerned == 3
    assert "omar" not in await notices(world, main)
    async with tx() as db:
        other = await db.fetchval(
            "INSERT INTO shooting_day (production_id, unit_id, on_date, zone, general_call)"
            " SELECT production_id, $2, on_date, zone, 480 FROM shooting_day WHERE id = $1 RETURNING id",
            main.id, second,
        )  # fmt: skip
    assert (await issue(world, Day(other, world.production))).concerned == 1
    assert await notices(world, Day(other, world.production)) == {"omar": "Your call Fri 12 Apr: 08:00"}


async def test_nobody_is_told_of_an_archived_production(world):
    day = await make_day(world)
    async with tx() as db:
        await db.execute("UPDATE production SET archived_at = now() WHERE id = $1", world.production)
    with pytest.raises(Conflict, match="archived"):
        await issue(world, day)
    assert await notices(world, day) == {}


async def test_who_is_not_touched_is_not_asked_again(world):
    day = await make_day(world)
    await issue(world, day)
    for name in ("nia", "omar", "lena", "bjorn"):
        await knows(world, day, name)
    await call_of(world, day, "omar", 372)
    made = await issue(world, day, now=EVENING + timedelta(hours=1))
    assert (made.number, made.colour, made.concerned) == (2, "Blue", 1)
    assert await notices(world, day, "held") == {"omar": "Your call Fri 12 Apr: 06:12, was 06:42"}


async def test_a_publish_within_the_hold_replaces_the_held_notices(world):
    day = await make_day(world)
    await issue(world, day)
    await general_call(day, 432)
    await issue(world, day, now=EVENING + timedelta(seconds=10))
    assert await notices(world, day) == dict.fromkeys(("nia", "omar", "lena", "bjorn"), "Your call Fri 12 Apr: 07:12")


async def test_back_to_what_they_know_rings_nobody(world):
    day = await make_day(world)
    await issue(world, day)
    for name in ("nia", "omar", "lena", "bjorn"):
        await knows(world, day, name)
    await call_of(world, day, "omar", 372)
    await issue(world, day, now=EVENING + timedelta(hours=1))
    await call_of(world, day, "omar", 402)
    made = await issue(world, day, now=EVENING + timedelta(hours=2))
    assert (made.number, made.concerned) == (3, 0)
    assert await notices(world, day, "held") == {}


async def test_the_difference_is_against_what_this_person_knows(world):
    day = await make_day(world)
    await issue(world, day)
    await knows(world, day, "omar")
    for minutes in (372, 342):
        await call_of(world, day, "omar", minutes)
        await issue(world, day, now=EVENING + timedelta(hours=minutes / 372))
    assert (await notices(world, day, "held"))["omar"] == "Your call Fri 12 Apr: 05:42, was 06:42"


async def test_nothing_changed_is_nothing_to_issue(world):
    day = await make_day(world)
    await issue(world, day)
    with pytest.raises(Conflict, match="Nothing differs from White") as refused:
        await issue(world, day)
    assert refused.value.next_step == "Change the sheet first, or ring everybody again on purpose."


async def test_everybody_is_rung_again_only_on_purpose(world):
    day = await make_day(world)
    await issue(world, day)
    for name in ("nia", "omar", "lena", "bjorn"):
        await knows(world, day, name)
    made = await issue(world, day, ring_all=True, now=EVENING + timedelta(hours=1))
    assert (made.number, made.concerned) == (2, 4)


async def test_every_person_concerned_has_exactly_one_notice_in_the_same_transaction(world):
    day = await make_day(world)
    made = await issue(world, day)
    async with read() as db:
        rows = await db.fetch(
            "SELECT n.member_id, count(*) AS n FROM notice n JOIN sheet_version v ON v.id = n.source_id"
            " WHERE v.id = $1 AND n.xmin = v.xmin GROUP BY 1",
            made.version_id,
        )
    # the version's row is counted again after its notices, in the same transaction: equal xmin
    assert [row["n"] for row in rows] == [1] * 4


async def test_stopped_in_time_nobody_was_told_and_the_number_is_free(world):
    day = await make_day(world)
    made = await issue(world, day)
    await stop(world, day, made, EVENING + timedelta(seconds=29))
    assert await notices(world, day) == {}
    assert (await issue(world, day)).number == 1


async def stop(world, day, made, now):
    await hold.stop(
        production_id=day.production, day_id=day.id, version_id=made.version_id, by=actor(world, "bjorn"), now=now
    )


async def test_after_the_hold_there_is_only_the_next_version(world):
    day = await make_day(world)
    made = await issue(world, day)
    with pytest.raises(hold.TooLate):
        await stop(world, day, made, EVENING + HELD)


async def test_stopping_blue_gives_white_back_to_whom_blue_had_taken_it_from(world):
    day = await make_day(world)
    await issue(world, day)
    before = await _every_notice()
    await general_call(day, 432)
    blue = await issue(world, day, now=EVENING + timedelta(seconds=10))
    await stop(world, day, blue, EVENING + timedelta(seconds=20))
    assert (await notices(world, day))["omar"] == "Your call Fri 12 Apr: 06:42"
    assert await _every_notice() == before  # as if it had never been: also by their ids


async def _every_notice():
    async with read() as db:
        return [tuple(row) for row in await db.fetch("SELECT id, state, release_at, ended_at FROM notice ORDER BY id")]


@pytest.mark.parametrize("state", ["queued", "accepted", "bounced", "no_channel"])
async def test_stopping_blue_leaves_everybody_where_white_had_brought_them(world, state):
    day = await make_day(world)
    await issue(world, day)
    for name in ("nia", "omar", "lena", "bjorn"):
        await knows(world, day, name, state)
    await general_call(day, 432)
    later = EVENING + timedelta(hours=1)
    blue = await issue(world, day, now=later)
    await stop(world, day, blue, later + timedelta(seconds=5))
    async with read() as db:
        rows = await db.fetch("SELECT state, ended_at IS NULL FROM notice")
    assert {tuple(row) for row in rows} == {(state, state in ("queued", "accepted"))}
    assert len(rows) == 4


async def test_who_showed_white_while_blue_was_held_has_it_once_blue_is_stopped(world):
    day = await make_day(world)
    await issue(world, day, at_once=True)
    await knows(world, day, "omar", "accepted")
    await general_call(day, 432)
    blue = await issue(world, day, now=EVENING + timedelta(seconds=10))
    async with read() as db:
        white = await db.fetchval(
            "SELECT id FROM notice WHERE member_id = $1 AND rank = 1", world.people["omar"].member_id
        )
    proof = {"device_at": None, "by": actor(world, "omar"), "now": EVENING + timedelta(seconds=12)}
    await receipts.by_session(day.production, white, State.OPENED, **proof)
    await stop(world, day, blue, EVENING + timedelta(seconds=20))
    assert (white, "opened") in [row[:2] for row in await _every_notice()]


async def test_only_the_newest_of_two_that_are_held_is_stopped(world):
    day = await make_day(world)
    made = [await issue(world, day)]
    for minutes in (432, 462):
        await general_call(day, minutes)
        made.append(await issue(world, day, now=EVENING + timedelta(seconds=10)))
    with pytest.raises(Conflict, match="Pink was issued after it"):
        await stop(world, day, made[1], EVENING + timedelta(seconds=20))
    for one in made[::-1]:
        await stop(world, day, one, EVENING + timedelta(seconds=20))
    assert await _every_notice() == []


async def test_nobody_reads_a_version_before_its_release(world):
    day = await make_day(world)
    made = await issue(world, day)
    await stay_signed_in()
    token, early = world.people["omar"].token, EVENING + timedelta(seconds=29)
    with pytest.raises(NotFound):
        await read_newest(token, day.production, day.id, etags="", now=early)
    with pytest.raises(NotFound):
        await read_version(day.production, made.version_id, by=actor(world, "omar"), now=early)
    assert await list_versions(day.production, day.id, by=actor(world, "omar"), now=early) == []
    assert (await list_versions(day.production, day.id, by=actor(world, "nia"), now=early))[0].held
    assert (await read_newest(token, day.production, day.id, etags="", now=EVENING + HELD)).content


async def stay_signed_in():
    async with tx() as db:
        await db.execute("UPDATE session SET expires_at = '2031-01-01'")


async def test_send_now_skips_the_hold(world):
    day = await make_day(world)
    made = await issue(world, day)
    at = EVENING + timedelta(seconds=5)
    sent = await hold.send_now(
        production_id=day.production, day_id=day.id, version_id=made.version_id, by=actor(world, "bjorn"), now=at
    )
    async with read() as db:
        assert await db.fetchval("SELECT max(release_at) FROM notice WHERE subject_id = $1", day.id) == at
    assert sent.release_at == at


async def test_withdrawn_is_followed_by_a_new_number_with_the_former_content(world):
    day = await make_day(world)
    await issue(world, day)
    await general_call(day, 432)
    later = EVENING + timedelta(hours=1)
    blue = await issue(world, day, now=later)
    made = await hold.withdraw(
        production_id=day.production, day_id=day.id, version_id=blue.version_id, by=actor(world, "nia"),
        now=later + HELD,
    )  # fmt: skip
    assert (made.number, made.colour) == (3, "Pink")
    assert (await notices(world, day))["omar"] == "Your call Fri 12 Apr: 06:42"


async def test_the_first_version_has_nothing_to_go_back_to(world):
    day = await make_day(world)
    white = await issue(world, day, at_once=True)
    with pytest.raises(Conflict, match="nothing to go back to"):
        await hold.withdraw(
            production_id=day.production, day_id=day.id, version_id=white.version_id, by=actor(world, "nia"),
            now=EVENING,
        )  # fmt: skip


async def test_a_preliminary_is_for_its_list_and_tells_nobody(world):
    day = await make_day(world)
    wanted = PreliminaryIn(day_revision=1, readers=(world.people["lena"].member_id,))
    made = await publish_preliminary(
        production_id=day.production, day_id=day.id, wanted=wanted, by=actor(world, "nia"), now=EVENING
    )
    assert (made.colour, made.concerned) == ("P1", 0)
    assert await notices(world, day) == {}
    assert await read_version(day.production, made.version_id, by=actor(world, "lena"), now=EVENING)
    with pytest.raises(NotFound):
        await read_version(day.production, made.version_id, by=actor(world, "omar"), now=EVENING)


async def test_each_day_begins_at_white_again(world):
    first = await make_day(world)
    await issue(world, first)
    second = await make_day(world, on=first_date(2))
    assert (await issue(world, second)).colour == "White"


def first_date(more):
    from tests.services.sheets.day import ON

    return ON + timedelta(days=more)


async def test_who_was_taken_off_is_told(world):
    day = await make_day(world)
    await issue(world, day)
    await knows(world, day, "omar")
    await edit(
        day,
        "INSERT INTO call (production_id, day_id, member_id, kind) VALUES ($1, $2, $3, 'no_call')",
        world.people["omar"].member_id,
    )
    await issue(world, day, now=EVENING + timedelta(hours=1))
    assert (await notices(world, day, "held"))["omar"] == "You are not called on Fri 12 Apr"


async def test_a_removed_person_is_not_told(world):
    day = await make_day(world)
    await issue(world, day)
    await edit(
        day, "UPDATE member SET removed_at = now() WHERE production_id = $1 AND $2 > 0 AND id = $3",
        world.people["omar"].member_id,
    )  # fmt: skip
    await general_call(day, 432)
    await issue(world, day, now=EVENING + timedelta(hours=1))
    assert "omar" not in await notices(world, day, "held") or (await notices(world, day, "held"))["omar"].endswith(
        "06:42"
    )


async def test_an_ad_of_another_unit_does_not_issue_this_ones_day(world):
    day = await make_day(world)
    with pytest.raises(NotAllowed):
        await publish(
            production_id=day.production, day_id=day.id, wanted=PublishIn(base_version=0, day_revision=1),
            by=actor(world, "bjorn", unit_id=world.unit + 99), now=EVENING,
        )  # fmt: skip


async def test_a_time_that_does_not_exist_that_night_is_refused(world):
    from datetime import date

    day = await make_day(world, on=date(2030, 3, 10), general=150)  # 02:30, clocks go forward
    with pytest.raises(Invalid, match="doesn't exist that night"):
        await issue(world, day)


async def test_two_versions_are_compared_in_sentences(world):
    day = await make_day(world)
    white = await issue(world, day, at_once=True)
    await call_of(world, day, "omar", 372)
    blue = await issue(world, day, at_once=True, now=EVENING + timedelta(minutes=5))
    found = await compare(
        day.production, white.version_id, blue.version_id, by=actor(world, "nia"), now=EVENING + timedelta(hours=1)
    )
    assert "Omar: Call 06:42 → 06:12" in found.lines
