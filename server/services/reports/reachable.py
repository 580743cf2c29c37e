"""How each person of a production can be told."""

import msgspec

from server.db import read
from server.models.reports import reachable
from server.rules.access import Actor, Scope, may
from server.rules.reports.reachable import ReachedBy, Ways, reached_by


class Reached(msgspec.Struct, frozen=True):
    row: reachable.ReachRow
    by: ReachedBy


async def how_reached(production_id: int, *, by: Actor) -> list[Reached]:
    """One line a person; a head sees the own department."""
    membership, scope = may(by, "member", "list", production_id=production_id)
    async with read() as db:
        rows = await reachable.reach(db, production_id)
    return [
        Reached(row, reached_by(Ways(row.joined, row.rings, row.asked, row.email, row.mail_bounced, row.mobile)))
        for row in rows
        if scope is Scope.ALL or membership.heads & set(row.departments) or row.member_id == membership.member_id
    ]
