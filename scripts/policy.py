"""`python -m scripts.policy [--check]`: write docs/policy.md from the policy table and the table of field classes.

The tables in `server/rules/access` are the only source; the page is never edited by hand, and a test compares them.
"""

import sys
from pathlib import Path

from server.rules.access import POLICY, FieldClass, Role
from server.rules.access.fields import CLASS_OF, READERS
from server.rules.access.policy import Scope

PAGE = Path(__file__).parent.parent / "docs" / "policy.md"

_HEAD = """# Who may do what, who reads what

Written by `python -m scripts.policy` from `server/rules/access/policy.py` and `fields.py`; a test keeps it true.
A right has a reach: **all** of the production, the reader's own **unit** (an AD of no particular unit: all), the
**department**s one is head of, or one's **own** things. Who isn't on a production is answered as if it didn't exist.
A position never gives a role: an import proposes, a coordinator confirms. Every grant ends 14 days after the finish
date.

An archived production is read. It takes no change but to be opened again, one's own (a number shown, *Got it*), and
what phones recorded before they heard of it: scans and the day log.
"""
_FIELDS = """
## Fields of a person

One's own fields one reads always. A mobile is read by every reader of a sheet where its owner lets them
(`number_shown`). A field that isn't classed is never shown.
"""


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _table(first: str, rows: list[tuple[str, dict[Role, Scope]]]) -> list[str]:
    roles = list(Role)
    head = [_row([first, *(role.value.replace("_", " ") for role in roles)]), _row(["---"] * (len(roles) + 1))]
    return head + [_row([name, *(str(granted.get(role, "")) for role in roles)]) for name, granted in rows]


def page() -> str:
    """The whole page as Markdown."""
    rights = [(f"{resource} · {action.replace('_', ' ')}", granted) for (resource, action), granted in POLICY.items()]
    fields = {kind: ", ".join(f"`{name}`" for name, cls in CLASS_OF.items() if cls is kind) for kind in FieldClass}
    readers = [(f"{kind.value}: {fields[kind]}" if fields[kind] else kind.value, READERS[kind]) for kind in FieldClass]
    return "\n".join([_HEAD, *_table("to do", rights), _FIELDS, *_table("class", readers), ""])


def main() -> None:
    if "--help" in sys.argv:
        print(__doc__)
    elif "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == page() else f"{PAGE} is old: python -m scripts.policy")
    else:
        PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
