"""The desk's pages in each state they can be in: loading, empty, no signal, a server that breaks, not for me."""

import json
import re

import pytest

from tests.e2e.browser import TABLET, controlled, faults, shot, sideways
from tests.e2e.states import broken, later, no_answer, person

pytestmark = pytest.mark.e2e

OFFICE, CREW = "Imogen Sato", "Priya Raman"
TITLES = {
    "board": "Day", "sheet": "Sheet", "days": "Days", "days/one-liner": "One-liner",
    "days/day-out-of-days": "Day out of days", "people": "Crew", "people/codes": "Codes",
    "import": "Import", "settings": "Settings",
}  # fmt: skip
READING = ("board", "sheet", "days", "days/one-liner", "days/day-out-of-days", "people", "people/codes", "settings")


@pytest.fixture(scope="module")
async def office(chrome, demo):
    """Imogen's tablet, which has opened every page of the desk once."""
    async with person(chrome, demo, OFFICE, TABLET) as (context, page):
        await page.goto(f"{demo.url}/desk/board")
        await page.locator(".link:not(.down)").wait_for()
        await controlled(page)
        for name in TITLES:
            await page.goto(f"{demo.url}/desk/{name}")
            await page.get_by_role("heading", level=1).first.wait_for()
        yield context, page


@pytest.mark.parametrize("name", READING)
async def test_loading_is_the_frame_with_its_rail(chrome, demo, shots, name):
    async with person(chrome, demo, OFFICE, TABLET, service_workers="block") as (context, page):
        await no_answer(context)
        await page.goto(f"{demo.url}/desk/{name}")
        await page.locator("[aria-busy=true] .line").first.wait_for()
        await page.get_by_role("heading", level=1).wait_for()
        assert await page.get_by_role("navigation").get_by_role("link").count() >= 5
        assert await page.locator("[role=progressbar], .spinner, [role=alert]").count() == 0
        await shot(page, shots, f"state-desk-{name.replace('/', '-')}-loading")


@pytest.mark.parametrize("name", READING)
async def test_a_server_that_breaks_is_said_in_place(chrome, demo, shots, name):
    async with person(chrome, demo, OFFICE, TABLET, service_workers="block") as (context, page):
        await context.route("**/api/productions/**", broken)
        await page.goto(f"{demo.url}/desk/{name}")
        said = page.get_by_role("alert").first
        await said.get_by_text("The server could not do this.").wait_for()
        assert (await said.inner_text()).count("The server could not do this.") == 1
        await shot(page, shots, f"state-desk-{name.replace('/', '-')}-error")
        await context.unroute("**/api/productions/**", broken)
        await said.get_by_role("button").first.click()
        await said.wait_for(state="detached")


@pytest.mark.parametrize("name", ["sheet", "days", "people", "people/codes", "settings"])
async def test_what_needs_the_server_says_so_and_comes_back(office, demo, shots, name):
    context, page = office
    await context.set_offline(True)
    try:
        await page.goto(f"{demo.url}/desk/{name}")
        said = page.get_by_role("alert").first
        await said.get_by_text("The server doesn’t answer.").wait_for()
        assert await page.get_by_role("navigation").get_by_role("link").count() >= 5
        await shot(page, shots, f"state-desk-{name.replace('/', '-')}-offline")
    finally:
        await context.set_offline(False)
    await said.get_by_role("button").first.click()
    await said.wait_for(state="detached")


async def test_the_board_stands_with_no_signal_and_says_since_when(office, demo, shots):
    context, page = office
    await page.goto(f"{demo.url}/desk/board")
    await page.get_by_role("row").nth(2).wait_for()
    of_the_day = page.url
    await context.set_offline(True)
    try:
        await later(page, 1)
        await page.goto(of_the_day)
        await page.get_by_role("row").nth(2).wait_for()
        await page.get_by_text("No signal. Saved").wait_for()
        await shot(page, shots, "state-desk-board-offline")
    finally:
        await later(page, 0)
        await context.set_offline(False)


@pytest.mark.parametrize(
    ("name", "listed", "none", "said"),
    [
        ("days", r"/api/.+/days(\?.*)?$", [], "No day yet"),
        ("board", r"/api/.+/days(\?.*)?$", [], "There is no day yet"),
        ("sheet", r"/api/.+/days(\?.*)?$", [], "There is no day yet"),
        (
            "days/one-liner",
            r"/api/.+/one-liner$",
            {"production": "", "days": [], "scenes": 0, "eighths": 0},
            "No day yet",
        ),
        (
            "days/day-out-of-days",
            r"/api/.+/day-out-of-days$",
            {"production": "", "columns": [], "roles": [], "working": []},
            "No day yet",
        ),
        ("people", r"/api/.+/members(\?.*)?$", {"people": [], "next_after": None}, "Nobody is on the list yet"),
    ],
)
async def test_empty_says_the_next_step(chrome, demo, shots, name, listed, none, said):
    async with person(chrome, demo, OFFICE, TABLET, service_workers="block") as (context, page):

        async def nothing(route):
            await route.fulfill(status=200, body=json.dumps(none), content_type="application/json")

        await context.route(re.compile(listed), nothing)
        await page.goto(f"{demo.url}/desk/{name}")
        await page.get_by_text(said).first.wait_for()
        await shot(page, shots, f"state-desk-{name.replace('/', '-')}-empty")


