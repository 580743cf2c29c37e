"""Scans: a phone's queue, a keyboard scanner, a replay: all through here."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.gear.scans import BatchIn, BatchOut, record
from server.wire import Id


@post("/api/productions/{production_id:int}/scans", opt={"may": ("gear", "scan")}, status_code=200,
      operation_id="RecordScans")  # fmt: skip
async def record_scans(data: JSONBody[BatchIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> BatchOut:
    """Up to a hundred scans in the phone's order. Each is answered by itself; an answered one may leave the phone."""
    return await record(production_id, data, by=actor, now=clock.now())


HANDLERS = [record_scans]
