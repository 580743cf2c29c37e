"""Scan, the gear list and a case in each state they can be in, each as it is seen."""

import json

import pytest

from tests.e2e.browser import THEMES, controlled, faults, shot, sideways
from tests.e2e.states import broken, cut, forget_outbox, later, no_answer, person

pytestmark = pytest.mark.e2e

CREW = "Priya Raman"
PAGES = ("gear", "case", "scan")
OPENED = {"gear": ".tally b", "case": "section.now .big", "scan": ".tally b"}


@pytest.fixture(scope="module")
async def listed(demo):
    """The gear as the demo has it."""
    production = (await demo.get(CREW, "/api/me"))["memberships"][0]["production_id"]
    return await demo.get(CREW, f"/api/productions/{production}/gear")


def one(listed, standing):
    return next(thing for thing in listed["things"] if thing["standing"] == standing and thing["code"])


@pytest.fixture(scope="module")
def at(demo, listed):
    where = {"gear": "gear", "case": f"gear/{one(listed, 'in')['code']}", "scan": "scan"}
    return lambda page: f"{demo.url}/{where[page]}"


@pytest.fixture(scope="module")
async def crew(chrome, demo, at):
    """Priya's phone: it holds the list, and the worker holds the app."""
    async with person(chrome, demo, CREW) as (context, page):
        await page.goto(demo.url)
        await controlled(page)
        for name in PAGES:
            await page.goto(at(name))
            await page.locator(OPENED[name]).first.wait_for()
        yield context, page


async def typed(page, code):
    await page.get_by_role("button", name="Type").click()
    await page.get_by_label("What is written on it").fill(code)
    await page.get_by_role("button", name="Take it").click()
    await page.keyboard.press("Escape")


async def whole(page):
    """Faults of all of it at once: what lies under the dock for the moment isn't covered for good."""
    size = page.viewport_size
    height = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": size["width"], "height": height})
    try:
        return await faults(page)
    finally:
        await page.set_viewport_size(size)


@pytest.mark.parametrize("name", PAGES)
async def test_loading_is_the_frame_and_rows_without_text(chrome, demo, at, shots, name):
    async with person(chrome, demo, CREW, service_workers="block") as (context, page):
        await no_answer(context)
        await page.goto(at(name))
        await page.locator("[aria-busy=true] .line").first.wait_for()
        assert await page.get_by_role("heading", level=1).count() == 1
        assert await page.locator("[role=progressbar], .spinner").count() == 0
        await shot(page, shots, f"state-{name}-loading")


@pytest.mark.parametrize("name", ["gear", "scan"])
async def test_empty_says_who_brings_the_list(chrome, demo, listed, at, shots, name):
    async with person(chrome, demo, CREW, service_workers="block") as (context, page):

        async def nothing(route):
            body = json.dumps(listed | {"things": [], "disputes": []})
            await route.fulfill(body=body, content_type="application/json")

        await context.route(
            "**/gear", lambda route: nothing(route) if "/api/" in route.request.url else route.continue_()
        )
        await page.goto(at(name))
        await page.get_by_text("No gear on this production yet. The office imports the rental list.").wait_for()
        await shot(page, shots, f"state-{name}-empty")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("hours", "amber"), [(0, False), (13, True)])
async def test_a_saved_copy_says_its_age(crew, at, shots, name, hours, amber):
    context, page = crew
    await context.set_offline(True)
    try:
        await later(page, hours)
        await page.goto(at(name))
        await page.locator(OPENED[name]).first.wait_for()
        bar = page.locator(".saved")
        await bar.get_by_text("No signal.").wait_for()
        assert ("Cases may have moved since." in await bar.inner_text()) is amber
        assert ("stale" in (await bar.get_attribute("class")).split()) is amber
        assert await sideways(page) == 0
        await shot(page, shots, f"state-{name}-saved-{hours}h")
    finally:
        await later(page, 0)
        await context.set_offline(False)


async def test_a_case_with_no_signal_says_that_its_history_comes_later(crew, at):
    context, page = crew
    await context.set_offline(True)
    try:
        await page.goto(at("case"))
        await page.get_by_text("What happened to it comes with signal.").wait_for()
    finally:
        await context.set_offline(False)


async def test_what_is_scanned_with_no_signal_is_counted_and_waits_in_sight(crew, at, listed, shots):
    context, page = crew
    code = one(listed, "dispute")["code"]
    await context.set_offline(True)
    try:
        await page.goto(at("scan"))
        await page.get_by_role("button", name="Hand over").click()
        await typed(page, next(t["code"] for t in listed["things"] if t["standing"] == "in" and t["kind"] == "case"))
        await page.get_by_text("1 waiting for signal").wait_for()
        await shot(page, shots, "state-scan-acting")
        await page.goto(at("gear"))
        await page.get_by_text("1 waiting for signal").wait_for()
        await shot(page, shots, "state-gear-acting")
        await page.goto(at("case").rpartition("/")[0] + f"/{code}")
        await page.get_by_role("button", name="It’s in my hands").click()
        await page.get_by_text("Saved here").wait_for()
        assert "Priya" not in await page.locator(".dock").inner_text(), "nobody is asked to ring themselves"
        await shot(page, shots, "state-case-acting")
    finally:
        await forget_outbox(page)
        await context.set_offline(False)


