"""All tests, after making everything ready: the phone's and desk's (vitest), then everything else (pytest).

With arguments, those are pytest's and only pytest runs: `scripts/test tests/rules -k turnaround`.
"""

import argparse
import os

from scripts.house import browser, environment
from scripts.house.machine import FRONTEND, PYTHON, run


def main() -> None:
    parser = argparse.ArgumentParser("scripts/test", description=__doc__)
    parser.add_argument("--deep", action="store_true", help="the same tests with the full amounts of tests/amounts.py")
    told, arguments = parser.parse_known_args()
    environment.python()
    path = environment.frontend()
    browser.install(path)
    failed = 0
    if not arguments and (FRONTEND / "package.json").exists():
        failed |= run("npm", "run", "--silent", "test", where=FRONTEND, path=path)
    workers = [] if any(argument.startswith("-n") for argument in arguments) else ["-n", "2"]
    deep = {"CALLBOARD_DEEP": "1"} if told.deep else {}
    patience = ["--timeout=900"] if told.deep else []  # the full amounts of one test may take minutes
    failed |= run(
        PYTHON, "-m", "pytest", *workers, *patience, *arguments, path=path, environment=browser.driver(path) | deep
    )
    raise SystemExit(1 if failed else os.EX_OK)


if __name__ == "__main__":
    main()
