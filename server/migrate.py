"""Bring a database to this release's schema, or say how far it is. Two at once wait for one another."""

import contextlib
import io
from pathlib import Path

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from server.db import read, tx

_LOCK = 0x63616C6C  # "call": one advisory lock for all migrations of this database
_STEPS = Path(__file__).parent / "migrations" / "steps"


def steps() -> list[str]:
    """The ids of all steps of this release, in order."""
    return sorted(path.stem for path in _STEPS.glob("0*.py"))


async def applied() -> list[str]:
    async with read() as db:
        if await db.fetchval("SELECT to_regclass('migration') IS NULL"):
            return []
        rows = await db.fetch("SELECT name FROM migration WHERE app_name = 'callboard' ORDER BY name")
        return [row["name"] for row in rows]


async def pending() -> list[str]:
    """The steps this database still lacks; `serve` and `worker` wait while there are any."""
    return sorted(set(steps()) - set(await applied()))


async def migrate() -> list[str]:
    """Run what is pending, all or nothing. Returns the steps that were run."""
    async with tx() as db:
        await db.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        missing = await pending()
        if missing:
            with contextlib.redirect_stdout(io.StringIO()):
                result = await ForwardsMigrationManager(app_name="callboard").run()
            if not result.success:
                raise RuntimeError(result.message)
        return missing
