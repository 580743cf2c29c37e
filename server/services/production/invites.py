"""Invitations: codes, waves, what is sent and what is only printed. Nothing is sent before a coordinator says so."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from server.adapters.keys import code_hash, seal, unseal
from server.db import Tx, tx
from server.errors import Conflict, NotAllowed, NotFound
from server.models.production import invites, queries
from server.rules.access import Actor, Role, may, scope_of
from server.rules.access.codes import JOIN_LENGTH
from server.rules.access.lasting import RUNNING
from server.rules.production.waves import Invited, Wave, in_waves
from server.services.access import limits
from server.services.access.entry import new_code

LASTS = timedelta(days=7)
_ABOVE_CREW = RUNNING | {Role.FIRST_AD, Role.SECOND_AD}


async def codes_for(
    db: Tx, data: Path, production_id: int, member_ids: Sequence[int], *, now: datetime, fresh: bool = False
) -> dict[int, tuple[int, str, datetime]]:
    """A good code for each of these members: member id → (invite id, code, when it runs out).

    One that is good for another day is kept, unless `fresh`: then it ends and a new one is made.
    """
    have = {} if fresh else await invites.newest(db, production_id, member_ids)
    found = {
        member: (one.id, unseal(data, one.code_sealed), one.expires_at)
        for member, one in have.items()
        if one.code_sealed and one.used_at is None and one.expires_at > now + timedelta(days=1)
    }
    new = {member: new_code(JOIN_LENGTH) for member in member_ids if member not in found}
    if new:
        hashes = {member: (code_hash(data, "join", code), seal(data, code)) for member, code in new.items()}
        made = await invites.insert(db, production_id, hashes, now=now, expires_at=now + LASTS)
        found |= {member: (made[member], code, now + LASTS) for member, code in new.items()}
    return found


class WaveOf(msgspec.Struct, frozen=True):
    """One wave: who is in it, who has joined, whom a mail would go to now, when the last one went."""

    wave: Wave
    members: list[int]
    joined: list[int]
    to_send: list[int]
    no_address: list[int]
    sent_at: datetime | None


async def waves(db: Tx, production_id: int) -> list[WaveOf]:
    """All four, in order."""
    members = {m.id: m for m in await queries.members(db, production_id, limit=2_000)}
    held = await queries.positions(db, production_id, list(members))
    names = {d.id: d.name for d in await queries.departments(db, production_id)}
    newest = await invites.newest(db, production_id, list(members))
    people = []
    for m in members.values():
        positions = held.get(m.id, [])
        single = bool(positions) and all(p.only_on for p in positions)
        people.append(
            Invited(
                m.id,
                frozenset(Role(role) for role in {*m.roles, *m.proposed_roles}),
                frozenset(names[p.department_id] for p in positions),
                len({day for p in positions for day in p.only_on}) if single else None,
            )
        )
    found = []
    for wave, ids in in_waves(people).items():
        open_ = [i for i in ids if members[i].account_id is None]
        unsent = [i for i in open_ if i not in newest or newest[i].sent_state == "not_sent"]
        times = [newest[i].sent_at for i in ids if i in newest]
        found.append(
            WaveOf(
                wave, ids, [i for i in ids if members[i].account_id is not None],
                [i for i in unsent if members[i].email], [i for i in open_ if not members[i].email],
                max((at for at in times if at is not None), default=None),
            )
        )  # fmt: skip
    return found


async def send_test(production_id: int, *, by: Actor, now: datetime) -> None:
    """Mail the invitation to oneself, as the crew will read it. Raises Conflict where one has no address here."""
    may(by, "invite", "send", production_id=production_id)
    await limits.spend(limits.INVITE_TESTS, str(by.account_id), now=now)
    async with tx(production_id) as db:
        me = await queries.member(db, production_id, by.memberships[production_id].member_id)
        if not me.email:
            raise Conflict("The office has no e-mail address for you.", code="no_address", next_step="Add yours first.")
        await db.execute("UPDATE production SET tested_at = $2 WHERE id = $1", production_id, now)
        db.enqueue("mail_invite_test", {"production_id": production_id, "member_id": me.id})


class Sent(msgspec.Struct, frozen=True):
    """How many mails go out, and who can't get one: their code is printed, or read out."""

    mailed: list[int]
    no_address: list[int]
    joined: list[int]


