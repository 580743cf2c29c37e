"""People of a production: who, what, from when to when, and what they may do."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from server import clock
from server.routes.production.productions import MadeOut
from server.rules.access import Actor, Role
from server.services.production import listing
from server.services.production.leaving import remove_person
from server.services.production.people import (
    DayPlayerIn,
    PersonIn,
    ShownRoles,
    add_day_player,
    add_person,
    change_person,
    confirm_roles,
    give_roles,
)
from server.wire import Id, Revision, Struct

_AT = "/api/productions/{production_id:int}"
Absent = msgspec.UnsetType
_ABSENT = msgspec.UNSET


class PositionOut(Struct):
    id: int
    department_id: int
    title: str
    head: bool
    starts_on: date | None
    ends_on: date | None
    only_on: list[date]
    """Single days; empty: all from start to end."""


class PersonOut(Struct):
    """A field that the reader may not read is absent, not empty."""

    id: int
    name: str
    positions: list[PositionOut]
    roles: list[str]
    minor: bool
    unit_id: int | None
    number_shown: bool
    joined: bool
    """Has an account here; before, only the office's word that the person exists."""
    invited: str
    """"" · "not_sent" (a code exists) · "queued" · "accepted" · "bounced"."""
    invited_at: datetime | None
    revision: int
    proposed_roles: list[str] | Absent = _ABSENT
    email: str | Absent | None = _ABSENT
    mobile: str | Absent | None = _ABSENT
    mobile_typed: str | Absent | None = _ABSENT
    second_number: str | Absent | None = _ABSENT
    contact_via: str | Absent | None = _ABSENT
    born_on: date | Absent | None = _ABSENT
    rest_pack: str | Absent | None = _ABSENT
    diet: str | Absent | None = _ABSENT
    mail_bounced_at: datetime | Absent | None = _ABSENT


class PeopleOut(Struct):
    people: list[PersonOut]
    next_after: int | None
    """The cursor of the next page; None at the end."""


class PersonChange(Struct):
    person: PersonIn
    revision: Revision


class RolesIn(Struct):
    roles: Annotated[list[Role], msgspec.Meta(max_length=12)]


class ConfirmIn(Struct):
    members: Annotated[tuple[ShownRoles, ...], msgspec.Meta(min_length=1, max_length=500)]


class ConfirmedRoles(Struct):
    confirmed: int


_INNER = {"account_id", "production_id", "created_at", "removed_at", "id"}


def out(listed: listing.Listed) -> PersonOut:
    fields = {name: value for name, value in listed.fields.items() if name not in _INNER}
    return PersonOut(
        id=listed.id,
        positions=[
            PositionOut(
                id=p.id, department_id=p.department_id, title=p.title, head=p.head, starts_on=p.starts_on,
                ends_on=p.ends_on, only_on=list(p.only_on),
            )
            for p in listed.positions
        ],
        joined=listed.joined, invited=listed.invited, invited_at=listed.invited_at, **fields,
    )  # fmt: skip


@get(f"{_AT}/members", opt={"may": ("member", "list")}, operation_id="ListPeople")
async def list_people(
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    after: FromQuery[Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]] = 0,
    limit: FromQuery[Annotated[int, msgspec.Meta(ge=1, le=500)]] = 500,
) -> PeopleOut:
    """Who is on the production, by id; a head sees the own department."""
    found = await listing.people(production_id, after=after, limit=limit + 1, by=actor)
    more = found[limit - 1].id if len(found) > limit else None
    return PeopleOut(people=[out(one) for one in found[:limit]], next_after=more)


@get(f"{_AT}/members/{{member_id:int}}", opt={"may": ("member", "list")}, operation_id="ReadPerson")
async def read_person(actor: NamedDependency[Actor], production_id: FromPath[Id], member_id: FromPath[Id]) -> PersonOut:
    """One person."""
    return out(await listing.person(production_id, member_id, by=actor))


@post(f"{_AT}/members", opt={"may": ("member", "change")}, operation_id="AddPerson")
async def add(data: JSONBody[PersonIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> MadeOut:
    """Add a person; nobody is contacted."""
    return MadeOut(id=await add_person(production_id, data, by=actor))


@put(f"{_AT}/members/{{member_id:int}}", opt={"may": ("member", "change")}, operation_id="ChangePerson")
async def change(
    data: JSONBody[PersonChange], actor: NamedDependency[Actor], production_id: FromPath[Id], member_id: FromPath[Id]
) -> PersonOut:
    """Write a person anew; 412 when somebody did meanwhile. Rights and sessions follow the new dates at once."""
    await change_person(production_id, member_id, data.person, revision=data.revision, by=actor, now=clock.now())
    return out(await listing.person(production_id, member_id, by=actor))


@put(f"{_AT}/members/{{member_id:int}}/roles", opt={"may": ("member", "give_role")}, operation_id="GiveRoles")
async def roles(
    data: JSONBody[RolesIn], actor: NamedDependency[Actor], production_id: FromPath[Id], member_id: FromPath[Id]
) -> PersonOut:
    """Confirm what a person may do; what was proposed is settled."""
    await give_roles(production_id, member_id, data.roles, by=actor, now=clock.now())
    return out(await listing.person(production_id, member_id, by=actor))


@post(f"{_AT}/members/roles", opt={"may": ("member", "give_role")}, operation_id="ConfirmRoles")
async def confirm(
    data: JSONBody[ConfirmIn], actor: NamedDependency[Actor], production_id: FromPath[Id]
) -> ConfirmedRoles:
    """Confirm at once what positions suggest for many. What isn't proposed any more isn't given."""
    return ConfirmedRoles(confirmed=await confirm_roles(production_id, data.members, by=actor, now=clock.now()))


@delete(f"{_AT}/members/{{member_id:int}}", opt={"may": ("member", "remove")}, operation_id="RemovePerson")
async def remove(actor: NamedDependency[Actor], production_id: FromPath[Id], member_id: FromPath[Id]) -> None:
    """Take a person off the production: their next request to it fails on every device."""
    await remove_person(production_id, member_id, by=actor, now=clock.now())


@post(f"{_AT}/day-players", opt={"may": ("member", "add_day_player")}, operation_id="AddDayPlayer")
async def day_player(
    data: JSONBody[DayPlayerIn], actor: NamedDependency[Actor], production_id: FromPath[Id]
) -> MadeOut:
    """Name, number, position, the days: an AD's fifteen seconds. The right ends by itself."""
    return MadeOut(id=await add_day_player(production_id, data, by=actor))


HANDLERS = [list_people, read_person, add, change, roles, confirm, remove, day_player]
