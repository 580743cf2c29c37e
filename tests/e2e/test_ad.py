"""An assistant director's phone in a real Chromium: from Today to one call, and to the issue that tells it."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.browser import device
from tests.e2e.conftest import reachable_folder
from tests.e2e.installation import installed
from tests.e2e.shoot import shoot

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
async def running():
    folder = reachable_folder()
    try:
        async with installed(folder / "data") as installation, shoot(installation) as made:
            await made.issue()
            await made.ask(
                "PUT", f"/api/productions/{made.production}/members/{made.hana}/roles", {"roles": ["second_ad"]}
            )
            yield made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def page(running, playwright):
    folder = reachable_folder()
    try:
        async with device(playwright, folder / "phone", locale="en-GB", timezone_id="America/New_York") as context:
            page = await context.new_page()
            await page.goto(f"{running.url}/join/{running.code}")
            await page.get_by_role("button", name="Show my call").click()
            await page.get_by_text("06:42", exact=True).first.wait_for()
            yield page
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def test_one_call_changed_from_today_and_issued(running, page):
    await page.get_by_role("link", name="One call, day player").click()
    await page.get_by_role("button", name="Hana").first.click()
    await page.get_by_role("button", name="Cancel call").click()
    await page.get_by_text("Notice is in time.").or_(page.get_by_text("Late by")).wait_for()
    await page.get_by_role("button", name="Cancel the call").click()
    await page.get_by_text("Hana Vasquez: cancelled on the draft.").wait_for()
    await page.get_by_role("button", name="Hana").first.click()
    await page.get_by_role("button", name="Take back").click()
    await page.get_by_text("Hana Vasquez: called again on the draft.").wait_for()
    await page.get_by_role("button", name="Hana").first.click()
    await page.locator("input[type=time]").fill("06:10")
    await page.get_by_role("button", name="to 06:10").click()
    await page.get_by_role("link", name="Look at the issue").click()
    await page.get_by_role("button", name="Issue Blue, ring").click()
    await page.get_by_role("button", name="Send now").click()
    await page.get_by_text("being told.").wait_for()
    # nothing differs any more: a second tap can't ring the same people for nothing
    assert await page.get_by_role("button", name="Nothing to issue").is_disabled()


async def test_the_issue_page_reads_the_draft_once_and_rests(running, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/draft") else None)
    await page.goto(f"{running.url}/issue/{running.day}")
    await page.get_by_text("Nothing differs from the sheet that is out.").wait_for()
    await page.wait_for_timeout(1_000)
    assert len(asked) == 1


async def test_a_day_whose_sheet_isnt_out_leads_an_ad_to_its_push(running, page):
    at = f"/api/productions/{running.production}"
    unit = (await running.ask("GET", f"{at}/office"))["units"][0]["id"]
    later = (datetime.now(UTC) + timedelta(days=4)).date().isoformat()
    day = (await running.ask("POST", f"{at}/days", {"unit_id": unit, "on_date": later}))["id"]
    await page.goto(f"{running.url}/schedule")
    await page.locator(f'a[href="/day/{day}"]').click()
    await page.get_by_role("heading", name="Its sheet isn’t out yet.").wait_for()
    await page.get_by_role("link", name="Push or pull").click()
    await page.get_by_role("heading", level=1, name="Push").wait_for()
    await page.get_by_role("link", name="Back").click()
    await page.get_by_role("heading", name="Its sheet isn’t out yet.").wait_for()


async def test_a_day_player_is_the_first_called_of_a_department(running, page):
    at = f"/api/productions/{running.production}"
    await running.ask("POST", f"{at}/departments", {"name": "Stunts"})
    unit = (await running.ask("GET", f"{at}/office"))["units"][0]["id"]
    before = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()  # Hana begins tomorrow
    day = (await running.ask("POST", f"{at}/days", {"unit_id": unit, "on_date": before}))["id"]
    assert "Camera" not in {one["department"] for one in (await running.ask("GET", f"{at}/days/{day}"))["crew"]}
    await page.goto(f"{running.url}/call/{day}")
    await page.get_by_role("button", name="Add a day player").click()
    await page.get_by_label("Name", exact=True).fill("Edda Farrow")
    await page.get_by_label("Mobile").fill("(207) 555-0207")
    await page.get_by_label("Position").fill("Rider")
    await page.get_by_label("Department").select_option(label="Stunts")
    await page.get_by_role("button", name="Call Edda Farrow at 07:00").click()
    await page.get_by_text("Edda Farrow is on the draft.").wait_for()
    crew = (await running.ask("GET", f"{at}/days/{day}"))["crew"]
    assert ("Edda Farrow", "Stunts", 420) in [(one["name"], one["department"], one["call"]) for one in crew]