async def send(data: Path, production_id: int, member_ids: Sequence[int], *, by: Actor, now: datetime) -> Sent:
    """Invite these people by mail; again to who was invited and hasn't come: with a new code, the old one ends.

    Who wasn't mailed before keeps the code that was printed for them: the paper is out already.

    Raises Conflict before a test was sent to oneself.
    """
    may(by, "invite", "send", production_id=production_id)
    async with tx(production_id) as db:
        production = await queries.production(db, production_id, lock=True)
        if production.tested_at is None:
            raise Conflict(
                "Nobody has seen this invitation yet.", code="test_first", next_step="Send a test to yourself first."
            )
        members = [
            await queries.member(db, production_id, member_id, lock=True) for member_id in sorted(set(member_ids))
        ]
        open_ = [m for m in members if m.account_id is None]
        to = [m.id for m in open_ if m.email]
        before = await invites.newest(db, production_id, to)
        again = [member for member in to if member in before and before[member].sent_state != "not_sent"]
        codes = await codes_for(db, data, production_id, [m for m in to if m not in again], now=now)
        codes |= await codes_for(db, data, production_id, again, now=now, fresh=True)
        await invites.queue(db, production_id, [invite for invite, _, _ in codes.values()])
        for invite_id, _, _ in codes.values():
            db.enqueue("mail_invite", {"production_id": production_id, "invite_id": invite_id})
        if to:
            await queries.contacted(db, [production_id], now)
            db.note("invites_sent", "production", production_id, by=by, ids={"members": to[:200]})
        return Sent(to, [m.id for m in open_ if not m.email], [m.id for m in members if m.account_id is not None])


class Printed(msgspec.Struct, frozen=True):
    """One line of the page of codes."""

    member_id: int
    name: str
    title: str
    department: str
    code: str
    expires_at: datetime


async def printed_codes(
    data: Path, production_id: int, *, department_id: int | None, member_id: int | None, by: Actor, now: datetime
) -> list[Printed]:
    """Codes to hand out on paper, for who hasn't joined (one member also when they have: the lost phone).

    A code that would open an office's or an AD's rights is shown only to who may give such a role.
    """
    membership, _ = may(by, "invite", "print", production_id=production_id)
    trusted = scope_of(membership, "member", "give_role") is not None
    async with tx(production_id) as db:
        everybody = await queries.members(db, production_id, limit=2_000)
        held = await queries.positions(db, production_id, [m.id for m in everybody])
        names = {d.id: d.name for d in await queries.departments(db, production_id)}
        if department_id is not None and department_id not in names:
            raise NotFound
        if member_id is not None:
            wanted = [await queries.member(db, production_id, member_id)]
        else:
            in_it = [m for m in everybody if any(p.department_id == department_id for p in held.get(m.id, []))]
            wanted = [m for m in (everybody if department_id is None else in_it) if m.account_id is None]
        shown = [m for m in wanted if trusted or not _ABOVE_CREW & {Role(r) for r in m.roles}]
        if member_id is not None and not shown:
            raise NotAllowed("That code would open more than your own rights. A coordinator can print it.")
        codes = await codes_for(db, data, production_id, [m.id for m in shown], now=now)
        lines = []
        for m in shown:
            position = next(iter(held.get(m.id, [])), None)
            title, department = (position.title, names[position.department_id]) if position else ("", "")
            lines.append(Printed(m.id, m.name, title, department, codes[m.id][1], codes[m.id][2]))
        db.note("codes_printed", "production", production_id, by=by, ids={"members": [m.id for m in shown][:200]})
        return sorted(lines, key=lambda line: (line.department, line.name))
