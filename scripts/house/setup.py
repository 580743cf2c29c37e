"""Make everything ready to run and to test, from a machine with Python >= 3.11 alone. Seconds when all is there.

Python packages from hashed lock files into .venv; Node (a wheel, where none fits), the frontend's packages and its
build into server/web; a Chromium for the browser tests. PostgreSQL comes from the system, else from a wheel.
"""

import argparse

from scripts.house import browser, environment


def main() -> None:
    parser = argparse.ArgumentParser("scripts/setup", description=__doc__)
    parser.add_argument("--no-browser", action="store_true", help="leave out the Chromium for the browser tests")
    told = parser.parse_args()
    environment.python()
    path = environment.frontend()
    if not told.no_browser:
        browser.install(path)


if __name__ == "__main__":
    main()
