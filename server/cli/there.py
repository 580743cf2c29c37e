"""Stand in an installation with its database open, whether its `up` runs or not."""

import asyncio
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import click
import msgspec

from server import db, postgres
from server.cli.place import meant, plainly
from server.migrate import migrate
from server.services.demo import clock as demo_clock
from server.settings import Settings
from server.steps import pending


@asynccontextmanager
async def at(data: Path | None, *, migrated: bool = True) -> AsyncIterator[Settings]:
    """The installation of `data` with the pool open. Joins a running `up`, else starts its database for as long."""
    found = meant(data)
    cluster = None
    if not found.database_url:
        cluster = await asyncio.to_thread(postgres.start, found.data, pgbin=found.pgbin)
        url = await asyncio.to_thread(cluster.create, "callboard")
        found = msgspec.structs.replace(found, database_url=url)
    try:
        await db.open_pool(found.database_url, size=4)
        try:
            if migrated and cluster and cluster.started:
                await migrate()
            elif migrated and await _pending():
                raise click.ClickException("The database has an older schema: run `callboard migrate` first.")
            if migrated and found.demo:
                await demo_clock.begin()
            yield found
        finally:
            await db.close_pool()
    finally:
        if cluster and cluster.started:
            await asyncio.to_thread(cluster.stop)


async def _pending() -> list[str]:
    async with db.read() as connection:
        return await pending(connection)


def command(work: Callable[..., Awaitable[Any]]) -> Callable[..., Any]:
    """Turn `async def f(settings, …)` into a click callback that takes `data` and stands in its installation."""

    @functools.wraps(work)
    def run(*, data: Path | None = None, **more: Any) -> Any:
        async def there() -> Any:
            async with at(data) as found:
                return await work(found, **more)

        return plainly(lambda: asyncio.run(there()))

    return run
