"""The typed API: the server's OpenAPI document, made into `frontend/src/api/schema.ts`.

`--check` only compares: a route or field that changed without it fails `scripts/check`.
"""

import argparse
import json
import sys
from typing import Any

from scripts.house.environment import node
from scripts.house.machine import FRONTEND, STATE, run
from server.app import create_app
from server.settings import Settings

DOCUMENT = STATE / "openapi.json"


def document() -> dict[str, Any]:
    """The OpenAPI document, sorted by path: the order in which areas are listed changes nothing for the phones."""
    app = create_app(Settings(database_url="postgresql://nowhere"), own_pool=False)
    found: dict[str, Any] = app.openapi_schema.to_schema()
    doubled = sorted(name for name in found["components"]["schemas"] if "_" in name)
    if doubled:  # the frontend would have to name the module that a struct lies in
        sys.exit(f"Two structs on the wire have one name: rename one of {', '.join(doubled)}")
    found["paths"] = dict(sorted(found["paths"].items()))
    return found


def main() -> None:
    parser = argparse.ArgumentParser("python -m scripts.house.schema", description=__doc__)
    parser.add_argument("--check", action="store_true")
    told = parser.parse_args()
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(json.dumps(document(), indent=1, sort_keys=True))
    call = ["npm", "run", "--silent", "api", "--", *(["--check"] if told.check else [])]
    sys.exit(run(*call, where=FRONTEND, path=node()))


if __name__ == "__main__":
    main()
