"""Whether this process can serve."""

from litestar import get

from server.db import read
from server.wire import Struct


class HealthOut(Struct):
    ok: bool


@get("/health", opt={"may": "anyone"}, operation_id="Health")
async def health() -> HealthOut:
    """Whether the process runs and reaches its database."""
    async with read() as db:
        return HealthOut(ok=await db.fetchval("SELECT true"))


HANDLERS = [health]
