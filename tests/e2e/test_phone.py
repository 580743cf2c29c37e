"""The crew's phone in a real Chromium: from the poster's code to the call, with the server stopped, and a push that corrects it."""

import asyncio
import json
import shutil
import signal
from datetime import datetime, timedelta

import httpx
import pytest

from tests.e2e.browser import THEMES, controlled, device, faults, shot, sideways
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
            yield installation, made
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def phone(running, playwright):
    """Hana's phone: from the poster's code to her call by one tap; its worker in control."""
    _, made = running
    folder = reachable_folder()
    try:
        async with device(
            playwright, folder / "phone", locale="en-GB", timezone_id="America/New_York", bypass_csp=True,
            permissions=["notifications", "background-sync"],
        ) as context:  # fmt: skip
            page = await context.new_page()
            await page.goto(f"{made.url}/join/{made.code}")
            await page.get_by_role("button", name="Show my call").click()
            await page.get_by_text("06:42", exact=True).first.wait_for()
            await controlled(page)
            yield context, page
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def test_from_the_posters_code_to_the_call_by_one_tap(running, phone):
    _, page = phone
    assert await page.get_by_role("heading", level=1).inner_text() == "Day 1 of 1"
    assert "WHITE" in (await page.locator("header").inner_text()).upper()
    await page.get_by_text("Base camp: Pine Lake Camp").wait_for()


@pytest.mark.parametrize("path", ["/", "/changes", "/schedule", "/me", "/install", "/sign-in"])
async def test_no_faults_in_any_light(running, phone, shots, path):
    _, page = phone
    for theme in THEMES:
        await page.evaluate("theme => localStorage.setItem('callboard.theme', theme)", theme)
        await page.goto(running[1].url + path)
        await page.get_by_role("heading", level=1).wait_for()
        await page.wait_for_load_state("networkidle")
        await shot(page, shots, f"phone{path.replace('/', '-')}-{theme}")
        assert await faults(page) == []
        for width in (320, 360, 390, 430):
            await page.set_viewport_size({"width": width, "height": 844})
            assert await sideways(page) == 0
    await page.evaluate("localStorage.setItem('callboard.theme', 'light')")


async def test_my_calls_come_into_my_calendar_by_an_address_that_is_made_and_removed(running, phone, shots):
    _, page = phone
    await page.emulate_media(reduced_motion="reduce")  # a colour on its way to another has neither's contrast
    await page.goto(f"{running[1].url}/me")
    await page.get_by_role("button", name="Add", exact=True).click()
    await page.get_by_role("button", name="Make the address").click()
    webcal = await page.get_by_role("link", name="Open my calendar").get_attribute("href")
    for theme in THEMES:
        await page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        await shot(page, shots, f"phone-me-calendar-{theme}")
        assert await faults(page) == []
        assert await too_small(page, "dialog") == []
    address = webcal.replace("webcal:", "http:")
    assert address == await page.locator("dialog .address").inner_text()
    async with httpx.AsyncClient() as stranger:
        assert "SUMMARY:" in (await stranger.get(address)).text
        assert "call 06:42" in (await stranger.get(address)).text
        await page.get_by_role("button", name="Close").click()
        await page.get_by_role("button", name="Change").first.click()
        await page.get_by_role("button", name="Remove the address").click()
        await page.get_by_text("Removed.").wait_for()
        assert (await stranger.get(address)).status_code == 404
    await page.get_by_role("button", name="Close").click()
    async with page.expect_download() as saved:
        await page.get_by_role("button", name="Save", exact=True).click()
    assert (await saved.value).suggested_filename == "callboard.vcf"
    await page.emulate_media(reduced_motion="no-preference")


async def too_small(page, within="body"):
    return await page.evaluate(
        """within => [...document.querySelectorAll(`${within} a, ${within} button`)].map(e => [e.innerText || e.ariaLabel, e.getBoundingClientRect()])
          .filter(([, r]) => r.width > 0 && (r.width < 47.5 || r.height < 47.5)).map(([t, r]) => `${t} ${r.width}×${r.height}`)""",
        within,
    )


async def test_targets_are_no_smaller_than_a_thumb(running, phone):
    _, page = phone
    await page.goto(running[1].url)
    await page.get_by_text("06:42", exact=True).first.wait_for()
    assert await too_small(page) == []


