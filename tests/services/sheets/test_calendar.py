"""The calendar address: made and ended by its owner, shows what is out, dies with the right."""

from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
import pytest

from server import clock
from server.db import read, tx
from server.services.access import limits
from server.services.production.leaving import remove_person
from server.services.sheets.cancelling import CancelDayIn, cancel_day
from server.services.sheets.hold import withdraw
from tests.actors import actor
from tests.routes.test_outsider import undone
from tests.services.sheets.day import EVENING, ON, call_of, edit, general_call, issue, make_day

OUT = EVENING + timedelta(minutes=1)
LATER = EVENING + timedelta(hours=1)


@pytest.fixture
async def day(world):
    made = await make_day(world)
    async with tx() as db:
        await db.execute("UPDATE session SET expires_at = '2031-01-01Z'")
    clock.move(EVENING - timedelta(hours=2) - clock.now())
    return made


def at(moment):
    clock.move(moment - clock.now())


async def make(world, name="omar"):
    """The path of a new address."""
    answer = await world.people[name].client.post(f"/api/productions/{world.production}/calendar")
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    address = answer.json()["address"]
    assert address.startswith("https://test/c/")
    assert address.endswith(".ics")
    return urlsplit(address).path


async def calls(world, path):
    answer = await world.stranger.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


async def test_what_is_issued_and_out_stands_in_the_calendar(world, day):
    path = await make(world)
    assert await calls(world, path) == []
    await issue(world, day)
    at(EVENING + timedelta(seconds=5))
    assert await calls(world, path) == [], "held: nobody reads it yet"
    at(OUT)
    (event,) = await calls(world, path)
    assert event["DTSTART"].dt.isoformat() == "2030-04-12T06:42:00-04:00"
    assert event["DTSTAMP"].dt == EVENING
    assert event["LOCATION"] == "Base_Camp"
    await general_call(day, 300)
    assert (await calls(world, path))[0]["DTSTART"].dt.hour == 6, "the draft is nobody's"


async def test_neither_the_title_nor_a_scene_leaves_but_the_code_name(world, day):
    async with tx() as db:
        await db.execute("UPDATE production SET code_name = 'Velvet Pier' WHERE id = $1", world.production)
    await issue(world, day)
    at(OUT)
    body = (await world.stranger.get(await make(world))).text
    assert "Velvet Pier" in body
    for secret in ("Harbour", "Lodge", "Omar", "Bjorn", "1st AC"):
        assert secret not in body


async def test_a_change_moves_the_same_entry_and_a_withdrawn_version_moves_it_back(world, day):
    path = await make(world)
    await issue(world, day)
    await call_of(world, day, "omar", 372)
    blue = await issue(world, day, now=LATER)
    at(LATER + timedelta(minutes=1))
    (event,) = await calls(world, path)
    assert (event["SEQUENCE"], event["DTSTART"].dt.minute) == (2, 12)
    await withdraw(
        production_id=day.production,
        day_id=day.id,
        version_id=blue.version_id,
        by=actor(world, "bjorn"),
        now=clock.now(),
    )
    (back,) = await calls(world, path)
    assert (back["UID"], back["SEQUENCE"], back["DTSTART"].dt.minute) == (event["UID"], 3, 42)


async def test_a_preliminary_stands_in_nobodys_calendar(world, day):
    async with read() as db:
        revision = await db.fetchval("SELECT revision FROM shooting_day WHERE id = $1", day.id)
    omar = world.people["omar"].member_id
    answer = await world.bjorn.post(
        f"/api/productions/{day.production}/days/{day.id}/preliminaries",
        json={"day_revision": revision, "readers": [omar]},
    )
    assert answer.status_code == 201
    assert await calls(world, await make(world)) == []


async def test_a_person_taken_off_and_a_cancelled_day_are_cancelled(world, day):
    path = await make(world)
    await issue(world, day)
    await edit(
        day, "INSERT INTO call (production_id, day_id, member_id, kind) VALUES ($1, $2, $3, 'no_call')",
        world.people["omar"].member_id,
    )  # fmt: skip
    await issue(world, day, now=LATER)
    at(LATER + timedelta(minutes=1))
    (event,) = await calls(world, path)
    assert (event["STATUS"], event["SEQUENCE"], event["DTSTART"].dt.hour) == ("CANCELLED", 2, 6)
    lenas = await make(world, "lena")
    storm = CancelDayIn(reason="Storm")
    await cancel_day(day.production, day.id, storm, by=actor(world, "bjorn"), now=clock.now(), seen=None)
    assert [one["STATUS"] for one in await calls(world, lenas)] == ["CONFIRMED"], "not issued yet"
    await issue(world, day, now=clock.now())
    at(LATER + timedelta(minutes=5))
    (event,) = await calls(world, lenas)
    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"].lower().startswith("day cancelled")


async def test_days_further_back_than_thirty_are_left_out(world, day):
    path = await make(world)
    await issue(world, day)
    at(EVENING + timedelta(days=30))
    assert len(await calls(world, path)) == 1
    at(EVENING + timedelta(days=33))
    assert await calls(world, path) == []


async def test_unchanged_is_a_304_and_nobody_indexes_it(world, day):
    await issue(world, day)
    at(OUT)
    path = await make(world)
    first = await world.stranger.get(path)
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["x-robots-tag"].startswith("noindex")
    again = await world.stranger.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = await world.stranger.head(path)
    assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", first.headers["etag"])


