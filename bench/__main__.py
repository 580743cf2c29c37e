"""`scripts/bench`: run the areas in this folder and print rows of name, ours, floor, ratio, goal, met.

An area is a module with `async def rows(dsn: str) -> list[Row]`; it gets a migrated, empty database of its own.
"""

import argparse
import asyncio
import importlib
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from bench.row import Row
from server import db, migrate, postgres


async def _area(name: str, cluster: postgres.Cluster) -> list[Row]:
    dsn = cluster.create(f"bench_{name}")
    await db.open_pool(dsn, size=10)
    try:
        await migrate.migrate()
        found: list[Row] = await importlib.import_module(f"bench.{name}").rows(dsn)
    finally:
        await db.close_pool()
    return found


def _print(rows: list[Row]) -> None:
    widths = (54, 14, 10, 8, 8)
    print(
        "".join(
            f"{head:{width}}" for head, width in zip(("name", "ours", "floor", "ratio", "goal"), widths, strict=True)
        )
    )
    for row in rows:
        cells = (row.name, f"{row.ours:.4g} {row.unit}", f"{row.floor:.4g}", f"{row.ratio:.2f}", row.goal)
        mark = "" if row.met is None else ("met" if row.met else "NOT MET")
        print("".join(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)) + mark)


def main() -> None:
    parser = argparse.ArgumentParser("scripts/bench")
    every = sorted(file.stem for file in Path(__file__).parent.glob("[a-z]*.py") if file.stem != "row")
    parser.add_argument("areas", nargs="*", choices=[*every, []])
    parser.add_argument("--json", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="callboard-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        cluster = postgres.start(Path(folder) / "data")
        try:
            rows = [row for name in told.areas or every for row in asyncio.run(_area(name, cluster))]
        finally:
            cluster.stop("immediate")
    if told.json:
        json.dump([asdict(row) | {"ratio": row.ratio, "met": row.met} for row in rows], sys.stdout, indent=2)
        print()
    else:
        _print(rows)
    sys.exit(any(row.met is False for row in rows))


if __name__ == "__main__":
    main()
