"""The very first minute: an empty installation, its first coordinator, a page that can be installed."""

import json

import pytest

from tests.e2e.browser import TABLET, controlled, device
from tests.e2e.story import ASK
from tests.telling import until

pytestmark = pytest.mark.e2e


async def test_nobody_is_in_and_the_first_code_is_printed(empty):
    assert len(empty.first_code) == 8
    assert empty.first_link.startswith(empty.url.replace("127.0.0.1", "localhost"))


async def test_the_page_can_be_installed(empty, playwright, tmp_path):
    async with device(playwright, tmp_path / "phone") as phone:
        page = await phone.new_page()
        await page.goto(empty.url)
        await controlled(page)
        session = await phone.new_cdp_session(page)
        assert (await session.send("Page.getInstallabilityErrors"))["installabilityErrors"] == []


async def test_the_shell_opens_without_a_server(empty, playwright, tmp_path):
    async with device(playwright, tmp_path / "phone", viewport=TABLET) as tablet:
        page = await tablet.new_page()
        await page.goto(empty.url)
        await controlled(page)
        await tablet.set_offline(True)
        await page.goto(empty.url)
        assert "Callboard" in await page.title()


SCHEDULE = {
    "project": "Low Tide",
    "breakdowns": [{"id": "s1", "scene": "1A", "pages": 0.875}],
    "stripboards": [{"id": "B", "name": "First", "calendar": "K", "boards": [{"name": "b", "breakdownIds": [["s1"]]}]}],
    "calendars": [{"id": "K", "events": [{"type": "start", "date": "2025-04-07"}], "daysOff": [0, 6]}],
}


async def test_a_production_started_from_its_schedule_is_asked_where_it_is_shot_and_when(empty, playwright, tmp_path):
    (tmp_path / "tide.uss").write_text(json.dumps({"universalScheduleStandard": SCHEDULE}))
    async with device(playwright, tmp_path / "tablet", viewport=TABLET, timezone_id="Europe/Paris") as tablet:
        page = await tablet.new_page()
        await page.goto(empty.url)
        first = {"name": "Elif Nguyen", "email": "elif@example.test", "code": empty.first_code}
        await page.evaluate(ASK, {"verb": "POST", "path": "/api/sign-in/first", "body": first})
        await page.goto(empty.url + "/desk/import")
        await page.locator("input[type=file]").set_input_files(str(tmp_path / "tide.uss"))
        await page.get_by_text("Does the shoot start on Mon 7 Apr 2025?").first.wait_for()
        await page.get_by_text("times in Europe/Paris, telephone numbers as in FR").wait_for()
        await page.get_by_label("Time zone where it is shot").fill("Europe/Malta")
        await page.get_by_label("Country").fill("mt")
        await page.get_by_label("First shooting day").fill("2026-12-01")
        await page.screenshot(path=tmp_path / "asked.png", full_page=True)
        await page.get_by_role("button", name="Look again").click()
        await page.get_by_text("times in Europe/Malta, telephone numbers as in MT").wait_for()
        await page.get_by_role("button", name="Make the production").click()
        await page.get_by_text("Taken in. Nobody has been contacted.").wait_for()

        async def kept():
            answer = await page.evaluate(ASK, {"verb": "GET", "path": "/api/productions", "body": None})
            return [(each["zone"], each["country"]) for each in answer["json"]["productions"]]

        await until(kept)
        assert await kept() == [("Europe/Malta", "MT")]
