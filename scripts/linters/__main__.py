"""Run every rule of the house over the clone; one line for each finding, exit code 1 if there is any."""

import subprocess
import sys
from pathlib import Path

from scripts.linters import clock, environment
from scripts.linters.sizes import Sizes
from scripts.linters.source import Finding, Source
from scripts.linters.tables import Tables, declared, levels

ROOT = Path(__file__).resolve().parents[2]
SIZED = (".py", ".ts", ".svelte", ".css", ".mjs", ".js")


def sources() -> list[Source]:
    """Files that git knows or would take, as they stand on the disk."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
    ).stdout.splitlines()
    wanted = [name for name in listed if name.endswith(SIZED) and not name.endswith("api/schema.ts")]
    return [Source(name, (ROOT / name).read_text()) for name in sorted(set(wanted)) if (ROOT / name).exists()]


def findings(every: list[Source]) -> list[Finding]:
    python = [source for source in every if source.path.endswith(".py")]
    tables = Tables(declared(each for each in python if each.layer == "models"), levels(ROOT / "pyproject.toml"))
    sizes = Sizes.read(ROOT / "scripts" / "ratchet.json")
    found = [finding for source in every for finding in sizes.check(source)]
    found += sizes.finish()
    for source in python:
        for rule in (clock.check, environment.check, tables.check):
            found += rule(source)
    return found


def main() -> None:
    found = findings(sources())
    for finding in found:
        print(finding)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
