"""Today's sheet for 150 crew: the real server ÷ the least program that answers the same bytes on the same server."""

import asyncio
import os
import signal
import socket
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import msgspec

from bench import _bare
from bench._load import requests_a_second
from bench._shoot import Shoot, settled, shoot
from bench.row import Row
from server.db import read, tx
from server.rules.sheets.sheet import SheetOut
from server.services.access.sessions import COOKIE
from server.wire import encode

ROUNDS = 5
_SERVE = ("-c", "from server.cli import main; main()", "serve", "--port")
_BARE = ("-m", "bench._bare")


async def rows(dsn: str) -> list[Row]:
    """Requests a second, medians of interleaved rounds."""
    made = await shoot()
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as data:
        environment = {"DATABASE_URL": dsn, "CALLBOARD_DATA": data}
        async with _server(*_SERVE, **environment) as ours:
            path = f"/api/productions/{made.production}/days/{made.day}/sheet"
            body, etag = await _answer(ours, path, made)
            await _keep(made, body, etag)
            async with _server(*_BARE, **environment) as bare:
                await _same(bare, made, body)
                asked = {
                    "ours": (ours, _request(path, made), 200),
                    "ours, 304": (ours, _request(path, made, etag), 304),
                    "bare": (bare, _request(f"/bare/{made.day}", made), 200),
                    "bare, 304": (bare, _request(f"/tag/{made.day}", made, etag), 304),
                    "objects": (bare, _request(f"/objects/{made.day}", made), 200),
                }
                found = await _measured(asked)
    floor = found["bare"]
    return [
        Row("sheet: 150 crew, against bare asyncpg + msgspec", found["ours"], floor, "/s", at_least=2),
        Row("sheet: 304, against that body", found["ours, 304"], floor, "/s", at_least=2),
        Row("sheet: 304, against a bare 304", found["ours, 304"], found["bare, 304"], "/s"),
        Row("sheet: Piccolo objects", found["objects"], floor, "/s"),
    ]


async def _measured(asked: dict[str, tuple[int, bytes, int]]) -> dict[str, float]:
    found: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS + 1):
        for name, (port, request, status) in asked.items():
            found[name].append(await requests_a_second(port, request, status=status))
    return {name: statistics.median(each[1:]) for name, each in found.items()}


def _request(path: str, made: Shoot, etag: str = "") -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {COOKIE}={made.crew_token}"]
    lines += [f"If-None-Match: {etag}"] if etag else []
    return "\r\n".join([*lines, "", ""]).encode()


async def _answer(port: int, path: str, made: Shoot) -> tuple[bytes, str]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        answer = await client.get(path, headers={"Cookie": f"{COOKIE}={made.crew_token}"})
        answer.raise_for_status()
        return answer.content, answer.headers.get("etag", "")


async def _same(port: int, made: Shoot, body: bytes) -> None:
    for kind in ("bare", "objects"):
        if (await _answer(port, f"/{kind}/{made.day}", made))[0] != body:
            raise RuntimeError(f"{kind} answers another sheet")


async def _keep(made: Shoot, body: bytes, etag: str) -> None:
    """The page as rows, for those who put it together at each request: the crew's lines, and what is around them."""
    sheet = msgspec.json.decode(body, type=SheetOut)
    departments = encode(sheet.departments)
    head, tail = body.split(departments)
    lines = [
        (made.day, each.id, each.name, *msgspec.structs.astuple(line))
        for each in sheet.departments
        for line in each.lines
    ]
    places = ", ".join(f"${n}" for n in range(2, 2 + 3 + len(_bare.FIELDS)))
    async with tx() as db:
        await db.execute(_bare.TABLES)
        await db.execute(
            "INSERT INTO bench_sheet VALUES ($1, $2, $3, $4, $5)", made.day, made.production, etag, head, tail
        )
        columns = f"n, day_id, department_id, department, {', '.join(_bare.FIELDS)}"
        await db.executemany(
            f"INSERT INTO bench_line ({columns}) VALUES ($1, {places})", [(n, *line) for n, line in enumerate(lines)]
        )
    async with read() as db:
        await settled(db)


@asynccontextmanager
async def _server(*program: str, **environment: str) -> AsyncIterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    process = await asyncio.create_subprocess_exec(
        sys.executable, *program, str(port), env=os.environ | environment, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        await _answers(port)
        yield port
    finally:
        process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(process.wait(), 8)
        except TimeoutError:
            process.kill()
            await process.wait()


async def _answers(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.1)
            else:
                writer.close()
                return
