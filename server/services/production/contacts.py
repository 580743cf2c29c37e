"""The numbers that a member may put into their own phone: the office's, and those of people whose number they see."""

from urllib.parse import urlsplit

from server.db import read
from server.models.production import queries
from server.rules.access import Actor, Role, may
from server.rules.access.fields import About, FieldClass, sight_of
from server.rules.production.contacts import Card, may_save, vcards
from server.settings import Settings

MOST = 2_000


async def contacts(production_id: int, *, by: Actor, settings: Settings) -> str:
    """vCards, the office first, people by name. The production stands under its code name: phones copy their contacts
    elsewhere. A performer's card names no character.
    """
    membership, _ = may(by, "production", "read", production_id=production_id)
    sight = sight_of(membership)
    async with read() as db:
        production = await queries.production(db, production_id)
        members = await queries.members(db, production_id, limit=MOST)
        positions = await queries.positions(db, production_id, [member.id for member in members])
    name = production.code_name or "Callboard"
    host = urlsplit(settings.public_url).hostname
    cards = []
    for member in sorted(members, key=lambda member: member.name.casefold()):
        held = positions.get(member.id, [])
        departments = frozenset(position.department_id for position in held)
        about = About(member.id, departments, member.number_shown)
        if member.id == membership.member_id or not member.mobile or not may_save(sight, about, member.roles):
            continue
        cards.append(
            Card(
                key=f"member-{member.id}@{host}", name=member.name, organisation=name, phone=member.mobile,
                title="" if Role.TALENT in member.roles or not held else held[0].title,
                email=(member.email or "") if sight.reads(FieldClass.EMAIL, about) else "",
            )
        )  # fmt: skip
    return vcards([*_office(production, name, f"office-{production_id}@{host}"), *cards])


def _office(production: queries.ProductionRow, name: str, key: str) -> list[Card]:
    if not production.office_phone and not production.office_email:
        return []
    return [
        Card(
            key=key, name=f"Production office, {name}", organisation=name, phone=production.office_phone,
            email=production.office_email, company=True,
        )
    ]  # fmt: skip
