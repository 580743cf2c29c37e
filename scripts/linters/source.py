"""What a rule looks at: one file, parsed once, and where it stands in layers and areas."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LAYERS = ("routes", "workers", "cli", "services", "adapters", "models", "rules")


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True)
class Source:
    """`path` from the root of the clone, with slashes."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def layer(self) -> str | None:
        parts = Path(self.path).with_suffix("").parts
        return parts[1] if len(parts) > 2 and parts[0] == "server" and parts[1] in LAYERS else None

    @property
    def area(self) -> str | None:
        return Path(self.path).with_suffix("").parts[2] if self.layer else None

    @cached_property
    def sql(self) -> list[tuple[int, str]]:
        """(line, text) of every string that reads like SQL; f-strings and sums with their known parts."""
        return [(line, text) for line, text in _strings(self.tree) if SQL.search(text)]


SQL = re.compile(r"\b(SELECT\s.*\bFROM|INSERT\s+INTO|UPDATE\s+\w+.*\bSET|DELETE\s+FROM|MERGE\s+INTO)\b", re.DOTALL)
NAMED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|USING|TABLE|TRUNCATE)\s+(?:ONLY\s+)?([a-z_][a-z0-9_]*)\b")


def tables_in(sql: str) -> set[str]:
    """Names that stand where SQL wants a table; names of WITH queries among them."""
    listed = set()
    for names in re.findall(r"\bFROM\s+([^()]*?)(?:\bWHERE|\bORDER|\bGROUP|\)|$)", sql, re.DOTALL):
        listed |= {part.split()[0] for part in names.split(",")[1:] if part.split()}
    return set(NAMED.findall(sql)) | listed


def _strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp):
        text = _known(node)
        if text is not None:
            yield node.lineno, text
            return
    for child in ast.iter_child_nodes(node):
        yield from _strings(child)


def _known(node: ast.AST) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(_known(part) or " … " for part in values)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            parts = _known(left), _known(right)
            return "".join(part or " … " for part in parts) if any(parts) else None
    return None
