"""`callboard migrate`: bring the database to this release's schema."""

import asyncio
from pathlib import Path

import click

from server.cli.place import data_option, plainly
from server.cli.there import at
from server.migrate import migrate as run_steps


@click.command()
@data_option
def migrate(data: Path | None) -> None:
    """Bring the database to this release's schema. Two at once wait for one another."""

    async def there() -> list[str]:
        async with at(data, migrated=False):
            return await run_steps()

    for step in plainly(lambda: asyncio.run(there())):
        print(step)
