"""The desk's sheet in a real Chromium: what it offers to issue, and what one types into it."""

import re
import shutil
from datetime import date, timedelta

import pytest
from playwright.async_api import expect

from tests.e2e.browser import TABLET, device, faults, shot
from tests.e2e.conftest import reachable_folder
from tests.e2e.installation import installed
from tests.e2e.sheet import calls_of, cell, crew, edges, general_call, open_sheet, paste, stand, type_in
from tests.e2e.shoot import shoot
from tests.telling import until

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
async def made():
    folder = reachable_folder()
    try:
        async with installed(folder / "data") as installation, shoot(installation) as running:
            await running.issue()
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def page(made, playwright):
    """Nia's tablet, its clock ten minutes slow."""
    folder = reachable_folder()
    as_nia = {"viewport": TABLET, "bypass_csp": True, "locale": "en-GB", "timezone_id": "America/New_York"}
    try:
        async with device(playwright, folder / "tablet", **as_nia) as context:
            page = await context.new_page()
            me = await made.ask("GET", "/api/me")
            await made.lets_in(page, me["memberships"][0]["member_id"])
            await page.add_init_script("{ const now = Date.now.bind(Date); Date.now = () => now() - 600000; }")
            yield page
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def test_where_nothing_differs_there_is_nothing_to_issue(made, page):
    await open_sheet(made, page)
    assert await page.get_by_role("button", name="Nothing to issue").is_disabled()
    await page.get_by_text("White is out and says the same.").wait_for()
    await page.get_by_text("White is out and says the same; a change will be Blue").wait_for()
    assert await page.get_by_role("button", name=re.compile("Issue")).count() == 0
    assert await page.get_by_role("button", name=re.compile(r"Ring all \d")).is_enabled()


async def test_an_issue_can_be_stopped_and_counts_by_the_servers_clock(made, page):
    await open_sheet(made, page)
    await general_call(page, "07:12")
    await page.get_by_role("button", name=re.compile(r"Issue Blue, ring \d")).click()
    strip = page.locator(".undo")
    seen = re.search(r"will be told in (\d+) s", await strip.inner_text())
    assert seen
    assert 0 < int(seen[1]) <= 30
    await strip.get_by_role("button", name="Stop").click()
    await page.get_by_role("button", name=re.compile("Issue Blue")).wait_for()
    await general_call(page, "06:42")
    await page.get_by_role("button", name="Nothing to issue").wait_for()


async def test_a_days_sheet_leads_to_its_neighbours(made, page):
    at = f"/api/productions/{made.production}"
    (first,) = (line for line in await made.ask("GET", f"{at}/days") if line["id"] == made.day)
    after = (date.fromisoformat(first["on_date"]) + timedelta(days=1)).isoformat()
    other = (await made.ask("POST", f"{at}/days", {"unit_id": first["unit_id"], "on_date": after}))["id"]
    await page.goto(f"{made.url}/desk/sheet/{made.day}")
    await page.get_by_role("link", name="The day after").click()
    await page.wait_for_url(f"**/desk/sheet/{other}")
    await page.get_by_role("heading", level=1, name="Day 2 of 2 · ").wait_for()
    await page.get_by_text("Nothing is out; this will be White").wait_for()
    assert await page.get_by_role("button", name=re.compile("Issue White")).is_disabled()
    await page.get_by_role("button", name="Type the general call").click()
    assert await page.get_by_label("General crew call").evaluate("field => field === document.activeElement")
    await page.get_by_role("link", name="The day before").click()
    await page.get_by_role("heading", level=1, name="Day 1 of 2 · ").wait_for()
    assert await page.get_by_role("button", name="No day before").get_attribute("aria-disabled") == "true"
    await page.get_by_role("combobox", name="Other day").select_option(str(other))
    await page.wait_for_url(f"**/desk/sheet/{other}")
    await page.goto(f"{made.url}/desk/board/{made.day}")
    await page.get_by_role("combobox", name="Other day").select_option(str(other))
    await page.wait_for_url(f"**/desk/board/{other}")


