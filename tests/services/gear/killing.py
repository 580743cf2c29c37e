"""A real `callboard serve`, and a wire to PostgreSQL that can be held at COMMIT, so that it is killed exactly there."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

SERVE = ("-c", "from server.cli import main; main()", "serve", "--port")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class Serve:
    url: str
    process: asyncio.subprocess.Process

    async def kill(self) -> None:
        """SIGKILL for all of it at once: nobody is asked to finish anything."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()


@asynccontextmanager
async def serving(dsn: str, data: Any, port: int) -> AsyncIterator[Serve]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, *SERVE, str(port), start_new_session=True, stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        env=os.environ | {"DATABASE_URL": dsn, "CALLBOARD_DATA": str(data), "CALLBOARD_PUBLIC_URL": f"http://127.0.0.1:{port}"},
    )  # fmt: skip
    found = Serve(f"http://127.0.0.1:{port}", process)
    try:
        async with httpx.AsyncClient(base_url=found.url) as client, asyncio.timeout(60):
            while True:
                with contextlib.suppress(httpx.TransportError):
                    if (await client.get("/ready")).status_code == 200:
                        break
                await asyncio.sleep(0.05)
        yield found
    finally:
        await found.kill()


@dataclass
class Wire:
    """Passes bytes both ways. `hold`: what is not passed on any more once scans were written on that connection."""

    dsn: str
    hold: str = ""
    held: asyncio.Event = field(default_factory=asyncio.Event)

    async def through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await self._database()
        seen = asyncio.Event()
        ways = (
            self._pass(reader, there[1], seen, "asked"),
            self._pass(there[0], writer, seen, "done"),
        )
        await asyncio.gather(*ways, return_exceptions=True)

    async def _pass(self, source: Any, sink: Any, seen: asyncio.Event, way: str) -> None:
        try:
            while chunk := await source.read(65_536):
                if b"INSERT INTO custody_event" in chunk:
                    seen.set()
                if way == self.hold and seen.is_set() and b"COMMIT" in chunk:
                    self.held.set()
                    await source.read()  # until the killed one hangs up
                    return
                sink.write(chunk)
                await sink.drain()
        finally:
            sink.close()

    async def _database(self) -> Any:
        where = urlsplit(self.dsn)
        host = parse_qs(where.query).get("host", [where.hostname or ""])[0]
        port = where.port or int(parse_qs(where.query).get("port", ["5432"])[0])
        if host.startswith("/"):
            return await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        return await asyncio.open_connection(host, port)


@asynccontextmanager
async def wire(dsn: str) -> AsyncIterator[tuple[Wire, str]]:
    """The wire, and the DATABASE_URL of whoever should be on it."""
    found = Wire(dsn)
    server = await asyncio.start_server(found.through, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    where = urlsplit(dsn)
    user = f"{where.username}{':' + where.password if where.password else ''}@" if where.username else ""
    try:
        yield found, f"postgresql://{user}127.0.0.1:{port}{where.path}?sslmode=disable"
    finally:
        server.close()
