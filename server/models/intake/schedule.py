"""Named queries of a schedule's import."""

from collections.abc import Mapping, Sequence
from typing import Any

from server.db import Tx
from server.models.schedule.making import REVISED

_MOST = 50_000


async def elements(db: Tx, production_id: int) -> list[Any]:
    return await db.fetch(
        "SELECT id, category, category_name, name, number, quantity, minor, member_id, uss_id FROM element"
        f" WHERE production_id = $1 ORDER BY id LIMIT {_MOST}",
        production_id,
    )


async def scenes(db: Tx, production_id: int) -> list[Any]:
    return await db.fetch(
        "SELECT id, number, int_ext, set_name, day_night, script_day, description, eighths, uss_id FROM scene"
        f" WHERE production_id = $1 ORDER BY id LIMIT {_MOST}",
        production_id,
    )


async def keep_uss_ids(db: Tx, production_id: int, pairs: Sequence[tuple[int, str]]) -> None:
    """A new export may give the same scene another id; it is the one to know it by next time."""
    if pairs:
        await db.execute(
            "UPDATE scene s SET uss_id = n.uss_id FROM unnest($2::bigint[], $3::text[]) AS n(id, uss_id)"
            " WHERE s.production_id = $1 AND s.id = n.id AND s.uss_id IS DISTINCT FROM n.uss_id",
            production_id, [row_id for row_id, _ in pairs], [uss_id for _, uss_id in pairs],
        )  # fmt: skip


async def scene_elements(db: Tx, production_id: int) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for row in await db.fetch("SELECT scene_id, element_id FROM scene_element WHERE production_id = $1", production_id):
        found.setdefault(row[0], set()).add(row[1])
    return found


async def link_elements(db: Tx, production_id: int, pairs: Sequence[tuple[int, int]]) -> None:
    if pairs:
        await db.execute(
            "INSERT INTO scene_element (production_id, scene_id, element_id)"
            " SELECT $1, s, e FROM unnest($2::bigint[], $3::bigint[]) AS n(s, e) ON CONFLICT DO NOTHING",
            production_id, [scene for scene, _ in pairs], [element for _, element in pairs],
        )  # fmt: skip


async def unlink_elements(db: Tx, production_id: int, pairs: Sequence[tuple[int, int]]) -> None:
    if pairs:
        await db.execute(
            "DELETE FROM scene_element x USING unnest($2::bigint[], $3::bigint[]) AS n(s, e)"
            " WHERE x.production_id = $1 AND x.scene_id = n.s AND x.element_id = n.e",
            production_id, [scene for scene, _ in pairs], [element for _, element in pairs],
        )  # fmt: skip


_NAMES = {
    "scene": "number || ' (' || set_name || ')'",
    "element": "name",
    "member": "name",
    "thing": "coalesce(code || ' ', '') || name",
}
_THERE = {"scene": "NOT omitted", "element": "true", "member": "removed_at IS NULL", "thing": "removed_at IS NULL"}


async def named(db: Tx, production_id: int, table: str, ids: Sequence[int]) -> list[Any]:
    """Id and name of those that are still there."""
    if not ids:
        return []
    return await db.fetch(
        f"SELECT id, {_NAMES[table]} AS name FROM {table}"
        f" WHERE production_id = $1 AND id = ANY($2::bigint[]) AND {_THERE[table]} ORDER BY id",
        production_id,
        list(ids),
    )


async def boards(db: Tx, production_id: int) -> list[Any]:
    return await db.fetch(
        "SELECT id, name, active, uss_id FROM board WHERE production_id = $1 ORDER BY id LIMIT 200", production_id
    )


async def groups(db: Tx, production_id: int, board_id: int) -> list[Any]:
    return await db.fetch(
        "SELECT id, sort, on_date, shooting, banner FROM day_group WHERE production_id = $1 AND board_id = $2"
        " ORDER BY sort LIMIT 5000",
        production_id,
        board_id,
    )


async def strips(db: Tx, production_id: int, board_id: int) -> Mapping[int, list[list[Any]]]:
    """Group id → [scene id, banner] in order."""
    found: dict[int, list[list[Any]]] = {}
    for row in await db.fetch(
        "SELECT s.day_group_id, s.scene_id, s.banner FROM strip s"
        " JOIN day_group g ON g.production_id = s.production_id AND g.id = s.day_group_id"
        " WHERE s.production_id = $1 AND g.board_id = $2 ORDER BY s.day_group_id, s.sort",
        production_id, board_id,
    ):  # fmt: skip
        found.setdefault(row[0], []).append([row[1], row[2]])
    return found


async def unit_days(db: Tx, production_id: int) -> list[Any]:
    """Every unit's days that aren't cancelled, with their scenes and banners in order; a day without has one row."""
    return await db.fetch(
        "SELECT d.unit_id, u.name AS unit, d.on_date, x.scene_id, coalesce(x.banner, '') AS banner FROM shooting_day d"
        " JOIN unit u ON u.production_id = d.production_id AND u.id = d.unit_id"
        " LEFT JOIN day_scene x ON x.production_id = d.production_id AND x.day_id = d.id"
        " WHERE d.production_id = $1 AND d.cancelled_at IS NULL AND d.cover_of IS NULL"
        f" ORDER BY u.sort, u.id, d.on_date, x.sort LIMIT {_MOST}",
        production_id,
    )


