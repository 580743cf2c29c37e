"""Named queries of custody: the ledger, the one state row of each thing, and disputes."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from server.db import Tx
from server.rules.gear.custody import Claim, Holder, Move
from server.wire import Row


class State(Row, frozen=True):
    """A thing and who answers for it, locked."""

    thing_id: int
    hold: str
    removed: bool
    holder_kind: str
    holder_id: int | None
    event_id: UUID | None
    hlc: int
    device: str

    def newest(self) -> Claim | None:
        """The claim that the state comes from, as far as rules need it."""
        if self.event_id is None:
            return None
        return Claim(self.event_id, self.hlc, self.device, Holder(self.holder_kind, self.holder_id), Move.TAKE)


async def lock_states(db: Tx, production_id: int, things: Sequence[int]) -> dict[int, State]:
    """The state rows, locked in id order; things of another production are left out."""
    rows = await db.fetch(
        "SELECT s.thing_id, t.hold, t.removed_at IS NOT NULL, s.holder_kind, s.holder_id, s.event_id, s.hlc, s.device"
        " FROM thing_state s JOIN thing t ON t.production_id = s.production_id AND t.id = s.thing_id"
        " WHERE s.production_id = $1 AND s.thing_id = ANY($2::bigint[]) ORDER BY s.thing_id FOR UPDATE OF s",
        production_id,
        sorted(set(things)),
    )
    return {row[0]: State(*row) for row in rows}


async def labelled(db: Tx, production_id: int, codes: Sequence[str]) -> dict[str, tuple[int, bool]]:
    """By code: the thing, and whether the label was revoked."""
    if not codes:
        return {}
    rows = await db.fetch(
        "SELECT code, thing_id, revoked_at IS NOT NULL FROM label WHERE production_id = $1 AND code = ANY($2::text[])",
        production_id,
        list(codes),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


class Given(Row, frozen=True):
    """What was answered for an id before; `body_hash` is None for one that was parked."""

    id: UUID
    body_hash: bytes | None
    late: bool
    suspect: bool
    hlc: int
    why: str


async def given(db: Tx, production_id: int, ids: Sequence[UUID]) -> dict[UUID, Given]:
    rows = await db.fetch(
        "SELECT id, body_hash, late, suspect, hlc, '' FROM custody_event"
        " WHERE production_id = $1 AND id = ANY($2::uuid[])"
        " UNION ALL SELECT id, NULL, false, false, 0, why FROM parked"
        " WHERE production_id = $1 AND id = ANY($2::uuid[])",
        production_id,
        list(ids),
    )
    return {row[0]: Given(*row) for row in rows}


_KINDS = ("member", "unit", "place", "vehicle", "vendor")
_HOLDERS = " UNION ALL ".join(
    f"SELECT '{kind}', id FROM"
    f" (SELECT id FROM {kind} WHERE production_id = $1 AND id = ANY(${n}::bigint[]) ORDER BY id FOR KEY SHARE) kept"
    for n, kind in enumerate(_KINDS, 2)
)


async def holders(db: Tx, production_id: int, told: Sequence[Holder]) -> set[Holder]:
    """Those of `told` that are of this production; people who left among them. None is removed until the end.

    Things' states are locked before, never after: who takes an import back locks in that order.
    """
    by_kind = [[holder.id for holder in told if holder.kind == kind and holder.id is not None] for kind in _KINDS]
    if not any(by_kind):
        return {Holder()}
    rows = await db.fetch(_HOLDERS, production_id, *by_kind)
    return {Holder(row[0], row[1]) for row in rows} | {Holder()}


class EventNew(Row, frozen=True):
    """A claim as it is written: what the phone said, and what the server made of it."""

    claim: Claim
    thing_id: int
    by_account: int
    device_seq: int
    device_at: datetime
    at: datetime
    late: bool
    contested: bool
    body_hash: bytes


_EVENT = (
    "INSERT INTO custody_event (production_id, id, thing_id, verb, holder_kind, holder_id, by_account, device,"
    " device_seq, hlc, device_at, seen_event, late, suspect, contested, place, body_hash, server_at)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
)
_STATE = (
    f"WITH written AS ({_EVENT} RETURNING id)"
    " UPDATE thing_state SET holder_kind = $5, holder_id = $6, since_at = $19, event_id = $2, hlc = $10, device = $8,"
    " revision = revision + 1, last_seen_at = $19, last_seen_by = $7, last_seen_place = $16"
    " WHERE production_id = $1 AND thing_id = $3"
)


async def write_event(db: Tx, production_id: int, new: EventNew, *, now: datetime) -> None:
    """Write the event; the newest one of its thing also becomes the state, in the same statement."""
    claim = new.claim
    values = [
        production_id, claim.id, new.thing_id, str(claim.move), claim.holder.kind, claim.holder.id, new.by_account,
        claim.device, new.device_seq, claim.hlc, new.device_at, claim.seen, new.late, claim.suspect, new.contested,
        claim.where, new.body_hash, now,
    ]  # fmt: skip
    if new.late:
        await db.execute(_EVENT, *values)
    else:
        await db.execute(_STATE, *values, new.at)


async def claims(db: Tx, production_id: int, thing_id: int) -> list[Claim]:
    """The whole ledger of one thing, in the order of its stamps."""
    rows = await db.fetch(
        "SELECT id, hlc, device, holder_kind, holder_id, verb, seen_event, suspect, place FROM custody_event"
        " WHERE production_id = $1 AND thing_id = $2 ORDER BY hlc, device",
        production_id,
        thing_id,
    )
    return [Claim(r[0], r[1], r[2], Holder(r[3], r[4]), Move(r[5]), r[6], r[7], r[8]) for r in rows]


async def open_dispute(
    db: Tx, production_id: int, thing_id: int, *, event: UUID, against: UUID | None, at: datetime
) -> int:
    number: int = await db.fetchval(
        "INSERT INTO dispute (production_id, thing_id, event_id, against_id, opened_at) VALUES ($1, $2, $3, $4, $5)"
        " RETURNING id",
        production_id, thing_id, event, against, at,
    )  # fmt: skip
    return number


class DisputeRow(Row, frozen=True):
    id: int
    event_id: UUID
    against_id: UUID | None
    settled_event: UUID | None


async def disputes_of(db: Tx, production_id: int, thing_id: int) -> list[DisputeRow]:
    """All disputes of one thing, settled ones too."""
    rows = await db.fetch(
        "SELECT id, event_id, against_id, settled_event FROM dispute WHERE production_id = $1 AND thing_id = $2"
        " ORDER BY id",
        production_id,
        thing_id,
    )
    return [DisputeRow(*row) for row in rows]


async def change_dispute(
    db: Tx, production_id: int, number: int, *, against: UUID | None, settled: UUID | None, by: int, at: datetime
) -> None:
    await db.execute(
        "UPDATE dispute SET against_id = $3, settled_event = $4,"
        " settled_at = CASE WHEN $4::uuid IS NULL THEN NULL ELSE $6::timestamptz END,"
        " settled_by = CASE WHEN $4::uuid IS NULL THEN NULL ELSE $5::bigint END"
        " WHERE production_id = $1 AND id = $2",
        production_id, number, against, settled, by, at,
    )  # fmt: skip


async def drop_dispute(db: Tx, production_id: int, number: int) -> None:
    await db.execute("DELETE FROM dispute WHERE production_id = $1 AND id = $2", production_id, number)


async def mark_contested(db: Tx, production_id: int, thing_id: int, ids: Sequence[UUID]) -> None:
    await db.execute(
        "UPDATE custody_event SET contested = id = ANY($3::uuid[])"
        " WHERE production_id = $1 AND thing_id = $2 AND contested <> (id = ANY($3::uuid[]))",
        production_id,
        thing_id,
        list(ids),
    )


async def disputed(db: Tx, production_id: int, things: Sequence[int]) -> list[int]:
    """Those of `things` about which a dispute is open."""
    rows = await db.fetch(
        "SELECT DISTINCT thing_id FROM dispute WHERE production_id = $1 AND thing_id = ANY($2::bigint[])"
        " AND settled_at IS NULL ORDER BY thing_id",
        production_id,
        list(things),
    )
    return [row[0] for row in rows]


class SideRow(Row, frozen=True):
    """A person on one side of an open dispute, and what it is about."""

    member_id: int
    name: str
    what: str


async def sides(db: Tx, production_id: int, thing_id: int) -> list[SideRow]:
    """Who says so and who is said to have it, in every open dispute of a thing; those who left are not asked."""
    rows = await db.fetch(
        "SELECT DISTINCT m.id, m.name, coalesce(t.code, t.name) FROM dispute d"
        " JOIN thing t ON t.production_id = d.production_id AND t.id = d.thing_id"
        " JOIN custody_event e ON e.production_id = d.production_id AND e.id IN (d.event_id, d.against_id)"
        " JOIN member m ON m.production_id = e.production_id AND m.removed_at IS NULL"
        " AND (m.account_id = e.by_account OR e.holder_kind = 'member' AND m.id = e.holder_id)"
        " WHERE d.production_id = $1 AND d.thing_id = $2 AND d.settled_at IS NULL ORDER BY m.id",
        production_id,
        thing_id,
    )
    return [SideRow(*row) for row in rows]


_NAMED = " UNION ALL ".join(
    f"SELECT h.name FROM {kind} h JOIN thing_state s ON s.production_id = h.production_id AND s.holder_id = h.id"
    f" AND s.holder_kind = '{kind}' WHERE h.production_id = $1 AND s.thing_id = $2"
    for kind in _KINDS
)


async def holder_name(db: Tx, production_id: int, thing_id: int) -> str:
    """Who has it now; empty at home."""
    return await db.fetchval(_NAMED, production_id, thing_id) or ""


async def lift_hold(db: Tx, production_id: int, thing_id: int) -> None:
    await db.execute(
        "UPDATE thing SET hold = 'none', revision = revision + 1 WHERE production_id = $1 AND id = $2",
        production_id,
        thing_id,
    )


async def park(db: Tx, production_id: int, scan: UUID, account: int, body: bytes, *, v: int, why: str,
               device_at: datetime, now: datetime) -> bool:  # fmt: skip
    """Keep for the office what can't be applied; whether it wasn't kept before."""
    kept = await db.fetchval(
        "INSERT INTO parked (production_id, id, account_id, v, method, path, body, why, device_at, at)"
        " VALUES ($1, $2, $3, $4, 'POST', $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING true",
        production_id, scan, account, v, f"/api/productions/{production_id}/scans", body, why, device_at, now,
    )  # fmt: skip
    return kept is not None
