"""(a) Today's sheet of 150 crew: requests a second against bare asyncpg + msgspec, same bytes, same server."""

import asyncio
import os
import signal
import socket
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

import msgspec

from bench._sheet import COLUMNS
from bench.row import Row
from server import clock
from server.db import tx
from server.rules.access import Actor, Membership, Role
from server.rules.sheets.sheet import LineOut, SheetOut
from server.services.access.sessions import COOKIE, open_session
from server.services.sheets.publish import PublishIn, publish
from server.services.sheets.read import read_newest

CREW, AT_ONCE, SECONDS, ROUNDS = 150, 16, 1.5, 5
ROOT = Path(__file__).parents[1]


async def rows(dsn: str) -> list[Row]:
    """Interleaved, median of five; the 304 and Piccolo's objects beside it."""
    token, url, etag = await _day()
    port = _free()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--port", str(port), "--no-ws",
        "--log-level", "error", "bench._sheet:app", cwd=ROOT,
        env=os.environ | {"DATABASE_URL": dsn, "CALLBOARD_DATA": mkdtemp(prefix="callboard-bench-data-")},
        start_new_session=True,
    )  # fmt: skip
    try:
        await _ready(port)
        cookie = f"Cookie: {COOKIE}={token}\r\n"
        asked = {
            "sheet": (url, cookie),
            "304": (url, f"{cookie}If-None-Match: {etag}\r\n"),
            "bare": ("/bench/bare", ""),
            "objects": ("/bench/objects", ""),
        }
        same = {name: await _once(port, *asked[name]) for name in ("sheet", "bare", "objects")}
        if len({msgspec.json.encode(msgspec.json.decode(body)) for body in same.values()}) != 1:
            raise RuntimeError("the two sides don't return the same body")
        found: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(ROUNDS):
            for name, (path, headers) in asked.items():
                found[name].append(await _load(port, path, headers))
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # granian's workers outlive their parent
        await process.wait()
    median = {name: statistics.median(each) for name, each in found.items()}
    return [
        Row(f"sheet of {CREW} crew", median["sheet"], median["bare"], "req/s", at_least=2.0),
        Row("the same, unchanged (304)", median["304"], median["bare"], "req/s"),
        Row("Piccolo objects", median["objects"], median["bare"], "req/s"),
    ]


async def _day() -> tuple[str, str, str]:
    """(token of a coordinator, the sheet's address, its ETag); the floor's own table holds the same lines."""
    now = clock.now()
    async with tx() as db:
        production = await db.fetchval("INSERT INTO production (name) VALUES ('Bench') RETURNING id")
        unit = await db.fetchval("INSERT INTO unit (production_id, name) VALUES ($1, 'Main') RETURNING id", production)
        camera = await db.fetchval(
            "INSERT INTO department (production_id, name) VALUES ($1, 'Camera') RETURNING id", production
        )
        account = await db.fetchval("INSERT INTO account (name, email) VALUES ('N', 'n@example.test') RETURNING id")
        members = [
            row["id"]
            for row in await db.fetch(
                "INSERT INTO member (production_id, name, mobile, account_id) SELECT $1, 'Person ' || n,"
                " '+1212555' || (1000 + n), CASE WHEN n = 1 THEN $3::bigint END FROM generate_series(1, $2::int) n"
                " RETURNING id",
                production, CREW, account,
            )
        ]  # fmt: skip
        await db.execute(
            "INSERT INTO member_position (production_id, member_id, department_id, title)"
            " SELECT $1, unnest($2::bigint[]), $3, 'Assistant'",
            production, members, camera,
        )  # fmt: skip
        await db.execute(
            "INSERT INTO access_grant (production_id, account_id, member_id, roles)"
            " VALUES ($1, $2, $3, '{coordinator}')",
            production, account, members[0],
        )  # fmt: skip
        day = await db.fetchval(
            "INSERT INTO shooting_day (production_id, unit_id, on_date, zone, general_call)"
            " VALUES ($1, $2, $3, 'UTC', 402) RETURNING id",
            production, unit, date(2030, 4, 12),
        )  # fmt: skip
        token = await open_session(db, account_id=account, device_id=None, expires_at=now + timedelta(days=1))
    nia = Actor(account, memberships={production: Membership(production, members[0], frozenset({Role.COORDINATOR}))})
    wanted = PublishIn(base_version=0, day_revision=1, at_once=True)
    await publish(production_id=production, day_id=day, wanted=wanted, by=nia, now=now)
    body = await read_newest(token, production, day, etags="", now=now + timedelta(seconds=1))
    await _floor(msgspec.json.decode(body.content or b"", type=SheetOut), body.content or b"")
    return token, f"/api/productions/{production}/days/{day}/sheet", body.etag


async def _floor(sheet: SheetOut, body: bytes) -> None:
    kinds = {"member_id": "int", "minor": "boolean", "head": "boolean"} | dict.fromkeys(
        ("call", "pickup", "makeup", "wardrobe", "rehearsal", "on_set"), "timestamptz"
    )
    lines: list[LineOut] = sheet.departments[0].lines
    async with tx() as db:
        columns = ", ".join(f"{name} {kinds.get(name, 'text')}" for name in COLUMNS)
        await db.execute(f"CREATE TABLE bench_line (n int PRIMARY KEY, day_id int, {columns})")
        await db.execute("CREATE INDEX ON bench_line (day_id)")
        await db.execute("CREATE TABLE bench_frame (body bytea)")
        await db.execute("INSERT INTO bench_frame VALUES ($1)", body)
        places = ", ".join(f"${n}" for n in range(1, len(COLUMNS) + 3))
        await db.executemany(
            f"INSERT INTO bench_line VALUES ({places})",
            [(n, 1, *(getattr(line, name) for name in COLUMNS)) for n, line in enumerate(lines)],
        )


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


async def _ready(port: int) -> None:
    for _ in range(100):
        try:
            await _once(port, "/bench/bare", "")
        except OSError:
            await asyncio.sleep(0.1)
        else:
            return
    raise RuntimeError("the server didn't start")


async def _once(port: int, path: str, headers: str) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(10):
            return await _ask(reader, writer, path, headers)
    finally:
        writer.close()


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, headers: str) -> bytes:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith((b"http/1.1 200", b"http/1.1 304")):
        raise RuntimeError(head.decode("latin-1")[:200])
    length = head.partition(b"content-length: ")[2].partition(b"\r\n")[0]
    return await reader.readexactly(int(length)) if length and b" 304 " not in head[:16] else b""


async def _load(port: int, path: str, headers: str) -> float:
    """Requests a second over `AT_ONCE` kept connections."""
    until = time.perf_counter() + SECONDS

    async def one() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        done = 0
        while time.perf_counter() < until:
            await _ask(reader, writer, path, headers)
            done += 1
        writer.close()
        return done

    return sum(await asyncio.gather(*(one() for _ in range(AT_ONCE)))) / SECONDS
