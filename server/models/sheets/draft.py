"""What a day is gathered from: rows of `schedule` and `production`, as a page needs them."""

from datetime import date, datetime
from typing import Any

from server.db import Tx
from server.errors import NotFound
from server.rules.sheets.resolve import DepartmentCall, Typed
from server.wire import Row

CAST, BACKGROUND = 100, 101
"""USS categories."""


class DayRow(Row, frozen=True):
    id: int
    unit_id: int
    unit: str
    on_date: date
    zone: str
    day_type: str
    title: str
    general_call: int | None
    shooting_call: int | None
    estimated_wrap: int | None
    lunch: int | None
    weather: str
    reason: str
    hazards: str
    medic: str
    channels: str
    cancelled_at: datetime | None
    revision: int
    number: int | None
    of: int


_DAY = """
SELECT d.id, d.unit_id, u.name, d.on_date, d.zone, d.day_type, d.title, d.general_call, d.shooting_call,
       d.estimated_wrap, d.lunch, d.weather, d.reason, d.hazards, d.medic, d.channels, d.cancelled_at, d.revision,
       CASE WHEN d.day_type = 'shoot' AND d.cancelled_at IS NULL THEN (
         SELECT count(*) FROM shooting_day o WHERE o.production_id = $1 AND o.unit_id = d.unit_id
         AND o.day_type = 'shoot' AND o.cancelled_at IS NULL AND o.on_date <= d.on_date) END,
       (SELECT count(*) FROM shooting_day o WHERE o.production_id = $1 AND o.unit_id = d.unit_id
        AND o.day_type = 'shoot' AND o.cancelled_at IS NULL)
FROM shooting_day d JOIN unit u ON u.production_id = d.production_id AND u.id = d.unit_id
WHERE d.production_id = $1 AND d.id = $2
"""


async def day(db: Tx, production_id: int, day_id: int, *, lock: bool = False) -> DayRow:
    """Raises NotFound. `lock`: until the transaction ends nobody else publishes or edits this day."""
    row = await db.fetchrow(_DAY + (" FOR UPDATE OF d" if lock else ""), production_id, day_id)
    if row is None:
        raise NotFound
    return DayRow(*row)


async def places(db: Tx, production_id: int, day_id: int) -> list[Any]:
    """(id, place_id, kind, name, number, address, access_notes, phone, notes, lat, lng, from_minutes)."""
    return await db.fetch(
        "SELECT dp.id, dp.place_id, dp.kind, p.name, dp.sort, p.address, p.access_notes, p.phone, dp.notes, p.lat,"
        " p.lng, dp.from_minutes FROM day_place dp JOIN place p ON p.production_id = dp.production_id"
        " AND p.id = dp.place_id WHERE dp.production_id = $1 AND dp.day_id = $2 ORDER BY dp.sort, dp.id LIMIT 100",
        production_id,
        day_id,
    )


async def scenes(db: Tx, production_id: int, day_id: int) -> list[Any]:
    """In shooting order.

    (id, scene_id, number, int_ext, set_name, day_night, script_day, description, eighths, place_id, at, notes, banner).
    """
    return await db.fetch(
        "SELECT ds.id, ds.scene_id, coalesce(s.number, ''), coalesce(s.int_ext, ''), coalesce(s.set_name, ''),"
        " coalesce(s.day_night, ''), coalesce(s.script_day, ''), coalesce(s.description, ''),"
        " coalesce(ds.eighths, s.eighths, 0), ds.place_id, ds.at_minutes, ds.notes, ds.banner"
        " FROM day_scene ds LEFT JOIN scene s ON s.production_id = ds.production_id AND s.id = ds.scene_id"
        " WHERE ds.production_id = $1 AND ds.day_id = $2 ORDER BY ds.sort LIMIT 300",
        production_id,
        day_id,
    )


async def elements(db: Tx, production_id: int, day_id: int) -> list[Any]:
    """Cast and background of the day's scenes.

    (scene_id, element_id, category, name, number, quantity, minor, member_id).
    """
    return await db.fetch(
        "SELECT se.scene_id, e.id, e.category, e.name, e.number, e.quantity, e.minor, e.member_id"
        " FROM scene_element se JOIN element e ON e.production_id = se.production_id AND e.id = se.element_id"
        " WHERE se.production_id = $1 AND e.category = ANY($3::int[]) AND se.scene_id IN"
        " (SELECT scene_id FROM day_scene WHERE production_id = $1 AND day_id = $2)"
        " ORDER BY nullif(regexp_replace(e.number, '[^0-9]', '', 'g'), '')::numeric NULLS LAST, e.number, e.id",
        production_id,
        day_id,
        [CAST, BACKGROUND],
    )


