"""Today after a cold start with no server, at six times the CPU time: a new browser each time, the copy from before."""

import os
import signal
import statistics
import tempfile
from pathlib import Path

from playwright.async_api import Playwright, async_playwright

from bench.row import Row
from tests.e2e.browser import controlled, device
from tests.e2e.installation import installed
from tests.e2e.shoot import Shoot, shoot

STARTS = 5
SLOWER = 6
GOAL, GATE = 1_500, 3_000

# When the call stands on the page, in ms since the navigation began.
_WATCH = """
const look = () => {
  const hero = document.querySelector(".hero");
  if (hero && /\\d/.test(hero.textContent)) window.heroAt ??= performance.now();
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


async def rows(_: str) -> list[Row]:
    """Milliseconds from the start of the navigation until the call is on the page, median of five starts."""
    with tempfile.TemporaryDirectory(prefix="callboard-bench-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103  PostgreSQL, which root runs as nobody, goes through it
        profile = Path(folder) / "phone"
        async with async_playwright() as playwright, installed(Path(folder) / "data") as running:
            async with shoot(running) as made:
                await made.issue()
                await _join(playwright, profile, made)
            running.process.send_signal(signal.SIGINT)
            await running.process.wait()
            took = [await _start(playwright, profile, made.url) for _ in range(STARTS)]
    median = statistics.median(took)
    return [
        Row(f"today: offline cold start at {SLOWER}x CPU, gate", median, GATE, "ms", at_most=1),
        Row(f"today: offline cold start at {SLOWER}x CPU, goal", median, GOAL, "ms", at_most=1),
    ]


async def _join(playwright: Playwright, profile: Path, made: Shoot) -> None:
    async with device(playwright, profile) as phone:
        page = await phone.new_page()
        await page.goto(f"{made.url}/join/{made.code}")
        await page.get_by_role("button", name="Show my call").click()
        await page.locator(".hero").wait_for()
        await controlled(page)
        await page.goto(made.url)
        await page.locator(".hero").wait_for()
        await page.wait_for_load_state("networkidle")


async def _start(playwright: Playwright, profile: Path, url: str) -> float:
    async with device(playwright, profile) as phone:
        page = await phone.new_page()
        await page.add_init_script(_WATCH)
        session = await phone.new_cdp_session(page)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        await page.goto(url, wait_until="commit")
        await page.locator(".hero").wait_for()
        while (at := await page.evaluate("window.heroAt ?? null")) is None:
            await page.wait_for_timeout(50)
        return float(at)
