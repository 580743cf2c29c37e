"""The people of a production as one reader may see them: fields that the reader may not read are absent."""

from datetime import datetime
from typing import Any

import msgspec

from server.db import Tx, read
from server.errors import NotFound
from server.models.production import invites, queries
from server.rules.access import About, Actor, Membership, Scope, may, seen


class Listed(msgspec.Struct, frozen=True):
    """`fields`: what the reader may read of the member's columns, by name."""

    id: int
    fields: dict[str, Any]
    positions: list[queries.PositionRow]
    joined: bool
    invited: str
    """'', 'not_sent' (a code exists), 'queued', 'accepted', 'bounced'."""
    invited_at: datetime | None


async def people(production_id: int, *, after: int, limit: int, by: Actor) -> list[Listed]:
    """By id, after the cursor. A head sees the own department; in three queries however many they are."""
    membership, scope = may(by, "member", "list", production_id=production_id)
    async with read() as db:
        members = await queries.members(db, production_id, after=after, limit=limit)
        return await _listed(db, production_id, members, membership, scope)


async def person(production_id: int, member_id: int, *, by: Actor) -> Listed:
    """Raises NotFound, also for somebody of another department where the reader sees only the own."""
    membership, scope = may(by, "member", "list", production_id=production_id)
    async with read() as db:
        found = await queries.member(db, production_id, member_id)
        listed = await _listed(db, production_id, [found], membership, scope)
    if not listed:
        raise NotFound
    return listed[0]


async def _listed(
    db: Tx, production_id: int, members: list[queries.MemberRow], membership: Membership, scope: Scope
) -> list[Listed]:
    ids = [m.id for m in members]
    held = await queries.positions(db, production_id, ids)
    newest = await invites.newest(db, production_id, ids)
    listed = []
    for m in members:
        positions = held.get(m.id, [])
        departments = frozenset(p.department_id for p in positions)
        if scope is not Scope.ALL and not (departments & membership.heads or m.id == membership.member_id):
            continue
        about = About(m.id, departments, m.number_shown)
        invite = newest.get(m.id)
        listed.append(
            Listed(
                m.id,
                seen(membership, about, ((name, getattr(m, name)) for name in m.__struct_fields__)),
                positions,
                m.account_id is not None,
                invite.sent_state if invite else "",
                invite.sent_at if invite else None,
            )
        )
    return listed
