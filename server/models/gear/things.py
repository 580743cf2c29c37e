"""Named queries of things: making many at once, and the list that phones hold and the desk shows."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from server.db import Tx
from server.wire import Row, as_text

MOST = 5_000
"""Things of one production that a list can hold."""


class ThingWrite(msgspec.Struct, frozen=True, kw_only=True):
    """A thing as it is written. `inside`: place of its case in the same list; `in_thing_id`: a case that is there."""

    kind: str
    name: str
    code: str | None = None
    department_id: int | None = None
    home_vehicle_id: int | None = None
    in_thing_id: int | None = None
    inside: int | None = None
    make: str = ""
    serial: str = ""
    quantity: int = 1
    value_cents: int = 0
    currency: str = "USD"
    vendor_id: int | None = None
    owner_member_id: int | None = None
    po: str = ""
    due_back_on: date | None = None
    return_policy: str = "each"
    notes: str = ""


_COLUMNS = (
    "kind text, name text, code text, department_id bigint, home_vehicle_id bigint, in_thing_id bigint, make text,"
    " serial text, quantity int, value_cents bigint, currency text, vendor_id bigint, owner_member_id bigint, po text,"
    " due_back_on date, return_policy text, notes text"
)
_NAMES = ", ".join(part.split()[0] for part in _COLUMNS.split(","))


async def insert(db: Tx, production_id: int, things: Sequence[ThingWrite]) -> list[int]:
    """Write all with their state rows; their ids, in the order given. Things inside others may come in any order."""
    ids = [
        row[0]
        for row in await db.fetch(
            "SELECT nextval(pg_get_serial_sequence('thing', 'id')) FROM generate_series(1, $1::int)", len(things)
        )
    ]
    written = []
    for number, thing in zip(ids, things, strict=True):
        fields = msgspec.structs.asdict(thing)
        inside = fields.pop("inside")
        if inside is not None:
            fields["in_thing_id"] = ids[inside]
        written.append({"id": number, **fields})
    await db.execute(
        f"INSERT INTO thing (production_id, id, {_NAMES}) OVERRIDING SYSTEM VALUE"
        f" SELECT $1, id, {_NAMES} FROM jsonb_to_recordset($2::jsonb) AS told(id bigint, {_COLUMNS})",
        production_id,
        as_text(written),
    )
    await db.execute(
        "INSERT INTO thing_state (production_id, thing_id) SELECT $1, unnest($2::bigint[])", production_id, ids
    )
    return ids


class ThingRow(Row, frozen=True):
    """A thing with its state; `missed_at`: when the newest finished check began that should have found it."""

    id: int
    kind: str
    code: str | None
    name: str
    department_id: int | None
    home_vehicle_id: int | None
    in_thing_id: int | None
    make: str
    serial: str
    quantity: int
    vendor_id: int | None
    owner_member_id: int | None
    po: str
    due_back_on: date | None
    return_policy: str
    hold: str
    notes: str
    revision: int
    holder_kind: str
    holder_id: int | None
    since_at: datetime | None
    event_id: UUID | None
    hlc: int
    last_seen_at: datetime | None
    last_seen_by: int | None
    last_seen_place: str
    label: str | None
    disputed: bool
    missed_at: datetime | None
    today: date
    """In the production's zone."""


# A round: the newest finished check of a scope, and those begun within three hours before it (rules.gear.checks).
_ROUNDS = (
    "WITH finished AS (SELECT DISTINCT ON (scope_kind, scope_id) scope_kind, scope_id, started_at, closed_at"
    " FROM gear_check WHERE production_id = $1 AND closed_at IS NOT NULL"
    " ORDER BY scope_kind, scope_id, closed_at DESC, started_at DESC),"
    " round AS (SELECT f.scope_kind, f.scope_id, min(c.started_at) AS missed_at FROM finished f JOIN gear_check c"
    " ON c.production_id = $1 AND c.scope_kind = f.scope_kind AND c.scope_id = f.scope_id"
    " AND c.started_at BETWEEN f.started_at - interval '3 hours' AND f.closed_at GROUP BY 1, 2)"
)
_JOINED = (
    " FROM thing t JOIN thing_state s ON s.production_id = t.production_id AND s.thing_id = t.id"
    " LEFT JOIN round v ON v.scope_kind = 'vehicle' AND v.scope_id = t.home_vehicle_id"
    " AND t.in_thing_id IS NULL AND t.kind IN ('case', 'cart') AND t.code IS NOT NULL"
    " LEFT JOIN round d ON d.scope_kind = 'department' AND d.scope_id = t.department_id"
    " AND t.in_thing_id IS NULL AND t.kind IN ('case', 'cart') AND t.code IS NOT NULL"
    " LEFT JOIN round i ON i.scope_kind = 'thing' AND i.scope_id = t.in_thing_id AND t.code IS NOT NULL"
)
_DISPUTED = (
    "EXISTS (SELECT FROM dispute x WHERE x.production_id = t.production_id AND x.thing_id = t.id"
    " AND x.settled_at IS NULL)"
)
_LIST = (
    f"{_ROUNDS} SELECT t.id, t.kind, t.code, t.name, t.department_id, t.home_vehicle_id, t.in_thing_id, t.make,"
    " t.serial, t.quantity, t.vendor_id, t.owner_member_id, t.po, t.due_back_on, t.return_policy, t.hold, t.notes,"
    " t.revision, s.holder_kind, s.holder_id, s.since_at, s.event_id, s.hlc, s.last_seen_at, m.id, s.last_seen_place,"
    " (SELECT max(l.code) FROM label l WHERE l.production_id = t.production_id AND l.thing_id = t.id"
    f" AND l.revoked_at IS NULL), {_DISPUTED}, greatest(v.missed_at, d.missed_at, i.missed_at),"
    f" ($2::timestamptz AT TIME ZONE p.zone)::date{_JOINED}"
    " JOIN production p ON p.id = t.production_id"
    " LEFT JOIN member m ON m.production_id = t.production_id AND m.account_id = s.last_seen_by"
    " AND m.removed_at IS NULL"
    " WHERE t.production_id = $1 AND t.removed_at IS NULL"
)


