"""An issue waits for who approves it, by name: given, edited in between, taken back, asked anew after an issue."""

import asyncio
from datetime import timedelta

import pytest

from server.db import read, tx
from server.errors import Archived, Conflict, NotAllowed, NotFound, Stale
from server.services.sheets import approval, hold
from server.services.sheets.approval import NotApproved
from server.services.sheets.preview import preview
from server.services.sheets.read import read_version
from tests.actors import actor
from tests.services.sheets.approving import approve, ask_for, look, seen, set_roles, wrapped_late
from tests.services.sheets.day import EVENING, call_of, edit, general_call, issue, make_day, notices
from tests.world import joined

LATER = EVENING + timedelta(hours=1)
MIDNIGHT, NEARLY_HALF_PAST_NINE = 1440, 1280


async def rain(day):
    await edit(day, "UPDATE shooting_day SET weather = 'Rain' WHERE production_id = $1 AND id = $2")


async def waits_for(world, day):
    """Role → why, of whom the issue waits for."""
    found = await look(world, day, "nia")
    return {one.role: one.why for one in found.approval.asked if one.why and not one.name}


async def names_on(world, made):
    sheet = await read_version(
        world.production, made.version_id, by=actor(world, "omar"), now=LATER + timedelta(hours=9)
    )
    return [(one.name, one.title, one.colour) for one in sheet.approved]


async def test_a_production_that_asks_nobody_issues_as_ever(world):
    day = await make_day(world)
    assert (await look(world, day, "nia")).approval.asked == []
    assert await names_on(world, await issue(world, day, at_once=True)) == []


async def test_an_issue_waits_and_says_for_whom_and_what_to_do(world):
    await ask_for(world)
    day = await make_day(world)
    with pytest.raises(NotApproved) as refused:
        await issue(world, day)
    assert refused.value.detail == "White waits for the approval of Margaux, 1st AD and Desmond, UPM."
    assert refused.value.next_step == "They approve it by one tap on their phone; then issue it."
    await approve(world, day, "margaux")
    with pytest.raises(NotApproved, match="White waits for the approval of Desmond, UPM"):
        await issue(world, day)
    assert await notices(world, day) == {}


async def test_once_both_have_approved_it_goes_out_under_their_names(world):
    await ask_for(world)
    day = await make_day(world)
    answer = await approve(world, day, "margaux", "desmond")
    assert not answer.waits
    made = await issue(world, day, at_once=True)
    assert await names_on(world, made) == [("Margaux", "1st AD", "White"), ("Desmond", "UPM", "White")]


async def test_who_prepares_sees_who_has_approved_and_who_could(world):
    await ask_for(world)
    day = await make_day(world)
    await approve(world, day, "margaux")
    found = (await preview(day.production, day.id, by=actor(world, "bjorn"), now=EVENING)).approval
    assert [(one.role, one.name, one.at, one.who, one.yours) for one in found.asked] == [
        ("first_ad", "Margaux", EVENING, ["Margaux"], False),
        ("upm", "", None, ["Desmond"], False),
    ]
    assert found.waits


async def test_an_edit_after_the_approval_asks_anew(world):
    await ask_for(world)
    day = await make_day(world)
    await approve(world, day, "margaux", "desmond")
    await rain(day)
    assert set(await waits_for(world, day)) == {"first_ad", "upm"}
    await edit(day, "UPDATE shooting_day SET weather = '' WHERE production_id = $1 AND id = $2")
    assert await waits_for(world, day) == {}  # word for word what they approved, under another revision
    assert (await issue(world, day)).colour == "White"


async def test_what_was_edited_while_one_looked_at_it_isnt_approved(world):
    await ask_for(world)
    day = await make_day(world)
    found = await look(world, day)
    await rain(day)
    with pytest.raises(Stale):
        await approve(world, day, "margaux", found=found)
    assert await approved(day) == []


async def approved(day):
    async with read() as db:
        rows = await db.fetch("SELECT role, given FROM approval WHERE day_id = $1 ORDER BY id", day.id)
    return [tuple(row) for row in rows]


async def test_two_at_once_are_both_kept_and_nobody_twice(world):
    await ask_for(world)
    day = await make_day(world)
    await asyncio.gather(*(approve(world, day, name) for name in ("margaux", "desmond", "margaux", "desmond")))
    assert sorted(await approved(day)) == [("first_ad", True), ("upm", True)]
    assert (await issue(world, day)).number == 1


