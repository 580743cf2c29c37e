"""The lists of a production's people as they are at this moment."""

from datetime import datetime, timedelta

from server.db import read
from server.models.notify import chasing
from server.models.reports import lists as rows
from server.rules.access import Actor, Membership, Scope, may
from server.rules.notify.chasers import Person
from server.rules.reports import lists
from server.rules.reports.lists import PeopleList
from server.services.sheets.read import thawed

AROUND = timedelta(days=2)
"""Whatever the zones, today and tomorrow lie within."""


async def people_lists(production_id: int, *, by: Actor, now: datetime) -> list[PeopleList]:
    """A head of department's lists hold their own people only. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "member", "list", production_id=production_id)
    async with read() as db:
        people = within(await chasing.team(db, production_id, now), membership, scope)
        pages = await rows.pages(db, production_id, (now - AROUND).date(), (now + AROUND).date(), now)
    return lists.lists(people, lists.working((thawed(version, page) for version, page in pages), now))


def within(people: list[Person], membership: Membership, scope: Scope) -> list[Person]:
    """Of a production's people those whom this right reaches: a head's own."""
    if scope is not Scope.DEPARTMENT:
        return people
    return [
        one
        for one in people
        if one.member_id == membership.member_id
        or membership.heads & {position.department_id for position in one.positions}
    ]