async def test_a_scan_that_could_not_be_applied_stays_until_it_is_read(crew, at, listed, shots):
    context, page = crew
    why = "It is set aside and may only go back. Ask the head of department to release it."

    async def parked(route):
        sent = json.loads(route.request.post_data)
        scans = [{"id": scan["id"], "outcome": "parked", "why": why} for scan in sent["scans"]]
        headers = {"callboard-request": route.request.headers["callboard-request"], "content-type": "application/json"}
        await route.fulfill(body=json.dumps({"scans": scans}), headers=headers)

    await context.route("**/scans", parked)
    try:
        await page.goto(at("scan"))
        code = next(t["code"] for t in listed["things"] if t["standing"] == "in" and t["kind"] == "case")
        await page.get_by_role("button", name="Hand over").click()
        await typed(page, code)
        said = page.get_by_role("alert")
        await said.get_by_text("Not applied").wait_for()
        assert why in await said.inner_text()
        assert "The office has it and looks into it." in await said.inner_text()
        await shot(page, shots, "state-scan-not-applied")
        await page.goto(at("gear"))
        await page.get_by_role("alert").get_by_text(code).wait_for()
        await shot(page, shots, "state-gear-not-applied")
        assert await whole(page) == []
        await page.get_by_role("button", name=f"OK, I have read it: {code}").click()
        await page.get_by_role("alert").wait_for(state="detached")
    finally:
        await context.unroute("**/scans")
        await forget_outbox(page)


@pytest.mark.parametrize("name", PAGES)
async def test_a_server_that_breaks_is_said_in_place(chrome, demo, at, shots, name):
    async with person(chrome, demo, CREW, service_workers="block") as (context, page):
        await context.route("**/api/productions/**", broken)
        await page.goto(at(name))
        said = page.get_by_role("alert")
        await said.get_by_text("The server could not do this.").wait_for()
        assert "Nothing was changed. Try again." in await said.inner_text()
        await shot(page, shots, f"state-{name}-error")


async def test_nothing_held_and_no_signal_says_what_would_bring_it(chrome, demo, at, shots):
    async with person(chrome, demo, CREW) as (context, page):
        await context.route("**/api/productions/**", lambda route: route.abort())
        await page.goto(demo.url)
        await controlled(page)
        await page.goto(at("gear"))
        said = page.get_by_role("alert")
        await said.get_by_text("It comes once, with signal, and then stays.").wait_for()
        await shot(page, shots, "state-gear-nothing-held")
        await context.unroute("**/api/productions/**")
        await said.get_by_role("button", name="Check").click()
        await page.locator(OPENED["gear"]).wait_for()


@pytest.mark.parametrize("path", ["gear/NOT-HERE", "gear/0123456789", "gear/%00"])
async def test_a_code_that_is_nobodys(crew, demo, shots, path):
    _, page = crew
    await page.goto(f"{demo.url}/{path}")
    await page.get_by_text("This page isn’t here for you.").wait_for()
    await shot(page, shots, "state-case-not-here")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", PAGES)
async def test_every_look_can_be_read(crew, at, shots, name, theme):
    _, page = crew
    await page.goto(at(name))
    await page.locator(OPENED[name]).first.wait_for()
    if name != "scan":  # always a dark ground around the camera
        await page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    await shot(page, shots, f"state-{name}-{theme}")
    assert await whole(page) == []


@pytest.mark.parametrize("name", PAGES)
async def test_right_to_left_and_twice_the_text_cut_nothing(crew, at, shots, name):
    _, page = crew
    await page.goto(at(name))
    await page.locator(OPENED[name]).first.wait_for()
    await page.evaluate("document.documentElement.dir = 'rtl'")
    assert await sideways(page) == 0
    await shot(page, shots, f"state-{name}-rtl")
    await page.evaluate("document.documentElement.dir = 'ltr'")
    await page.add_style_tag(content="html { font-size: 200% }")
    await page.wait_for_timeout(50)
    assert await sideways(page) == 0
    assert await cut(page) == []
    await shot(page, shots, f"state-{name}-200")


async def test_a_keyboard_scanner_reads_while_a_button_has_the_focus(crew, at, listed, shots):
    """Its Enter belongs to the label, not to the button; and a dispute is answered with the keyboard alone."""
    context, page = crew
    disputed = one(listed, "dispute")["code"]
    await context.set_offline(True)
    try:
        await page.goto(at("scan"))
        await page.locator(OPENED["scan"]).wait_for()
        await page.get_by_role("button", name="Type").focus()
        await page.keyboard.type(f"{disputed}\n", delay=4)
        asks = page.get_by_role("region", name="Two people say they have it")
        await asks.wait_for()
        assert await page.get_by_label("What is written on it").is_hidden()
        assert await faults(page) == []
        await shot(page, shots, "state-scan-dispute")
        await asks.get_by_role("button", name="It’s in my hands").focus()
        await page.wait_for_timeout(200)
        await page.keyboard.press("Enter")
        await asks.wait_for(state="detached")
        await page.get_by_text("1 waiting for signal").wait_for()
    finally:
        await forget_outbox(page)
        await context.set_offline(False)
