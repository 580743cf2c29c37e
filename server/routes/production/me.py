"""Me: the account, its settings, and what the person is on each production."""

from datetime import date, datetime

from litestar import get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server.rules.access import Actor
from server.services.access.account import AccountChange, change_account
from server.services.production.office import OwnChange, change_own
from server.services.production.own import Place, me
from server.wire import Id, Struct


class OwnPositionOut(Struct):
    title: str
    department: str


class MembershipOut(Struct):
    production_id: int
    name: str
    code_name: str
    words: str
    zone: str
    archived: bool
    nobody_contacted: bool
    """Nobody but the office has been contacted: every desk page says so."""
    member_id: int
    roles: list[str]
    departments: list[int]
    heads: list[int]
    unit_id: int | None
    positions: list[OwnPositionOut]
    finish_on: date | None
    ends_at: datetime | None
    number_shown: bool
    diet: str | None
    may: list[str]
    """`resource.action` of everything this member may do, in some scope."""


class MeOut(Struct):
    account_id: int
    name: str
    email: str | None
    clock: str
    theme: str
    locale: str
    device_id: int | None
    signed_in_until: datetime | None
    memberships: list[MembershipOut]


def _membership(place: Place) -> MembershipOut:
    production, member = place.production, place.membership
    return MembershipOut(
        production_id=production.id, name=production.name, code_name=production.code_name, words=production.words,
        zone=production.zone, archived=production.archived_at is not None,
        nobody_contacted=production.contacted_at is None, member_id=member.member_id, roles=sorted(member.roles),
        departments=sorted(member.departments), heads=sorted(member.heads), unit_id=member.unit_id,
        positions=[OwnPositionOut(title=title, department=department) for title, department in place.positions],
        finish_on=place.finish_on, ends_at=member.ends_at, number_shown=place.number_shown, diet=place.diet,
        may=place.rights,
    )  # fmt: skip


async def _read(actor: Actor) -> MeOut:
    found = await me(actor)
    return MeOut(
        account_id=actor.account_id, name=found.name, email=found.email, clock=found.clock, theme=found.theme,
        locale=found.locale, device_id=actor.device_id, signed_in_until=found.signed_in_until,
        memberships=[_membership(place) for place in found.places],
    )  # fmt: skip


@get("/api/me", opt={"may": "signed_in"}, operation_id="ReadMe")
async def read_me(actor: NamedDependency[Actor]) -> MeOut:
    """The signed-in person and the productions they are on now."""
    return await _read(actor)


@patch("/api/me", opt={"may": "signed_in"}, operation_id="ChangeMe")
async def change_me(data: JSONBody[AccountChange], actor: NamedDependency[Actor]) -> MeOut:
    """Name, clock, theme, language; what is left out stays."""
    await change_account(data, by=actor)
    return await _read(actor)


@patch("/api/productions/{production_id:int}/me", opt={"may": ("production", "read")}, operation_id="ChangeMembership")
async def change_membership(
    data: JSONBody[OwnChange], actor: NamedDependency[Actor], production_id: FromPath[Id]
) -> MeOut:
    """Who sees my number on this production, and what I eat."""
    await change_own(production_id, data, by=actor)
    return await _read(actor)


HANDLERS = [read_me, change_me, change_membership]