async def test_the_sheets_title_carries_number_and_date(made, page):
    await page.goto(f"{made.url}/desk/sheet/{made.day}")
    heading = page.get_by_role("heading", level=1, name=re.compile(r"^Day 1 of \d+ · \w{3} \d{1,2} \w{3,4}$"))
    await heading.wait_for()


async def test_on_a_night_shoot_half_past_midnight_is_the_morning_after(made, page):
    at = f"/api/productions/{made.production}"
    unit = (await made.ask("GET", f"{at}/office"))["units"][0]["id"]
    on = date.fromisoformat((await made.ask("GET", made.day_path))["on_date"]) + timedelta(days=7)
    night = (await made.ask("POST", f"{at}/days", {"unit_id": unit, "on_date": on.isoformat()}))["id"]
    await made.ask("PATCH", f"{at}/days/{night}", {"general_call": 1_080})
    await page.goto(f"{made.url}/desk/sheet/{night}")
    await type_in(page, "Hana Vasquez", "call", "00:30")
    await expect(cell(page, "Hana Vasquez")).to_have_text(f"00:30 {on + timedelta(days=1):%a}")
    await page.get_by_role("button", name="Times, weather, words").click()
    await page.get_by_label("Estimated wrap").fill("06:00")
    await page.get_by_label("Estimated wrap").press("Tab")
    await page.get_by_label("Medic").fill("Bram")
    await page.get_by_label("Medic").press("Tab")

    async def kept():
        day = await made.ask("GET", f"{at}/days/{night}")
        calls = [called["call"] for called in day["crew"] if called["name"] == "Hana Vasquez"]
        return (calls, day["estimated_wrap"], day["medic"]) == ([1_470], 1_800, "Bram")

    await until(kept)


async def test_z_takes_the_last_change_back_but_not_while_one_types(made, page):
    await open_sheet(made, page)
    await general_call(page, "07:00")
    await page.get_by_role("button", name="Notes").click()
    note = page.get_by_label("Note", exact=True)
    await note.fill("Fizzy pop is in the crazy zoo")
    await page.get_by_role("button", name="Add", exact=True).click()
    await note.fill("z")
    await note.press("z")

    async def stands(notes, general):
        day = await made.ask("GET", made.day_path)
        return ([one["text"] for one in day["notes"]], day["general_call"]) == (notes, general)

    await until(lambda: stands(["Fizzy pop is in the crazy zoo"], 420))
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("z")
    await until(lambda: stands([], 420))
    await page.keyboard.press("z")
    await until(lambda: stands([], 402))
    await page.keyboard.press("?")
    await page.get_by_text("the last change of the sheet").wait_for()
    await page.keyboard.press("Escape")


async def test_who_was_slower_sees_the_others_version_beside_the_own(made, page, shots):
    await open_sheet(made, page)
    await general_call(page, "07:00")
    await made.issue(reason="Rain")  # somebody else, meanwhile
    await made.call_camera(400)
    await page.get_by_role("button", name=re.compile(r"Issue Blue, ring \d")).click()
    conflict = page.get_by_role("region", name="while you worked on it")
    row = conflict.get_by_role("row", name="Hana Vasquez")
    await row.get_by_role("cell", name="07:00").wait_for()
    await row.get_by_role("cell", name="06:40").wait_for()
    assert await page.locator(".pub .primary").get_attribute("aria-disabled") == "true"
    assert await faults(page) == []
    await shot(page, shots, "desk-sheet-conflict")
    await row.get_by_role("button", name="Take theirs").click()
    await conflict.wait_for(state="detached")

    async def taken():
        crew = (await made.ask("GET", made.day_path))["crew"]
        return [one["call"] for one in crew if one["name"] == "Hana Vasquez"] == [420]

    await until(taken)


def night_the_clocks_go_back():
    """The next one in New York, at least a day away: the first Sunday of November."""
    after = date.today() + timedelta(days=2)  # noqa: DTZ011  any day will do
    sundays = (
        date(year, 11, 1) + timedelta(days=6 - date(year, 11, 1).weekday()) for year in (after.year, after.year + 1)
    )
    return next(day for day in sundays if day >= after)


