"""The demo's people: accounts for one of each role, the cast with guardian and agent."""

from collections.abc import Iterable
from datetime import date, datetime

from server.db import Tx, tx
from server.models.access import queries as access_queries
from server.models.production import queries as productions
from server.models.schedule import calls as call_queries
from server.models.schedule import working
from server.rules.access import Actor, Membership, Role
from server.services.demo import story
from server.services.production.joining import attach
from server.services.production.parts import departments
from server.services.production.people import PersonIn, PositionIn, add_people, give_roles


async def account(db: Tx, name: str, email: str | None) -> int:
    """A new account, as a join by code makes it."""
    made: int = await db.fetchval("INSERT INTO account (name, email) VALUES ($1, $2) RETURNING id", name, email)
    return made


def coordinator(account_id: int, production_id: int | None = None, member_id: int = 0) -> Actor:
    """The demo's coordinator, before and after there is a production."""
    if production_id is None:
        return Actor(account_id=account_id, name=story.COORDINATOR)
    membership = Membership(production_id, member_id, frozenset({Role.COORDINATOR}))
    return Actor(account_id=account_id, name=story.COORDINATOR, memberships={production_id: membership})


async def members_by_name(production_id: int) -> dict[str, productions.MemberRow]:
    async with tx(production_id) as db:
        return {member.name: member for member in await productions.members(db, production_id, limit=500)}


async def add_cast(production_id: int, by: Actor, on: date) -> None:
    """Fourteen performers on the list, each joined to the role on the board. `on`: for a minor's age."""
    async with tx(production_id) as db:
        cast = (await departments(db, production_id, ["Cast"]))["Cast"]
        roles = {role.number: role for role in await working.cast(db, production_id)}
        people = [
            PersonIn(
                name=performer,
                email=None if via.startswith("c/o") else f"{performer.split()[-1].lower()}@tidetables.example",
                mobile=f"(207) 555-02{int(number):02d}",
                contact_via=via or None,
                minor=roles[number].minor,
                born_on=on.replace(year=on.year - story.MINOR_IS, day=1) if roles[number].minor else None,
                positions=(PositionIn(department_id=cast, title=roles[number].character),),
            )
            for number, performer, via, _ in story.CAST
        ]
        made = await add_people(db, production_id, people, by=by)
        for (number, *_), member_id in zip(story.CAST, made, strict=True):
            await call_queries.cast_as(db, production_id, roles[number].element_id, member_id)


async def confirm_roles(production_id: int, by: Actor, now: datetime) -> None:
    """A coordinator confirms what the positions proposed; who has no app yet stays without an account."""
    for name, member in (await members_by_name(production_id)).items():
        roles = story.ROLES.get(name) or tuple(Role(role) for role in member.proposed_roles) or (Role.CREW,)
        if any(name == performer for _, performer, *_ in story.CAST):
            roles = (Role.TALENT,)
        await give_roles(production_id, member.id, roles, by=by, now=now)


async def join(production_id: int, names: Iterable[str], now: datetime) -> dict[str, Actor]:
    """These people have joined: an account each, and what they may do."""
    members = await members_by_name(production_id)
    actors = {}
    for name in names:
        async with tx(production_id) as db:
            member = members[name]
            account_id = member.account_id or await account(db, name, member.email)
            await attach(db, production_id, member.id, account_id, now=now)
        actors[name] = await actor(production_id, account_id, name, now)
    return actors


async def went_live(production_id: int, at: datetime) -> None:
    """The invitations went out when the production began."""
    async with tx(production_id) as db:
        await db.execute("UPDATE production SET tested_at = $2, contacted_at = $2 WHERE id = $1", production_id, at)


async def actor(production_id: int, account_id: int, name: str, now: datetime) -> Actor:
    async with tx(production_id) as db:
        memberships = await access_queries.memberships_of(db, account_id, now)
    return Actor(account_id=account_id, name=name, memberships=memberships)
