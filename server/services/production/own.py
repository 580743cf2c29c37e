"""Who am I, and on what: the account with its productions, in three queries however many they are."""

from datetime import date, datetime

import msgspec

from server.db import read
from server.models.production import queries
from server.rules.access import Actor, Membership, rights_of
from server.rules.production.grants import Held, finish_on


class Place(msgspec.Struct, frozen=True):
    """One production as its member sees it."""

    production: queries.ProductionRow
    membership: Membership
    number_shown: bool
    diet: str | None
    positions: list[tuple[str, str]]
    """(title, department)."""
    finish_on: date | None
    rights: list[str]
    """`resource.action` of everything this member is offered, in some scope."""


class Me(msgspec.Struct, frozen=True):
    name: str
    email: str | None
    clock: str
    theme: str
    locale: str
    signed_in_until: datetime | None
    places: list[Place]


_PLACES = """
SELECT m.production_id, m.number_shown, m.diet, p.title, d.name, p.department_id, p.head, p.starts_on, p.ends_on,
       p.only_on
FROM member m LEFT JOIN member_position p ON p.production_id = m.production_id AND p.member_id = m.id
LEFT JOIN department d ON d.production_id = p.production_id AND d.id = p.department_id
WHERE m.id = ANY($1::bigint[]) ORDER BY m.production_id, p.sort, p.id
"""


async def me(by: Actor) -> Me:
    """The signed-in person and every production they are on now, running ones first."""
    async with read() as db:
        account = await db.fetchrow(
            "SELECT a.name, a.email, a.clock, a.theme, a.locale, s.expires_at FROM account a"
            " LEFT JOIN session s ON s.id = $2 WHERE a.id = $1",
            by.account_id,
            by.session_id,
        )
        found = await queries.productions(db, list(by.memberships))
        rows = await db.fetch(_PLACES, [m.member_id for m in by.memberships.values()])
    places = []
    for production in found:
        membership = by.memberships[production.id]
        own = [row for row in rows if row[0] == production.id]
        held = [Held(row[5], row[6], row[7], row[8], tuple(row[9])) for row in own if row[5] is not None]
        places.append(
            Place(
                production, membership, own[0][1], own[0][2], [(row[3], row[4]) for row in own if row[5] is not None],
                finish_on(held), rights_of(membership),
            )
        )  # fmt: skip
    name, email, clock, theme, locale, until = account
    return Me(name, email, clock, theme, locale, until, places)
