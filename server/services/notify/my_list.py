"""A person's own list: whom they were asked to ring because nothing else reached them; and who would ring whom."""

from datetime import datetime

import msgspec

from server.db import read, tx
from server.errors import Conflict, NotFound
from server.models.notify import chasing
from server.models.notify.chasing import ListedRow
from server.models.production import queries as productions
from server.rules.access import Actor, may
from server.rules.notify.chasers import chaser_of


class MyList(msgspec.Struct, frozen=True):
    production: str
    office_phone: str
    zone: str
    people: list[ListedRow]


async def my_list(production_id: int, *, by: Actor, now: datetime) -> MyList:
    """Nearest call first. Being asked to ring somebody is the right to their number, while they are on the list.

    Raises NotFound, NotAllowed.
    """
    membership, _ = may(by, "ring", "read", production_id=production_id)
    async with read() as db:
        production = await productions.production(db, production_id)
        people = await chasing.listed(db, production_id, membership.member_id, now)
    return MyList(production.name, production.office_phone, production.zone, people)


class RungBy(msgspec.Struct, frozen=True):
    """Who rings a person when nothing else reaches them. `member_id` None: the office."""

    by_hand: int | None
    member_id: int | None
    name: str


async def rung_by(production_id: int, member_id: int, *, by: Actor, now: datetime) -> RungBy:
    """Raises NotFound, NotAllowed."""
    may(by, "member", "change", production_id=production_id)
    async with read() as db:
        member = await productions.member(db, production_id, member_id)
        team = await chasing.team(db, production_id, now)
        person = next(one for one in team if one.member_id == member.id)
        found = chaser_of(person, team, await chasing.named_chasers(db, production_id))
        name = (await productions.member(db, production_id, found)).name if found is not None else ""
    return RungBy(person.by_hand, found, name)


async def set_chaser(production_id: int, member_id: int, chaser: int | None, *, by: Actor, now: datetime) -> None:
    """Named by hand, before anybody that the position would name; None: by position again.

    Raises NotFound, Conflict for oneself and for who couldn't read the list.
    """
    may(by, "member", "change", production_id=production_id)
    async with tx(production_id) as db:
        await productions.member(db, production_id, member_id, lock=True)
        if chaser == member_id:
            raise Conflict("Nobody is on their own list.", code="own_chaser")
        if chaser is not None:
            try:
                await productions.member(db, production_id, chaser)
            except NotFound:
                raise NotFound("Who should ring them isn't on this production.") from None
            # who hasn't joined yet may be named: until then the position says who rings
            team = await chasing.team(db, production_id, now)
            if any(one.member_id == chaser and one.present and not one.may_ring for one in team):
                raise Conflict(
                    "They can't open a list of people to ring.", code="cannot_ring",
                    next_step="Choose somebody of the crew or the office.",
                )  # fmt: skip
        await db.execute(
            "UPDATE member SET chaser_member_id = $3 WHERE production_id = $1 AND id = $2",
            production_id, member_id, chaser,
        )  # fmt: skip
        db.note("chaser_set", "member", member_id, by=by)
