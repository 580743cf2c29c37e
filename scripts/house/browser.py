"""A Chromium for the tests in a browser: the machine's, else Debian's package, else Playwright's own download.

zbarimg, which reads our printed labels beside our own decoder, comes with it where Debian's packages can be had.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from scripts.house.machine import PYTHON, STATE, have, is_root

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# what the tests want, and Debian's packages that bring it
PACKAGES = {"chromium": ("chromium", "fonts-dejavu-core"), "zbarimg": ("zbar-tools",)}
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


def install(path: Sequence[Path] = ()) -> None:
    """Get one if there is none. Not having one is said by the browser tests, not here: all others still run.

    `path`: the folders of our Node, as `environment.frontend` gives them.
    """
    there = {"chromium": find() is not None, "zbarimg": have("zbarimg")}
    packages = [package for what, names in PACKAGES.items() if not there[what] for package in names]
    by_apt = is_root() and have("apt-get")
    if there["chromium"] and not (packages and by_apt):
        return
    sys.stderr.write("Chromium for the browser tests … ")
    sys.stderr.flush()
    if by_apt:
        apt = ["apt-get", "--quiet", "--yes", "-o", "DPkg::Lock::Timeout=120"]
        _try([*apt, "update"])
        _try([*apt, "install", "--no-install-recommends", *packages])
    if not find():
        _try([str(PYTHON), "-m", "playwright", "install", "chromium"], driver(path))
    sys.stderr.write("there\n" if find() else "not to be had\n")


def driver(path: Sequence[Path]) -> dict[str, str]:
    """What Playwright is told: the Node that we use, since the one it brings wants a libatomic that a bare machine
    doesn't have. `path` holds the folders of our Node, none where the machine's own fits.
    """
    node = shutil.which("node", path=os.pathsep.join([*map(str, path), os.environ.get("PATH", os.defpath)]))
    return {"PLAYWRIGHT_NODEJS_PATH": node} if node else {}


def _try(call: list[str], more: Mapping[str, str] = MappingProxyType({})) -> None:
    told = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_BROWSERS_PATH": str(DOWNLOADED)}
    subprocess.run(call, check=False, capture_output=True, stdin=subprocess.DEVNULL, env={**os.environ, **told, **more})