async def test_approving_is_a_fact_and_tells_nobody(world):
    await ask_for(world)
    day = await make_day(world)
    await approve(world, day, "margaux")
    async with read() as db:
        facts = await db.fetch("SELECT kind, subject_id, account_id FROM fact WHERE subject = 'approval'")
        assert await db.fetchval("SELECT count(*) FROM notice") == 0
    assert [tuple(row) for row in facts] == [("sheet_approved", str(day.id), world.people["margaux"].account_id)]


async def test_taken_back_the_issue_waits_again(world):
    await ask_for(world)
    day = await make_day(world)
    await approve(world, day, "margaux", "desmond")
    back = seen(await look(world, day))
    for _ in range(2):
        await approval.take_back(
            production_id=day.production, day_id=day.id, wanted=back, by=actor(world, "margaux"), now=EVENING
        )
    assert set(await waits_for(world, day)) == {"first_ad"}
    assert await approved(day) == [("first_ad", True), ("upm", True), ("first_ad", False)]


async def test_after_an_issue_weather_waits_for_nobody_and_stands_under_the_same_names(world):
    await ask_for(world)
    day = await make_day(world)
    await approve(world, day, "margaux", "desmond")
    await issue(world, day, at_once=True)
    await rain(day)
    blue = await issue(world, day, now=LATER, at_once=True)
    assert await names_on(world, blue) == [("Margaux", "1st AD", "White"), ("Desmond", "UPM", "White")]


async def test_after_an_issue_a_moved_general_call_waits_for_both_again(world):
    await ask_for(world)
    day = await make_day(world)
    await approve(world, day, "margaux", "desmond")
    await issue(world, day, at_once=True)
    await general_call(day, 432)
    assert await waits_for(world, day) == {"first_ad": ["general_call"], "upm": ["general_call"]}
    await approve(world, day, "margaux", "desmond")
    blue = await issue(world, day, now=LATER, at_once=True)
    assert await names_on(world, blue) == [("Margaux", "1st AD", "Blue"), ("Desmond", "UPM", "Blue")]


async def test_back_to_what_was_approved_before_the_last_issue_is_approved_anew(world):
    await ask_for(world)
    day = await make_day(world)
    for minutes in (402, 432):
        await general_call(day, minutes)
        await approve(world, day, "margaux", "desmond")
        await issue(world, day, now=LATER if minutes == 432 else EVENING, at_once=True)
    await general_call(day, 402)
    assert set(await waits_for(world, day)) == {"first_ad", "upm"}


async def test_a_call_that_breaks_rest_waits_for_the_upm_with_the_name(world):
    await wrapped_late(world, NEARLY_HALF_PAST_NINE)
    await ask_for(world, roles=("first_ad",))
    day = await make_day(world, general=560)
    await approve(world, day, "margaux")
    await issue(world, day, at_once=True)
    await call_of(world, day, "omar", 372)
    (upm,) = [one for one in (await look(world, day, "nia")).approval.asked if one.role == "upm"]
    assert (upm.why, upm.short) == (["rest"], ["Omar"])
    with pytest.raises(NotApproved, match="Blue waits for the approval of Desmond, UPM"):
        await issue(world, day, now=LATER)
    await approve(world, day, "desmond")
    await issue(world, day, now=LATER, at_once=True)
    await rain(day)
    assert await waits_for(world, day) == {}  # the UPM has said yes to this rest
    await wrapped_late(world, MIDNIGHT)
    assert await waits_for(world, day) == {"upm": ["rest"]}


async def test_stopped_and_issued_again_stands_under_the_same_approvals(world):
    await ask_for(world)
    day = await make_day(world)
    await approve(world, day, "margaux", "desmond")
    made = await issue(world, day)
    await hold.stop(
        production_id=day.production, day_id=day.id, version_id=made.version_id, by=actor(world, "bjorn"), now=EVENING
    )
    assert (await issue(world, day)).number == 1


async def test_a_withdrawn_version_is_followed_under_the_names_of_the_former(world):
    await ask_for(world)
    day = await make_day(world)
    await approve(world, day, "margaux", "desmond")
    await issue(world, day, at_once=True)
    await general_call(day, 432)
    await approve(world, day, "margaux", "desmond")
    blue = await issue(world, day, now=LATER, at_once=True)
    pink = await hold.withdraw(
        production_id=day.production, day_id=day.id, version_id=blue.version_id, by=actor(world, "nia"), now=LATER
    )
    assert [colour for *_, colour in await names_on(world, pink)] == ["White", "White"]


