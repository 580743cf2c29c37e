"""Routes of approval: who approved a draft and who still has to; give it, take it back."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.sheets import approval
from server.services.sheets.preview import ToApproveOut, to_approve
from server.wire import Id

_APPROVAL = "/api/productions/{production_id:int}/days/{day_id:int}/approval"


@get(_APPROVAL, opt={"may": ("sheet", "preview")}, operation_id="ReadApproval")
async def read_approval(
    actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]
) -> ToApproveOut:
    """What the draft changes, who has approved it and for whom its issue waits."""
    return await to_approve(production_id, day_id, by=actor, now=clock.now())


@post(_APPROVAL, opt={"may": ("sheet", "approve")}, status_code=200, operation_id="ApproveSheet")
async def approve_sheet(
    data: JSONBody[approval.ApproveIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
) -> approval.ApprovalOut:
    """Approve the draft by one's name, exactly as it was seen: 412 with the difference when it was edited since."""
    return await approval.approve(production_id=production_id, day_id=day_id, wanted=data, by=actor, now=clock.now())


@post(f"{_APPROVAL}/take-back", opt={"may": ("sheet", "approve")}, status_code=200, operation_id="TakeBackApproval")
async def take_back(
    data: JSONBody[approval.ApproveIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
) -> approval.ApprovalOut:
    """Take it back, while the draft isn't issued."""
    return await approval.take_back(production_id=production_id, day_id=day_id, wanted=data, by=actor, now=clock.now())


HANDLERS = [read_approval, approve_sheet, take_back]
