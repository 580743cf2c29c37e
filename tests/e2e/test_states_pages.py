"""Every page of the phone but Today and gear in each state it can be in: loading, empty, old copy, offline, refused, put away."""

import json

import pytest

from tests.e2e.browser import controlled, shot, sideways
from tests.e2e.states import API, broken, cut, forget_outbox, later, no_answer, person, stale

pytestmark = pytest.mark.e2e

CREW, AD = "Priya Raman", "Callum Reyes"
OWN = ("schedule", "changes", "day", "sheet")
DRAFT = ("push", "issue", "call")
AD_PAGES = (*DRAFT, "log")
NOBODYS = ("install", "join", "sign-in")
TEN_DAYS = 11 * 24


@pytest.fixture(scope="module")
async def day(demo):
    return (await demo.get(CREW, "/api/me/today"))["days"][0]["day_id"]


@pytest.fixture(scope="module")
def at(demo, day):
    return lambda page: f"{demo.url}/{page}/{day}" if page in {"day", "sheet", *AD_PAGES} else f"{demo.url}/{page}"


@pytest.fixture(scope="module")
async def crew(chrome, demo, at):
    """Priya's phone: it has opened all her pages once, and the worker holds the app."""
    async with person(chrome, demo, CREW) as (context, page):
        await page.goto(demo.url)
        await page.locator(".hero").wait_for()
        await controlled(page)
        for name in OWN:
            await page.goto(at(name))
            await opened(page, name)
        yield context, page


@pytest.fixture(scope="module")
async def ad(chrome, demo, at):
    """Callum's, who runs the day."""
    async with person(chrome, demo, AD) as (context, page):
        await page.goto(demo.url)
        await page.locator(".hero").wait_for()
        await controlled(page)
        await page.goto(at("log"))
        await opened(page, "log")
        yield context, page


OPENED = {
    "schedule": "ul > li", "changes": "article, .message", "day": ".hero", "sheet": "dl", "me": ".p",
    "push": "section.by", "issue": ".lines", "call": "button.line", "log": ".times button",
    "install": ".door, main", "join": "form", "sign-in": "form",
}  # fmt: skip


async def opened(page, name):
    """The page has what it is for."""
    await page.locator(OPENED[name]).first.wait_for()


@pytest.mark.parametrize("name", [*OWN, *AD_PAGES])
async def test_loading_is_the_frame_and_rows_without_text(chrome, demo, at, shots, name):
    async with person(chrome, demo, AD, service_workers="block") as (context, page):
        await no_answer(context)
        await page.goto(at(name))
        await page.locator("[aria-busy=true] .line").first.wait_for()
        assert await page.get_by_role("heading", level=1).is_visible()
        assert await page.locator("[role=progressbar], .spinner").count() == 0
        way_out = page.get_by_role("link", name="Back").or_(page.get_by_role("link", name="Schedule"))
        assert await way_out.first.is_visible()
        await shot(page, shots, f"state-{name}-loading")


@pytest.mark.parametrize(("name", "listed"), [("schedule", "days"), ("changes", "changes")])
async def test_empty_says_what_will_stand_here(chrome, demo, at, shots, name, listed):
    async with person(chrome, demo, CREW, service_workers="block") as (context, page):

        async def without(route):
            # asked again with its tag, the server would answer that nothing changed, and nothing else
            whole = {name: value for name, value in route.request.headers.items() if name != "if-none-match"}
            answer = await route.fetch(headers=whole)
            await route.fulfill(response=answer, body=json.dumps(await answer.json() | {listed: []}))

        await context.route(f"**/api/me/{name}", without)
        await page.goto(at(name))
        await page.get_by_role("heading", name="for you yet.").wait_for()
        await page.get_by_text("here").first.wait_for()
        await shot(page, shots, f"state-{name}-empty")


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize(("hours", "amber"), [(0, False), (13, True)])
async def test_a_saved_copy_says_its_age(crew, at, shots, name, hours, amber):
    context, page = crew
    await context.set_offline(True)
    try:
        await later(page, hours)
        await page.goto(at(name))
        await opened(page, name)
        bar = page.locator(".saved")
        await bar.get_by_text("No signal.").wait_for()
        assert ("A newer sheet may be out." in await bar.inner_text()) is amber
        assert ("stale" in (await bar.get_attribute("class")).split()) is amber
        if name != "schedule":  # has no sheet, and no spine
            assert "is-saved" in await page.locator(".spine").get_attribute("class")
        await shot(page, shots, f"state-{name}-saved-{hours}h")
    finally:
        await later(page, 0)
        await context.set_offline(False)


