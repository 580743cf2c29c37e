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
    def sql(self) -> list["Sql"]:
        """Every string that reads like SQL; f-strings and sums with their known parts, the module's constants among
        them. A constant that is a part of another string is judged there.
        """
        constants = {
            target.id: _text(node.value, {}) or ""
            for node in self.tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        whole = [node for node in _outermost(self.tree) if _text(node, constants) is not None]
        parts = {name.id for node in whole for name in ast.walk(node) if isinstance(name, ast.Name)}
        judged_elsewhere = {
            id(node.value)
            for node in self.tree.body
            if isinstance(node, ast.Assign) and any(ast.unparse(target) in parts for target in node.targets)
        }
        lines = self.text.splitlines()
        found = []
        for node in whole:
            text = _text(node, constants) or ""
            if SQL.search(text) and id(node) not in judged_elsewhere:
                around = "\n".join(lines[max(0, node.lineno - 3) : node.end_lineno])
                found.append(Sql(node.lineno, text, around))
        return found


@dataclass(frozen=True)
class Sql:
    """`around`: the lines of the file it stands in, and the two before."""

    line: int
    text: str
    around: str


SQL = re.compile(r"\b(SELECT\s.*\bFROM|INSERT\s+INTO|UPDATE\s+\w+.*\bSET|DELETE\s+FROM|MERGE\s+INTO)\b", re.DOTALL)
NAMED = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|USING|TABLE|TRUNCATE)\s+(?:ONLY\s+)?([a-z_][a-z0-9_]*)\b")


def tables_in(sql: str) -> set[str]:
    """Names that stand where SQL wants a table; names of WITH queries among them."""
    listed = set()
    for names in re.findall(r"\bFROM\s+([^()]*?)(?:\bWHERE|\bORDER|\bGROUP|\)|$)", sql, re.DOTALL):
        listed |= {part.split()[0] for part in names.split(",")[1:] if part.split()}
    return set(NAMED.findall(sql)) | listed


def _outermost(node: ast.AST) -> Iterator[ast.expr]:
    """Constants, f-strings and sums that aren't parts of another."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Constant | ast.JoinedStr | ast.BinOp):
            yield child
        else:
            yield from _outermost(child)


def _text(node: ast.AST, constants: dict[str, str]) -> str | None:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return constants.get(name)
        case ast.FormattedValue(value=value):
            return _text(value, constants) or " … "
        case ast.JoinedStr(values=values):
            return "".join(_text(part, constants) or " … " for part in values)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            parts = _text(left, constants), _text(right, constants)
            return "".join(part or " … " for part in parts) if any(parts) else None
    return None
