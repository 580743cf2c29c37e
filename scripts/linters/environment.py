"""No environment outside settings.py: one frozen struct holds every setting, and a test holds README to it."""

import ast
from collections.abc import Iterator

from scripts.linters.source import Finding, Source

NAMES = {"environ", "environb", "getenv", "putenv"}


def check(source: Source) -> Iterator[Finding]:
    if not source.path.startswith("server/") or source.path == "server/settings.py":
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Attribute(value=ast.Name(id="os"), attr=name) if name in NAMES:
                yield Finding(source.path, node.lineno, f"os.{name} outside settings.py: add a setting and take it")
            case ast.ImportFrom(module="os", names=names) if NAMES & {each.name for each in names}:
                yield Finding(
                    source.path, node.lineno, "the environment outside settings.py: add a setting and take it"
                )