async def every(db: Tx, production_id: int, now: datetime, *, after: int = 0, limit: int = MOST) -> list[ThingRow]:
    """All things by id, in one statement."""
    rows = await db.fetch(f"{_LIST} AND t.id > $3 ORDER BY t.id LIMIT $4", production_id, now, after, limit)
    return [ThingRow(*row) for row in rows]


async def one(db: Tx, production_id: int, thing_id: int, now: datetime) -> ThingRow | None:
    row = await db.fetchrow(f"{_LIST} AND t.id = $3", production_id, now, thing_id)
    return ThingRow(*row) if row else None


async def contents(db: Tx, production_id: int, thing_id: int, now: datetime) -> list[ThingRow]:
    rows = await db.fetch(f"{_LIST} AND t.in_thing_id = $3 ORDER BY t.id LIMIT 1000", production_id, now, thing_id)
    return [ThingRow(*row) for row in rows]


class NameRow(Row, frozen=True):
    kind: str
    id: int
    name: str
    phone: str
    number_shown: bool
    departments: list[int]


class ClaimRow(Row, frozen=True):
    """One side of an open dispute."""

    dispute_id: int
    thing_id: int
    opened_at: datetime
    event_id: UUID
    member_id: int | None
    hlc: int
    verb: str
    holder_kind: str
    holder_id: int | None
    place: str


_PEOPLE = (
    "SELECT 'member' AS kind, m.id, m.name, coalesce(m.mobile, m.mobile_typed, '') AS phone, m.number_shown,"
    " coalesce((SELECT array_agg(DISTINCT p.department_id) FROM member_position p"
    " WHERE p.production_id = m.production_id AND p.member_id = m.id), '{}') AS departments FROM member m"
    " WHERE m.production_id = $1 AND m.removed_at IS NULL"
)
_PLACES = " UNION ALL ".join(
    f"SELECT '{kind}', id, name, {phone}, true, '{{}}'::bigint[] FROM {kind} WHERE production_id = $1"
    for kind, phone in (
        ("unit", "''"),
        ("place", "phone"),
        ("vehicle", "''"),
        ("vendor", "phone"),
        ("department", "''"),
    )
)
_CLAIMS = (
    "SELECT d.id AS dispute_id, d.thing_id, d.opened_at, e.id AS event_id, m.id AS member_id, e.hlc, e.verb,"
    " e.holder_kind, e.holder_id, e.place"
    " FROM dispute d JOIN custody_event e ON e.production_id = d.production_id"
    " AND e.id IN (d.event_id, d.against_id)"
    " LEFT JOIN member m ON m.production_id = e.production_id AND m.account_id = e.by_account"
    " AND m.removed_at IS NULL"
    " WHERE d.production_id = $1 AND d.settled_at IS NULL ORDER BY d.id, e.hlc, e.device LIMIT 400"
)
_AROUND = (
    f"SELECT (SELECT json_agg(n) FROM ({_PEOPLE} UNION ALL {_PLACES} LIMIT 3000) n)::text::bytea,"
    f" (SELECT json_agg(c) FROM ({_CLAIMS}) c)::text::bytea"
)


async def around(db: Tx, production_id: int) -> tuple[list[NameRow], list[ClaimRow]]:
    """Whoever may hold a thing, and departments, at most 3,000; both claims of every open dispute, the one before
    first, at most 400. One statement.
    """
    names, claims = await db.fetchrow(_AROUND, production_id)
    return (
        msgspec.json.decode(names or b"[]", type=list[NameRow]),
        msgspec.json.decode(claims or b"[]", type=list[ClaimRow]),
    )


class PastRow(Row, frozen=True):
    id: UUID
    verb: str
    holder_kind: str
    holder_id: int | None
    who: str
    hlc: int
    server_at: datetime
    late: bool
    suspect: bool
    contested: bool
    place: str
    check_id: UUID | None


