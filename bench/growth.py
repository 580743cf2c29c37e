"""What one request costs the database with 1, 10 and 100 productions: the buffers and rows that its plans touch.

Sequential scans are forbidden: a table of a single production fits in a page or two and is rightly read whole, and only
the indexes show whether the same plan will serve a hundred. So is remembering look-ups, which the planner chooses by
what it guesses of repetition. From one production to ten every tree gains its second level, one buffer more for each
look-up, which the floor of that row holds; from ten to a hundred none gains a third. docs/decisions/0007-growth.md
"""

import json
from collections.abc import AsyncIterator, Iterator
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
    rows: int
    """Read from tables, indexes and their bitmaps, those thrown away after reading among them."""
    look_ups: int
    """Descents of an index, those of new rows among them. A list of keys counts as one."""
    plan: tuple[str, ...]


async def rows(dsn: str) -> list[Row]:  # noqa: ARG001  the pool is open on it
    """Buffers and rows of the larger ÷ the smaller installation, and how many statements keep their plan's shape."""
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
    """Each size against the one before. A single production's trees are leaves: its look-ups get a buffer on top."""
    made = []
    for (small, before), (large, after) in pairwise(zip(SIZES, costs, strict=True)):
        what = f"growth: {name}, {large} productions ÷ {small}"
        floor = before.buffers + (before.look_ups if small == 1 else 0)
        made.append(Row(what, after.buffers, floor, "buffers", at_most=1.1))
        if small == 1:
            made.append(Row(f"{what}, as they are", after.buffers, before.buffers, "buffers"))
        made.append(Row(f"{what}, rows", after.rows, before.rows, "rows", at_most=None if small == 1 else 1.1))
        same = sum(one == two for one, two in zip(after.plan, before.plan, strict=True))
        made.append(Row(f"{what}, same shape", same, len(after.plan), "plans"))
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
    again = {"base_version": 1, "day_revision": 1, "ring_all": True}
    asked = {
        "sheet": ("GET", f"{at}/days/{made.day}/sheet", made.crew_token, None),
        "day board": ("GET", f"{at}/days/{made.day}/board", made.office_token, None),
        "ledger": ("GET", f"{at}/days/{made.day}/ledger", made.office_token, None),
        "issue": ("POST", f"{at}/days/{made.day}/versions", made.office_token, again),
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
        if not answer.is_success:
            raise RuntimeError(f"{verb} {path}: {answer.status_code} {answer.text}")
        found[name] = sent
    return found


_INDEXES = "SELECT relname, (SELECT count(*) FROM pg_index WHERE indrelid = c.oid) FROM pg_class c WHERE relkind = 'r'"


async def _cost(sent: list[Sent]) -> Cost:
    """Run them as the request did, explained, and undo it. The first round fills the cache, the second is measured."""
    async with pool().acquire() as connection:
        for _ in range(2):
            transaction = connection.transaction()
            await transaction.start()
            await connection.execute("SET LOCAL enable_seqscan = off")
            await connection.execute("SET LOCAL enable_memoize = off")
            indexes = dict(await connection.fetch(_INDEXES))
            explained = [await _explain(connection, sql, args, indexes) for _, sql, args in sent if not _steers(sql)]
            await transaction.rollback()
    return Cost(
        sum(cost.buffers for cost in explained), sum(cost.rows for cost in explained),
        sum(cost.look_ups for cost in explained), tuple(part for cost in explained for part in cost.plan),
    )  # fmt: skip


def _steers(sql: str) -> bool:
    return sql.split(maxsplit=1)[0] in {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK"}


async def _explain(connection: Any, sql: str, args: tuple[Any, ...], indexes: dict[str, int]) -> Cost:
    told = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}", *args)
    top = json.loads(told)[0]["Plan"]
    nodes = list(_nodes(top))
    buffers = top["Shared Hit Blocks"] + top["Shared Read Blocks"]
    return Cost(
        buffers, sum(_read(node) for node in nodes if "Scan" in node["Node Type"]),
        sum(_descents(node, indexes) for node in nodes), (_shape(top),),
    )  # fmt: skip


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for each in node.get("Plans", []):
        yield from _nodes(each)


def _descents(node: dict[str, Any], indexes: dict[str, int]) -> int:
    if node.get("Operation") == "Insert":
        written = max((int(each["Actual Rows"]) for each in node.get("Plans", [])), default=1)
        return indexes[node["Relation Name"]] * max(1, written)
    return int(node["Actual Loops"]) if "Index Name" in node else 0


def _read(node: dict[str, Any]) -> int:
    kept = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return int(kept * node["Actual Loops"])


def _shape(node: dict[str, Any]) -> str:
    """The plan without its numbers."""
    on = node.get("Index Name") or node.get("Relation Name") or node.get("CTE Name") or ""
    inside = ", ".join(_shape(each) for each in node.get("Plans", []))
    return f"{node['Node Type']} {on}({inside})"
