"""`callboard serve` and `callboard worker`: the two stateless kinds of process, any number of each on one database."""

import asyncio
import ctypes
import logging
import signal
import sys
from pathlib import Path

import click
import msgspec
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from server import log, settings
from server.cli.place import data_option, meant, plainly
from server.db import close_pool, open_pool
from server.migrate import pending
from server.settings import Settings
from server.workers.main import work

KILL_TIMEOUT = 2  # seconds: with live streams open granian doesn't stop by itself
say = logging.getLogger("callboard")


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8450, show_default=True)
@click.option("--processes", default=1, show_default=True, help="Server processes on this machine.")
@click.option("--certificate", type=click.Path(exists=True, path_type=Path), help="With --key: speak HTTPS.")
@click.option("--key", type=click.Path(exists=True, path_type=Path))
def serve(
    *, data: Path | None, host: str, port: int, processes: int, certificate: Path | None, key: Path | None
) -> None:
    """Serve pages and API. Needs a DATABASE_URL; waits while its schema is older than this release."""
    found = _ready_to_work(data)
    settings.hand_down(found)
    Granian(
        "server.app:app",
        factory=True,
        interface=Interfaces.ASGI,
        address=host,
        port=port,
        workers=processes,
        workers_kill_timeout=KILL_TIMEOUT,
        respawn_failed_workers=True,
        websockets=False,
        ssl_cert=certificate,
        ssl_key=key,
        log_level=LogLevels.warning,
    ).serve()


@click.command()
@data_option
def worker(data: Path | None) -> None:
    """Tell people what is due: pushes, mail, reminders. Needs a DATABASE_URL; waits while its schema is older."""
    found = _ready_to_work(data)
    plainly(lambda: asyncio.run(work(found)))


def _ready_to_work(data: Path | None) -> Settings:
    _end_with_parent()
    found = meant(data)
    if not found.database_url:
        raise click.ClickException("DATABASE_URL is missing. `callboard up` brings a database of its own.")
    log.begin(found.log_level)
    plainly(lambda: asyncio.run(_wait_for_schema(found)))
    return msgspec.structs.replace(found, data=found.data.resolve())


async def _wait_for_schema(found: Settings) -> None:
    await open_pool(found.database_url, size=1)
    try:
        while missing := await pending():
            say.warning("waiting for `callboard migrate`: the database lacks %s", ", ".join(missing))
            await asyncio.sleep(2)
    finally:
        await close_pool()


def _end_with_parent() -> None:
    """A killed `up` takes its processes along (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
