"""People of a production: made in bulk by an import, one by one by the office, a day player by an AD in 15 seconds."""

import contextlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

import asyncpg
import msgspec

from server.db import By, Tx, tx
from server.errors import Conflict, Invalid, Stale
from server.models.production import grants as grant_queries
from server.models.production import invites, queries
from server.rules.access import Actor, Role, may
from server.rules.production.numbers import read_number
from server.rules.production.positions import looks_like_head, proposed_roles
from server.services.production.grants import keep_grants
from server.wire import Email, Id, Line, Name, Phone, Revision, Struct


class ShownRoles(Struct):
    """What a position suggests, as the office saw it when it agreed."""

    member_id: Id
    roles: Annotated[tuple[Role, ...], msgspec.Meta(min_length=1, max_length=12)]


class PositionIn(Struct):
    """One position: from–to dates, or single days (`only_on`, a daily)."""

    department_id: Id
    title: Line = ""
    head: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    only_on: Annotated[tuple[date, ...], msgspec.Meta(max_length=100)] = ()


class PersonIn(Struct):
    """One person as the office writes them. `mobile` as typed; it is kept so, and as E.164 where it can be read."""

    name: Name
    email: Email | None = None
    mobile: Phone | None = None
    second_number: Phone | None = None
    contact_via: Line | None = None
    diet: Line | None = None
    unit_id: Id | None = None
    minor: bool = False
    born_on: date | None = None
    rest_pack: Line | None = None
    positions: Annotated[tuple[PositionIn, ...], msgspec.Meta(max_length=12)] = ()


_MEMBER = {
    "production_id": "bigint", "name": "text", "email": "text", "mobile": "text", "mobile_typed": "text",
    "second_number": "text", "contact_via": "text", "diet": "text", "unit_id": "bigint", "minor": "boolean",
    "born_on": "date", "rest_pack": "text", "proposed_roles": "text[]",
}  # fmt: skip
_POSITION = {
    "production_id": "bigint", "member_id": "bigint", "department_id": "bigint", "title": "text", "head": "boolean",
    "starts_on": "date", "ends_on": "date", "only_on": "date[]", "sort": "int",
}  # fmt: skip


async def add_people(db: Tx, production_id: int, people: Sequence[PersonIn], *, by: By | None) -> list[int]:
    """Make members, all in two statements; their ids in the given order. Contacts nobody.

    Roles that their positions suggest are *proposed*. Raises Conflict where an address is on the production already
    or given twice (asyncpg's unique violation), Invalid for dates that end before they start.
    """
    production = await queries.production(db, production_id)
    names = {d.id: d.name for d in await queries.departments(db, production_id)}
    rows = [_row(production_id, person, production.country, names) for person in people]
    made = await queries.insert_many(db, "member", _MEMBER, rows)
    await _add_positions(db, production_id, dict(zip(made, (p.positions for p in people), strict=True)))
    for member_id in made[:50]:
        db.note("member_made", "member", member_id, by=by)
    if len(made) > 50:
        db.note("members_made", "production", production_id, by=by, ids={"count": len(made)})
    return made


def _row(production_id: int, person: PersonIn, country: str, names: dict[int, str]) -> list[Any]:
    proposed: set[Role] = set()
    for position in person.positions:
        if position.department_id not in names:
            raise Invalid("That department isn't there.", errors=[{"where": "department_id", "what": "unknown"}])
        proposed |= proposed_roles(position.title, names[position.department_id])
        proposed |= {Role.HEAD} if position.head else set()
    mobile = read_number(person.mobile, country) if person.mobile else None
    return [
        production_id, person.name.strip(), person.email.lower() if person.email else None,
        mobile or person.mobile, person.mobile, person.second_number, person.contact_via, person.diet, person.unit_id,
        person.minor, person.born_on, person.rest_pack, sorted(proposed),
    ]  # fmt: skip


