"""Hold, W/N, a call cancelled and taken back; a whole day cancelled and on again; what late notice costs, for whom."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from server import clock
from server.db import read, tx
from server.models.sheets import versions
from server.rules.schedule.packs import packs
from server.rules.sheets.paper import Copy, on_paper
from server.rules.sheets.sheet import SheetOut
from server.rules.sheets.snapshot import Run, Time, thaw
from server.services.sheets.tell import Before, concerned
from tests.services.sheets.approving import approve as approve_as
from tests.services.sheets.approving import ask_for
from tests.services.sheets.day import EVENING, issue, knows, make_day, notices
from tests.world import joined

LATE = datetime(2030, 4, 12, 1, 59, 30, tzinfo=UTC)
"""22:00 the evening before, six hours after notice was due: nobody worked that day."""


@pytest.fixture
async def day(world):
    """Issued as White, and everybody knows it; Omar's own call is 06:12."""
    clock.move(EVENING - timedelta(hours=1) - clock.now())
    async with tx() as db:
        await db.execute("UPDATE session SET expires_at = '2031-01-01', seen_at = $1", EVENING)
    day = await make_day(world)
    await put(world, day, "absolute", minutes=372)
    await issue(world, day, at_once=True, now=clock.now())
    for name in ("nia", "omar", "lena", "bjorn"):
        await knows(world, day, name)
    return day


def at(day, more=""):
    return f"/api/productions/{day.production}/days/{day.id}{more}"


async def line(world, day, name="Omar"):
    found = (await world.nia.get(at(day))).json()
    return next(one for one in (*found["crew"], *found["cast"]) if one["name"] == name)


async def put(world, day, kind, *, name="Omar", who="nia", **more):
    of = await line(world, day, name)
    cell = {key: of[key] for key in ("member_id", "position_id", "element_id")}
    cell |= {"cell": "call", "value": {"kind": kind} | more}
    return await getattr(world, who).patch(at(day, "/calls"), json={"cells": [cell]})


async def draft(world, day):
    answer = await world.bjorn.get(at(day, "/draft"))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def today(client, day):
    return next(one for one in (await client.get("/api/me/today")).json()["days"] if one["day_id"] == day.id)


@pytest.mark.parametrize(
    ("kind", "title", "office"),
    [
        ("cancelled", "You are NOT called on Fri 12 Apr", "Omar: NOT called any more, was 06:12"),
        ("hold", "You are on hold on Fri 12 Apr", "Omar: on hold, not coming, was 06:12"),
        ("will_notify", "Fri 12 Apr: you will be told your time", "Omar: will be told the time, was 06:12"),
    ],
)
async def test_who_doesnt_come_after_all_is_told_and_has_to_know_it(world, day, kind, title, office):
    assert (await put(world, day, kind)).status_code == 200
    shown = await draft(world, day)
    assert (shown["difference"], [one["words"] for one in shown["concerned"]]) == ([office], [title])
    made = await issue(world, day, now=clock.now(), at_once=True)
    assert (made.concerned, made.rings) == (1, 1)
    assert (await notices(world, day, "held"))["omar"] == title
    found = await today(world.omar, day)
    assert (found["calls"][0]["kind"], found["calls"][0]["at"], found["notice"]["must_confirm"]) == (kind, None, True)
    (changed, *_) = found["change"]["fields"]
    new = {"cancelled": "not_called", "hold": "hold", "will_notify": "to_come"}[kind]
    assert (changed["field"], changed["old"], changed["new"]) == ("call", "2030-04-12T10:12:00Z", new)


async def test_taken_back_the_time_that_was_typed_stands_again(world, day):
    was = await line(world, day)
    await put(world, day, "cancelled")
    off = await line(world, day)
    assert (off["kind"], off["call"], off["line"]["at_minutes"]) == ("cancelled", None, 372)
    over = {"kind": "cancelled", "minutes": 372, "over": "absolute"}
    assert (await put(world, day, "absolute", minutes=372)).json()["back"]["cells"][0]["value"] == over
    assert await line(world, day) == was
    assert (await draft(world, day))["unchanged"]


@pytest.mark.parametrize("kind", ["on_call", "no_call", "will_notify"])
async def test_taken_back_who_had_no_time_isnt_called_with_the_department(world, day, kind):
    await put(world, day, kind)
    was = await line(world, day)
    await put(world, day, "cancelled")
    await put(world, day, "hold")
    off = await line(world, day)
    assert (off["kind"], off["line"]["over"]) == ("hold", kind)
    assert (await put(world, day, kind)).status_code == 200
    assert await line(world, day) == was


async def test_undo_of_a_cancelled_call_is_exact(world, day):
    was = await line(world, day, "Lena")
    back = (await put(world, day, "cancelled", name="Lena")).json()["back"]
    assert (await world.nia.patch(at(day, "/calls"), json=back)).status_code == 200
    assert await line(world, day, "Lena") == was


