"""*The evening*, played in the browser under a moved clock: on the demo, on desk and phone."""

import json

import httpx
import pytest
from playwright.async_api import expect

from tests.e2e.browser import TABLET
from tests.e2e.states import person

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

COORDINATOR, CREW = "Imogen Sato", "Priya Raman"
EVENING = "**/api/productions/*/evening"
QUICK = {"pause_ms": 700}


async def quickly(route):
    """The button asks for a minute and a half; a test has seconds."""
    if route.request.method == "POST":
        await route.continue_(post_data=json.dumps(QUICK))
    else:
        await route.continue_()


async def test_the_evening_is_played_on_desk_and_phone(chrome, own_demo, shots):
    async with (
        person(chrome, own_demo, COORDINATOR, TABLET) as (office, desk),
        person(chrome, own_demo, CREW) as (_, phone),
    ):
        await phone.goto(own_demo.url)
        await expect(phone.get_by_role("heading", level=1)).to_contain_text("Day 11 of 24")
        await office.route(EVENING, quickly)
        await desk.goto(f"{own_demo.url}/desk")
        strip = desk.get_by_label("Demo", exact=True)
        await expect(strip).to_contain_text("10:15")

        await strip.get_by_role("button", name="Play the evening").click()
        await expect(strip).to_contain_text("Heads are asked for pre-calls and extra hands", timeout=30_000)
        await expect(strip).to_contain_text("1 of 11")
        await strip.get_by_role("link", name="Tomorrow’s board").click()
        await expect(strip).to_contain_text("White is issued", timeout=60_000)
        await expect(desk.get_by_role("main")).to_contain_text("being called", ignore_case=True)
        await expect(strip).to_contain_text("That was the evening", timeout=60_000)
        await expect(strip).to_contain_text("19:10")
        await expect(desk.locator("header.bar")).to_contain_text("Pink", ignore_case=True)
        await desk.screenshot(path=str(shots / "evening-board.png"))

        await phone.goto(own_demo.url)  # day 12 is wrapped: the phone has gone on to the next
        await expect(phone.get_by_role("heading", level=1)).to_contain_text("Day 13 of 24")
        await phone.goto(own_demo.url + desk.url.removeprefix(own_demo.url).replace("/desk/board/", "/day/"))
        await expect(phone.locator(".hero")).to_contain_text("07:00")

    letters = (await own_demo.get(COORDINATOR, "/api/captured-mail"))["mails"]
    assert any("07:" in letter["subject"] for letter in letters), "who has no app is mailed, the call first"


async def test_no_other_installation_has_an_evening(empty):
    """The clock of a shoot is nobody's to move: `up` without `--demo` has neither the time nor the button."""
    async with httpx.AsyncClient(base_url=empty.url) as anyone:
        answer = await anyone.get("/health")
    assert "callboard-now" not in answer.headers