async def test_a_time_that_comes_twice_is_asked_for_and_a_refused_one_doesnt_stay(made, page):
    at = f"/api/productions/{made.production}"
    unit = (await made.ask("GET", f"{at}/office"))["units"][0]["id"]
    new = {"unit_id": unit, "on_date": night_the_clocks_go_back().isoformat()}
    day = (await made.ask("POST", f"{at}/days", new))["id"]
    await page.goto(f"{made.url}/desk/sheet/{day}")
    general = page.get_by_label("General crew call")
    await general.fill("01:30")
    await general.press("Enter")
    await page.get_by_text("01:30 comes twice that night").wait_for()

    async def stands(typed=""):
        return await general.input_value() == typed

    await until(stands)
    await page.get_by_role("button", name="The second, after it").click()
    await page.get_by_text("01:30 comes twice that night").wait_for(state="detached")

    await until(lambda: stands("01:30"))
    now = await made.ask("GET", f"{at}/days/{day}")
    assert (now["general_call"], now["second_hour"]) == (90, True)
    await page.get_by_role("button", name="Times, weather, words").click()
    await page.get_by_label("The hour that comes twice").select_option("false")
    await page.get_by_text("saved").wait_for()
    assert (await made.ask("GET", f"{at}/days/{day}"))["second_hour"] is False


async def test_send_now_after_somebody_stopped_it_says_so(made, page):
    await open_sheet(made, page)
    await general_call(page, "07:31")
    await page.get_by_role("button", name=re.compile(r"Issue \w+, ring \d")).click()
    send = page.get_by_role("button", name="Send now")
    await send.wait_for()
    held = (await made.ask("GET", f"{made.day_path}/draft"))["hold"]
    await made.ask("POST", f"{made.day_path}/versions/{held['version_id']}/stop")
    await send.click()
    await page.get_by_text("Somebody stopped it. Nobody was told.").wait_for()
    assert await page.get_by_text("isn't here for you").count() == 0
    await page.get_by_role("button", name=re.compile(r"Issue \w+, ring \d")).wait_for()


async def test_who_only_reads_the_days_sees_them_at_the_desk(made, playwright):
    folder = reachable_folder()
    try:
        async with device(playwright, folder / "crew", viewport=TABLET, locale="en-GB") as context:
            page = await context.new_page()
            await made.lets_in(page, made.hana)
            await page.goto(f"{made.url}/desk/days")
            await page.get_by_role("row").nth(1).wait_for()
            assert await page.get_by_text("isn't yours to do").count() == 0
            await page.goto(f"{made.url}/issue/abc")
            await page.get_by_role("heading", name="This page isn’t here for you.").wait_for()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def test_a_minors_planned_release_is_set_in_the_call_row_and_stays_when_the_call_moves(made, page):
    poppy = {"name": "Poppy Lind", "mobile": "+12125550188", "title": "Day player", "department_id": made.camera}
    await made.ask("POST", f"{made.day_path}/day-players", poppy | {"at_minutes": 480, "minor": True})
    await open_sheet(made, page)
    await type_in(page, "Poppy Lind", "release", "5:30p")
    await type_in(page, "Poppy Lind", "call", "09:00")

    async def stands():
        day = await made.ask("GET", made.day_path)
        return [(c["call"], c["release"]) for c in day["crew"] if c["name"] == "Poppy Lind"] == [(540, 1_050)]

    await until(stands, 15)
    await expect(cell(page, "Poppy Lind", "release")).to_have_text("17:30")