async def test_the_whole_sheet_and_who_works_leave_them_out(world, day):
    await put(world, day, "cancelled")
    await put(world, day, "hold", name="Lena")
    await issue(world, day, now=clock.now(), at_once=True)
    sheet = (await world.bjorn.get(at(day, "/sheet"))).json()
    kinds = {one["name"]: (one["kind"], one["call"]) for each in sheet["departments"] for one in each["lines"]}
    assert (kinds["Omar"], kinds["Lena"]) == (("cancelled", None), ("hold", None))
    board = (await world.bjorn.get(at(day, "/board"))).json()
    assert board["total"]["called"] == 2


async def test_whoever_would_have_fetched_them_is_rung(world, day):
    async with read() as db:
        page = thaw(await db.fetchval("SELECT snapshot FROM sheet_version WHERE day_id = $1", day.id))
        known = await versions.known(db, day.production, day.id)
    omar, lena = (world.people[name].member_id for name in ("omar", "lena"))

    def with_omar(**new):
        lines = tuple(msgspec.structs.replace(one, **new) if one.member_id == omar else one for one in page.lines)
        run = Run(id=1, name="Van", driver_id=lena, passengers=(omar,))
        return msgspec.structs.replace(page, lines=lines, transport=(run,))

    before = Before({1: with_omar(pickup=Time(at=EVENING, minutes=340))}, {1: "White"}, known)
    found = concerned(with_omar(kind="cancelled", call=None), before)
    whats = {one.member_id: [change.what for change in one.changes] for one in found}
    assert (whats[omar], whats[lena]) == (["call_cancelled"], ["pickups"])


def late(hours):
    return [each for each in hours["findings"] if each["kind"] == "cancellation"]


async def test_late_notice_is_asked_before_and_settled_by_a_reason_after(world, day):
    clock.move(LATE - clock.now())
    of = await line(world, day)
    omar = f"m{of['member_id']}.p{of['position_id']}.e0"
    ruth = await joined(world, "ruth", "producer")
    asked = (await ruth.client.get(at(day, f"/cancellation?line={omar}"))).json()
    assert (asked["called"], asked["late"], asked["late_by"], asked["owed"]) == (1, 1, 360, 480)
    hidden = (await world.nia.get(at(day, f"/cancellation?line={omar}"))).json()
    assert (hidden["late"], hidden["owed"], hidden["minimum"], hidden["people"][0]["owed"]) == (1, None, None, None)
    await put(world, day, "cancelled")
    (one,) = late((await world.nia.get(at(day, "/hours"))).json())
    assert (one["says"], one["reason"]) == ("Omar: cancelled 6 h after notice was due.", "")
    body = {"lines": [one["line"]], "reason": "Scene 22 is cut"}
    kept = (await world.nia.post(at(day, "/forced-calls"), json=body)).json()
    (one,) = late(kept)
    assert (one["reason"], one["reason_by"]) == ("Scene 22 is cut", "Nia")
    await put(world, day, "hold")
    assert not late((await world.nia.get(at(day, "/hours"))).json())


async def test_a_day_that_nobody_was_told_of_is_cancelled_at_no_cost(world):
    clock.move(LATE - clock.now())
    async with tx() as db:
        await db.execute("UPDATE session SET expires_at = '2031-01-01', seen_at = $1", LATE)
    day = await make_day(world)
    asked = (await world.nia.get(at(day, "/cancellation"))).json()
    assert (asked["called"], asked["late"], asked["people"]) == (4, 0, [])
    assert (await world.bjorn.post(at(day, "/cancel"), json={"reason": "Storm warning"})).status_code == 200
    async with read() as db:
        assert not await db.fetchval("SELECT count(*) FROM forced_call WHERE day_id = $1", day.id)


async def test_what_is_cancelled_on_the_draft_and_not_told_yet_is_part_of_what_the_day_costs(world, day):
    clock.move(LATE - clock.now())
    await put(world, day, "cancelled")
    assert (await world.nia.get(at(day, "/cancellation"))).json()["late"] == 4
    await issue(world, day, now=clock.now(), at_once=True)
    assert (await world.nia.get(at(day, "/cancellation"))).json()["late"] == 3, "that one is settled"


async def test_a_rule_by_hours_of_notice_says_what_part_of_a_day(world, day):
    ruth = await joined(world, "ruth", "producer")
    rule = {
        "deadline": "", "deadline_on_day_off": 960, "minimum": 480, "source": "Deal memo",
        "notice": [{"under": 720, "percent": 100}, {"under": 1440, "percent": 50}],
    }  # fmt: skip
    async with tx() as db:
        await db.execute(
            "INSERT INTO rule_pack (production_id, key, pack, at) VALUES ($1, 'us_cancellation', $2::jsonb, $3)",
            day.production, _pack(rule), EVENING,
        )  # fmt: skip
    found = (await ruth.client.get(at(day, "/cancellation"))).json()
    # 15:00 the day before: 15 h 42 min before the general call
    assert {one["percent"] for one in found["people"]} == {50}
    assert (found["percent"], found["owed"]) == (50 * found["late"], 0)
    assert sum(one["people"] for one in found["departments"]) == found["late"] > 0


