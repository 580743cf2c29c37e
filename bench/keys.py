"""A keystroke in the sheet's grid until it is painted: 200 crew, 40 cast, a real Chromium at four times the CPU time.

Beside it the same keys in one bare input above a plain table of as many cells.
"""

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

import asyncpg
from playwright.async_api import Browser, CDPSession, Page, ViewportSize, async_playwright

from bench.row import Row
from server import postgres
from tests.e2e.browser import launched
from tests.e2e.installation import installed
from tests.e2e.shoot import Shoot, shoot

CREW, CAST, DEPARTMENTS = 200, 40, 14
SLOWER = 4
GOAL = 50
VIEW = ViewportSize(width=1180, height=820)
ROWS = 25
PAUSE = 110
"""Milliseconds between two keys: nine a second, faster than anybody types times."""

# From the key's own time until after the next frame was painted.
_WATCH = """
window.took = [];
addEventListener("keydown", (event) => {
  requestAnimationFrame(() => {
    const after = new MessageChannel();
    after.port1.onmessage = () => window.took.push(performance.now() - event.timeStamp);
    after.port2.postMessage(0);
  });
}, true);
"""


class Took(NamedTuple):
    """Milliseconds: the 95th of a hundred until painted, and the main thread's CPU for one, unslowed."""

    painted: float
    cpu: float


async def rows(_: str) -> list[Row]:
    """Painted: what bounds a person. CPU: what stays the same on a busy machine."""
    with tempfile.TemporaryDirectory(prefix="callboard-bench-", ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103  PostgreSQL, which root runs as nobody, goes through it
        async with (
            async_playwright() as playwright, installed(Path(folder) / "data") as running,
            shoot(running) as made, launched(playwright) as chrome,
        ):  # fmt: skip
            nia = await _crew(made, running.data)
            bare = await _bare(chrome)
            typed, moved = await _grid(chrome, made, nia)
    lines = CREW + CAST
    return [
        Row(f"keys: {lines} lines, typed and taken, painted, {SLOWER}x CPU", typed.painted, GOAL, "ms", at_most=1),
        Row(f"keys: {lines} lines, from cell to cell, painted, {SLOWER}x CPU", moved.painted, GOAL, "ms", at_most=1),
        Row("keys: typed, painted, against a bare input", typed.painted, bare.painted, "ms"),
        Row("keys: typed, CPU, against a bare input", typed.cpu, bare.cpu, "ms"),
        Row("keys: from cell to cell, CPU, against a bare input", moved.cpu, bare.cpu, "ms"),
    ]


async def _crew(made: Shoot, data: Path) -> int:
    """Fourteen departments of crew, and forty roles with a performer and a call. The coordinator's member."""
    cluster = postgres.running(data)
    if cluster is None:
        raise RuntimeError("its database isn't there")
    connection = await asyncpg.connect(cluster.dsn())
    try:
        await connection.execute(_CREW, made.production, DEPARTMENTS, CREW - 2)
        nia: int = await connection.fetchval("SELECT id FROM member WHERE name = 'Nia Lind'")
        cast = await connection.fetch(_CAST, made.production, CAST)
    finally:
        await connection.close()
    for (element,) in cast:
        body = {"kind": "absolute", "at_minutes": 400, "element_id": element}
        await made.ask("PUT", f"{made.day_path}/calls", body)
    return nia


_CREW = """
WITH departments AS (
  INSERT INTO department (production_id, name, sort) SELECT $1, 'Department ' || n, n
  FROM generate_series(1, $2::int) n RETURNING id, sort
), people AS (
  INSERT INTO member (production_id, name, mobile) SELECT $1, 'First Last ' || n, '+1212555' || lpad(n::text, 4, '0')
  FROM generate_series(1, $3::int) n RETURNING id
)
INSERT INTO member_position (production_id, member_id, department_id, title, sort)
SELECT $1, p.id, d.id, 'Assistant', p.n FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM people) p
JOIN departments d ON d.sort = 1 + p.n % $2::int
"""
_CAST = """
WITH people AS (
  INSERT INTO member (production_id, name) SELECT $1, 'Performer ' || n FROM generate_series(1, $2::int) n RETURNING id
), counted AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM people)
INSERT INTO element (production_id, category, name, number, member_id)
SELECT $1, 100, 'ROLE ' || n, n::text, id FROM counted RETURNING id
"""


async def _watched(page: Page) -> CDPSession:
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable", {"timeDomain": "threadTicks"})
    await page.evaluate(_WATCH)
    return session


async def _busy(session: CDPSession) -> float:
    """Seconds that the page's main thread has had the CPU: what else runs on the machine isn't in them."""
    told = await session.send("Performance.getMetrics")
    return float(next(one["value"] for one in told["metrics"] if one["name"] == "TaskDuration"))


async def _press(page: Page, keys: list[str]) -> None:
    for key in keys:
        await page.keyboard.press(key)
        await page.wait_for_timeout(PAUSE)


async def _keys(page: Page, session: CDPSession, keys: list[str]) -> Took:
    """The same keys twice: slowed for what a person sees, at full speed for what they cost."""
    before = await _busy(session)
    await _press(page, keys)
    cpu = await _busy(session) - before
    await session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.evaluate("window.took.length = 0")
    await _press(page, keys)
    took = sorted(await page.evaluate("window.took"))
    await session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    if len(took) < len(keys):
        raise RuntimeError(f"{len(keys)} keys, {len(took)} painted")
    return Took(float(took[int(len(took) * 0.95)]), cpu * 1_000 / len(keys))


async def _grid(chrome: Browser, made: Shoot, nia: int) -> tuple[Took, Took]:
    context = await chrome.new_context(viewport=VIEW, bypass_csp=True)
    page = await context.new_page()
    await made.lets_in(page, nia)
    await page.goto(f"{made.url}/desk/sheet/{made.day}")
    calls = page.locator('[data-c="call"]')
    await calls.nth(CREW + CAST - 1).wait_for(state="attached")
    await page.wait_for_load_state("networkidle")
    session = await _watched(page)
    await calls.nth(30).click()
    moved = await _keys(page, session, ["ArrowDown"] * 40 + ["ArrowRight"] * 5 + ["ArrowUp"] * 40 + ["ArrowLeft"] * 5)
    await calls.nth(60).click()
    typed = await _keys(page, session, ["0", "7", "1", "5", "Enter"] * ROWS)
    await context.close()
    return typed, moved


async def _bare(chrome: Browser) -> Took:
    """One input above a table as large, without any script of its own."""
    context = await chrome.new_context(viewport=VIEW)
    page = await context.new_page()
    row = "<tr>" + "<td>06:42</td>" * 15 + "</tr>"
    await page.set_content(f"<input autofocus><table>{row * (CREW + CAST)}</table>")
    await page.locator("input").focus()
    session = await _watched(page)
    took = await _keys(page, session, ["0", "7", "1", "5", "Backspace"] * ROWS)
    await context.close()
    return took
