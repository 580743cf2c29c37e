"""A person's own record, as a file to take along."""

from litestar import Response, get
from litestar.di import NamedDependency

from server import clock
from server.rules.access import Actor
from server.services.reports import record
from server.services.reports.record import RecordOut


@get("/api/me/record", opt={"may": "signed_in"}, operation_id="ReadRecord")
async def read_record(actor: NamedDependency[Actor]) -> Response[RecordOut]:
    """All that is kept about me: positions, what I was told and what is known of it, scans, day logs, devices."""
    headers = {"Content-Disposition": 'attachment; filename="callboard-my-record.json"', "Cache-Control": "no-store"}
    return Response(await record.record(by=actor, now=clock.now()), headers=headers)


HANDLERS = [read_record]
