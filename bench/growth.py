"""What one request costs the database with 1, 10 and 100 productions: the plans, and the buffers that they touch.

Sequential scans are forbidden: a table of a single production fits in a page or two and is rightly read whole, and only
the indexes show whether the same plan will serve a hundred. From one production to ten every tree gains its second
level, which is one buffer more for each look-up; from ten to a thousand none gains a third.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, cast
from uuid import uuid4

import httpx
import msgspec

from bench._recorded import Sent, recording
from bench._shoot import Shoot, settled, shoot
from bench.gear import Phone
from bench.row import Row
from server.app import create_app
from server.db import pool, read
from server.services.access.sessions import COOKIE
from server.services.sheets.read import BODIES, PAGES
from server.settings import Settings

SIZES = (1, 10, 100)
ORIGIN = "https://bench.test"


@dataclass(frozen=True)
class Cost:
    buffers: int
    plan: tuple[str, ...]


async def rows(dsn: str) -> list[Row]:  # noqa: ARG001  the pool is open on it
    """Buffers of the larger ÷ the smaller installation, and how many statements keep their plan."""
    found: dict[str, list[Cost]] = {}
    shoots: list[Shoot] = []
    async with _client() as client:
        for size in SIZES:
            shoots += [await shoot() for _ in range(size - len(shoots))]
            async with read() as db:
                await settled(db)
            for name, sent in (await _requests(client, shoots[0])).items():
                found.setdefault(name, []).append(await _cost(sent))
    return [row for name, costs in found.items() for row in _compared(name, costs)]


def _compared(name: str, costs: list[Cost]) -> list[Row]:
    """Each size against the one before."""
    made = []
    for (small, before), (large, after) in pairwise(zip(SIZES, costs, strict=True)):
        what = f"growth: {name}, {large} productions ÷ {small}"
        made.append(Row(what, after.buffers, before.buffers, "buffers", at_most=1.1))
        same = sum(one == two for one, two in zip(after.plan, before.plan, strict=True))
        made.append(Row(f"{what}, same plans", same, len(after.plan), "plans", at_least=1))
    return made


@asynccontextmanager
async def _client() -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(Settings(public_url=ORIGIN), own_pool=False)
    transport = httpx.ASGITransport(app=cast("Any", app))
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


async def _requests(client: httpx.AsyncClient, made: Shoot) -> dict[str, list[Sent]]:
    """The statements of each request as they reach the database."""
    at = f"/api/productions/{made.production}"
    batch = msgspec.to_builtins(Phone(made).batch())
    asked = {
        "sheet": ("GET", f"{at}/days/{made.day}/sheet", made.crew_token, None),
        "day board": ("GET", f"{at}/days/{made.day}/board", made.office_token, None),
        "50 scans": ("POST", f"{at}/scans", made.crew_token, batch),
    }
    found: dict[str, list[Sent]] = {}
    for name, (verb, path, token, body) in asked.items():
        BODIES.clear()
        PAGES.clear()
        with recording(keep=False) as sent:
            headers = {"Cookie": f"{COOKIE}={token}", "Sec-Fetch-Site": "same-origin"}
            headers |= {"Callboard-Request": str(uuid4()), "Callboard-Format": "1"}
            answer = await client.request(verb, path, json=body, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"{verb} {path}: {answer.status_code} {answer.text}")
        found[name] = sent
    return found


async def _cost(sent: list[Sent]) -> Cost:
    """Run them as the request did, explained, and undo it. The first round fills the cache, the second is measured."""
    async with pool().acquire() as connection:
        for _ in range(2):
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute("SET LOCAL enable_seqscan = off")
            explained = [await _explain(connection, sql, args) for _, sql, args in sent if not _steers(sql)]
            await transaction.rollback()
    return Cost(sum(cost.buffers for cost in explained), tuple(part for cost in explained for part in cost.plan))


def _steers(sql: str) -> bool:
    return sql.split(maxsplit=1)[0] in {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK"}


async def _explain(connection: Any, sql: str, args: tuple[Any, ...]) -> Cost:
    told = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", *args)
    top = json.loads(told)[0]["Plan"]
    return Cost(top["Shared Hit Blocks"] + top["Shared Read Blocks"], (_shape(top),))


def _shape(node: dict[str, Any]) -> str:
    """The plan without its numbers."""
    on = node.get("Index Name") or node.get("Relation Name") or node.get("CTE Name") or ""
    inside = ", ".join(_shape(each) for each in node.get("Plans", []))
    return f"{node['Node Type']} {on}({inside})"
