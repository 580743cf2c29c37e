"""Messages as they are read: by who sends, with what came of each; by who was told, on phone and page."""

from collections import defaultdict
from datetime import datetime, timedelta

import msgspec

from server.db import Tx, read
from server.errors import NotFound
from server.models.messages import queries as rows
from server.models.messages.queries import FileRow, MessageRow, MineRow, StateRow
from server.models.production import queries as productions
from server.rules.access import Actor, may, scope_of
from server.rules.messages.files import Attached
from server.rules.notify.states import Board, State, on_board
from server.services.messages import hold
from server.services.messages.audience import keeper
from server.services.notify.ledger import Entry, read_ledger

BACK = timedelta(days=90)
"""Older ones aren't kept on phones."""


class Counts(msgspec.Struct, frozen=True):
    """People of one message. Who left isn't counted."""

    told: int = 0
    has_it: int = 0
    confirmed: int = 0
    being_called: int = 0
    hasnt: int = 0


class Sent(msgspec.Struct, frozen=True):
    message: MessageRow
    files: list[FileRow]
    counts: Counts


def counted(states: list[StateRow]) -> dict[int, Counts]:
    """By message."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(Counts.__struct_fields__, 0))
    for row in states:
        board = on_board(State(row.state), with_office=row.office)
        if board is not None:
            of = found[row.message_id]
            of["told"] += row.many
            of[{Board.HAS_IT: "has_it", Board.BEING_CALLED: "being_called", Board.HASNT: "hasnt"}[board]] += row.many
            of["confirmed"] += row.many if row.state in (State.CONFIRMED, State.REACHED) else 0
    return {message: Counts(**of) for message, of in found.items()}


async def _with_counts(db: Tx, production_id: int, found: list[MessageRow]) -> list[Sent]:
    ids = [one.id for one in found]
    files = _by_message(await rows.files(db, [production_id], ids))
    counts = counted(await rows.states(db, production_id, ids))
    return [Sent(one, files[one.id], counts.get(one.id, Counts())) for one in found]


def _by_message(files: list[FileRow]) -> dict[int, list[FileRow]]:
    found: dict[int, list[FileRow]] = defaultdict(list)
    for one in files:
        found[one.message_id].append(one)
    return found


async def sent(production_id: int, *, before: int | None, limit: int, by: Actor) -> list[Sent]:
    """Newest first; a head sees their own. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "message", "send", production_id=production_id)
    async with read() as db:
        found = await rows.messages(
            db, production_id, by_member_id=keeper(membership, scope), before=before, limit=limit
        )
        return await _with_counts(db, production_id, found)


async def one(production_id: int, message_id: int, *, by: Actor) -> tuple[Sent, str, list[Entry]]:
    """With the production's zone and the ledger: each person once, by the newest notice.

    Raises NotFound, NotAllowed.
    """
    async with read() as db:
        zone = (await productions.production(db, production_id)).zone
        found = await hold.of(db, production_id, message_id, by=by)
        (with_counts,) = await _with_counts(db, production_id, [found])
    newest: dict[int, Entry] = {}
    for entry in await read_ledger(production_id, "message", message_id, by=by):
        newest.setdefault(entry.notice.member_id, entry)
    return with_counts, zone, sorted(newest.values(), key=lambda entry: entry.notice.name.casefold())


class Mine(msgspec.Struct, frozen=True):
    row: MineRow
    files: list[FileRow]


async def mine(actor: Actor, *, now: datetime) -> list[Mine]:
    """What I was told, over all my productions, newest first."""
    members = [
        (membership.production_id, membership.member_id)
        for membership in actor.memberships.values()
        if scope_of(membership, "message", "read") is not None
    ]
    async with read() as db:
        found = await rows.mine(db, members, now - BACK, now)
        files = _by_message(await rows.files(db, [one[0] for one in members], [row.id for row in found]))
    return [Mine(row, files[row.id]) for row in found]


async def attachment(production_id: int, message_id: int, attachment_id: int, *, by: Actor, now: datetime) -> Attached:
    """To who was told, and to who may see what was sent. Raises NotFound."""
    membership, _ = may(by, "message", "read", production_id=production_id)
    async with read() as db:
        if not await rows.was_told(db, production_id, message_id, membership.member_id, now):
            if scope_of(membership, "message", "send") is None:
                raise NotFound
            await hold.of(db, production_id, message_id, by=by)
        return await rows.content(db, production_id, message_id, attachment_id)