@pytest.mark.parametrize("name", [name for name in TITLES if name not in {"days", "settings"}])
async def test_the_desk_is_not_there_for_the_crew(chrome, demo, shots, name):
    async with person(chrome, demo, CREW, TABLET) as (_, page):
        await page.goto(f"{demo.url}/desk/{name}")
        await page.get_by_text("isn’t here for you").wait_for()
        assert await page.get_by_role("link", name="Import").count() == 0
        await shot(page, shots, f"state-desk-{name.replace('/', '-')}-not-here")


@pytest.mark.parametrize("name", TITLES)
async def test_with_larger_text_and_right_to_left(office, demo, shots, name):
    _, page = office
    await page.goto(f"{demo.url}/desk/{name}")
    await page.get_by_role("heading", level=1).first.wait_for()
    await page.wait_for_load_state("networkidle")
    await page.evaluate("document.documentElement.dir = 'rtl'")
    assert await sideways(page) == 0
    await shot(page, shots, f"state-desk-{name.replace('/', '-')}-rtl")
    await page.evaluate("document.documentElement.dir = 'ltr'")
    await page.add_style_tag(content="html { font-size: 150% }")
    assert await sideways(page) == 0
    assert await faults(page, only=("target-size",)) == []
    await shot(page, shots, f"state-desk-{name.replace('/', '-')}-150")


@pytest.mark.parametrize("name", ["one-liner", "day-out-of-days"])
async def test_the_schedules_head_stays_in_sight_and_its_files_come(office, demo, name):
    context, page = office
    await page.goto(f"{demo.url}/desk/days")
    await page.get_by_role("navigation", name="Views").get_by_role("link", name=TITLES[f"days/{name}"]).click()
    await page.set_viewport_size({"width": TABLET["width"], "height": 400})
    head = page.locator("thead th").first
    before = await head.bounding_box()
    await page.locator("#main").evaluate("main => main.scrollTo(0, 120)")
    await page.wait_for_function("document.querySelector('#main').scrollTop > 60")
    assert (await head.bounding_box())["y"] == before["y"]
    await page.set_viewport_size(TABLET)
    for file, kind in (("CSV", "text/csv"), ("PDF", "application/pdf"), ("USS", "application/json")):
        href = await page.locator(".files").get_by_role("link", name=file).get_attribute("href")
        answer = await context.request.get(demo.url + href)
        assert answer.headers["content-type"].startswith(kind), answer.status


async def test_who_has_not_got_it_is_rung_from_the_board(office, demo, shots):
    _, page = office
    await page.goto(f"{demo.url}/desk/board")
    await page.get_by_role("button", name="Ring them").click()
    await page.get_by_role("heading", name="Who hasn’t got Blue").wait_for()
    ray = page.get_by_role("listitem").filter(has_text="Ray Castellano")
    assert (await ray.get_by_role("link").get_attribute("href")).startswith("tel:+")
    assert await ray.get_by_role("group").get_by_role("button").all_inner_texts() == [
        "Knows", "Voicemail", "No answer", "Wrong number"
    ]  # fmt: skip
    await shot(page, shots, "state-desk-board-ring")
    assert not await faults(page)
    noted = []
    await page.route("**/outcomes", lambda route: [noted.append(route.request.post_data_json), route.abort()][1])
    await ray.get_by_role("button", name="Voicemail").click()
    await page.get_by_role("alert").wait_for()
    assert noted[0]["outcome"] == "voicemail"
    await page.get_by_role("button", name="Back to all departments").click()
    await page.get_by_role("heading", name="Live").wait_for()


SIZES = {"phone": ({"width": 390, "height": 844}, 100), "upright": ({"width": 834, "height": 1194}, 100),
         "large-text": (TABLET, 200)}  # fmt: skip


async def too_wide(page):
    """Texts and controls that reach beyond the window, but for what lies in a box that scrolls by itself."""
    return await page.evaluate(
        """() => [...document.querySelectorAll(".desk :is(h1, h2, p, b, span, button, a, input, select, label, li)")]
          .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
          .filter(e => { for (let box = e; box; box = box.parentElement)
              if (/auto|scroll|hidden/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth
                && (box.matches("main, .scroll, .rail, .sr") || box.querySelector(":scope > table"))) return false;
            return true; })
          .map(e => `${e.tagName} ${e.className} ${e.innerText.slice(0, 60)}`)"""
    )


async def test_a_narrow_desk_and_large_text_never_scroll_the_page_sideways(chrome, demo, shots):
    wrong = []
    async with person(chrome, demo, OFFICE, TABLET, service_workers="block") as (_, page):
        for name in [*TITLES, "gear", "parked"]:
            await page.goto(f"{demo.url}/desk/{name}")
            await page.locator(".deskmain main :is(table, form, section, ul, .page > div)").first.wait_for()
            for size, (viewport, text) in SIZES.items():
                await page.set_viewport_size(viewport)
                await page.add_style_tag(content=f"html {{ font-size: {text}% }}")
                scrolls, out = await sideways(page), await too_wide(page)
                if scrolls or out:
                    wrong.append(f"{name}, {size}: {scrolls} px {out[:4]}")
                await shot(page, shots, f"state-desk-{name.replace('/', '-')}-{size}")
    assert wrong == [], "\n".join(wrong)
