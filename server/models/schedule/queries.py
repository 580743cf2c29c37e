"""Named queries of `schedule`: days and what stands on them."""

from collections.abc import Sequence
from datetime import date, datetime

from server.db import Tx
from server.errors import NotFound
from server.wire import Row


class DayRow(Row, frozen=True):
    id: int
    unit_id: int
    unit: str
    on_date: date
    zone: str
    day_type: str
    title: str
    day_group_id: int | None
    general_call: int | None
    shooting_call: int | None
    estimated_wrap: int | None
    lunch: int | None
    second_hour: bool | None
    """Which one an hour that comes twice that night means; None: nobody has said."""
    weather: str
    reason: str
    hazards: str
    medic: str
    channels: str
    cancelled_at: datetime | None
    revision: int
    breakfast: int | None = None
    second_meal: int | None = None
    safety_contacts: str = ""
    bulletins: str = ""
    closed_set: bool = False
    cover_of: int | None = None
    """The day beside which it is kept ready."""
    cover_ready_at: datetime | None = None
    cover_in_at: datetime | None = None


_DAY = (
    "SELECT d.id, d.unit_id, u.name, d.on_date, d.zone, d.day_type, d.title, d.day_group_id, d.general_call,"
    " d.shooting_call, d.estimated_wrap, d.lunch, d.second_hour, d.weather, d.reason, d.hazards, d.medic,"
    " d.channels, d.cancelled_at, d.revision, d.breakfast, d.second_meal, d.safety_contacts, d.bulletins, d.closed_set,"
    " d.cover_of, d.cover_ready_at, d.cover_in_at"
    " FROM shooting_day d JOIN unit u ON u.production_id = d.production_id AND u.id = d.unit_id"
)


async def day(db: Tx, production_id: int, day_id: int, *, lock: bool = False) -> DayRow:
    """Raises NotFound."""
    row = await db.fetchrow(
        f"{_DAY} WHERE d.production_id = $1 AND d.id = $2{' FOR UPDATE OF d' if lock else ''}", production_id, day_id
    )
    if row is None:
        raise NotFound
    return DayRow(*row)


async def days(db: Tx, production_id: int, first: date, last: date) -> list[DayRow]:
    """Days of all units from `first` to `last`, cancelled ones too; at most 500."""
    rows = await db.fetch(
        f"{_DAY} WHERE d.production_id = $1 AND d.on_date BETWEEN $2 AND $3 AND d.cover_of IS NULL"
        " ORDER BY d.on_date, u.sort, d.id LIMIT 500",
        production_id,
        first,
        last,
    )
    return [DayRow(*row) for row in rows]


async def next_day(db: Tx, production_id: int, unit_id: int, after: date) -> DayRow | None:
    """The unit's next day on which it works."""
    row = await db.fetchrow(
        f"{_DAY} WHERE d.production_id = $1 AND d.unit_id = $2 AND d.on_date > $3"
        " AND d.cancelled_at IS NULL AND d.cover_of IS NULL AND d.day_type <> 'off' ORDER BY d.on_date LIMIT 1",
        production_id,
        unit_id,
        after,
    )
    return DayRow(*row) if row else None


class Count(Row, frozen=True):
    """Day `number` of `of`; none for a day that doesn't count."""

    number: int | None
    of: int


async def counted(db: Tx, production_id: int, day_id: int) -> Count:
    """Which shooting day of its unit it is: cancelled days and days of other types don't count."""
    row = await db.fetchrow(
        "SELECT CASE WHEN d.day_type = 'shoot' AND d.cancelled_at IS NULL THEN"
        " count(*) FILTER (WHERE o.on_date <= d.on_date) END, count(*)"
        " FROM shooting_day d JOIN shooting_day o ON o.production_id = d.production_id AND o.unit_id = d.unit_id"
        " AND o.day_type = 'shoot' AND o.cancelled_at IS NULL AND o.cover_of IS NULL"
        " WHERE d.production_id = $1 AND d.id = $2 GROUP BY d.id",
        production_id,
        day_id,
    )
    return Count(*row) if row else Count(None, 0)


