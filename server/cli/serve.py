"""`callboard serve`: answers. Any number of them on one database."""

from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from server import settings
from server.cli.place import data_option
from server.cli.ready import ready_to_work

KILL_TIMEOUT = 1  # seconds: with live streams open granian doesn't stop by itself


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
    found = ready_to_work(data)
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
