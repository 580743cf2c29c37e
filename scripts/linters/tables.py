"""Who may name a table, and that a production's rows are asked for by their production.

The import contracts don't see SQL. A table belongs to the area whose `server/models/<area>` declares it; that area and
those above it may name it, in `models` and `services` only. A query on a table with a `production_id` names it, or says
in a comment of the SQL or beside it why it looks across productions.
"""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.linters.source import Finding, Source, tables_in

ACROSS = "across productions: "
BY_PRODUCTION = re.compile(
    r"production_id\s*(=|<>|!=|IN\b|IS\b)|\(\s*(\w+\.)?production_id\b|INSERT INTO \w+ \([^)]*\bproduction_id\b",
    re.IGNORECASE,
)
VERBS = {"select", "objects", "update", "delete", "count", "exists"}


@dataclass(frozen=True)
class Table:
    name: str
    area: str
    of_a_production: bool


def declared(models: Iterable[Source]) -> dict[str, Table]:
    """Class and table names of all `class …(Table, tablename="…")`."""
    found: dict[str, Table] = {}
    for source in models:
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.ClassDef) or not any("Table" in ast.unparse(base) for base in node.bases):
                continue
            names = [word.value.value for word in node.keywords if isinstance(word.value, ast.Constant)]
            columns = {
                target.id
                for each in node.body
                if isinstance(each, ast.Assign)
                for target in each.targets
                if isinstance(target, ast.Name)
            }
            for name in names:
                if isinstance(name, str):
                    table = Table(name, source.area or "", "production_id" in columns)
                    found |= {name: table, node.name: table}
    return found


def levels(pyproject: Path) -> list[set[str]]:
    """The areas, highest first, from the import contract itself."""
    contracts = tomllib.loads(pyproject.read_text())["tool"]["importlinter"]["contracts"]
    areas = next(each for each in contracts if each["name"].startswith("Areas, an") or "Areas: an" in each["name"])
    return [set(re.findall(r"\w+", line)) for line in areas["layers"]]


class Tables:
    def __init__(self, tables: dict[str, Table], order: list[set[str]]) -> None:
        self.tables = tables
        self.level = {area: len(order) - n for n, line in enumerate(order) for area in line}

    def check(self, source: Source) -> Iterator[Finding]:
        if source.layer is None:
            return
        for sql in source.sql:
            named = [self.tables[name] for name in sorted(tables_in(sql.text)) if name in self.tables]
            yield from (Finding(source.path, sql.line, reason) for reason in self._reasons(source, named))
            told = BY_PRODUCTION.search(sql.text) or ACROSS in sql.around
            if any(table.of_a_production for table in named) and not told:
                names = ", ".join(table.name for table in named if table.of_a_production)
                reason = f"a query on {names} that doesn't name its production (or say `{ACROSS}why`)"
                yield Finding(source.path, sql.line, reason)
        yield from self._piccolo(source, source.tree)

    def _reasons(self, source: Source, named: list[Table]) -> Iterator[str]:
        for table in named:
            if source.layer not in ("models", "services"):
                yield f"{table.name} is named in {source.layer}: a table is named in models and services only"
            elif not self._may(source.area or "", table):
                yield f"{table.name} belongs to {table.area}: {source.area} may use its own tables and those below"

    def _may(self, area: str, table: Table) -> bool:
        return area == table.area or self.level.get(area, 0) > self.level.get(table.area, 0)

    def _piccolo(self, source: Source, node: ast.AST) -> Iterator[Finding]:
        """The outermost call of a chain such as `Scene.select().where(…)` must speak of the production."""
        if isinstance(node, ast.Call) and (table := self._root(node)):
            if table.of_a_production and "production_id" not in ast.unparse(node):
                reason = f"a query on {table.name} that doesn't name its production"
                yield Finding(source.path, node.lineno, reason)
            return
        for child in ast.iter_child_nodes(node):
            yield from self._piccolo(source, child)

    def _root(self, node: ast.expr) -> Table | None:
        verbs = set()
        while True:
            match node:
                case ast.Call(func=inner):
                    node = inner
                case ast.Attribute(value=inner, attr=verb):
                    verbs.add(verb)
                    node = inner
                case ast.Name(id=name) if verbs & VERBS and name[:1].isupper():
                    return self.tables.get(name)
                case _:
                    return None
