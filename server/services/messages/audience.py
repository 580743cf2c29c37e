"""Whom a message goes to: a list that fills itself, or one kept by hand, as it stands at this moment."""

from datetime import datetime
from typing import Literal

import msgspec

from server.db import read
from server.errors import NotFound
from server.models.messages import kept
from server.models.notify import chasing
from server.models.production import queries as productions
from server.rules.access import Actor, Membership, Scope, may
from server.rules.reports.lists import Kind
from server.services.reports.lists import people_lists, within
from server.wire import Id, Struct


class ListChosen(Struct):
    """`department_id`: of a department's list alone · `list_id`: of one kept by hand."""

    kind: Kind | Literal["kept"]
    department_id: Id | None = None
    list_id: Id | None = None


class Audience(msgspec.Struct, frozen=True):
    """`name`: of a department or of a kept list; "" where the kind says it all."""

    kind: str
    name: str
    member_ids: tuple[int, ...]


async def mine(production_id: int, *, by: Actor, now: datetime) -> set[int]:
    """Everybody on the production whom this sender may write to. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "message", "send", production_id=production_id)
    async with read() as db:
        return {one.member_id for one in within(await chasing.team(db, production_id, now), membership, scope)}


def keeper(membership: Membership, scope: Scope) -> int | None:
    """Whose lists and messages somebody sees: a head's own alone; None: everybody's."""
    return membership.member_id if scope is Scope.DEPARTMENT else None


async def audience(production_id: int, chosen: ListChosen, *, by: Actor, now: datetime) -> Audience:
    """Raises NotFound for a list that isn't there for this sender; nobody may be on it."""
    membership, scope = may(by, "message", "send", production_id=production_id)
    if chosen.kind == "kept":
        async with read() as db:
            hand = await kept.one(db, production_id, chosen.list_id or 0)
        seen_by(hand, keeper(membership, scope))
        allowed = await mine(production_id, by=by, now=now)
        return Audience("kept", hand.name, tuple(sorted(allowed & set(hand.member_ids))))
    name = ""
    if chosen.kind == "department":
        async with read() as db:
            found = {one.id: one.name for one in await productions.departments(db, production_id)}
        if chosen.department_id not in found:
            raise NotFound
        name = found[chosen.department_id]
    for one in await people_lists(production_id, by=by, now=now):
        if (one.kind, one.department_id) == (chosen.kind, chosen.department_id):
            return Audience(chosen.kind, name, one.member_ids)
    return Audience(chosen.kind, name, ())


def seen_by(one: kept.ListRow, keeps: int | None) -> None:
    """Raises NotFound where this list is another head's."""
    if keeps is not None and one.by_member_id != keeps:
        raise NotFound
