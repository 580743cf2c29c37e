"""The demo production as README shows it: a crew phone in two lights, at the tail-lift, and the coordinator's tablet."""

import re
import shutil

import pytest
from playwright.async_api import expect

from tests.e2e.browser import TABLET, controlled, device, shot, sideways
from tests.e2e.clip import label_clip
from tests.e2e.conftest import reachable_folder
from tests.e2e.installation import installed

pytestmark = [pytest.mark.e2e, pytest.mark.picture, pytest.mark.timeout(300)]


class Demo:
    def __init__(self, running):
        self.url = running.url.replace("127.0.0.1", "localhost")
        self.said = "\n".join(running.said)

    async def enter(self, context, name):
        """Sign `name` in with the code that `up --demo` printed."""
        found = re.search(rf"(\w{{4}}) (\w{{4}})  {name},", self.said)
        page = await context.new_page()
        await page.goto(f"{self.url}/join/{found[1]}{found[2]}")
        await page.get_by_role("button", name="Show my call").click()
        await page.wait_for_url(lambda url: "/join" not in url)
        return page


@pytest.fixture(scope="module")
async def demo():
    folder = reachable_folder()
    try:
        async with installed(folder / "data", "--demo") as running:
            yield Demo(running)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def tablet(demo, playwright):
    folder = reachable_folder()
    try:
        async with device(playwright, folder / "tablet", viewport=TABLET, locale="en-US") as context:
            yield await demo.enter(context, "Imogen Sato")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def label(demo, tablet):
    """What is printed on a camera case."""
    things = await tablet.evaluate(
        """async () => {
          const [on] = (await (await fetch("/api/me")).json()).memberships;
          return (await (await fetch(`/api/productions/${on.production_id}/gear`)).json()).things;
        }"""
    )
    found = next(each for each in things if each["code"].startswith("CAM-") and each["label"])
    return f"{demo.url}/G/{found['label']}".upper()


async def test_a_phone_shows_its_call_by_day_and_by_night_and_scans_the_truck(demo, playwright, label, shots, tmp_path):
    flags = label_clip(tmp_path / "label.y4m", label)
    phone = {"locale": "en-US", "timezone_id": "America/New_York", "device_scale_factor": 1.5}
    async with device(playwright, tmp_path / "phone", flags=flags, permissions=["camera"], **phone) as context:
        page = await demo.enter(context, "Priya Raman")
        await controlled(page)
        for theme in ("light", "dark"):
            await page.evaluate("theme => localStorage.setItem('callboard.theme', theme)", theme)
            await page.goto(demo.url)
            await expect(page.get_by_role("heading", level=1)).to_contain_text("Day 11 of 24")
            await page.wait_for_load_state("networkidle")
            assert await sideways(page) == 0
            await shot(page, shots, f"today-{theme}")
        await page.goto(f"{demo.url}/scan")
        await expect(page.locator(".tally b")).to_have_text("1")
        await page.screenshot(path=shots / "scan.png", scale="css")  # the camera's noise makes a large file


@pytest.mark.parametrize(
    ("path", "title", "words"),
    [
        ("/desk/board", "Day 11", "haven't got Blue"),
        ("/desk/sheet", "Day 12", "Maren Holloway"),
        ("/desk/people", "Crew", "Priya Raman"),
    ],
)
async def test_the_tablet_shows_the_day_the_sheet_and_the_people(demo, tablet, shots, path, title, words):
    await tablet.goto(demo.url + path)
    await expect(tablet.get_by_role("heading", level=1)).to_contain_text(title)
    await expect(tablet.locator("main")).to_contain_text(words)
    assert await sideways(tablet) == 0
    await shot(tablet, shots, path.rpartition("/")[2])
