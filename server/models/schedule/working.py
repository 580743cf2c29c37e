"""Named queries: who works on which day, crew by position and cast by role."""

from collections.abc import Sequence
from datetime import date

from server.db import Tx
from server.models.schedule.queries import CALL, CallRow, DepartmentCallRow
from server.wire import Row


class WorkerRow(Row, frozen=True):
    """One person in one position. `unit_id`: theirs; who has none works on the production's first unit."""

    member_id: int
    position_id: int
    department_id: int
    department: str
    title: str
    head: bool
    name: str
    minor: bool
    rest_pack: str | None
    born_on: date | None
    unit_id: int
    starts_on: date | None
    ends_on: date | None
    only_on: list[date]

    def works(self, on_date: date, unit_id: int) -> bool:
        """Whether the position covers the date on that unit, by its dates or among a daily's days."""
        begun = self.starts_on is None or self.starts_on <= on_date
        covers = begun and (self.ends_on is None or on_date <= self.ends_on)
        return self.unit_id == unit_id and covers and (not self.only_on or on_date in self.only_on)


_WORKERS = """
SELECT m.id, p.id, d.id, d.name, p.title, p.head, m.name, m.minor, m.rest_pack, m.born_on,
  coalesce(m.unit_id, (SELECT u.id FROM unit u WHERE u.production_id = $1 ORDER BY u.sort, u.id LIMIT 1)),
  p.starts_on, p.ends_on, p.only_on
FROM member_position p
JOIN member m ON m.production_id = p.production_id AND m.id = p.member_id
JOIN department d ON d.production_id = p.production_id AND d.id = p.department_id
WHERE p.production_id = $1 AND m.removed_at IS NULL AND (
  m.id = ANY($4::bigint[])
  OR ((p.starts_on IS NULL OR p.starts_on <= $3) AND (p.ends_on IS NULL OR p.ends_on >= $2)
      AND (cardinality(p.only_on) = 0
           OR EXISTS (SELECT FROM unnest(p.only_on) AS o(day) WHERE o.day BETWEEN $2 AND $3))))
ORDER BY d.sort, d.name, p.sort, p.head DESC, m.id, p.id LIMIT 5000
"""


async def workers(db: Tx, production_id: int, first: date, last: date, called: Sequence[int]) -> list[WorkerRow]:
    """Positions that cover a date from `first` to `last`, of any unit, and those of members `called` by hand."""
    return [WorkerRow(*row) for row in await db.fetch(_WORKERS, production_id, first, last, list(called))]


class CastRow(Row, frozen=True):
    """A cast role: its number on the board, who plays it, and what it does on which dates."""

    element_id: int
    number: str
    character: str
    minor: bool
    member_id: int | None
    performer: str | None
    rest_pack: str | None
    born_on: date | None
    on: list[date]
    day_types: list[str]
    """Beside `on`: the day's, or `hold`; of two on one date a shoot stands last."""


_CAST = """
WITH counts AS (
  SELECT d.* FROM shooting_day d WHERE d.production_id = $1 AND d.cancelled_at IS NULL
  AND (d.cover_of IS NULL OR d.id = $2)
  AND NOT EXISTS (SELECT FROM shooting_day o WHERE o.production_id = $1 AND o.id = $2 AND o.cover_of = d.id)
), does AS (
  SELECT se.element_id, d.on_date, d.day_type FROM counts d
  JOIN day_scene ds ON ds.production_id = d.production_id AND ds.day_id = d.id
  JOIN scene_element se ON se.production_id = ds.production_id AND se.scene_id = ds.scene_id
  WHERE NOT EXISTS (SELECT FROM call o WHERE o.production_id = $1 AND o.day_id = d.id AND o.element_id = se.element_id
    AND o.kind IN ('hold', 'cancelled'))
  UNION
  SELECT c.element_id, d.on_date, CASE c.kind WHEN 'hold' THEN 'hold' ELSE d.day_type END FROM call c
  JOIN counts d ON d.production_id = c.production_id AND d.id = c.day_id
  WHERE c.production_id = $1 AND c.kind IN ('absolute', 'relative', 'chain', 'department', 'hold')
)
SELECT e.id, e.number, e.name, e.minor OR coalesce(m.minor, false), m.id, m.name, m.rest_pack, m.born_on,
  coalesce(array_agg(w.on_date ORDER BY w.on_date, w.day_type <> 'hold', w.day_type = 'shoot')
    FILTER (WHERE w.on_date IS NOT NULL), '{}'),
  coalesce(array_agg(w.day_type ORDER BY w.on_date, w.day_type <> 'hold', w.day_type = 'shoot')
    FILTER (WHERE w.on_date IS NOT NULL), '{}')
FROM element e
LEFT JOIN member m ON m.production_id = e.production_id AND m.id = e.member_id AND m.removed_at IS NULL
LEFT JOIN does w ON w.element_id = e.id
WHERE e.production_id = $1 AND e.category = 100
GROUP BY e.id, m.id ORDER BY length(e.number), e.number, e.id LIMIT 500
"""