async def roles(db: Tx, production_id: int, element_ids: list[int]) -> list[Any]:
    """Cast roles called without a scene that day: (element_id, name, number, minor, member_id)."""
    return await db.fetch(
        "SELECT id, name, number, minor, member_id FROM element WHERE production_id = $1 AND id = ANY($2::bigint[])"
        " ORDER BY number, id",
        production_id,
        element_ids,
    )


async def notes(db: Tx, production_id: int, day_id: int) -> list[Any]:
    """(id, text, department_id)."""
    return await db.fetch(
        "SELECT id, text, department_id FROM day_note WHERE production_id = $1 AND day_id = $2 ORDER BY id LIMIT 200",
        production_id,
        day_id,
    )


async def department_calls(db: Tx, production_id: int, day_id: int) -> dict[int, DepartmentCall]:
    rows = await db.fetch(
        "SELECT department_id, kind, offset_minutes, at_minutes, place_id FROM department_call"
        " WHERE production_id = $1 AND day_id = $2",
        production_id,
        day_id,
    )
    return {row[0]: DepartmentCall(*row[1:]) for row in rows}


async def calls(db: Tx, production_id: int, day_id: int) -> list[Typed]:
    rows = await db.fetch(
        "SELECT id, member_id, position_id, element_id, kind, at_minutes, offset_minutes, on_set, makeup_minutes,"
        " travel_minutes, pickup, wardrobe, rehearsal, status, place_id, remarks FROM call"
        " WHERE production_id = $1 AND day_id = $2 ORDER BY id LIMIT 2000",
        production_id,
        day_id,
    )
    return [Typed(*row) for row in rows]


_ON_THE_DAY = """
SELECT mp.member_id, mp.id, mp.department_id, mp.title, mp.head, m.minor, d.name, m.roles
FROM member_position mp
JOIN member m ON m.production_id = mp.production_id AND m.id = mp.member_id
JOIN department d ON d.production_id = mp.production_id AND d.id = mp.department_id
WHERE mp.production_id = $1 AND m.removed_at IS NULL AND (
  mp.id = ANY($4::bigint[]) OR m.id = ANY($5::bigint[]) OR (
    (m.unit_id IS NULL OR m.unit_id = $3)
    AND (mp.starts_on IS NULL OR mp.starts_on <= $2) AND (mp.ends_on IS NULL OR mp.ends_on >= $2)
    AND (mp.only_on = '{}' OR $2 = ANY(mp.only_on))))
ORDER BY d.sort, d.name, mp.sort, mp.id LIMIT 2000
"""


async def positions(
    db: Tx, production_id: int, on: date, unit_id: int, *, called: list[int], members: list[int]
) -> list[Any]:
    """Who works that day on that unit, with whoever has a call by hand.

    (member_id, position_id, department_id, title, head, minor, department, roles).
    """
    return await db.fetch(_ON_THE_DAY, production_id, on, unit_id, called, members)


_ADVANCE = """
SELECT d.id, d.on_date, d.title,
  coalesce(array_agg(s.number ORDER BY ds.sort) FILTER (WHERE s.id IS NOT NULL), '{}'),
  coalesce(sum(coalesce(ds.eighths, s.eighths)), 0)::int
FROM (SELECT id, production_id, on_date, title FROM shooting_day
      WHERE production_id = $1 AND unit_id = $2 AND on_date > $3 AND cancelled_at IS NULL
      ORDER BY on_date LIMIT 2) d
LEFT JOIN day_scene ds ON ds.production_id = $1 AND ds.day_id = d.id
LEFT JOIN scene s ON s.production_id = $1 AND s.id = ds.scene_id
GROUP BY d.id, d.on_date, d.title ORDER BY d.on_date
"""


async def advance(db: Tx, production_id: int, unit_id: int, after: date) -> list[Any]:
    """The unit's next two days: (id, on_date, title, scene numbers, eighths)."""
    return await db.fetch(_ADVANCE, production_id, unit_id, after)
