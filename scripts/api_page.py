"""`python -m scripts.api_page [--check]`: write docs/api.md, the conventions of the API and the list of its operations.

The list comes from the routes themselves: a test compares them, so that the page is never old.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler

from server.app import create_app
from server.edge.shield import BODY, UPLOAD
from server.errors import Refused
from server.settings import Settings

PAGE = Path(__file__).parent.parent / "docs" / "api.md"

_HEAD = """# The API

Written by `python -m scripts.api_page`; what stands under *Operations* comes from the routes, and a test keeps it true.
The full description with every field and its bounds is OpenAPI 3.1: `GET /schema/openapi.json`, signed in. The phones'
types are made from it (`frontend/src/api/schema.ts`).

## Asking
- **Signed in** by the session cookie of a browser, or by `Authorization: Bearer TOKEN`. `callboard token EMAIL` makes
  a token, good for a year; it stands among the account's devices and is revoked there. A request carries one or the
  other, never both.
- JSON in UTF-8 as `application/json`, at most {body} KB; files as `multipart/form-data`, at most {upload} MB. Unknown
  fields are refused, and with 415 a body of another content type.
- **Every unsafe request** (POST, PUT, PATCH, DELETE) of a signed-in person carries `Callboard-Request: <uuid>` and
  `Callboard-Format: 1`. The same id again gets the answer that was given, and nothing is done twice; that answer
  names the id in its own header, and only then may a queue let its entry go. The same id with another body is 409.
  With a bearer token the id may be left out.
- Things that are edited carry a `revision`. Send the one that you looked at; if somebody came first, the answer is 412
  and says what differs.

## Times, counts, money
- Instants are ISO 8601 with `Z`. Times of a shooting day are **minutes after midnight of the day's date** in the
  day's zone, -1440 to 4320: 23:30 of the night before is -30, 02:00 after midnight is 1560.
- Page counts are eighths, as integers. Money is cents beside a currency. Scene numbers are strings.

## Refusals
RFC 9457, `application/problem+json`: `type`, `title`, `status`, `detail` (what is wrong), `code` (for programs),
`next` (what to do), and `errors`, a list of `where` and `what`, where fields or lines of a file can be named. What is
another production's is answered like what doesn't exist.

| code | status | says |
|---|---|---|
"""

_LIVE = """
## Live
`GET /api/productions/{id}/live` is a stream of server-sent events: each `fact` says `(seq, kind, subject, subject id,
revision)` of what changed among what the reader may read, never the thing itself; ask for that. After a cut the browser
sends `Last-Event-ID` and misses nothing. `reset` means that too much happened meanwhile: ask for all of it anew.

## Operations
*anyone* asks without signing in; *own account* is whoever is signed in; else the right of [policy.md](policy.md) that
it takes on its production.
"""


def _refusals() -> list[str]:
    kinds: list[type[Refused]] = [Refused, *Refused.__subclasses__()]
    return [
        f"| `{kind.code}` | {kind.status} | {' '.join([f'{kind.title}.', kind.next]).strip()} |"
        for kind in kinds
        if kind.__module__ == Refused.__module__
    ]


def _right(handler: HTTPRouteHandler) -> str:
    may = handler.opt.get("may") or handler.opt.get("asked_within")
    names = {"anyone": "anyone", "signed_in": "own account"}
    return " · ".join(may).replace("_", " ") if isinstance(may, tuple) else names.get(str(may), str(may))


def _sentence(handler: HTTPRouteHandler) -> str:
    """The first sentence of its docstring, else its name in words."""
    told = " ".join((handler.fn.__doc__ or "").split("\n\n")[0].split())
    name = str(handler.operation_id)
    return told or re.sub(r"(?<!^)([A-Z])", lambda found: " " + found[1].lower(), name) + "."


def _operations(app: Litestar) -> list[str]:
    areas: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for route in app.routes:
        path = re.sub(r":\w+}", "}", route.path)
        if not path.startswith(("/api/", "/health", "/ready", "/metrics")):
            continue
        for handler in route.route_handlers:  # type: ignore[union-attr]
            if not isinstance(handler, HTTPRouteHandler) or not handler.include_in_schema:
                continue
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                row = f"| {method} | `{path}` | {_sentence(handler)} | {_right(handler)} |"
                areas[handler.fn.__module__.split(".")[2]].append((path, method, row))
    lines = []
    for area in sorted(areas):
        lines += ["", f"### {area}", "| | path | does | who |", "|---|---|---|---|"]
        lines += [row for _, _, row in sorted(areas[area])]
    return lines


def page() -> str:
    """The whole page as Markdown."""
    app = create_app(Settings(database_url="postgresql://nowhere"), own_pool=False)
    head = _HEAD.replace("{body}", str(BODY // 1024)).replace("{upload}", str(UPLOAD // 1024 // 1024))
    return head + "\n".join(_refusals()) + "\n" + _LIVE + "\n".join(_operations(app)) + "\n"


def main() -> None:
    if "--help" in sys.argv:
        print(__doc__)
    elif "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text(encoding="utf-8") == page() else f"{PAGE} is old: python -m scripts.api_page")
    else:
        PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
