"""What brings a page into a state: an answer that doesn't come, one that refuses, no signal, a clock that is further."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Route

from tests.e2e.browser import PHONE
from tests.e2e.demo import Demo

AS: dict[str, Any] = {"locale": "en-GB", "timezone_id": "America/New_York", "reduced_motion": "reduce"}
WHO = "**/api/me"
API = "**/api/**"


@asynccontextmanager
async def person(
    chrome: Browser, demo: Demo, name: str, viewport: dict[str, int] = PHONE, **more: Any
) -> AsyncIterator[tuple[BrowserContext, Page]]:
    """A browser of this person of the demo; of nobody for an empty name."""
    context = await chrome.new_context(
        viewport=viewport, has_touch=True, bypass_csp=True,  # type: ignore[arg-type]
        storage_state=await demo.storage(name) if name else None, **AS | more,
    )  # fmt: skip
    context.set_default_timeout(30_000)
    try:
        yield context, await context.new_page()
    finally:
        await context.unroute_all(behavior="ignoreErrors")  # an answer still under way fails the next test otherwise
        await context.close()


async def no_answer(context: BrowserContext) -> None:
    """Everything but who is signed in waits for ever."""

    async def hold(route: Route) -> None:
        if route.request.url.endswith(("/api/me", "/api/sign-in")):
            await route.continue_()

    await context.route(API, hold)


def refusing(status: int, title: str, code: str = "", detail: str = "", next_step: str = "") -> Any:
    """A handler that answers as the server does when it can't, or won't."""

    async def answer(route: Route) -> None:
        said = {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code or "broken"}
        body = json.dumps(said | {"next": next_step})
        await route.fulfill(status=status, body=body, content_type="application/problem+json")

    return answer


broken = refusing(500, "The server could not do this.", next_step="Nothing was changed. Try again.")
stale = refusing(412, "Somebody was faster.", "stale", "The draft was changed while you worked on it.", "Read it anew.")


async def later(page: Page, hours: float) -> None:
    """The clock of this page stands so many hours from now; the page itself is left, to be opened anew.

    Playwright's clock stands at 1970 for a moment when it is put in: a page that saves a copy just then would say so.
    """
    await page.goto("about:blank")
    await page.clock.set_fixed_time(datetime.now(UTC) + timedelta(hours=hours))


async def cut(page: Page) -> list[str]:
    """Texts that their box cuts off."""
    found = await page.evaluate(
        """() => [...document.querySelectorAll(".hero, h1, h2, b, time, a, button, p, span, li")]
          .filter(e => e.checkVisibility() && !e.closest(".sr"))
          .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline"
            && getComputedStyle(e).overflowX !== "visible")
          .map(e => e.innerText)"""
    )
    return list(found)


async def forget_outbox(page: Page) -> None:
    """What was done with no signal never reaches the demo, which others look at."""
    await page.evaluate(
        """() => new Promise(async (done, failed) => {
          const name = (await indexedDB.databases()).map(d => d.name).find(n => /^callboard-\\d+$/.test(n));
          const opening = indexedDB.open(name);
          opening.onsuccess = () => {
            const clearing = opening.result.transaction("outbox", "readwrite");
            clearing.objectStore("outbox").clear();
            clearing.oncomplete = done; clearing.onerror = failed;
          };
        })"""
    )