async def _add_positions(db: Tx, production_id: int, by_member: dict[int, tuple[PositionIn, ...]]) -> list[int]:
    rows = []
    for member_id, positions in by_member.items():
        for sort, p in enumerate(positions):
            if p.starts_on and p.ends_on and p.ends_on < p.starts_on:
                raise Invalid("It ends before it starts.", errors=[{"where": "ends_on", "what": "before starts_on"}])
            rows.append([
                production_id, member_id, p.department_id, p.title.strip(), p.head or looks_like_head(p.title),
                p.starts_on, p.ends_on, sorted(set(p.only_on)), sort,
            ])  # fmt: skip
    return await queries.insert_many(db, "member_position", _POSITION, rows)


async def set_positions(
    db: Tx, production_id: int, member_id: int, positions: tuple[PositionIn, ...], *, now: datetime
) -> None:
    """Replace a member's positions; those that equal an old one keep their id, so that calls stay with them."""
    old = (await queries.positions(db, production_id, [member_id])).get(member_id, [])
    left = list(old)
    new = []
    for p in positions:
        same = next((o for o in left if (o.department_id, o.title) == (p.department_id, p.title.strip())), None)
        if same is None:
            new.append(p)
            continue
        left.remove(same)
        await db.execute(
            "UPDATE member_position SET head = $3, starts_on = $4, ends_on = $5, only_on = $6"
            " WHERE production_id = $1 AND id = $2",
            production_id, same.id, p.head, p.starts_on, p.ends_on, sorted(set(p.only_on)),
        )  # fmt: skip
    for gone in left:
        with contextlib.suppress(asyncpg.ForeignKeyViolationError):  # a call hangs on it: it stays, as history
            async with tx() as inner:
                await inner.execute(
                    "DELETE FROM member_position WHERE production_id = $1 AND id = $2", production_id, gone.id
                )
    await _add_positions(db, production_id, {member_id: tuple(new)})
    await keep_grants(db, production_id, [member_id], now=now)


async def set_person(db: Tx, production_id: int, member_id: int, person: PersonIn, *, now: datetime) -> None:
    """Write a person anew: an import names them again, or the office corrects them.

    Roles stay as they are; newly suggested ones are proposed.
    """
    production = await queries.production(db, production_id)
    before = await queries.member(db, production_id, member_id, lock=True)
    names = {d.id: d.name for d in await queries.departments(db, production_id)}
    row = _row(production_id, person, production.country, names)
    proposed = sorted((set(row[12]) | set(before.proposed_roles)) - set(before.roles))
    await db.execute(
        "UPDATE member SET name = $3, email = $4, mobile = $5, mobile_typed = $6, second_number = $7, contact_via = $8,"
        " diet = $9, unit_id = $10, minor = $11, born_on = $12, rest_pack = $13, proposed_roles = $14,"
        " mail_bounced_at = CASE WHEN email IS DISTINCT FROM $4 THEN NULL ELSE mail_bounced_at END,"
        " revision = revision + 1 WHERE production_id = $1 AND id = $2",
        production_id, member_id, *row[1:12], proposed,
    )  # fmt: skip
    if before.email != row[2]:
        await invites.revoke(db, production_id, [member_id], now)  # it went to the wrong mailbox
    await set_positions(db, production_id, member_id, person.positions, now=now)
    await queries.contacts_changed(db, production_id)


async def add_person(production_id: int, person: PersonIn, *, by: Actor) -> int:
    """The office adds one person; the member's id."""
    may(by, "member", "change", production_id=production_id)
    async with tx(production_id) as db:
        await _one_address(db, production_id, person.email)
        return (await add_people(db, production_id, [person], by=by))[0]


async def _one_address(db: Tx, production_id: int, email: str | None, but: int | None = None) -> None:
    if email and await db.fetchval(
        "SELECT true FROM member WHERE production_id = $1 AND email = $2 AND removed_at IS NULL"
        " AND id IS DISTINCT FROM $3",
        production_id, email.lower(), but,
    ):  # fmt: skip
        raise Conflict(
            "Somebody on this production has that e-mail address.", code="address_taken",
            next_step="Open that person, or give another address.",
        )  # fmt: skip


class DayPlayerIn(Struct):
    """Name, number, position, the day: what an AD has in fifteen seconds."""

    name: Name
    mobile: Phone
    title: Line
    department_id: Id
    on: Annotated[tuple[date, ...], msgspec.Meta(min_length=1, max_length=30)]
    email: Email | None = None
    minor: bool = False
    unit_id: Id | None = None