def _pack(rule):
    kept = msgspec.to_builtins(packs()["us_cancellation"]) | {"cancellation": rule}
    return msgspec.json.encode(kept).decode()


async def test_the_day_is_cancelled_with_a_reason_everybody_is_told_and_on_again_called_anew(world, day):
    clock.move(LATE - clock.now())
    done = await world.bjorn.post(at(day, "/cancel"), json={"reason": "Storm warning"})
    assert done.status_code == 200, done.text
    async with read() as db:
        rows = await db.fetch("SELECT reason, about, minutes FROM forced_call WHERE day_id = $1", day.id)
    assert {tuple(row) for row in rows} == {("Storm warning", "cancellation", 360)}
    assert len(rows) == 4
    made = await issue(world, day, now=clock.now(), at_once=True)
    assert (made.concerned, set((await notices(world, day, "held")).values())) == (4, {"Fri 12 Apr is cancelled"})
    assert (await today(world.omar, day))["state"] == "cancelled"
    board = (await world.bjorn.get(at(day, "/board"))).json()
    assert (board["cancelled"], board["reason"]) == (True, "Storm warning")
    for name in ("nia", "omar", "lena", "bjorn"):
        await knows(world, day, name)
    again = await world.bjorn.post(at(day, "/restore"), json={})
    assert again.status_code == 200, again.text
    assert (await world.bjorn.post(at(day, "/restore"), json={})).json()["code"] == "day_on"
    await issue(world, day, now=clock.now(), at_once=True)
    assert (await notices(world, day, "held"))["omar"] == "Your call Fri 12 Apr: 06:12"


@pytest.mark.parametrize("kind", ["cancelled", "hold"])
async def test_who_may_have_read_that_they_dont_come_is_told_that_they_do(world, day, kind):
    """It left the house, and nothing proves that it was read: what they are known to have is the call."""
    await put(world, day, kind)
    await issue(world, day, now=clock.now(), at_once=True)
    async with tx() as db:
        await db.execute("UPDATE notice SET state = 'accepted' WHERE subject_id = $1 AND state = 'held'", day.id)
    await put(world, day, "absolute", minutes=372)
    made = await issue(world, day, now=clock.now(), at_once=True)
    assert (made.concerned, await notices(world, day, "held")) == (1, {"omar": "Your call Fri 12 Apr: 06:12"})


async def test_a_cancelled_sheet_prints_no_call(world, day):
    await world.bjorn.post(at(day, "/cancel"), json={"reason": "Storm warning"})
    await issue(world, day, now=clock.now(), at_once=True)
    sheet = msgspec.convert((await world.bjorn.get(at(day, "/sheet"))).json(), SheetOut)
    words = on_paper(sheet, Copy(reader="", qr=""))
    assert (words["general"], words["reason"]) == ("CANCELLED", "Storm warning")
    assert not [line["call"] for each in words["crew"] for line in each["lines"] if line["call"]]


async def test_a_cancelled_day_waits_for_who_approves_as_a_sheet_does(world, day):
    await ask_for(world)
    await world.bjorn.post(at(day, "/cancel"), json={"reason": "Storm warning"})
    shown = await draft(world, day)
    assert [one["why"] for one in shown["approval"]["asked"]] == [["cancelled"], ["cancelled"]]
    body = {"base_version": shown["base_version"], "day_revision": shown["day_revision"], "at_once": True}
    assert (await world.bjorn.post(at(day, "/versions"), json=body)).json()["code"] == "not_approved"
    for name in ("margaux", "desmond"):
        await approve_as(world, day, name)
    assert (await world.bjorn.post(at(day, "/versions"), json=body)).status_code == 201


@pytest.mark.parametrize("reason", [{}, {"reason": ""}, {"reason": "x" * 201}])
async def test_a_day_isnt_cancelled_without_a_reason(world, day, reason):
    assert (await world.bjorn.post(at(day, "/cancel"), json=reason)).status_code == 400


async def test_theo_of_another_production_cancels_nothing_and_reads_no_cost(world, day):
    for client, status in ((world.theo, 404), (world.omar, 403)):
        assert (await client.post(at(day, "/cancel"), json={"reason": "Storm"})).status_code == status
        assert (await client.post(at(day, "/restore"), json={})).status_code == status
        assert (await client.get(at(day, "/cancellation"))).status_code == status
    assert (await put(world, day, "cancelled", who="theo")).status_code == 404
    assert (await line(world, day))["kind"] == "time"
