"""The states that a page can be in, each as it is seen: loading, empty, an old copy, offline, refused, overtaken, held, lost."""

import asyncio
import re
import shutil
import signal
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.browser import PHONE, TABLET, controlled, device, shot, sideways
from tests.e2e.conftest import reachable_folder
from tests.e2e.installation import installed
from tests.e2e.shoot import shoot

pytestmark = pytest.mark.e2e
HOUR = 3600
AS = {"locale": "en-GB", "timezone_id": "America/New_York"}


@pytest.fixture(scope="module")
async def running():
    """A shoot of its own: these tests issue, edit and stop the server."""
    folder = reachable_folder()
    try:
        async with installed(folder / "data") as installation, shoot(installation) as made:
            await made.issue()
            yield installation, made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def phone(running, playwright):
    """Hana's: it holds White, and its worker is in control."""
    _, made = running
    folder = reachable_folder()
    try:
        async with device(playwright, folder / "phone", bypass_csp=True, **AS) as context:
            page = await context.new_page()
            await made.lets_in(page, made.hana)
            await page.locator(".hero").wait_for()
            await controlled(page)
            yield context, page
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def tablet(running, playwright):
    """Nia's, in the office."""
    _, made = running
    folder = reachable_folder()
    try:
        async with device(playwright, folder / "tablet", viewport=TABLET, bypass_csp=True, **AS) as context:
            page = await context.new_page()
            await page.goto(f"{made.url}/sign-in")
            me = await made.ask("GET", "/api/me")
            await made.lets_in(page, me["memberships"][0]["member_id"])
            yield context, page
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def today_at(page, made, seconds_on=0):
    """Today on a phone whose clock is so many seconds further."""
    await page.clock.set_fixed_time(datetime.now(UTC) + timedelta(seconds=seconds_on))
    await page.goto(made.url)


async def spine(page):
    return await page.locator(".spine").get_attribute("class")


async def test_loading_shows_the_frame_and_rows_without_text(running, playwright, tmp_path, shots):
    _, made = running
    async with device(playwright, tmp_path / "phone", service_workers="block", **AS) as context:
        page = await context.new_page()
        answered = asyncio.Event()

        async def late(route):
            await answered.wait()
            await route.continue_()

        await context.route("**/api/me/today", late)
        await made.lets_in(page, made.hana)
        await page.locator("[aria-busy=true] .line").first.wait_for()
        await page.get_by_role("link", name="Schedule").wait_for()
        assert await page.locator("[role=progressbar], .spinner").count() == 0
        await shot(page, shots, "state-loading")
        answered.set()
        await page.locator(".hero").wait_for()


async def test_empty_says_when_one_will_be_rung(running, playwright, tmp_path, shots):
    _, made = running
    at = f"/api/productions/{made.production}"
    later = (datetime.now(UTC) + timedelta(days=3)).date().isoformat()
    units = (await made.ask("GET", f"{at}/office"))["units"]
    await made.ask("POST", f"{at}/days", {"unit_id": units[0]["id"], "on_date": later})
    position = {"department_id": made.camera, "title": "Operator", "starts_on": later, "ends_on": "2030-05-30"}
    otto = (await made.ask("POST", f"{at}/members", {"name": "Otto Brandt", "positions": [position]}))["id"]
    async with device(playwright, tmp_path / "phone", **AS) as context:
        page = await context.new_page()
        await made.lets_in(page, otto)
        await page.get_by_text("Nothing issued for").wait_for()
        assert await page.locator(".hero").count() == 0
        await shot(page, shots, "state-empty")


@pytest.mark.parametrize(
    ("hours", "said", "amber"),
    [(0, "No signal.", False), (7, "A newer sheet may be out.", False), (13, "A newer sheet may be out.", True)],
)
async def test_a_saved_copy_says_its_age_under_a_hatched_spine(running, phone, shots, hours, said, amber):
    _, made = running
    context, page = phone
    await today_at(page, made)
    await page.locator(".spine.is-newest").wait_for()
    await context.set_offline(True)
    try:
        await today_at(page, made, hours * HOUR)
        assert await page.locator(".hero").inner_text() == "06:42"
        bar = page.locator(".saved")
        await bar.get_by_text(said).wait_for()
        assert "Saved " in await bar.inner_text()
        assert "is-saved" in await spine(page)
        assert "repeating-linear-gradient" in await page.locator(".spine").evaluate(
            "e => getComputedStyle(e).backgroundImage"
        )
        assert ("stale" in (await bar.get_attribute("class")).split()) is amber
        await shot(page, shots, f"state-saved-copy-{hours}h")
    finally:
        await context.set_offline(False)


