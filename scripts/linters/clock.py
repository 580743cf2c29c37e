"""No clock outside clock.py: a rule takes `now`, a service asks `clock.now()`, and SQL gets the time as a parameter.

Who has to compare two clocks says so beside the SQL: `# second clock: why`.
"""

import ast
import re
from collections.abc import Iterator

from scripts.linters.source import Finding, Source

CALLS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
}
IN_SQL = re.compile(r"\b(now\(\)|current_timestamp|current_date|localtime|clock_timestamp\(\))", re.IGNORECASE)


def check(source: Source) -> Iterator[Finding]:
    if not source.path.startswith("server/") or source.path == "server/clock.py":
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name, value=ast.Name(id=owner) | ast.Attribute(attr=owner))):
                if name in CALLS.get(owner, ()):
                    yield Finding(source.path, node.lineno, f"{owner}.{name}() is a second clock: ask clock.now()")
    for sql in source.sql:
        if "second clock: " not in sql.around and (found := IN_SQL.search(sql.text)):
            reason = f"SQL asks the database for the time ({found[1]}): pass clock.now() as a parameter"
            yield Finding(source.path, sql.line, reason)
