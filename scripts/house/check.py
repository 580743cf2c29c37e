"""All that is judged without running it: style, types, the two orders, sizes and the rules of the house.

`scripts/check NAME…` runs only those; `--fix` first lets ruff and the frontend's formatter correct what they can.
"""

import argparse
import sys
import time
from pathlib import Path

from scripts.house import environment
from scripts.house.machine import FRONTEND, PYTHON, ROOT, run

TOOLS = PYTHON.parent
Check = tuple[list[str | Path], Path]


def checks(frontend: bool) -> dict[str, Check]:
    """name: (command, folder)."""
    here: dict[str, Check] = {
        "ruff": ([TOOLS / "ruff", "check", "."], ROOT),
        "format": ([TOOLS / "ruff", "format", "--check", "."], ROOT),
        "house": ([PYTHON, "-m", "scripts.linters"], ROOT),
        "orders": ([TOOLS / "lint-imports", "--no-logo"], ROOT),
        "types": ([TOOLS / "mypy"], ROOT),
    }
    if frontend:
        here |= {
            "api": ([PYTHON, "-m", "scripts.house.schema", "--check"], ROOT),
            "frontend style": (["npm", "run", "--silent", "lint"], FRONTEND),
            "frontend types": (["npm", "run", "--silent", "check"], FRONTEND),
        }
    return here


def main() -> None:
    parser = argparse.ArgumentParser("scripts/check", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(checks(frontend=True)))
    parser.add_argument("--fix", action="store_true")
    told = parser.parse_args()
    environment.python()
    wanted = checks(frontend=(FRONTEND / "package.json").exists())
    path = environment.frontend()
    if told.fix:
        run(TOOLS / "ruff", "check", "--fix", "--quiet", ".")
        run(TOOLS / "ruff", "format", "--quiet", ".")
        for written in ("house.schema", "policy", "api_page"):
            run(PYTHON, "-m", f"scripts.{written}")
        run("npm", "run", "--silent", "format", where=FRONTEND, path=path)
    failed = [name for name in wanted if name in (told.names or wanted) and not _passes(name, wanted[name], path)]
    if failed:
        sys.exit(f"scripts/check: {', '.join(failed)} failed")


def _passes(name: str, check: Check, path: list[Path]) -> bool:
    command, where = check
    begun = time.monotonic()
    answer = run(*command, where=where, path=path)
    print(f"{'failed' if answer else 'ok':6} {name:15} {time.monotonic() - begun:5.1f} s", flush=True)
    return not answer


if __name__ == "__main__":
    main()