async def history(db: Tx, production_id: int, thing_id: int) -> list[PastRow]:
    """What happened to it, newest first, at most 100."""
    rows = await db.fetch(
        "SELECT e.id, e.verb, e.holder_kind, e.holder_id, coalesce(m.name, a.name), e.hlc, e.server_at, e.late,"
        " e.suspect, e.contested, e.place, c.check_id"
        " FROM custody_event e JOIN account a ON a.id = e.by_account"
        " LEFT JOIN member m ON m.production_id = e.production_id AND m.account_id = e.by_account"
        " AND m.removed_at IS NULL"
        " LEFT JOIN gear_check_entry c ON c.production_id = e.production_id AND c.id = e.id"
        " WHERE e.production_id = $1 AND e.thing_id = $2 ORDER BY e.hlc DESC, e.device DESC LIMIT 100",
        production_id,
        thing_id,
    )
    return [PastRow(*row) for row in rows]


async def by_code(db: Tx, production_id: int, code: str) -> int | None:
    """The thing with this written on it, any case."""
    found: int | None = await db.fetchval(
        "SELECT id FROM thing WHERE production_id = $1 AND upper(code) = upper($2) AND removed_at IS NULL",
        production_id,
        code,
    )
    return found


class ChangedThing(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    code: str | None
    department_id: int | None
    home_vehicle_id: int | None
    quantity: int
    due_back_on: date | None
    hold: str
    notes: str


async def change(db: Tx, production_id: int, thing_id: int, told: ChangedThing) -> int:
    """Its new revision."""
    revision: int = await db.fetchval(
        "UPDATE thing SET name = $3, code = $4, department_id = $5, home_vehicle_id = $6, quantity = $7,"
        " due_back_on = $8, hold = $9, notes = $10, revision = revision + 1"
        " WHERE production_id = $1 AND id = $2 RETURNING revision",
        production_id, thing_id, told.name, told.code, told.department_id, told.home_vehicle_id, told.quantity,
        told.due_back_on, told.hold, told.notes,
    )  # fmt: skip
    return revision


async def remove(db: Tx, production_id: int, thing_id: int, *, now: datetime) -> None:
    await db.execute(
        "UPDATE thing SET removed_at = $3, revision = revision + 1 WHERE production_id = $1 AND id = $2",
        production_id, thing_id, now,
    )  # fmt: skip


async def drop_unused(db: Tx, production_id: int, things: Sequence[int]) -> list[int]:
    """Delete those that nothing refers to yet; which these were."""
    rows = await db.fetch(
        "DELETE FROM thing t WHERE t.production_id = $1 AND t.id = ANY($2::bigint[])"
        " AND NOT EXISTS (SELECT FROM custody_event e WHERE e.production_id = $1 AND e.thing_id = t.id)"
        " AND NOT EXISTS (SELECT FROM gear_check_entry c WHERE c.production_id = $1 AND c.thing_id = t.id)"
        " AND NOT EXISTS (SELECT FROM thing i WHERE i.production_id = $1 AND i.in_thing_id = t.id"
        " AND NOT i.id = ANY($2::bigint[])) RETURNING t.id",
        production_id,
        list(things),
    )
    return [row[0] for row in rows]


class CountRow(Row, frozen=True):
    """Of one department: coded things on the list, those out, missing, disputed and overdue."""

    department_id: int | None
    listed: int
    out: int
    missing: int
    disputed: int
    overdue: int


async def counts(db: Tx, production_id: int, today: date) -> list[CountRow]:
    """By department, in one statement; the words are those of rules.gear.standing (a test compares the two)."""
    rows = await db.fetch(
        f"{_ROUNDS}, judged AS (SELECT t.department_id, {_DISPUTED} AS disputed,"
        " coalesce(s.last_seen_at < greatest(v.missed_at, d.missed_at, i.missed_at),"
        " greatest(v.missed_at, d.missed_at, i.missed_at) IS NOT NULL) AS missed, t.hold,"
        " s.holder_kind IN ('member', 'unit', 'place') OR (s.holder_kind = 'vehicle'"
        " AND t.home_vehicle_id <> s.holder_id) AS out,"
        " coalesce(t.due_back_on < $2::date, false) AND s.holder_kind <> 'vendor' AS overdue"
        f"{_JOINED} WHERE t.production_id = $1 AND t.removed_at IS NULL AND t.code IS NOT NULL)"
        " SELECT department_id, count(*)::int, count(*) FILTER (WHERE out AND NOT disputed AND NOT missed"
        " AND hold = 'none')::int,"
        " count(*) FILTER (WHERE missed AND NOT disputed AND hold <> 'lost')::int,"
        " count(*) FILTER (WHERE disputed)::int, count(*) FILTER (WHERE overdue)::int"
        " FROM judged GROUP BY department_id",
        production_id,
        today,
    )
    return [CountRow(*row) for row in rows]
