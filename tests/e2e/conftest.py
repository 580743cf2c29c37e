"""What the tests in a browser share: one installation and one Playwright a worker."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Playwright, async_playwright

from tests.e2e.browser import launched
from tests.e2e.demo import Demo
from tests.e2e.installation import Installation, installed


@pytest.fixture(scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as running:
        yield running


def reachable_folder() -> Path:
    """A new folder that PostgreSQL, which root runs as nobody, can enter."""
    folder = Path(tempfile.mkdtemp(prefix="callboard-e2e-"))
    folder.chmod(0o711)
    return folder


@pytest.fixture(scope="session")
async def empty() -> AsyncIterator[Installation]:
    """An installation that nobody has signed in to."""
    folder = reachable_folder()
    try:
        async with installed(folder / "data") as running:
            yield running
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def demo() -> AsyncIterator[Demo]:
    """The demo production, started once a run. Tests that change it, or stop it, start their own."""
    folder = reachable_folder()
    try:
        async with installed(folder / "data", "--demo") as running:
            yield Demo(running)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def own_demo() -> AsyncIterator[Demo]:
    """The demo production for a test that changes it, or its clock."""
    folder = reachable_folder()
    try:
        async with installed(folder / "data", "--demo") as running:
            yield Demo(running)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
async def chrome(playwright: Playwright) -> AsyncIterator[Browser]:
    """One Chromium for all the contexts of a file."""
    async with launched(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where screenshots go: `CALLBOARD_SHOTS`, else a folder of this run."""
    return Path(os.environ.get("CALLBOARD_SHOTS") or tempfile.mkdtemp(prefix="callboard-shots-"))
