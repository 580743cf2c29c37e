"""Measure what architecture and issues promise, each against its own floor on this machine: rows of
name, ours, floor, ratio, goal, met.

An area is a file in `bench/` that holds `async def rows(dsn) -> list[Row]`. Ratios hold from machine to machine,
absolute numbers don't.
"""

import argparse
import os
import subprocess
import sys

from scripts.house import browser, environment
from scripts.house.machine import PYTHON, ROOT


def areas() -> list[str]:
    return sorted(file.stem for file in (ROOT / "bench").glob("[a-z]*.py") if file.stem != "row")


def main() -> None:
    parser = argparse.ArgumentParser("scripts/bench", description=__doc__)
    parser.add_argument("areas", nargs="*", metavar="AREA", help=", ".join(areas()))
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args()
    environment.python()
    path = environment.frontend()
    browser.install(path)
    call = [str(PYTHON), "-m", "bench", *told.areas, *(["--json"] if told.json else [])]
    sys.exit(subprocess.run(call, check=False, cwd=ROOT, env={**os.environ, **browser.driver(path)}).returncode)


if __name__ == "__main__":
    main()