async def test_a_copy_whose_lease_ran_out_is_put_away(running, playwright, tmp_path, shots):
    _, made = running
    async with device(playwright, tmp_path / "phone", **AS) as context:
        page = await context.new_page()
        await made.lets_in(page, made.hana)
        await page.locator(".hero").wait_for()
        await controlled(page)
        await context.set_offline(True)
        await today_at(page, made, 11 * 24 * HOUR)
        await page.get_by_text("has been put away").wait_for()
        await page.get_by_text("(212) 555-0104").wait_for()
        assert "06:42" not in await page.locator("body").inner_text()
        await shot(page, shots, "state-lease-expired")


async def test_what_one_may_not_see_is_not_a_locked_door(running, phone, shots):
    _, made = running
    _, page = phone
    await page.goto(f"{made.url}/issue/{made.day}")
    await page.get_by_text("This page isn’t here for you.").wait_for()
    await page.get_by_text("if it should be").wait_for()
    await shot(page, shots, "state-no-permission")


async def test_the_code_on_a_printed_sheet_is_answered_by_the_server_on_a_crew_phone_too(running, phone):
    _, made = running
    _, page = phone
    await page.goto(f"{made.url}/V/AAAAAAAAAA")
    await page.get_by_role("heading", name="This page isn't here any more.").wait_for()


async def test_twice_the_text_size_cuts_nothing(running, phone, shots):
    _, made = running
    _, page = phone
    await today_at(page, made)
    await page.locator(".hero").wait_for()
    await page.add_style_tag(content="html { font-size: 200% }")
    assert await sideways(page) == 0
    cut = await page.evaluate(
        """() => [...document.querySelectorAll(".hero, h1, b, time, a, button")]
          .filter(e => e.checkVisibility() && !e.classList.contains("sr"))
          .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline"
            && getComputedStyle(e).overflowX !== "visible")
          .map(e => e.innerText)"""
    )
    assert cut == []
    wide = await page.locator(".hero").evaluate("e => e.getBoundingClientRect().right")
    assert wide <= PHONE["width"]
    await shot(page, shots, "state-text-200")


async def test_issue_holds_for_thirty_seconds_and_can_be_stopped(running, tablet, shots):
    _, made = running
    _, page = tablet
    await page.set_viewport_size(PHONE)
    await made.call_camera(372)
    await page.goto(f"{made.url}/issue/{made.day}")
    await page.get_by_role("button", name="Issue Blue, ring").click()
    await page.get_by_text("will be told in").wait_for()
    assert await page.get_by_role("button", name="Send now").is_visible()
    await shot(page, shots, "state-undo")
    await page.get_by_role("button", name="Stop").click()
    await page.get_by_text("Stopped. Nobody was told.").wait_for()
    await page.set_viewport_size(TABLET)


async def test_who_issues_second_is_shown_what_differs(running, tablet, shots):
    _, made = running
    _, page = tablet
    await page.set_viewport_size(PHONE)
    await page.goto(f"{made.url}/issue/{made.day}")
    button = page.get_by_role("button", name="Issue Blue, ring")
    await button.wait_for()
    reason = page.get_by_placeholder("Rain: cover set")
    await reason.fill("Earlier for camera")
    await made.call_camera(384)
    await made.issue(reason="Sun")
    await button.click()
    said = page.get_by_role("alert")
    await said.get_by_text(re.compile(r"^Nia Lind issued Blue at \d\d:\d\d while you worked on it\.$")).wait_for()
    await said.get_by_text("Nia Lind changed Camera's call at ").wait_for()
    await said.get_by_text("Hana Vasquez: Call 06:42 → 06:24").wait_for()
    assert await button.is_disabled()
    await shot(page, shots, "state-conflict")
    await said.get_by_role("button", name="Read the newest draft").click()
    await page.get_by_role("button", name="Nothing to issue").wait_for()
    assert await reason.input_value() == "Earlier for camera"
    await page.set_viewport_size(TABLET)