async def test_only_the_hash_of_the_address_is_kept_and_it_is_not_shown_again(world, day):
    path = await make(world)
    answer = await world.omar.get(f"/api/productions/{world.production}/calendar")
    assert set(answer.json()) == {"made_at"}
    assert answer.json()["made_at"] is not None
    token = path.removeprefix("/c/").removesuffix(".ics")
    async with read() as db:
        kept = await db.fetchval("SELECT c::text FROM calendar_address c")
        answered = await db.fetchval(
            "SELECT count(*) FROM answered WHERE encode(answer, 'escape') LIKE $1", f"%{token}%"
        )
    assert (token in kept, answered) == (False, 0)


async def gone(world, path):
    """What the address answers is to the letter what one answers that never was."""
    unknown = await world.stranger.get("/c/" + "A" * 43 + ".ics")
    answer = await world.stranger.get(path)
    assert answer.status_code == 404
    assert (answer.status_code, answer.content) == (unknown.status_code, unknown.content)
    timed = ("date", "content-length")
    assert [h for h in answer.headers.items() if h[0] not in timed] == [
        h for h in unknown.headers.items() if h[0] not in timed
    ]


async def test_a_new_address_ends_the_one_before(world, day):
    old = await make(world)
    new = await make(world)
    await gone(world, old)
    assert await calls(world, new) == []


async def test_a_removed_address_answers_as_unknown(world, day):
    path = await make(world)
    for _ in range(2):
        assert (await world.omar.delete(f"/api/productions/{world.production}/calendar")).status_code == 204
    await gone(world, path)
    assert (await world.omar.get(f"/api/productions/{world.production}/calendar")).json() == {"made_at": None}
    for cut in ("/c", "/c/", "/c/x", "/c/x/y", path + "/x", "/c/%ff%00", "/c/%F0%9F%8E%AC.ics", path[:-9]):
        assert (await world.stranger.get(cut)).status_code == 404


async def test_who_leaves_is_read_by_nobody_also_after_coming_again(world, day):
    path = await make(world)
    omar = world.people["omar"]
    await remove_person(world.production, omar.member_id, by=actor(world, "nia"), now=clock.now())
    await gone(world, path)
    async with tx() as db:
        await db.execute("UPDATE member SET removed_at = NULL WHERE id = $1", omar.member_id)
        await db.execute("UPDATE access_grant SET revoked_at = NULL WHERE member_id = $1", omar.member_id)
    await gone(world, path)


ENDS = [
    "UPDATE access_grant SET revoked_at = now() WHERE member_id = $1",
    "UPDATE access_grant SET ends_at = '2030-01-01Z' WHERE member_id = $1",
    "UPDATE access_grant SET starts_at = '2031-01-01Z' WHERE member_id = $1",
    "UPDATE access_grant SET roles = '{vendor}' WHERE member_id = $1",
    "UPDATE member SET removed_at = now() WHERE id = $1",
    "UPDATE calendar_address SET account_id = (SELECT max(id) FROM account) WHERE member_id = $1",
]


async def test_without_a_right_of_its_maker_the_address_is_dead(world, day):
    path = await make(world)
    for ends in ENDS:
        async with undone():
            await calls(world, path)
            async with tx() as db:
                await db.execute(ends, world.people["omar"].member_id)
            await gone(world, path)
    await calls(world, path)


async def test_an_archived_production_is_still_read(world, day):
    await issue(world, day)
    at(OUT)
    path = await make(world)
    async with tx() as db:
        await db.execute("UPDATE production SET archived_at = now() WHERE id = $1", world.production)
        await db.execute("UPDATE access_grant SET archived = true WHERE production_id = $1", world.production)
    assert len(await calls(world, path)) == 1
    assert len(await calls(world, await make(world))) == 1


async def test_theo_makes_none_of_nias_production(world, day):
    for verb in ("get", "post", "delete"):
        answer = await getattr(world.theo, verb)(f"/api/productions/{world.production}/calendar")
        assert answer.status_code == 404


async def test_talent_reads_the_own_call(world, day):
    await issue(world, day)
    at(OUT)
    async with tx() as db:
        await db.execute(
            "UPDATE access_grant SET roles = '{talent}' WHERE member_id = $1", world.people["omar"].member_id
        )
    assert len(await calls(world, await make(world))) == 1


async def test_an_address_is_asked_sixty_times_an_hour_and_guesses_too(world, day, monkeypatch):
    monkeypatch.setattr(limits, "CALENDAR_READS", limits.Limit("calendar_reads", 2, timedelta(hours=1)))
    monkeypatch.setattr(limits, "CALENDAR_GUESSES", limits.Limit("calendar_guesses", 2, timedelta(hours=1)))
    path = await make(world)
    guesses = [(await world.stranger.get(f"/c/{'B' * 43}.ics")).status_code for _ in range(3)]
    asked = [(await world.stranger.get(path)).status_code for _ in range(3)]
    assert (guesses, asked) == ([404, 404, 429], [200, 200, 429]), "guesses don't stop who holds a good one"


async def test_a_unit_elsewhere_has_its_own_clock(world, day):
    await edit(day, "UPDATE shooting_day SET zone = 'Europe/London' WHERE production_id = $1 AND id = $2")
    await issue(world, day)
    at(OUT)
    (event,) = await calls(world, await make(world))
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert (event["DTSTART"].dt.date(), event["DTSTART"].dt.hour) == (ON, 6)
