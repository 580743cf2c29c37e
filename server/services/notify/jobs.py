"""What the queue knows of a job, beyond what pgqueuer tells its handler."""

from server.db import read


async def picks(job_id: int) -> int:
    """How often a job was begun, this time included: also when its worker died of it."""
    async with read() as db:
        found: int = await db.fetchval(
            "SELECT greatest(1, count(*)) FROM pgqueuer_log WHERE job_id = $1 AND status = 'picked'", job_id
        )
    return found
