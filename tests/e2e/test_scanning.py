"""A truck, its labels and two phones: read by a camera, with no signal, and the same case claimed twice."""

import json
import shutil
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from playwright.async_api import expect

from tests.e2e.browser import controlled, device, faults, shot, sideways
from tests.e2e.clip import label_clip
from tests.e2e.conftest import reachable_folder
from tests.e2e.installation import installed

pytestmark = pytest.mark.e2e

_ASK = """async ([method, url, body]) => {
  const headers = {"Content-Type": "application/json", "Callboard-Request": crypto.randomUUID(), "Callboard-Format": "1"};
  const answer = await fetch(url, {method, headers, ...(body ? {body: JSON.stringify(body)} : {})});
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}"""


async def ask(page, method, url, body=None):
    """As the page's own person."""
    return await page.evaluate(_ASK, [method, url, body])


@pytest.fixture(scope="module")
async def truck(playwright):
    """Nia's production with three cases on the camera truck, and Omar's code to come in."""
    folder = reachable_folder()
    try:
        async with installed(folder / "data") as running, device(playwright, folder / "office") as office:
            page = await office.new_page()
            await page.goto(running.url)
            first = {"name": "Nia Whitfield", "email": "nia@example.test", "code": running.first_code}
            await ask(page, "POST", "/api/sign-in/first", first)
            made = await ask(page, "POST", "/api/productions", {"name": "Harbour Lights", "zone": "UTC"})
            at = f"/api/productions/{made['id']}"
            camera = await ask(page, "POST", f"{at}/departments", {"name": "Camera"})
            vehicle = await ask(page, "POST", f"{at}/vehicles", {"name": "Camera truck", "department_id": camera["id"]})
            for n, name in enumerate(("A Camera Body", "Primes 1", "Matte Boxes & Filters"), 1):
                await ask(page, "POST", f"{at}/gear/things", {
                    "kind": "case", "name": name, "code": f"CAM-0{n}", "department_id": camera["id"],
                    "home_vehicle_id": vehicle["id"],
                })  # fmt: skip
            listed = await ask(page, "GET", f"{at}/gear")
            labels = {thing["code"]: thing["label"] for thing in listed["things"]}
            yield SimpleNamespace(url=running.url, at=at, labels=labels, office=page, running=running)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def phone(playwright, truck, profile, *, email, flags=()):
    """A phone of this person's, signed in with a code, that knows the list of gear and works with no signal."""
    said = json.loads(await truck.running.callboard("invite", email, "--role", "crew", "--json"))
    async with device(playwright, profile, flags=list(flags), permissions=["camera"]) as context:
        page = await context.new_page()
        await page.goto(truck.url)
        await ask(page, "POST", "/api/sign-in/code", {"code": said["code"]})
        await page.goto(f"{truck.url}/gear")
        await controlled(page)
        await expect(page.get_by_text("CAM-01").first).to_be_visible()
        yield context, page


async def hand_to_me(page, code):
    await page.get_by_role("button", name="Hand over").click()
    await page.get_by_role("button", name="Type").click()
    await page.get_by_label("What is written on it").fill(code)
    await page.get_by_role("button", name="Take it").click()
    await expect(page.get_by_text("Handed over").first).to_be_visible()


async def test_the_camera_counts_a_case_with_no_signal_after_a_cold_start(truck, playwright, tmp_path, shots):
    label = f"{truck.url.replace('127.0.0.1', 'localhost')}/G/{truck.labels['CAM-03']}".upper()
    flags = label_clip(tmp_path / "label.y4m", label)
    async with phone(playwright, truck, tmp_path / "omar", email="omar@example.test", flags=flags) as (context, page):
        await page.goto(f"{truck.url}/scan")
        await expect(page.locator(".tally b")).to_have_text("1")
        await expect(page.get_by_text("waiting for signal")).to_have_count(0)
        await context.set_offline(True)
        await page.goto("about:blank")
        await page.goto(f"{truck.url}/scan")
        await expect(page.locator(".tally b")).to_have_text("1")
        await expect(page.locator(".last")).to_contain_text("Already counted")
        await page.get_by_role("button", name="Type").click()
        await page.get_by_label("What is written on it").fill("cam-01")
        await page.get_by_role("button", name="Take it").click()
        await page.keyboard.press("Escape")
        await expect(page.locator(".tally b")).to_have_text("2")
        await expect(page.get_by_text("1 waiting for signal")).to_be_visible()
        assert await sideways(page) == 0
        await shot(page, shots, "scan-offline")
        await context.set_offline(False)
        await page.evaluate("dispatchEvent(new Event('online'))")
        await expect(page.get_by_text("1 waiting for signal")).to_have_count(0)
        await page.get_by_role("button", name="Close, 1 missing").click()
        await page.goto(f"{truck.url}/gear")
        await expect(page.get_by_role("list", name="Missing")).to_contain_text("CAM-02")
        await shot(page, shots, "gear-missing")


async def test_two_phones_with_no_signal_claim_one_case(truck, playwright, tmp_path, shots):
    one = phone(playwright, truck, tmp_path / "lena", email="lena@example.test")
    two = phone(playwright, truck, tmp_path / "bjorn", email="bjorn@example.test")
    async with one as (first, page), two as (second, other):
        for context, view in ((first, page), (second, other)):
            await view.goto(f"{truck.url}/scan")
            await expect(view.locator(".tally")).to_be_visible()
            await context.set_offline(True)
            await hand_to_me(view, "CAM-01")
        for context, view in ((second, other), (first, page)):
            await context.set_offline(False)
            await view.evaluate("dispatchEvent(new Event('online'))")
            await view.goto(f"{truck.url}/gear")
        await expect(page.get_by_text("Dispute").first).to_be_visible()
        await other.reload()
        await expect(other.get_by_text("Dispute").first).to_be_visible()
        await page.goto(f"{truck.url}/gear/CAM-01")
        await expect(page.get_by_text("Both will be told")).to_be_visible()
        await shot(page, shots, "case-dispute")
    found = await ask(truck.office, "GET", f"{truck.at}/gear")
    [dispute] = found["disputes"]
    assert len(dispute["claims"]) == 2
    tasks = await ask(truck.office, "GET", f"{truck.at}/tasks")
    assert "dispute" in json.dumps(tasks)


@pytest.mark.parametrize("theme", ["light", "dark", "sun"])
async def test_gear_pages_are_accessible(truck, playwright, tmp_path, theme):
    async with (
        phone(playwright, truck, tmp_path / theme, email=f"{theme}@example.test") as (context, _),
        device(playwright, tmp_path / "axe", bypass_csp=True) as plain,
    ):
        await plain.add_cookies(await context.cookies())
        page = await plain.new_page()
        await page.goto(truck.url)
        await page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
        for path in ("/gear", "/gear/CAM-01", "/scan", f"/G/{truck.labels['CAM-01']}", "/G/0123456789"):
            await page.goto(truck.url + path)
            await page.wait_for_timeout(800)
            await page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            assert await faults(page) == [], path
            assert await sideways(page) == 0, path
