"""Own account: who am I here."""

from litestar import get
from litestar.di import NamedDependency

from server.rules.access import Actor
from server.wire import Struct


class MembershipOut(Struct):
    production_id: int
    member_id: int
    roles: list[str]


class MeOut(Struct):
    account_id: int
    name: str
    memberships: list[MembershipOut]


@get("/api/me", opt={"may": "signed_in"}, operation_id="ReadMe")
async def read_me(actor: NamedDependency[Actor]) -> MeOut:
    """The signed-in account and the productions it is on now."""
    return MeOut(
        account_id=actor.account_id,
        name=actor.name,
        memberships=[
            MembershipOut(production_id=m.production_id, member_id=m.member_id, roles=sorted(m.roles))
            for m in actor.memberships.values()
        ],
    )


HANDLERS = [read_me]
