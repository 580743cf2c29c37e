"""(e) What a phone fetches to show its first page: script, compressed as it is served, against 45 KiB."""

import re
from pathlib import Path

import brotli

from bench.row import Row

WEB = Path(__file__).parents[1] / "server" / "web"
LIMIT = 45 * 1024


async def rows(_: str) -> list[Row]:
    script = sum(len(brotli.compress(file.read_bytes())) for file in first_route())
    worker = len(brotli.compress((WEB / "sw.js").read_bytes()))
    return [
        Row("first route, script, brotli", script, LIMIT, "bytes", at_most=1),
        Row("service worker, brotli", worker, 12 * 1024, "bytes", at_most=1),
    ]


def first_route() -> list[Path]:
    """The scripts that index.html names, and all that those import statically."""
    index = (WEB / "index.html").read_text()
    todo = [WEB / name.lstrip("/") for name in re.findall(r'(?:src|href)="(/assets/[^"]+\.js)"', index)]
    found: list[Path] = []
    while todo:
        file = todo.pop()
        if file in found:
            continue
        found.append(file)
        imports = re.findall(r'(?:\bfrom|\bimport)\s*"(\./[^"]+\.js)"', file.read_text())
        todo += [(file.parent / name).resolve() for name in imports]
    return found