async def test_who_has_only_seen_today_has_their_days_with_no_signal(chrome, demo, at):
    async with person(chrome, demo, CREW) as (context, page):
        async with page.expect_response("**/api/me/schedule"):
            await page.goto(demo.url)
        await page.locator(".hero").wait_for()
        await controlled(page)
        await context.set_offline(True)
        await page.goto(at("schedule"))
        await opened(page, "schedule")


async def test_me_stands_with_no_signal(crew, at, shots):
    context, page = crew
    await context.set_offline(True)
    try:
        await page.goto(at("me"))
        await page.get_by_text("My call works with no signal").wait_for()
        await page.get_by_text("Priya Raman").first.wait_for()
        await page.get_by_role("button", name="12").or_(page.get_by_text("6:12A")).first.click()
        await shot(page, shots, "state-me-offline")
    finally:
        await page.get_by_text("06:12", exact=True).first.click()
        await context.set_offline(False)


@pytest.mark.parametrize("name", OWN)
async def test_a_copy_that_ran_out_is_put_away_on_every_page(chrome, demo, at, shots, name):
    async with person(chrome, demo, CREW) as (context, page):
        await page.goto(demo.url)
        call = await page.locator(".hero").inner_text()
        await controlled(page)
        await context.set_offline(True)
        await later(page, TEN_DAYS)
        await page.goto(at(name))
        await page.get_by_text("has been put away").wait_for()
        assert await page.locator("a[href^='tel:']").count() > 0
        assert call not in await page.locator("main").inner_text()
        await shot(page, shots, f"state-{name}-lapsed")


@pytest.mark.parametrize("name", [*AD_PAGES, "day", "sheet"])
async def test_what_is_not_for_me_is_no_locked_door(crew, demo, day, shots, name):
    _, page = crew
    await page.goto(f"{demo.url}/{name}/{day if name in AD_PAGES else 999_999_999}")
    await page.get_by_text("This page isn’t here for you.").wait_for()
    await page.get_by_text("if it should be").wait_for()
    assert await page.locator("main button").count() == 0
    await shot(page, shots, f"state-{name}-not-here")


@pytest.mark.parametrize("name", DRAFT)
async def test_a_draft_needs_the_server_and_says_so(ad, at, shots, name):
    context, page = ad
    await context.set_offline(True)
    try:
        await page.goto(at(name))
        said = page.get_by_role("alert")
        await said.get_by_text("This needs the server.").wait_for()
        assert (await said.inner_text()).count("answer") == 1
        await shot(page, shots, f"state-{name}-offline")
    finally:
        await context.set_offline(False)
    await said.get_by_role("button", name="Try again").click()
    await opened(page, name)


async def test_the_log_is_kept_with_no_signal(ad, at, shots):
    context, page = ad
    await context.set_offline(True)
    try:
        await page.goto(at("log"))
        await opened(page, "log")
        await page.locator(".times button").first.click()
        await page.get_by_role("button", name="Keep this time").click()
        await page.get_by_text("1 entry saved here, waiting for signal").wait_for()
        await shot(page, shots, "state-log-offline")
        await page.goto(at("me"))
        await page.get_by_text("Waiting on this phone").wait_for()
        await shot(page, shots, "state-me-waiting")
    finally:
        await forget_outbox(page)
        await context.set_offline(False)


@pytest.mark.parametrize("name", ["schedule", "changes", *AD_PAGES])
async def test_a_server_that_breaks_is_said_in_place(chrome, demo, at, shots, name):
    async with person(chrome, demo, AD, service_workers="block") as (context, page):
        if name in AD_PAGES:
            await context.route("**/api/productions/**", broken)
        else:
            await context.route(f"**/api/me/{name}", broken)
        await page.goto(at(name))
        await page.get_by_role("alert").get_by_text("The server could not do this.").wait_for()
        await page.get_by_text("Nothing was changed. Try again.").wait_for()
        await shot(page, shots, f"state-{name}-error")


@pytest.mark.parametrize("refused", [broken, stale], ids=["error", "stale"])
async def test_what_was_typed_for_the_issue_stays(ad, at, shots, refused, request):
    context, page = ad
    await page.goto(at("issue"))
    reason = page.get_by_placeholder("Rain: cover set")
    await reason.fill("Fog on the lake")
    await context.route("**/versions", refused)
    try:
        issue = page.get_by_role("button", name="Issue ")
        if await issue.count() == 0:
            pytest.fail("the demo's draft differs from what is out")
        await issue.click()
        await page.get_by_role("alert").wait_for()
        assert await reason.input_value() == "Fog on the lake"
        await shot(page, shots, f"state-issue-{request.node.callspec.id}")
        await page.get_by_role("button", name="Read the newest draft" if refused is stale else "Try again").click()
        await page.get_by_role("alert").wait_for(state="detached")
        assert await reason.input_value() == "Fog on the lake"
    finally:
        await context.unroute("**/versions", refused)