class PlaceRow(Row, frozen=True):
    id: int
    place_id: int
    kind: str
    sort: int
    from_minutes: int | None
    notes: str
    name: str
    address: str
    access_notes: str
    phone: str
    lat: float | None
    lng: float | None


async def places(db: Tx, production_id: int, day_id: int) -> list[PlaceRow]:
    rows = await db.fetch(
        "SELECT dp.id, dp.place_id, dp.kind, dp.sort, dp.from_minutes, dp.notes, p.name, p.address, p.access_notes,"
        " p.phone, p.lat, p.lng FROM day_place dp JOIN place p ON p.production_id = dp.production_id"
        " AND p.id = dp.place_id WHERE dp.production_id = $1 AND dp.day_id = $2 ORDER BY dp.sort, dp.kind, dp.id",
        production_id,
        day_id,
    )
    return [PlaceRow(*row) for row in rows]


class SceneRow(Row, frozen=True):
    id: int
    sort: int
    scene_id: int | None
    banner: str
    place_id: int | None
    at_minutes: int | None
    notes: str
    number: str
    int_ext: str
    set_name: str
    day_night: str
    script_day: str
    description: str
    eighths: int
    cast: list[str]
    """Cast numbers, in the order of the board."""
    background: list[str]
    """`10 ND Pedestrians`."""


async def scenes(db: Tx, production_id: int, day_id: int) -> list[SceneRow]:
    """The day's scenes and banners in shooting order, with whom and how many they need."""
    rows = await db.fetch(
        "SELECT ds.id, ds.sort, ds.scene_id, ds.banner, ds.place_id, ds.at_minutes, ds.notes, coalesce(s.number, ''),"
        " coalesce(s.int_ext, ''), coalesce(s.set_name, ''), coalesce(s.day_night, ''), coalesce(s.script_day, ''),"
        " coalesce(s.description, ''), coalesce(ds.eighths, s.eighths, 0),"
        " coalesce(e.cast_numbers, '{}'), coalesce(e.background, '{}')"
        " FROM day_scene ds LEFT JOIN scene s ON s.production_id = ds.production_id AND s.id = ds.scene_id"
        " LEFT JOIN LATERAL (SELECT"
        "   array_agg(el.number ORDER BY length(el.number), el.number)"
        "     FILTER (WHERE el.category = 100) AS cast_numbers,"
        "   array_agg(CASE WHEN el.quantity > 1 THEN el.quantity || ' ' ELSE '' END || el.name ORDER BY el.name)"
        "     FILTER (WHERE el.category = 101) AS background"
        "   FROM scene_element se JOIN element el ON el.production_id = se.production_id AND el.id = se.element_id"
        "   WHERE se.production_id = ds.production_id AND se.scene_id = ds.scene_id) e ON true"
        " WHERE ds.production_id = $1 AND ds.day_id = $2 ORDER BY ds.sort",
        production_id,
        day_id,
    )
    return [SceneRow(*row) for row in rows]


class NoteRow(Row, frozen=True):
    id: int
    department_id: int | None
    text: str


async def notes(db: Tx, production_id: int, day_id: int) -> list[NoteRow]:
    rows = await db.fetch(
        "SELECT id, department_id, text FROM day_note WHERE production_id = $1 AND day_id = $2 ORDER BY id",
        production_id,
        day_id,
    )
    return [NoteRow(*row) for row in rows]


class DepartmentCallRow(Row, frozen=True):
    id: int
    department_id: int
    kind: str
    offset_minutes: int | None
    at_minutes: int | None
    place_id: int | None


async def department_calls(db: Tx, production_id: int, day_id: int) -> list[DepartmentCallRow]:
    rows = await db.fetch(
        "SELECT id, department_id, kind, offset_minutes, at_minutes, place_id FROM department_call"
        " WHERE production_id = $1 AND day_id = $2 ORDER BY department_id",
        production_id,
        day_id,
    )
    return [DepartmentCallRow(*row) for row in rows]


class CallRow(Row, frozen=True):
    id: int
    member_id: int | None
    position_id: int | None
    element_id: int | None
    kind: str
    over: str | None
    at_minutes: int | None
    offset_minutes: int | None
    on_set: int | None
    makeup_minutes: int | None
    travel_minutes: int | None
    pickup: int | None
    wardrobe: int | None
    rehearsal: int | None
    release: int | None
    status: str
    place_id: int | None
    remarks: str
    origin: str
    by_account: int | None
    revision: int