async def test_calls_are_built_by_keyboard_alone(made, page, shots):
    a, _, c, d = names = await crew(made, 4)
    await made.ask("PATCH", made.day_path, {"general_call": 402})
    await made.ask("PUT", f"{made.day_path}/department-calls", {"department_id": made.camera, "offset_minutes": 0})
    await open_sheet(made, page)
    await cell(page, a).focus()
    press = page.keyboard.press

    async def are(*calls):
        await stand(made, names, calls)

    await paste(page, "0630\n-15\nO/C\nseven")
    await page.get_by_text("1 cell couldn’t be read").wait_for()
    await expect(cell(page, d)).to_have_text("seven")
    await are(390, 387, None, 402)
    await press("Control+z")
    await are(402, 402, 402, 402)
    await press("Control+Shift+z")
    await are(390, 387, None, 402)
    await paste(page, f"{d}\t7:00\n{c}\t6:30a")
    await page.get_by_role("button", name="Match by name").click()
    await are(390, 387, 390, 420)
    for _ in range(3):
        await press("Shift+ArrowDown")
    await page.get_by_text("4 cells chosen").wait_for()
    await press("Alt+ArrowUp")
    await are(395, 392, 395, 425)
    await press("Control+d")
    await are(395, 395, 395, 395)
    await press("Control+z")
    await are(395, 392, 395, 425)
    await press("Escape")
    await press("End")
    await page.keyboard.type("Dolly")
    await press("Enter")

    async def said():
        return (await calls_of(made, names))[3][1] == "Dolly"

    await until(said)
    assert await faults(page) == []
    await shot(page, shots, "desk-sheet-grid")


async def test_a_second_editor_is_asked_and_never_overwritten(made, page, shots):
    (b,) = await crew(made, 1, "Dolly Grip")
    await made.ask("PATCH", made.day_path, {"general_call": 402})
    await open_sheet(made, page)
    await cell(page, b).focus()
    press = page.keyboard.press
    await press("F2")
    member = next(one for one in (await made.ask("GET", made.day_path))["crew"] if one["name"] == b)
    whose = {key: member[key] for key in ("member_id", "position_id", "element_id")}
    theirs = {"kind": "absolute", "minutes": 300}
    await made.ask("PATCH", f"{made.day_path}/calls", {"cells": [whose | {"cell": "call", "value": theirs}]})
    await page.get_by_text("Somebody changed this to 05:00 while you type").wait_for()
    await page.keyboard.type("07:15")
    await press("Enter")
    asked = page.get_by_role("region", name="changed 1 cell while you typed")
    row = asked.get_by_role("row", name=b)
    await row.get_by_role("cell", name="07:15").wait_for()
    await row.get_by_role("cell", name="05:00").wait_for()
    assert (await calls_of(made, [b]))[0][0] == 300
    assert await faults(page) == []
    await shot(page, shots, "desk-sheet-clash")
    await row.get_by_role("button", name="Keep mine").click()
    await stand(made, [b], [435])


async def test_what_was_typed_and_what_it_breaks_stay_in_sight(made, page):
    *_, last = await crew(made, 6, "Loader")
    broken = []

    async def hours(route):
        answer = await route.fetch()
        found = await answer.json()
        await route.fulfill(response=answer, json=found | {"may_say": True, "findings": found["findings"] + broken})

    await page.goto("about:blank")  # a page that is still open would ask as well
    await page.route("**/hours", hours)
    await page.set_viewport_size({"width": 1180, "height": 600})
    try:
        async with page.expect_response("**/hours"):
            await open_sheet(made, page)
        rest = {"line": "m0.p0.e0", "kind": "rest", "weight": "act", "reason": "", "minutes": 500, "needed": 660}
        broken.append(rest | {"name": last, "says": "Short by far. " * 20, "earliest_minutes": None, "allowed": []})
        await type_in(page, last, "remarks", "Boots")
        warned = page.get_by_role("region", name="Rest & meals")
        await warned.wait_for()
        await type_in(page, last, "call", "abc")
        why = page.get_by_text("“abc” can’t stand here.")
        await expect(why).to_be_in_viewport(ratio=1)
        _, warning_ends = await edges(warned)
        head, _ = await edges(page.get_by_role("columnheader", name="Call", exact=True))
        line, line_ends = await edges(cell(page, last))
        why_begins, why_ends = await edges(why)
        foot, foot_ends = await edges(page.locator(".pub"))
        assert warning_ends <= head < line
        assert abs(why_begins - line_ends) < 2
        assert why_ends <= foot + 1
        assert foot_ends - foot < 125
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="From another day").click()
        taken = page.get_by_role("dialog", name="Take over from another day")
        await taken.wait_for()
        assert await edges(page.get_by_role("columnheader", name="Call", exact=True)) == (head, head + 38)
        await page.keyboard.press("Escape")
        await taken.wait_for(state="detached")
    finally:
        await page.set_viewport_size(TABLET)
        await page.unroute("**/hours")
