"""Every page, of the phone and of the desk, in light, dark and sun: no fault that axe knows, nothing cut, nothing too small to hit."""

import re
from pathlib import Path

import pytest

from tests.e2e.browser import PHONE, TABLET, THEMES, faults, shot, sideways, small

pytestmark = pytest.mark.e2e

SOURCE = Path(__file__).parents[2] / "frontend" / "src"
CREW, HEAD, AD, OFFICE, NOBODY = "Priya Raman", "Inés Valverde", "Callum Reyes", "Imogen Sato", ""
PAGES = (
    # who looks, the route as routes.ts names it
    (CREW, "/"),
    (CREW, "/day/:day"),
    (CREW, "/schedule"),
    (CREW, "/changes"),
    (CREW, "/me"),
    (CREW, "/messages"),
    (CREW, "/messages/:message"),
    (AD, "/ring"),
    (HEAD, "/heads"),
    (CREW, "/gear"),
    (CREW, "/gear/:code"),
    (CREW, "/scan"),
    (CREW, "/sheet/:day"),
    (AD, "/"),
    (AD, "/push/:day"),
    (AD, "/issue/:day"),
    (AD, "/call/:day"),
    (AD, "/log/:day"),
    (AD, "/cover/:day"),
    (AD, "/cancel/:day"),
    (NOBODY, "/install"),
    (NOBODY, "/join"),
    (NOBODY, "/join/:code"),
    (NOBODY, "/sign-in"),
)
DESK = (
    "/desk",
    "/desk/board",
    "/desk/board/:day",
    "/desk/sheet",
    "/desk/sheet/:day",
    "/desk/reach",
    "/desk/reach/:day",
    "/desk/messages",
    "/desk/messages/new",
    "/desk/messages/lists",
    "/desk/messages/:message",
    "/desk/versions",
    "/desk/versions/:day",
    "/desk/copies",
    "/desk/copies/:day",
    "/desk/days",
    "/desk/days/one-liner",
    "/desk/days/day-out-of-days",
    "/desk/gear",
    "/desk/people",
    "/desk/people/codes",
    "/desk/import",
    "/desk/parked",
    "/desk/mail",
    "/desk/settings/data",
    "/desk/settings/rules",
    "/desk/settings/sheet",
    "/desk/settings/wrap",
    "/desk/settings",
)


def test_every_page_is_looked_at():
    named = {
        path
        for file in ("routes.ts", "desk/routes.ts")
        for path in re.findall(r'path: "([^"]+)"', (SOURCE / file).read_text())
    }
    assert named - {"/desk/*"} == {path for _, path in PAGES} | set(DESK)


@pytest.fixture(scope="module")
async def pages(demo, chrome):
    """A page for each person who looks, kept open from test to test."""
    opened = {}

    async def of(name, viewport):
        if (name, viewport["width"]) not in opened:
            context = await chrome.new_context(
                viewport=viewport, has_touch=True, bypass_csp=True, locale="en-GB", timezone_id="America/New_York",
                reduced_motion="reduce",  # axe would catch a colour half-way to the next
                storage_state=await demo.storage(name) if name else None, permissions=["notifications"],
            )  # fmt: skip
            context.set_default_timeout(30_000)
            opened[name, viewport["width"]] = await context.new_page()
        return opened[name, viewport["width"]]

    yield of
    for page in opened.values():
        await page.context.close()


@pytest.fixture(scope="module")
async def named(demo):
    """What stands for :day, :code and :message."""
    today = await demo.get(CREW, "/api/me/today")
    (message,) = (await demo.get(CREW, "/api/me/messages"))["messages"]
    return {":day": str(today["days"][0]["day_id"]), ":code": "CAM-07", ":message": str(message["id"])}


def named_after(path):
    return path.replace(":", "").replace("/", "-").rstrip("-")


async def settled(page):
    await page.get_by_role("heading", level=1).wait_for()
    await page.wait_for_load_state("networkidle")


async def looked_at(page, shots, name, widths):
    """What is wrong with this page, over the three lights and these widths."""
    size = page.viewport_size
    wrong = []
    for theme in THEMES:
        await page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        await shot(page, shots, f"{name}-{theme}")
    # all of it at once: what lies under the dock for the moment isn't covered for good
    height = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": size["width"], "height": height})
    for theme in THEMES:
        await page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        only = () if theme == THEMES[0] else ("color-contrast", "color-contrast-enhanced")
        wrong += [f"{theme}: {fault}" for fault in await faults(page, only=only)]
    for width in widths:
        await page.set_viewport_size({"width": width, "height": size["height"]})
        if over := await sideways(page):
            wrong.append(f"{width} px wide: scrolls {over} px sideways")
    await page.set_viewport_size(size)
    return wrong


@pytest.mark.parametrize(("who", "path"), PAGES, ids=lambda said: said or "nobody")
async def test_on_the_phone(demo, pages, named, shots, who, path):
    page = await pages(who, PHONE)
    at = (
        path.replace(":message", named[":message"])
        .replace(":day", named[":day"])
        .replace(":code", "0000-0000" if who == NOBODY else named[":code"])
    )
    await page.goto(demo.url + at)
    await settled(page)
    wrong = await looked_at(page, shots, f"phone{named_after(path)}{'-ad' * (who == AD)}", (320, 360, 390, 430))
    wrong += [f"too small: {target}" for target in await small(page)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", DESK)
async def test_at_the_desk(demo, pages, named, shots, path):
    page = await pages(OFFICE, TABLET)
    await page.goto(demo.url + path.replace(":day", named[":day"]).replace(":message", named[":message"]))
    await settled(page)
    wrong = await looked_at(page, shots, named_after(path)[1:], (768, 1024, 1180, 1440))
    assert not wrong, "\n".join(wrong)
