"""Bring a database to this release's schema. Two at once wait for one another.

Apart from `server.steps`, since Piccolo's migrations bring a formatter of Python: nothing that serves needs it.
"""

import contextlib
import io

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from server.db import tx
from server.steps import pending

_LOCK = 0x63616C6C  # "call": one advisory lock for all migrations of this database


async def migrate() -> list[str]:
    """Run what is pending, all or nothing. Returns the steps that were run."""
    async with tx() as db:
        await db.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
        missing = await pending(db)
        if missing:
            with contextlib.redirect_stdout(io.StringIO()):
                result = await ForwardsMigrationManager(app_name="callboard").run()
            if not result.success:
                raise RuntimeError(result.message)
        return missing
