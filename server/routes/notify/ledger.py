"""The ledger of a day's sheet: person × version, with the evidence."""

from datetime import datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, Parameter

from server.rules.access import Actor
from server.rules.notify.ladder import Rung
from server.rules.notify.states import State, on_board
from server.services.notify import ledger
from server.services.notify.ledger import Entry
from server.wire import Struct


class EvidenceOut(Struct):
    """`state`: accepted, shown, opened, confirmed, reached, voicemail, no_answer, wrong_number, asked, bounced, gone,

    refused, expired, no_channel. `at`: when the server learned it; `device_at`: by the phone's clock.
    """

    state: str
    channel: str
    at: datetime
    device_at: datetime | None
    by: str
    proxy: str
    detail: str


class LedgerRowOut(Struct):
    """`board`: has_it, being_called, hasnt; null: isn't counted (superseded, left)."""

    notice_id: int
    member_id: int
    name: str
    departments: list[int]
    version: int
    rings: bool
    must_confirm: bool
    board: str | None
    state: str
    reason: str
    release_at: datetime
    not_before: datetime | None
    deadline: datetime | None
    ended_at: datetime | None
    title: str
    body: str
    mobile: str | None
    rung: str
    """app, mail, sms, chaser, office: how far up the ladder they are."""
    rung_at: datetime | None
    next_rung_at: datetime | None
    """When the rung above is due, while nobody answers."""
    quiet_until: datetime | None
    """A later call that lies without a sound until then."""
    chaser: str
    """Whose list they are on, or were."""
    evidence: list[EvidenceOut]


class LedgerOut(Struct):
    rows: list[LedgerRowOut]


@get(
    "/api/productions/{production_id:int}/days/{day_id:int}/ledger",
    opt={"may": ("ledger", "read")}, operation_id="ReadLedger",
)  # fmt: skip
async def read_ledger(
    actor: NamedDependency[Actor],
    production_id: FromPath[int],
    day_id: FromPath[int],
    version: FromQuery[Annotated[int | None, Parameter(ge=1, le=10_000)]] = None,
) -> LedgerOut:
    """Who has which version of this day's sheet, newest first. A head reads their own people's."""
    found = await ledger.read_ledger(production_id, "sheet", day_id, rank=version, by=actor)
    return LedgerOut(rows=[row_of(entry) for entry in found])


def row_of(entry: Entry) -> LedgerRowOut:
    """One person's line, of a sheet or a message."""
    n = entry.notice
    return LedgerRowOut(
        notice_id=n.notice_id, member_id=n.member_id, name=n.name, departments=n.departments, version=n.rank,
        rings=n.rings, must_confirm=n.must_confirm,
        board=on_board(State(n.state), with_office=n.rung == Rung.OFFICE), state=n.state, reason=n.reason,
        release_at=n.release_at, not_before=n.not_before, deadline=n.deadline, ended_at=n.ended_at, title=n.title,
        body=n.body, mobile=n.mobile,
        rung=n.rung, rung_at=n.rung_at, next_rung_at=n.next_rung_at, quiet_until=n.rings_at, chaser=n.chaser,
        evidence=[
            EvidenceOut(
                state=p.state, channel=p.channel, at=p.at, device_at=p.device_at, by=p.by, proxy=p.proxy,
                detail=p.detail,
            )
            for p in entry.proofs
        ],
    )  # fmt: skip


HANDLERS = [read_ledger]