async def deliver(context, page, data):
    """A push as the browser hands it to the worker."""
    session = await context.new_cdp_session(page)
    found = asyncio.get_running_loop().create_future()

    def on_registration(event):
        for one in event["registrations"]:
            if not one["isDeleted"] and not found.done():
                found.set_result(one["registrationId"])

    session.on("ServiceWorker.workerRegistrationUpdated", on_registration)
    await session.send("ServiceWorker.enable")
    registration = await asyncio.wait_for(found, 10)
    origin = "/".join(page.url.split("/")[:3]) + "/"
    text = data if isinstance(data, str) else json.dumps(data)
    await session.send(
        "ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": registration, "data": text}
    )
    await session.detach()


async def notifications(page):
    return await page.evaluate(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
          .map(n => ({title: n.title, body: n.body, tag: n.tag, silent: n.silent, renotify: n.renotify}))"""
    )


async def shown(page, least):
    """Looked for with pauses: each look makes Chromium compare its list, and one that is just being put up is lost by it."""
    async with asyncio.timeout(45):
        while True:
            await asyncio.sleep(0.4)
            if len(found := await notifications(page)) >= least:
                return found


async def clear(page):
    await page.evaluate(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications()).forEach(n => n.close())"
    )


@pytest.mark.parametrize("data", ["not json", "{}", '{"callboard": {"v": 99}}', '{"notification": {"title": 5}}'])
async def test_any_push_shows_exactly_one_notification(running, phone, data):
    context, page = phone
    await page.goto(running[1].url)
    await clear(page)
    await deliver(context, page, data)
    assert len(await shown(page, 1)) == 1


async def held(page):
    """Hana's Today as the phone has stored it."""
    return await page.evaluate(
        """() => new Promise((resolve, reject) => {
          indexedDB.databases().then(all => {
            const open = indexedDB.open(all.map(d => d.name).find(n => /^callboard-\\d+$/.test(n)));
            open.onerror = () => reject(open.error);
            open.onsuccess = () => {
              const read = open.result.transaction("document").objectStore("document").get("today");
              read.onsuccess = () => { open.result.close(); resolve(read.result.body); };
            };
          });
        })"""
    )


def push_of(today, *, number, colour, minutes_earlier, notice):
    """What the server would send: the whole new call, of a later version."""
    day = today["days"][0]
    at = datetime.fromisoformat(day["calls"][0]["at"]) - timedelta(minutes=minutes_earlier)
    instant = at.isoformat().replace("+00:00", "Z")
    names = (
        "day_id", "production_id", "on_date", "zone", "day_number", "days_total", "place", "state", "general_call",
        "estimated_wrap", "unit",
    )  # fmt: skip
    cut = {name: day[name] for name in names}
    cut |= {
        "calls": [day["calls"][0] | {"at": instant}],
        "first_at": instant,
        "version": day["version"] | {"number": number, "colour": colour},
        "change": None,
        "notice": {"id": notice, "must_confirm": False, "confirmed_at": None, "state": "accepted"},
    }
    told = {"title": f"Your call {number}", "body": "was 06:42", "navigate": "/", "tag": f"day-{day['day_id']}"}
    board = {
        "v": 1, "account": today["account_id"], "subject": "sheet", "notice": notice, "rings": True,
        "must_confirm": False, "token": "t" * 32, "sent_at": instant, "day": cut,
    }  # fmt: skip
    return {"web_push": 8030, "mutable": True, "notification": told, "callboard": board}


async def test_cold_start_with_the_server_stopped_shows_the_call_and_a_push_corrects_it(running, phone, shots):
    installation, made = running
    context, page = phone
    await page.goto(made.url)
    await page.get_by_text("06:42", exact=True).first.wait_for()
    today = await held(page)
    installation.process.send_signal(signal.SIGINT)
    await installation.process.wait()

    await page.goto(made.url)
    hero = page.locator(".hero")
    await hero.wait_for()
    assert await hero.inner_text() == "06:42"
    await page.get_by_text("The server doesn’t answer.").wait_for()
    await page.get_by_text("Base camp: Pine Lake Camp").wait_for()
    await page.get_by_text("Lakeland General").wait_for()
    await shot(page, shots, "phone-server-stopped")

    await clear(page)
    await deliver(context, page, push_of(today, number=3, colour="pink", minutes_earlier=30, notice=901))
    assert [n["title"] for n in await shown(page, 1)] == ["Your call 3"]
    await page.get_by_text("06:12", exact=True).first.wait_for()

    # what was overtaken on the way comes late: the newer is shown again, and the copy stays
    await deliver(context, page, push_of(today, number=2, colour="blue", minutes_earlier=60, notice=900))
    await asyncio.sleep(0.5)
    assert [(n["title"], n["silent"]) for n in await notifications(page)] == [("Your call 3", True)]
    assert await hero.inner_text() == "06:12"
