"""Both sides of a dispute are told on their phones, silently; nobody is mailed, nobody is rung."""

from datetime import timedelta

import pytest

from server import clock
from server.db import tx
from server.rules.gear.telling import disputed, settled
from server.services.gear import settling
from server.services.gear.scans import HolderIn
from tests.fakes.push_service import push_service
from tests.services.gear.conftest import NOON, Phone, rows
from tests.telling import settings_for, subscribe, until, working

NOTICES = (
    "SELECT m.name, n.words->>'title', n.state, n.rings FROM notice n JOIN member m ON m.id = n.member_id ORDER BY n.id"
)


async def two_claims(gear, *, now=NOON + timedelta(minutes=10)):
    """Omar hands CAM-01 to himself, and Lena, who didn't hear of it, to herself."""
    case = gear.cases[0]
    await gear.omar_phone.send(gear.omar_phone.scan(case, gear.to_omar), now=now)
    await gear.lena_phone.send(gear.lena_phone.scan(case, gear.to_lena, at=NOON + timedelta(minutes=9)), now=now)
    return case


async def test_both_are_told_once(gear):
    await two_claims(gear)
    title = "CAM-01: two people say they have it"
    assert await rows(NOTICES) == [("Omar", title, "held", False), ("Lena", title, "held", False)]
    assert await rows("SELECT DISTINCT words->>'body' FROM notice") == [
        ("Omar and Lena. Whoever has it in their hands scans it.",)
    ]


async def test_who_is_said_to_have_it_is_told_though_others_scanned(gear):
    """The coordinator writes it to Lena while Omar, with no signal, gives it to Bjorn: three people are concerned."""
    case, bjorn = gear.cases[0], HolderIn(kind="member", id=gear.people["bjorn"].member_id)
    office = Phone(gear.production, gear.nia_acts)
    await office.send(office.scan(case, gear.to_lena))
    await gear.omar_phone.send(gear.omar_phone.scan(case, bjorn, at=NOON + timedelta(minutes=1)))
    assert {row[0] for row in await rows(NOTICES)} == {"Nia", "Lena", "Omar", "Bjorn"}


async def test_the_same_word_against_word_is_not_told_again(gear):
    case = await two_claims(gear)
    for minutes in (20, 30):
        late = Phone(gear.production, gear.omar_acts)
        scan = late.scan(case, gear.to_omar if minutes == 20 else gear.to_lena, at=NOON + timedelta(minutes=minutes))
        await late.send(scan, now=NOON + timedelta(minutes=40))
    assert len(await rows("SELECT id FROM dispute")) == 3
    assert len(await rows(NOTICES)) == 2


async def test_a_late_scan_that_makes_a_dispute_tells_both(gear):
    case = gear.cases[0]
    early = gear.omar_phone.scan(case, gear.to_omar)
    said = gear.lena_phone.scan(case, gear.to_lena, at=NOON + timedelta(minutes=9))
    await gear.lena_phone.send(said, now=NOON + timedelta(minutes=9))
    await gear.omar_phone.send(early, now=NOON + timedelta(hours=3))
    assert {row[0] for row in await rows(NOTICES)} == {"Omar", "Lena"}


@pytest.mark.parametrize(("holder", "body"), [("to_lena", "Lena has it."), ("home", "It is back where it lives.")])
async def test_once_it_is_settled_both_hear_who_has_it(gear, holder, body):
    case = await two_claims(gear)
    await settling.settle(gear.production, case, getattr(gear, holder), by=gear.nia_acts, now=NOON + timedelta(hours=1))
    told = await rows("SELECT words->>'title', words->>'body', state FROM notice ORDER BY id")
    assert told[:2] == [(told[0][0], told[0][1], "superseded")] * 2
    assert told[2:] == [("CAM-01: settled", body, "held")] * 2


async def test_opened_again_by_a_late_word_after_they_knew(gear):
    """The correction turns out not to have known everything: it is a claim like others, and both hear of it again."""
    case = await two_claims(gear)
    bjorn = Phone(gear.production, gear.omar_acts)
    unheard = bjorn.scan(case, gear.home, at=NOON + timedelta(minutes=30))
    await settling.settle(gear.production, case, gear.to_lena, by=gear.nia_acts, now=NOON + timedelta(hours=1))
    async with tx(gear.production) as db:
        await db.execute("UPDATE notice SET state = 'shown' WHERE production_id = $1", gear.production)
    await bjorn.send(unheard, now=NOON + timedelta(hours=2))
    newest = await rows("SELECT DISTINCT rank, words->>'title' FROM notice ORDER BY rank")
    assert [title for _, title in newest][-1] == "CAM-01: two people say they have it"


async def test_those_who_left_are_not_told(gear):
    async with tx(gear.production) as db:
        await db.execute("UPDATE member SET removed_at = now() WHERE name = 'Omar'")
    await two_claims(gear)
    assert [row[0] for row in await rows(NOTICES)] == ["Lena"]


async def test_the_phone_shows_it_without_a_sound_and_who_has_none_is_left_alone(gear, tmp_path):
    async with push_service(tmp_path) as service:
        phone = await subscribe(gear, "omar", service.phone())
        async with working(settings_for(gear, service)):
            await two_claims(gear, now=clock.now())
            await until(lambda: phone.received)
            await until(_ended)
    said = phone.received[0]
    assert said["notification"] == {
        "title": "CAM-01: two people say they have it", "navigate": "/gear", "tag": f"gear-{gear.cases[0]}",
        "body": "Omar and Lena. Whoever has it in their hands scans it.", "silent": True,
    }  # fmt: skip
    assert await rows("SELECT kind FROM task") == [("dispute",)]
    assert await rows("SELECT id FROM captured_mail") == []


async def _ended():
    return ("no_channel",) in await rows("SELECT state FROM notice")


def test_words_name_the_case_and_whose_word_stands_against_whose():
    assert disputed("CAM-07", ["Omar", "Lena", "Theo"])["body"].startswith("Omar, Lena and Theo. ")
    assert disputed("CAM-07", ["Omar"])["body"].startswith("Omar. ")
    assert settled("CAM-07", "Main unit") == {"title": "CAM-07: settled", "body": "Main unit has it."}