async def write_strips(
    db: Tx, production_id: int, board_id: int, by_group: Mapping[int, Sequence[tuple[int | None, str]]]
) -> None:
    """The board's strips, anew."""
    await db.execute(
        "DELETE FROM strip s USING day_group g WHERE s.production_id = $1 AND g.production_id = $1"
        " AND g.id = s.day_group_id AND g.board_id = $2",
        production_id, board_id,
    )  # fmt: skip
    rows = [(group, n, scene, banner) for group, strips in by_group.items() for n, (scene, banner) in enumerate(strips)]
    if rows:
        await db.execute(
            "INSERT INTO strip (production_id, day_group_id, sort, scene_id, banner) SELECT $1, g, n, s, b"
            " FROM unnest($2::bigint[], $3::int[], $4::bigint[], $5::text[]) AS r(g, n, s, b)",
            production_id, *(list(column) for column in zip(*rows, strict=True)),
        )  # fmt: skip


async def free_sorts(db: Tx, production_id: int, board_id: int) -> None:
    """Out of the way, so that groups can be given their new places one by one."""
    await db.execute(
        "UPDATE day_group SET sort = -1 - sort WHERE production_id = $1 AND board_id = $2", production_id, board_id
    )


async def place_groups(db: Tx, production_id: int, ids: Sequence[int]) -> None:
    await db.execute(
        "UPDATE day_group g SET sort = n.sort - 1 FROM unnest($2::bigint[]) WITH ORDINALITY AS n(id, sort)"
        " WHERE g.production_id = $1 AND g.id = n.id",
        production_id, list(ids),
    )  # fmt: skip


async def drop_groups(db: Tx, production_id: int, ids: Sequence[int]) -> list[Any]:
    """Groups that the board no longer has; their days stay, as days by hand. Returns those days."""
    if not ids:
        return []
    days = await db.fetch(
        "UPDATE shooting_day SET day_group_id = NULL WHERE production_id = $1 AND day_group_id = ANY($2::bigint[])"
        " RETURNING id, on_date, cancelled_at",
        production_id, list(ids),
    )  # fmt: skip
    await db.execute(
        "DELETE FROM day_group WHERE production_id = $1 AND id = ANY($2::bigint[])", production_id, list(ids)
    )
    return days


async def days_of_groups(db: Tx, production_id: int, ids: Sequence[int]) -> list[Any]:
    return await db.fetch(
        "SELECT d.id, d.day_group_id, d.on_date, d.revision, d.revision = d.imported_revision AND NOT EXISTS"
        " (SELECT FROM call c WHERE c.production_id = d.production_id AND c.day_id = d.id) AS untouched"
        " FROM shooting_day d WHERE d.production_id = $1 AND d.day_group_id = ANY($2::bigint[])"
        " AND d.cancelled_at IS NULL AND d.cover_of IS NULL ORDER BY d.id",
        production_id, list(ids),
    )  # fmt: skip


async def move_days(db: Tx, production_id: int, dates: Mapping[int, Any]) -> None:
    """In two steps: a unit has one day a date, also while they change places."""
    await db.execute(
        "UPDATE shooting_day SET on_date = on_date + 200000 WHERE production_id = $1 AND id = ANY($2::bigint[])",
        production_id, list(dates),
    )  # fmt: skip
    await db.execute(
        f"UPDATE shooting_day d SET on_date = n.on_date, {REVISED}"
        " FROM unnest($2::bigint[], $3::date[]) AS n(id, on_date)"
        " WHERE d.production_id = $1 AND n.id IN (d.id, d.cover_of)",
        production_id, list(dates), list(dates.values()),
    )  # fmt: skip


async def dates_taken(db: Tx, production_id: int, dates: Sequence[Any], but: Sequence[int]) -> set[Any]:
    rows = await db.fetch(
        "SELECT on_date FROM shooting_day WHERE production_id = $1 AND on_date = ANY($2::date[])"
        " AND cancelled_at IS NULL AND cover_of IS NULL AND NOT id = ANY($3::bigint[])",
        production_id, list(dates), list(but),
    )  # fmt: skip
    return {row[0] for row in rows}


async def span(db: Tx, production_id: int) -> tuple[Any, Any]:
    """First and last date of the production's shooting days; of the active board where there are none."""
    row = await db.fetchrow(
        "SELECT min(on_date), max(on_date) FROM (SELECT on_date FROM shooting_day WHERE production_id = $1"
        " AND cancelled_at IS NULL AND cover_of IS NULL AND day_type = 'shoot'"
        " UNION ALL SELECT g.on_date FROM day_group g JOIN board b ON b.production_id = g.production_id"
        " AND b.id = g.board_id WHERE g.production_id = $1 AND b.active AND g.shooting) AS days",
        production_id,
    )  # fmt: skip
    return row[0], row[1]
