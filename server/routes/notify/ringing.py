"""One's own list of people to ring; the office takes somebody off another's."""

from datetime import datetime

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.models.notify.chasing import ListedRow
from server.routes.notify.proofs import OutcomeIn, ProofOut
from server.rules.access import Actor
from server.services.notify import receipts
from server.services.notify.my_list import my_list
from server.wire import Struct


class ToRingOut(Struct):
    """Somebody to ring. `title`, `body`: what to say, new time first · `via`: agent, chaperone."""

    notice_id: int
    name: str
    position: str
    department: str
    mobile: str
    via: str
    title: str
    body: str
    why: str
    """late, forced, no_channel, bounced, gone, refused."""
    since: datetime
    office_at: datetime | None
    """When the office takes over."""
    tried: str
    """What came of ringing them last: voicemail, no_answer; empty: nobody rang yet."""
    tried_at: datetime | None


class RingListOut(Struct):
    production: str
    office_phone: str
    zone: str
    people: list[ToRingOut]


@get("/api/productions/{production_id:int}/ring-list", opt={"may": ("ring", "read")}, operation_id="ReadRingList")
async def read_list(actor: NamedDependency[Actor], production_id: FromPath[int]) -> RingListOut:
    """Whom I am asked to ring, nearest call first."""
    found = await my_list(production_id, by=actor, now=clock.now())
    return RingListOut(
        production=found.production, office_phone=found.office_phone, zone=found.zone,
        people=[_person(row) for row in found.people],
    )  # fmt: skip


def _person(row: ListedRow) -> ToRingOut:
    return ToRingOut(
        notice_id=row.notice_id, name=row.name, position=row.title, department=row.department,
        mobile=row.mobile or "", via=row.via or "", title=row.what, body=row.body, why=row.why, since=row.since,
        office_at=row.office_at, tried=row.tried, tried_at=row.tried_at,
    )  # fmt: skip


@post(
    "/api/productions/{production_id:int}/ring-list/{notice_id:int}/outcomes",
    opt={"may": ("ring", "write")}, status_code=201, operation_id="NoteMyRinging",
)  # fmt: skip
async def note(
    data: JSONBody[OutcomeIn], actor: NamedDependency[Actor], production_id: FromPath[int], notice_id: FromPath[int]
) -> ProofOut:
    """What came of ringing somebody on my list. A wrong number goes to the office at once."""
    proof = await receipts.note_ringing(
        production_id, notice_id, data.outcome, call_id=data.id, proxy=data.proxy, detail=data.detail, by=actor,
        now=clock.now(), own_list=True,
    )  # fmt: skip
    return ProofOut(
        id=proof.id, must_confirm=proof.must_confirm, state=proof.state, confirmed_at=proof.confirmed_at
    )  # fmt: skip


@post(
    "/api/productions/{production_id:int}/notices/{notice_id:int}/take-over",
    opt={"may": ("ledger", "take")}, status_code=204, operation_id="TakeOverRinging",
)  # fmt: skip
async def take_over(actor: NamedDependency[Actor], production_id: FromPath[int], notice_id: FromPath[int]) -> None:
    """The office rings this person itself, and they leave the list they were on."""
    await receipts.take_over(production_id, notice_id, by=actor, now=clock.now())


HANDLERS = [read_list, note, take_over]