async def test_a_newer_sheet_strikes_the_one_held(running, phone, shots):
    """Changes has heard of it, Today hasn't: the signal broke between the two."""
    _, made = running
    context, page = phone
    await page.goto(f"{made.url}/sheet/{made.day}")
    await page.get_by_text("Pine Lake Camp").first.wait_for()
    for held in ("**/api/me/today", "**/sheet"):
        await context.route(held, lambda route: route.abort())
    try:
        await made.call_camera(381)
        await made.issue(reason="Fog")
        await page.goto(f"{made.url}/changes")
        await page.get_by_text("06:21").first.wait_for()
        for path in (f"/sheet/{made.day}", f"/day/{made.day}", ""):
            await page.goto(made.url + path)
            await page.get_by_text("Superseded").wait_for()
            assert "is-old" in await spine(page)
            await page.get_by_role("button", name=re.compile(r"Open \w+ v\d")).wait_for()
            await shot(page, shots, f"state-superseded{path.replace('/', '-').rstrip('-0123456789')}")
        await page.locator(".hero.struck").wait_for()
    finally:
        await context.unroute("**/api/me/today")
        await context.unroute("**/sheet")
    await page.get_by_role("button", name=re.compile(r"Open \w+ v\d")).click()
    await page.locator(".hero").get_by_text("06:21").wait_for()


async def test_what_is_done_offline_is_saved_here(running, phone, shots):
    _, made = running
    context, page = phone
    await made.call_camera(378)
    await made.issue(reason="Light")
    await today_at(page, made)
    await page.locator(".hero").get_by_text("06:18").wait_for()
    await context.set_offline(True)
    try:
        await page.goto(made.url)
        await page.get_by_role("button", name="Got it").click()
        await page.get_by_text("Saved here").first.wait_for()
        await page.get_by_text("1 entry saved here, waiting for signal").wait_for()
        await shot(page, shots, "state-offline-acting")
    finally:
        await context.set_offline(False)


async def test_got_it_on_changes_is_saved_here_too(running, phone, shots):
    _, made = running
    context, page = phone
    await made.call_camera(366)
    await made.issue(reason="Dawn")
    await page.goto(f"{made.url}/changes")
    await page.get_by_text("06:06").first.wait_for()
    await context.set_offline(True)
    try:
        await page.goto(f"{made.url}/changes")
        await page.locator(".dock").get_by_role("button", name="Got it").click()
        await page.get_by_text("Saved here", exact=True).wait_for()
        await page.get_by_text("1 entry saved here, waiting for signal").wait_for()
        await shot(page, shots, "state-changes-offline-acting")
    finally:
        await context.set_offline(False)


async def test_a_stopped_server_leaves_the_sheet_safe_and_the_board_says_since_when(running, phone, tablet, shots):
    installation, made = running
    _, page = phone
    _, board = tablet
    await board.goto(f"{made.url}/desk/board/{made.day}")
    await board.locator(".link:not(.down)").wait_for()
    await page.goto(made.url)
    call = re.search(r"\d\d:\d\d", await page.locator(".hero").inner_text())[0]
    installation.process.send_signal(signal.SIGINT)
    await installation.process.wait()
    began = time.monotonic()
    await page.goto(made.url)
    await page.locator(".hero").get_by_text(call).wait_for()
    await page.get_by_text("The server doesn’t answer.").wait_for()
    assert time.monotonic() - began < 10
    await page.get_by_role("button", name="Check").click()
    await page.locator(".hero").get_by_text(call).wait_for()
    await shot(page, shots, "state-server-stopped")
    await board.locator(".link.down").wait_for()
    await board.get_by_text("Not live since").wait_for()
    await shot(board, shots, "state-not-live")
