"""How each person can be told: the crew page's column."""

from datetime import datetime

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from server.rules.access import Actor
from server.services.reports.reachable import how_reached
from server.wire import Id, Struct


class ReachOut(Struct):
    member_id: int
    reached_by: str
    """rings, rings_off, mail, phone, not_asked."""
    email_known: bool
    mobile_known: bool
    mail_bounced: bool
    proof: str | None
    """The last one: shown, opened, confirmed, reached."""
    proof_at: datetime | None


class ReachListOut(Struct):
    people: list[ReachOut]


@get("/api/productions/{production_id:int}/reachable", opt={"may": ("member", "list")}, operation_id="ListReachable")
async def list_reachable(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> ReachListOut:
    """Who has the app and rings, rings off, mail only, phone only, not asked; with the last proof."""
    return ReachListOut(
        people=[
            ReachOut(
                member_id=one.row.member_id, reached_by=one.by, email_known=one.row.email,
                mobile_known=one.row.mobile, mail_bounced=one.row.mail_bounced, proof=one.row.proof,
                proof_at=one.row.proof_at,
            )
            for one in await how_reached(production_id, by=actor)
        ]
    )  # fmt: skip


HANDLERS = [list_reachable]
