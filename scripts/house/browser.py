"""A Chromium for the tests in a browser: the machine's, else Debian's package, else Playwright's own download."""

import shutil
import subprocess
import sys
from pathlib import Path

from scripts.house.machine import PYTHON, STATE, have, is_root

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
DOWNLOADED = STATE / "browsers"
MISSING = (
    "No Chromium was found, and none could be installed (Debian package or `playwright install chromium`). "
    "Install one so that it is on the PATH; the browser tests can't run without it."
)


def find() -> Path | None:
    """The Chromium to use, or none; installs nothing."""
    for name in NAMES:
        if place := shutil.which(name):
            return Path(place)
    return next(DOWNLOADED.glob("chromium-*/chrome-linux*/chrome"), None)


def require() -> Path:
    """The Chromium to use; raises `RuntimeError` with one clear line. The browser tests fail with it."""
    if place := find():
        return place
    raise RuntimeError(MISSING)


def install() -> None:
    """Get one if there is none. Not having one is said by the browser tests, not here: all others still run."""
    if find():
        return
    sys.stderr.write("Chromium for the browser tests … ")
    sys.stderr.flush()
    attempts = []
    if is_root() and have("apt-get"):
        apt = ["apt-get", "--quiet", "--yes", "-o", "DPkg::Lock::Timeout=120"]
        attempts = [[*apt, "update"], [*apt, "install", "--no-install-recommends", "chromium", "fonts-dejavu-core"]]
    told = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_BROWSERS_PATH": str(DOWNLOADED)}
    for attempt in attempts:
        _try(attempt, told)
    if not find():
        _try([str(PYTHON), "-m", "playwright", "install", "chromium"], told)
    sys.stderr.write("there\n" if find() else "not to be had\n")


def _try(call: list[str], told: dict[str, str]) -> None:
    import os  # noqa: PLC0415

    subprocess.run(call, check=False, capture_output=True, stdin=subprocess.DEVNULL, env=os.environ | told)
