"""The steps of this release's schema, and which of them a database lacks. `server.migrate` runs them."""

from pathlib import Path
from typing import Any

_STEPS = Path(__file__).parent / "migrations" / "steps"


def steps() -> list[str]:
    """The ids of all steps of this release, in order."""
    return sorted(path.stem for path in _STEPS.glob("0*.py"))


async def applied(db: Any) -> list[str]:
    """`db` is a connection to the database, or what stands for one."""
    if await db.fetchval("SELECT to_regclass('migration') IS NULL"):
        return []
    rows = await db.fetch("SELECT name FROM migration WHERE app_name = 'callboard' ORDER BY name")
    return [row["name"] for row in rows]


async def pending(db: Any) -> list[str]:
    """The steps this database still lacks; `serve` and `worker` wait while there are any."""
    return sorted(set(steps()) - set(await applied(db)))