async def add_day_player(production_id: int, player: DayPlayerIn, *, by: Actor) -> int:
    """A daily: one position on single days; its right ends by itself, 14 days after the last. The member's id."""
    may(by, "member", "add_day_player", production_id=production_id)
    position = PositionIn(department_id=player.department_id, title=player.title, only_on=player.on)
    person = PersonIn(
        name=player.name,
        mobile=player.mobile,
        email=player.email,
        minor=player.minor,
        unit_id=player.unit_id,
        positions=(position,),
    )
    async with tx(production_id) as db:
        await _one_address(db, production_id, player.email)
        return (await add_people(db, production_id, [person], by=by))[0]


async def change_person(
    production_id: int, member_id: int, person: PersonIn, *, revision: Revision, by: Actor, now: datetime
) -> None:
    """The office corrects one person. Raises Stale when somebody did meanwhile."""
    may(by, "member", "change", production_id=production_id)
    async with tx(production_id) as db:
        before = await queries.member(db, production_id, member_id, lock=True)
        if before.revision != revision:
            raise Stale("Somebody corrected this person while you typed.", revision=before.revision)
        await _one_address(db, production_id, person.email, but=member_id)
        await set_person(db, production_id, member_id, person, now=now)
        db.note("member_changed", "member", member_id, by=by, revision=before.revision + 1)


async def give_roles(production_id: int, member_id: int, roles: Sequence[Role], *, by: Actor, now: datetime) -> None:
    """Confirm what a member may do; what was proposed is settled. Raises Conflict for the last coordinator's own."""
    may(by, "member", "give_role", production_id=production_id)
    async with tx(production_id) as db:
        before = await queries.member(db, production_id, member_id, lock=True)
        if Role.COORDINATOR in before.roles and Role.COORDINATOR not in roles:
            await keep_a_coordinator(db, production_id, before, now=now)
        await db.execute(
            "UPDATE member SET roles = $3, proposed_roles = '{}', revision = revision + 1"
            " WHERE production_id = $1 AND id = $2",
            production_id, member_id, sorted(set(roles)) or [Role.CREW],
        )  # fmt: skip
        await keep_grants(db, production_id, [member_id], now=now)
        db.note("roles_given", "member", member_id, by=by, revision=before.revision + 1)


async def confirm_roles(production_id: int, shown: Sequence[ShownRoles], *, by: Actor, now: datetime) -> int:
    """Give each member what was shown and is still proposed; how many got something.

    What another import proposed meanwhile stays a proposal; who was settled by somebody else is passed. Raises NotFound
    when one of them has left.
    """
    may(by, "member", "give_role", production_id=production_id)
    agreed = {one.member_id: set(one.roles) for one in shown}
    async with tx(production_id) as db:
        found = await queries.members_locked(db, production_id, list(agreed))
        given = [(m, roles) for m in found if (roles := agreed[m.id] & set(m.proposed_roles))]
        await db.executemany(
            "UPDATE member SET roles = $3, proposed_roles = $4, revision = revision + 1"
            " WHERE production_id = $1 AND id = $2",
            [
                (production_id, m.id, sorted({*m.roles, *roles}), sorted(set(m.proposed_roles) - roles))
                for m, roles in given
            ],
        )
        await keep_grants(db, production_id, [m.id for m, _ in given], now=now)
        for m, _ in given:
            db.note("roles_given", "member", m.id, by=by, revision=m.revision + 1)
    return len(given)


async def keep_a_coordinator(db: Tx, production_id: int, leaving: queries.MemberRow, *, now: datetime) -> None:
    """Raises Conflict if nobody would be left who can run the production."""
    await queries.production(db, production_id, lock=True)
    if leaving.account_id and await grant_queries.count_with_role(db, production_id, Role.COORDINATOR, now) <= 1:
        raise Conflict(
            f"{leaving.name} is the only coordinator here.", code="last_coordinator",
            next_step="Make somebody else a coordinator first.",
        )  # fmt: skip
