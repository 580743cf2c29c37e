"""What `serve` and `worker` do before they work: find the installation and wait for its schema."""

import asyncio
import ctypes
import logging
import signal
import sys
from pathlib import Path

import asyncpg
import click
import msgspec

from server import log
from server.cli.place import meant, plainly
from server.postgres import refuse_losing
from server.settings import Settings
from server.steps import pending

say = logging.getLogger("callboard")


def ready_to_work(data: Path | None) -> Settings:
    _end_with_parent()
    found = meant(data)
    if not found.database_url:
        raise click.ClickException("DATABASE_URL is missing. `callboard up` brings a database of its own.")
    log.begin(found.log_level)
    plainly(lambda: asyncio.run(_wait_for_schema(found)))
    return msgspec.structs.replace(found, data=found.data.resolve())


async def _wait_for_schema(found: Settings) -> None:
    # a connection of its own: the pool's module takes a second to import, and here it serves nobody
    connection = await asyncpg.connect(found.database_url, timeout=30)
    try:
        await refuse_losing(connection)
        while missing := await pending(connection):
            say.warning("waiting for `callboard migrate`: the database lacks %s", ", ".join(missing))
            await asyncio.sleep(2)
    finally:
        await connection.close()


def _end_with_parent() -> None:
    """A killed `up` takes its processes along (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
