"""400 lines a file, 50 a function. What is longer stands in scripts/ratchet.json with a reason, and may only shrink."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from scripts.linters.source import Finding, Source

FILE = 400
FUNCTION = 50


class Sizes:
    """`allowed`: {path or path::function: {"lines": …, "why": …}}."""

    def __init__(self, allowed: dict[str, dict[str, object]]) -> None:
        self.allowed = allowed
        self.met: set[str] = set()

    @classmethod
    def read(cls, file: Path) -> "Sizes":
        return cls(json.loads(file.read_text()))

    def check(self, source: Source) -> Iterator[Finding]:
        yield from self._judge(source.path, 1, source.path, len(source.text.splitlines()), FILE)
        if source.path.endswith(".py"):
            for node in ast.walk(source.tree):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    long = (node.end_lineno or node.lineno) - node.lineno + 1
                    yield from self._judge(f"{source.path}::{node.name}", node.lineno, source.path, long, FUNCTION)

    def _judge(self, key: str, line: int, path: str, lines: int, limit: int) -> Iterator[Finding]:
        if lines <= limit:
            return
        entry = self.allowed.get(key)
        if entry is None:
            yield Finding(path, line, f"{lines} lines where {limit} are the limit: split it by what it is for")
            return
        self.met.add(key)
        if lines != entry["lines"]:
            grew = "grew" if lines > int(str(entry["lines"])) else "shrank: lower its number in scripts/ratchet.json"
            yield Finding(path, line, f"{lines} lines, {entry['lines']} in scripts/ratchet.json: it {grew}")

    def finish(self) -> Iterator[Finding]:
        """Exceptions that nothing needs any more, or that give no reason."""
        for key, entry in self.allowed.items():
            if key not in self.met:
                yield Finding("scripts/ratchet.json", 1, f"{key} is short enough now: take its exception out")
            if not entry.get("why"):
                yield Finding("scripts/ratchet.json", 1, f"{key} has no reason")
