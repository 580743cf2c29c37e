"""A real Chromium: phones and tablets, each with a profile of its own, and what one does with them."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, Playwright

from scripts.house.browser import require

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 1180, "height": 820}
THEMES = ("light", "dark", "sun")
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


def chromium() -> str:
    """The browser that `scripts/setup` found or installed; the test fails with one clear line where there is none."""
    return os.environ.get("CALLBOARD_CHROMIUM") or str(require())


@asynccontextmanager
async def device(
    playwright: Playwright,
    profile: Path,
    *,
    viewport: dict[str, int] = PHONE,
    flags: list[str] | None = None,
    permissions: list[str] | None = None,
    **more: Any,
) -> AsyncIterator[BrowserContext]:
    """One person's browser. Persistent: an ephemeral profile is incognito and refuses push."""
    context = await playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=chromium(),
        headless=True,
        args=[*_QUIET, *(flags or [])],
        viewport=viewport,
        has_touch=viewport == PHONE,
        ignore_https_errors=True,
        permissions=permissions or [],
        **more,
    )
    context.set_default_timeout(30_000)
    try:
        yield context
    finally:
        await context.close()


@asynccontextmanager
async def launched(playwright: Playwright) -> AsyncIterator[Browser]:
    """A Chromium whose contexts are incognito: quick, no push."""
    browser = await playwright.chromium.launch(executable_path=chromium(), headless=True, args=_QUIET)
    try:
        yield browser
    finally:
        await browser.close()


async def controlled(page: Page) -> None:
    """Wait until the service worker answers for this page: before that, offline means nothing."""
    async with asyncio.timeout(45):
        # our own policy forbids `wait_for_function`, which evaluates a string in the page
        while not await page.evaluate("Boolean(navigator.serviceWorker && navigator.serviceWorker.controller)"):
            await asyncio.sleep(0.05)


async def faults(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """What axe finds: WCAG 2.2 A and AA, and the AAA contrast rule; or `only` these rules."""
    if not _AXE.is_file():
        pytest.fail("axe-core is not installed: run scripts/setup")
    await page.add_script_tag(path=str(_AXE))
    found = await page.evaluate(
        """async only => {
          const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
          const rules = {"color-contrast-enhanced": {enabled: true}, "target-size": {enabled: true}};
          const all = {runOnly: {type: "tag", values: tags}, rules};
          const {violations} = await axe.run(document, only.length ? {runOnly: {type: "rule", values: only}} : all);
          return violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(" ")} ${n.failureSummary}`));
        }""",
        list(only),
    )
    return list(found)


async def sideways(page: Page) -> int:
    """How many pixels the page scrolls sideways: none, ever."""
    return int(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


async def small(page: Page, least: float = 48) -> list[str]:
    """Targets narrower or lower than `least` pixels. A link in a running sentence is no target of its own."""
    found = await page.evaluate(
        """least => {
          // a label that wraps its box is hit as well
          const target = e => {
            const own = e.getBoundingClientRect(), around = e.closest("label")?.getBoundingClientRect() ?? own;
            return {width: Math.max(own.width, around.width), height: Math.max(own.height, around.height)};
          };
          return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [role=button], [role=tab]")]
          .filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true}))
          .filter(e => getComputedStyle(e).display !== "inline")
          .map(e => [e, target(e)])
          .filter(([, box]) => box.width > 1 && box.height > 1)
          .filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5)
          .map(([e, box]) => `${e.tagName} "${(e.innerText || e.ariaLabel || e.name || e.className).trim()}" `
            + `${box.width.toFixed(0)}x${box.height.toFixed(0)}`);
        }""",
        least,
    )
    return list(found)


async def shot(page: Page, folder: Path, name: str) -> Path:
    path = folder / f"{name}.png"
    await page.screenshot(path=str(path))
    return path
