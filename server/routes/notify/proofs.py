"""Shown, opened, confirmed, a problem: what phones and people answer to a notice."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from server import clock
from server.rules.access import Actor
from server.rules.notify.states import Outcome, State
from server.services.notify import receipts
from server.services.notify.receipts import Proof, Trouble
from server.settings import Settings
from server.wire import Id, Instant, Line, Struct, Text, Token


class ByTokenIn(Struct):
    """`token`: of the notification; good for this notice alone."""

    notice: Id
    token: Token
    device_at: Instant | None = None


class ProofIn(Struct):
    device_at: Instant | None = None


class ProofOut(Struct):
    id: int
    must_confirm: bool
    state: str
    confirmed_at: datetime | None


class TroubleIn(Struct):
    kind: Literal["late", "cant_come", "need_lift", "wrong_department"]
    text: Text = ""
    device_at: Instant | None = None


class TroubleOut(Struct):
    task_id: int


class OutcomeIn(Struct):
    """`id`: made by the client, so that a repeat is one. `proxy`: who was spoken to, where it wasn't the person."""

    id: UUID
    outcome: Outcome
    proxy: Line = ""
    detail: Line = ""


def _out(proof: Proof) -> ProofOut:
    return ProofOut(
        id=proof.id, must_confirm=proof.must_confirm, state=proof.state, confirmed_at=proof.confirmed_at
    )  # fmt: skip


Named = Annotated[UUID | None, HeaderParameter(name="Callboard-Request")]


def _named(proof: Proof, request_id: UUID | None) -> Response[ProofOut]:
    """The phone lets an entry go only when its id is named; the replay layer, which does it else, is off here."""
    return Response(_out(proof), headers={"Callboard-Request": str(request_id)} if request_id else {})


_OPEN = {"may": "anyone", "replay": False}  # the token is the right, and proof is idempotent by itself


@post("/api/notices/shown", opt=_OPEN, status_code=200, operation_id="NoticeShown")
async def shown(
    data: JSONBody[ByTokenIn], settings: NamedDependency[Settings], request_id: Named = None
) -> Response[ProofOut]:
    """The phone's worker showed it."""
    return _named(
        await receipts.by_token(
            settings.data, data.notice, data.token, State.SHOWN, device_at=data.device_at, now=clock.now()
        ),
        request_id,
    )


@post("/api/notices/confirm", opt=_OPEN, status_code=200, operation_id="NoticeConfirmedByToken")
async def confirm_by_token(
    data: JSONBody[ByTokenIn], settings: NamedDependency[Settings], request_id: Named = None
) -> Response[ProofOut]:
    """*Got it*, tapped in the notification: confirms this notice and nothing else, also when the session is gone."""
    return _named(
        await receipts.by_token(
            settings.data, data.notice, data.token, State.CONFIRMED, device_at=data.device_at, now=clock.now()
        ),
        request_id,
    )


@post(
    "/api/productions/{production_id:int}/notices/{notice_id:int}/confirm",
    opt={"may": ("production", "read")}, status_code=200, operation_id="ConfirmNotice",
)  # fmt: skip
async def confirm(
    data: JSONBody[ProofIn], actor: NamedDependency[Actor], production_id: FromPath[int], notice_id: FromPath[int]
) -> ProofOut:
    """*Got it*, tapped on the page."""
    return _out(
        await receipts.by_session(
            production_id, notice_id, State.CONFIRMED, device_at=data.device_at, by=actor, now=clock.now()
        )
    )


@post(
    "/api/productions/{production_id:int}/notices/{notice_id:int}/opened",
    opt={"may": ("production", "read")}, status_code=200, operation_id="OpenedNotice",
)  # fmt: skip
async def opened(
    data: JSONBody[ProofIn], actor: NamedDependency[Actor], production_id: FromPath[int], notice_id: FromPath[int]
) -> ProofOut:
    """The page with that version was open."""
    return _out(
        await receipts.by_session(
            production_id, notice_id, State.OPENED, device_at=data.device_at, by=actor, now=clock.now()
        )
    )


@post(
    "/api/productions/{production_id:int}/notices/{notice_id:int}/problem",
    opt={"may": ("sheet", "read")}, status_code=201, operation_id="ReportProblem",
)  # fmt: skip
async def problem(
    data: JSONBody[TroubleIn], actor: NamedDependency[Actor], production_id: FromPath[int], notice_id: FromPath[int]
) -> TroubleOut:
    """Late, can't come, need a lift, wrong department: goes to the head and the 2nd AD."""
    task = await receipts.report(production_id, notice_id, Trouble(data.kind, data.text), by=actor, now=clock.now())
    return TroubleOut(task_id=task)


@post(
    "/api/productions/{production_id:int}/notices/{notice_id:int}/outcomes",
    opt={"may": ("ledger", "write")}, status_code=201, operation_id="NoteRinging",
)  # fmt: skip
async def outcome(
    data: JSONBody[OutcomeIn], actor: NamedDependency[Actor], production_id: FromPath[int], notice_id: FromPath[int]
) -> ProofOut:
    """What came of ringing this person."""
    return _out(
        await receipts.note_ringing(
            production_id, notice_id, data.outcome, call_id=data.id, proxy=data.proxy, detail=data.detail, by=actor,
            now=clock.now(),
        )
    )  # fmt: skip


HANDLERS = [shown, confirm_by_token, confirm, opened, problem, outcome]
