"""A person's own record, as a file to take along."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from server import clock
from server.rules.access import Actor
from server.services.reports import record
from server.services.reports.record import PersonRecordOut, RecordOut
from server.wire import Id


@get("/api/me/record", opt={"may": "signed_in"}, operation_id="ReadRecord")
async def read_record(actor: NamedDependency[Actor]) -> Response[RecordOut]:
    """All that is kept about me: positions, what I was told and what is known of it, scans, day logs, devices."""
    headers = {"Content-Disposition": 'attachment; filename="callboard-my-record.json"', "Cache-Control": "no-store"}
    return Response(await record.record(by=actor, now=clock.now()), headers=headers)


@get(
    "/api/productions/{production_id:int}/members/{member_id:int}/record",
    opt={"may": ("keeping", "export")},
    operation_id="ReadPersonRecord",
)
async def read_person_record(
    actor: NamedDependency[Actor], production_id: FromPath[Id], member_id: FromPath[Id]
) -> Response[PersonRecordOut]:
    """What this production keeps of one person, to be handed to them. Without what its maker may not read."""
    headers = {"Content-Disposition": 'attachment; filename="callboard-record.json"', "Cache-Control": "no-store"}
    return Response(await record.record_of(production_id, member_id, by=actor, now=clock.now()), headers=headers)


HANDLERS = [read_record, read_person_record]
