"""(e) What a phone fetches to show its first page: script against 45 KiB, style beside it, compressed as served."""

import re
from pathlib import Path

import brotli

from bench.row import Row

WEB = Path(__file__).parents[1] / "server" / "web"
LIMIT = 45 * 1024


async def rows(_: str) -> list[Row]:
    script, style = compressed(first_route()), compressed(named("css"))
    return [
        Row("first route, script, brotli", script, LIMIT, "bytes", at_most=1),
        Row("first route, script and style, brotli", script + style, LIMIT, "bytes"),
        Row("service worker, brotli", compressed([WEB / "sw.js"]), 12 * 1024, "bytes", at_most=1),
    ]


def compressed(files: list[Path]) -> int:
    """As the server sends them, in bytes."""
    return sum(len(brotli.compress(file.read_bytes())) for file in files)


def named(kind: str) -> list[Path]:
    """The files of this kind that index.html names."""
    found = re.findall(rf'(?:src|href)="/(assets/[^"]+\.{kind})"', (WEB / "index.html").read_text())
    return [WEB / name for name in found]


def first_route() -> list[Path]:
    """The scripts that index.html names, and all that those import statically."""
    todo = named("js")
    found: list[Path] = []
    while todo:
        file = todo.pop()
        if file in found:
            continue
        found.append(file)
        imports = re.findall(r'(?:\bfrom|\bimport)\s*"(\./[^"]+\.js)"', file.read_text())
        todo += [(file.parent / name).resolve() for name in imports]
    return found