@pytest.mark.parametrize("refused", [broken, stale], ids=["error", "stale"])
async def test_what_was_typed_for_one_call_stays_under_the_thumb(ad, at, shots, refused, request):
    context, page = ad
    await page.goto(at("call"))
    await page.locator("button.line").first.click()
    typed = page.locator("input[type=time]")
    await typed.fill("05:48")
    await context.route("**/calls", refused)
    try:
        await page.get_by_role("button", name="to 05:48").click()
        said = page.get_by_role("dialog").get_by_role("alert")
        await said.wait_for()
        assert await typed.input_value() == "05:48"
        await shot(page, shots, f"state-call-{request.node.callspec.id}")
    finally:
        await context.unroute("**/calls", refused)


@pytest.mark.parametrize("refused", [broken, stale], ids=["error", "stale"])
async def test_a_push_that_was_refused_keeps_its_minutes(ad, at, shots, refused, request):
    context, page = ad
    await page.goto(at("push"))
    await page.get_by_role("button", name="15 minutes later").wait_for()
    await context.route("**/shift", refused)
    try:
        await page.get_by_role("button", name="Push 15").click()
        await page.get_by_role("alert").wait_for()
        await page.get_by_role("button", name="Push 15").wait_for()
        assert await page.get_by_role("button", name="Undo").count() == 0
        await shot(page, shots, f"state-push-{request.node.callspec.id}")
    finally:
        await context.unroute("**/shift", refused)


async def test_at_the_door_a_wrong_code_and_no_signal_keep_what_was_typed(chrome, demo, at, shots):
    async with person(chrome, demo, "") as (context, page):
        await page.goto(at("sign-in"))
        field = page.locator("form input").first
        await field.fill("ABCD2345")
        await page.get_by_role("button", name="Show my call").click()
        await page.get_by_role("alert").wait_for()
        assert await field.input_value() == "ABCD2345"
        await shot(page, shots, "state-sign-in-refused")
        await context.set_offline(True)
        await page.get_by_role("button", name="Show my call").click()
        await page.get_by_role("alert").get_by_text("The server doesn’t answer.").wait_for()
        assert await field.input_value() == "ABCD2345"
        await shot(page, shots, "state-sign-in-offline")
        await context.set_offline(False)
        await page.goto(f"{demo.url}/join/ABCD2345")
        await page.get_by_role("alert").wait_for()
        await shot(page, shots, "state-join-refused")
        await page.goto(f"{demo.url}/join/%00")
        await page.get_by_role("alert").get_by_text("It has 8 characters.").wait_for()
        await context.route(API, broken)
        await page.goto(f"{demo.url}/sign-in")
        await page.get_by_role("button", name="e-mail").or_(page.get_by_role("button", name="mail")).first.click()
        await page.get_by_label("E-mail").fill("priya@example.test")
        await page.locator("form button[type=submit]").click()
        await page.get_by_role("alert").wait_for()
        assert await page.get_by_label("E-mail").input_value() == "priya@example.test"
        await shot(page, shots, "state-mail-error")


@pytest.mark.parametrize("name", [*OWN, "me"])
async def test_crew_at_twice_the_text_and_right_to_left(crew, at, shots, name):
    await _grows(crew[1], at, shots, name)


@pytest.mark.parametrize("name", AD_PAGES)
async def test_an_ads_page_at_twice_the_text_and_right_to_left(ad, at, shots, name):
    await _grows(ad[1], at, shots, name)


async def test_the_doors_at_twice_the_text_and_right_to_left(chrome, demo, at, shots):
    async with person(chrome, demo, "") as (_, page):
        for name in NOBODYS:
            await _grows(page, at, shots, name)


async def _grows(page, at, shots, name):
    await page.goto(at(name))
    await opened(page, name)
    await page.evaluate("document.documentElement.dir = 'rtl'")
    assert await sideways(page) == 0
    await shot(page, shots, f"state-{name}-rtl")
    await page.evaluate("document.documentElement.dir = 'ltr'")
    await page.add_style_tag(content="html { font-size: 200% }")
    await page.wait_for_timeout(50)
    await shot(page, shots, f"state-{name}-200")
    assert await sideways(page) == 0
    assert await cut(page) == []