async def test_a_upm_who_never_joined_keeps_no_producer_from_standing_in(world):
    """Off a crew list, with a role and no account: nobody could tap for them."""
    await ask_for(world, people=("margaux", "ruth"))
    async with tx(world.production) as db:
        await db.execute(
            "INSERT INTO member (production_id, name, roles) VALUES ($1, 'Ghost', '{upm}')", world.production
        )
    day = await make_day(world)
    found = await look(world, day, "ruth")
    assert {one.role: one.who for one in found.approval.asked} == {"first_ad": ["Margaux"], "upm": ["Ruth"]}
    assert not (await approve(world, day, "margaux", "ruth")).waits


async def test_where_nobody_is_upm_the_producer_stands_in(world):
    await ask_for(world, people=("margaux", "ruth"))
    day = await make_day(world)
    answer = await approve(world, day, "margaux", "ruth")
    assert [(one.role, one.name, one.title) for one in answer.asked][1] == ("upm", "Ruth", "Line Producer")
    await joined(world, "desmond", "upm")
    await rain(day)
    with pytest.raises(NotAllowed, match="doesn't wait for your approval"):
        await approve(world, day, "ruth")


async def test_where_nobody_has_the_role_it_says_where_to_give_it(world):
    await ask_for(world, people=())
    day = await make_day(world)
    with pytest.raises(NotApproved) as refused:
        await issue(world, day)
    assert refused.value.next_step.startswith("Nobody here is 1st AD or UPM: give the role on Crew")


async def test_switched_off_an_issue_waits_for_nobody(world):
    await ask_for(world)
    day = await make_day(world)
    async with tx() as db:
        await set_roles(db, world, ())
    assert (await issue(world, day)).number == 1
    with pytest.raises(Conflict, match="issued without approval"):
        await approve(world, day, "margaux")


async def test_of_another_units_day_a_first_ad_approves_nothing(world):
    await ask_for(world)
    day = await make_day(world)
    found = seen(await look(world, day))
    with pytest.raises(NotAllowed):
        await approval.approve(
            production_id=day.production, day_id=day.id, wanted=found, now=EVENING,
            by=actor(world, "margaux", unit_id=world.unit + 1_000),
        )  # fmt: skip


async def test_on_an_archived_production_nothing_is_approved(world):
    await ask_for(world)
    day = await make_day(world)
    async with tx() as db:
        await db.execute("UPDATE production SET archived_at = now() WHERE id = $1", world.production)
    with pytest.raises(Archived):
        await approve(world, day, "margaux")
    assert await approved(day) == []


async def test_theo_neither_approves_nor_sees_who_did(world):
    await ask_for(world)
    day = await make_day(world)
    found = seen(await look(world, day))
    with pytest.raises(NotFound):
        await look(world, day, "theo")
    with pytest.raises(NotFound):
        await approval.approve(
            production_id=day.production, day_id=day.id, wanted=found, by=actor(world, "theo"), now=EVENING
        )


@pytest.mark.parametrize("name", ["omar", "lena", "nia", "bjorn"])
async def test_who_is_no_approver_doesnt_approve(world, name):
    await ask_for(world)
    day = await make_day(world)
    with pytest.raises(NotAllowed):
        await approval.approve(
            production_id=day.production, day_id=day.id, wanted=seen(await look(world, day)), by=actor(world, name),
            now=EVENING,
        )  # fmt: skip


async def test_what_is_held_is_known_to_who_may_stop_it_alone(world):
    await ask_for(world)
    day = await make_day(world)
    await approve(world, day, "margaux", "desmond")
    await issue(world, day, at_once=True)
    await rain(day)
    await issue(world, day)
    during = EVENING + timedelta(seconds=10)
    for name, colours in (("bjorn", ("Blue", "Pink")), ("margaux", ("White", "Blue")), ("desmond", ("White", "Blue"))):
        draft = await preview(day.production, day.id, by=actor(world, name), now=during)
        assert (draft.base_colour, draft.next.colour) == colours
        assert (draft.hold is None) == (name != "bjorn")
    found = await look(world, day, "margaux")
    assert (found.next.colour, found.base_version) == ("Blue", 1)


async def test_the_draft_says_who_is_missing_among_what_to_look_at(world):
    await ask_for(world)
    day = await make_day(world)
    draft = await preview(day.production, day.id, by=actor(world, "bjorn"), now=EVENING)
    assert [one.says for one in draft.checks if one.where == "approval"] == [
        "White waits for the approval of Margaux, 1st AD and Desmond, UPM."
    ]
