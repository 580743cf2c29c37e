"""A whole Callboard as the README starts it: `callboard up` in a folder of its own, on loopback."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
CALLBOARD = (sys.executable, "-c", "from server.cli import main; main()")
_LINK = re.compile(r"(?P<link>http\S+#first=\S+)")
_CODE = re.compile(r"the code (?P<code>[0-9A-Z ]{8,9})")
_READY = re.compile(r"^ready (?P<url>http\S+)")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class Installation:
    url: str
    data: Path
    said: list[str]
    process: asyncio.subprocess.Process
    environment: dict[str, str]

    @property
    def first_link(self) -> str:
        return next(found["link"] for line in self.said if (found := _LINK.search(line)))

    @property
    def first_code(self) -> str:
        return next(found["code"].replace(" ", "") for line in self.said if (found := _CODE.search(line)))

    async def callboard(self, *arguments: str) -> str:
        """Another command on the same `--data`, while it runs; what it printed."""
        done = await asyncio.create_subprocess_exec(
            *CALLBOARD, *arguments, "--data", str(self.data), cwd=ROOT,
            env=os.environ | self.environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await done.communicate()
        if done.returncode:
            raise RuntimeError(f"callboard {' '.join(arguments)}: {said.decode()}")
        return said.decode()

    async def token(self, email: str) -> str:
        return (await self.callboard("token", email)).strip().splitlines()[-1].split()[-1]

    @asynccontextmanager
    async def as_script(self, email: str) -> AsyncIterator[httpx.AsyncClient]:
        """The API with a bearer token of this person's."""
        headers = {"Authorization": f"Bearer {await self.token(email)}"}
        async with httpx.AsyncClient(base_url=self.url, headers=headers, timeout=60) as client:
            yield client


@asynccontextmanager
async def installed(
    data: Path, *flags: str, environment: dict[str, str] | None = None, port: int | None = None
) -> AsyncIterator[Installation]:
    """Start it, wait for `ready`, stop it as Ctrl-C does."""
    port = port or free_port()
    own = {"PYTHONUNBUFFERED": "1", **(environment or {})}
    process = await asyncio.create_subprocess_exec(
        *CALLBOARD, "up", "--data", str(data), "--port", str(port), *flags, cwd=ROOT,
        env=os.environ | own, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said: list[str] = []
    ready = asyncio.Event()
    url = ""

    async def listen() -> None:
        nonlocal url
        assert process.stdout
        while line := (await process.stdout.readline()).decode(errors="replace").rstrip():
            said.append(line)
            if found := _READY.match(line):
                url = found["url"]
                ready.set()

    async def keep_listening() -> None:
        assert process.stdout
        while not process.stdout.at_eof():
            await listen()
        ready.set()

    listener = asyncio.create_task(keep_listening())
    try:
        async with asyncio.timeout(90):
            await ready.wait()
        if not url:
            raise RuntimeError("callboard up: " + "\n".join(said[-30:]))
        yield Installation(url, data, said, process, own)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGINT)
        try:
            async with asyncio.timeout(8):
                await process.wait()
        except TimeoutError:
            process.kill()
        await process.wait()
        listener.cancel()
        await asyncio.wait([listener])