CALL = (
    "id, member_id, position_id, element_id, kind, over, at_minutes, offset_minutes, on_set, makeup_minutes,"
    " travel_minutes, pickup, wardrobe, rehearsal, release, status, place_id, remarks, origin, by_account, revision"
)


async def calls(db: Tx, production_id: int, day_id: int, *, lock: bool = False) -> list[CallRow]:
    """Calls typed for one person or one cast role on this day; whoever has none follows the department."""
    rows = await db.fetch(
        f"SELECT {CALL} FROM call WHERE production_id = $1 AND day_id = $2 ORDER BY id{' FOR UPDATE' if lock else ''}",
        production_id,
        day_id,
    )
    return [CallRow(*row) for row in rows]


async def call(db: Tx, production_id: int, day_id: int, call_id: int) -> CallRow:
    """Raises NotFound."""
    row = await db.fetchrow(
        f"SELECT {CALL} FROM call WHERE production_id = $1 AND day_id = $2 AND id = $3 FOR UPDATE",
        production_id,
        day_id,
        call_id,
    )
    if row is None:
        raise NotFound
    return CallRow(*row)


class LogRow(Row, frozen=True):
    n: int
    day_id: int
    kind: str
    department_id: int | None
    member_id: int | None
    at: datetime | None
    device_at: datetime
    received_at: datetime
    by_account: int


async def log(db: Tx, production_id: int, day_ids: Sequence[int]) -> list[LogRow]:
    """What was logged of these days, in the order in which it was received."""
    rows = await db.fetch(
        "SELECT n, day_id, kind, department_id, member_id, at, device_at, received_at, by_account FROM day_log"
        " WHERE production_id = $1 AND day_id = ANY($2::bigint[]) ORDER BY n",
        production_id,
        list(day_ids),
    )
    return [LogRow(*row) for row in rows]


async def raise_revision(db: Tx, production_id: int, day_id: int) -> int:
    """The day's next revision, after a change of anything that stands on it."""
    revision: int = await db.fetchval(
        "UPDATE shooting_day SET revision = revision + 1 WHERE production_id = $1 AND id = $2 RETURNING revision",
        production_id,
        day_id,
    )
    return revision


class LineRow(Row, frozen=True):
    day_id: int
    number: int | None
    of: int
    sets: list[str]
    eighths: int


async def day_lines(db: Tx, production_id: int, day_ids: Sequence[int]) -> dict[int, LineRow]:
    """Number, sets and pages of many days in one statement."""
    rows = await db.fetch(
        "WITH counted AS (SELECT id, unit_id, row_number() OVER (PARTITION BY unit_id ORDER BY on_date) AS n,"
        "   count(*) OVER (PARTITION BY unit_id) AS of FROM shooting_day"
        "   WHERE production_id = $1 AND day_type = 'shoot' AND cancelled_at IS NULL AND cover_of IS NULL)"
        " SELECT d.id, c.n, coalesce(c.of, (SELECT max(o.of) FROM counted o WHERE o.unit_id = d.unit_id), 0),"
        " coalesce(s.sets, '{}'), coalesce(s.eighths, 0)"
        " FROM shooting_day d LEFT JOIN counted c ON c.id = d.id"
        " LEFT JOIN LATERAL (SELECT array_agg(sc.set_name ORDER BY ds.sort) FILTER (WHERE sc.set_name <> '') AS sets,"
        "   sum(coalesce(ds.eighths, sc.eighths)) AS eighths FROM day_scene ds"
        "   JOIN scene sc ON sc.production_id = ds.production_id AND sc.id = ds.scene_id"
        "   WHERE ds.production_id = $1 AND ds.day_id = d.id) s ON true"
        " WHERE d.production_id = $1 AND d.id = ANY($2::bigint[])",
        production_id,
        list(day_ids),
    )
    return {row[0]: LineRow(row[0], row[1], row[2], list(dict.fromkeys(row[3])), row[4]) for row in rows}
