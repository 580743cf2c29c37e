"""The pages that the server draws itself, for who has no app: the stranger's, the personal link, the certificate's."""

import asyncio
import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.browser import PHONE, faults, shot, sideways, small
from tests.e2e.conftest import reachable_folder
from tests.e2e.installation import installed
from tests.e2e.shoot import shoot

pytestmark = pytest.mark.e2e

TRUST = Path(__file__).parents[2] / "server" / "routes" / "upkeep" / "trust.html"
LOOKS = (("light", "no-preference"), ("dark", "no-preference"), ("light", "more"))
"""The phone's own: light, dark, and more contrast, as in the sun."""


@pytest.fixture(scope="module")
async def drawn():
    """Hana has no app: White reaches her as a letter with a link, Blue changes what the link shows."""
    folder = reachable_folder()
    try:
        async with installed(folder / "data") as installation, shoot(installation) as made:
            await made.issue()
            white = await link_in_letter(made)
            await made.call_camera(372)
            await made.issue(reason="Rain: cover set")
            yield made, white
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def link_in_letter(made):
    async with asyncio.timeout(20):
        while True:
            for mail in (await made.ask("GET", "/api/captured-mail"))["mails"]:
                if mail["to"] == "hana@example.test" and (found := re.search(r"/p/[\w-]{20,64}", mail["text"])):
                    return found.group()
            await asyncio.sleep(0.1)


async def looked_at(page, shots, name):
    wrong = [*await faults(page), *await small(page)]
    for width in (320, 390, 768):
        await page.set_viewport_size({"width": width, "height": PHONE["height"]})
        wrong += [f"{width} px wide: scrolls sideways"] * bool(await sideways(page))
    await page.set_viewport_size(PHONE)
    await shot(page, shots, name)
    await page.add_style_tag(content="html, body { font-size: 34px !important }")
    wrong += ["twice the text: scrolls sideways"] * bool(await sideways(page))
    return wrong


@pytest.mark.parametrize(("light", "contrast"), LOOKS, ids=["light", "dark", "contrast"])
@pytest.mark.parametrize("which", ["stranger", "live", "gone", "trust"])
async def test_a_drawn_page_has_no_fault(drawn, chrome, shots, which, light, contrast):
    made, link = drawn
    path = {"stranger": "/G/0000-0000-0000", "live": link, "gone": "/p/" + "a" * 43}.get(which)
    context = await chrome.new_context(
        viewport=PHONE, has_touch=True, bypass_csp=True, color_scheme=light, contrast=contrast
    )
    try:
        page = await context.new_page()
        if path is None:
            await page.set_content(TRUST.read_text().replace("{fingerprint}", ":".join(["A7"] * 32)))
        else:
            await page.goto(made.url + path)
        if which == "live":
            await page.get_by_text("06:12").first.wait_for()
        assert not await looked_at(page, shots, f"drawn-{which}-{light}{'-contrast' * (contrast == 'more')}")
    finally:
        await context.close()
