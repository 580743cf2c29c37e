"""Take the pictures of README and docs again, by the browser tests that are marked `picture`, into docs/pictures.

They show the demo production, so they are never of something that isn't there.
"""

import argparse
import os
import sys

from scripts.house import browser, environment
from scripts.house.machine import PYTHON, ROOT, run

INTO = ROOT / "docs" / "pictures"


def main() -> None:
    argparse.ArgumentParser("scripts/pictures", description=__doc__).parse_args()
    environment.python()
    path = environment.frontend()
    browser.install(path)
    INTO.mkdir(parents=True, exist_ok=True)
    told = browser.driver(path) | {"CALLBOARD_SHOTS": str(INTO)}
    sys.exit(run(PYTHON, "-m", "pytest", "-m", "picture", "tests/e2e", path=path, environment=told) and os.EX_SOFTWARE)


if __name__ == "__main__":
    main()
