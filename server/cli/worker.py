"""`callboard worker`: does what is due. Any number of them on one database."""

import asyncio
from pathlib import Path

import click

from server.cli.place import data_option, plainly
from server.cli.ready import ready_to_work
from server.workers.main import work


@click.command()
@data_option
def worker(data: Path | None) -> None:
    """Tell people what is due: pushes, mail, reminders. Needs a DATABASE_URL; waits while its schema is older."""
    found = ready_to_work(data)
    plainly(lambda: asyncio.run(work(found)))