async def cast(db: Tx, production_id: int, cover_id: int = 0) -> list[CastRow]:
    """All cast roles with the dates on which they have a scene or a call; as if this cover set stood on its day."""
    return [CastRow(*row) for row in await db.fetch(_CAST, production_id, cover_id)]


class PersonRow(Row, frozen=True):
    """Of a member, what rest depends on."""

    member_id: int
    name: str
    rest_pack: str | None
    born_on: date | None


async def people(db: Tx, production_id: int, members: Sequence[int]) -> dict[int, PersonRow]:
    """Removed ones too, by member."""
    rows = await db.fetch(
        "SELECT id, name, rest_pack, born_on FROM member WHERE production_id = $1 AND id = ANY($2::bigint[])",
        production_id,
        list(members),
    )
    return {row[0]: PersonRow(*row) for row in rows}


async def calls_of(db: Tx, production_id: int, day_ids: Sequence[int]) -> dict[int, list[CallRow]]:
    """Calls typed for one person or role, by day."""
    rows = await db.fetch(
        f"SELECT day_id, {CALL} FROM call WHERE production_id = $1 AND day_id = ANY($2::bigint[]) ORDER BY id",
        production_id,
        list(day_ids),
    )
    found: dict[int, list[CallRow]] = {day_id: [] for day_id in day_ids}
    for day_id, *row in rows:
        found[day_id].append(CallRow(*row))
    return found


async def department_calls_of(
    db: Tx, production_id: int, day_ids: Sequence[int]
) -> dict[int, dict[int, DepartmentCallRow]]:
    """Departments' calls, by day and department."""
    rows = await db.fetch(
        "SELECT day_id, id, department_id, kind, offset_minutes, at_minutes, place_id FROM department_call"
        " WHERE production_id = $1 AND day_id = ANY($2::bigint[])",
        production_id,
        list(day_ids),
    )
    found: dict[int, dict[int, DepartmentCallRow]] = {day_id: {} for day_id in day_ids}
    for day_id, *row in rows:
        shift = DepartmentCallRow(*row)
        found[day_id][shift.department_id] = shift
    return found


async def outside(db: Tx, production_id: int, first: date, last: date, cover_id: int = 0) -> set[date]:
    """Dates from `first` to `last` on which any unit has an exterior; as if this cover set stood on its day."""
    rows = await db.fetch(
        "SELECT DISTINCT d.on_date FROM shooting_day d"
        " JOIN day_scene ds ON ds.production_id = d.production_id AND ds.day_id = d.id"
        " JOIN scene s ON s.production_id = ds.production_id AND s.id = ds.scene_id"
        " WHERE d.production_id = $1 AND d.on_date BETWEEN $2 AND $3 AND d.cancelled_at IS NULL"
        " AND (d.cover_of IS NULL OR d.id = $4) AND s.int_ext ILIKE '%EXT%'"
        " AND NOT EXISTS (SELECT FROM shooting_day o WHERE o.production_id = $1 AND o.id = $4 AND o.cover_of = d.id)",
        production_id,
        first,
        last,
        cover_id,
    )
    return {row[0] for row in rows}
