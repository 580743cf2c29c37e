"""Named queries of a crew list's import."""

from collections.abc import Sequence
from typing import Any

from server.db import Tx

_MOST = 20_000


async def members(db: Tx, production_id: int) -> list[Any]:
    return await db.fetch(
        "SELECT id, name, email, mobile_typed, second_number, contact_via, diet, minor, born_on, unit_id, rest_pack,"
        " roles, account_id FROM member WHERE production_id = $1 AND removed_at IS NULL"
        f" ORDER BY id LIMIT {_MOST}",
        production_id,
    )


async def performers(db: Tx, production_id: int) -> list[Any]:
    """Positions of the department Cast: their titles are characters."""
    return await db.fetch(
        "SELECT p.member_id, p.title FROM member_position p"
        " JOIN department d ON d.production_id = p.production_id AND d.id = p.department_id"
        " JOIN member m ON m.production_id = p.production_id AND m.id = p.member_id AND m.removed_at IS NULL"
        " WHERE p.production_id = $1 AND lower(d.name) IN ('cast', 'principal cast', 'talent', 'artistes')"
        f" ORDER BY p.id LIMIT {_MOST}",
        production_id,
    )


async def characters(db: Tx, production_id: int) -> list[Any]:
    """Cast roles without a performer."""
    return await db.fetch(
        "SELECT id, name, minor FROM element WHERE production_id = $1 AND category = 100 AND member_id IS NULL"
        f" ORDER BY id LIMIT {_MOST}",
        production_id,
    )


async def link_performers(db: Tx, production_id: int, pairs: Sequence[tuple[int, int]], minors: Sequence[int]) -> None:
    if not pairs:
        return
    await db.execute(
        "UPDATE element e SET member_id = n.member_id FROM unnest($2::bigint[], $3::bigint[]) AS n(id, member_id)"
        " WHERE e.production_id = $1 AND e.id = n.id",
        production_id, [element for element, _ in pairs], [member for _, member in pairs],
    )  # fmt: skip
    await db.execute(
        "UPDATE member SET minor = true WHERE production_id = $1 AND id = ANY($2::bigint[]) AND NOT minor",
        production_id, list(minors),
    )  # fmt: skip


async def dated(db: Tx, production_id: int) -> list[Any]:
    """Who is on the production, with the first and last of their days; null: open at that end."""
    return await db.fetch(
        "SELECT m.name, CASE WHEN bool_or(p.starts_on IS NULL AND p.only_on = '{}') THEN NULL"
        " ELSE least(min(p.starts_on), min(o.first)) END AS first,"
        " CASE WHEN bool_or(p.ends_on IS NULL AND p.only_on = '{}') THEN NULL"
        " ELSE greatest(max(p.ends_on), max(o.last)) END AS last"
        " FROM member m JOIN member_position p ON p.production_id = m.production_id AND p.member_id = m.id"
        " LEFT JOIN LATERAL (SELECT min(d) AS first, max(d) AS last FROM unnest(p.only_on) AS d) o ON true"
        " WHERE m.production_id = $1 AND m.removed_at IS NULL GROUP BY m.id, m.name ORDER BY m.id"
        f" LIMIT {_MOST}",
        production_id,
    )


async def due_back(db: Tx, production_id: int) -> list[Any]:
    """Cases and loose things with the date on which they are due back."""
    return await db.fetch(
        "SELECT coalesce(code || ' ', '') || name AS name, due_back_on FROM thing WHERE production_id = $1"
        f" AND removed_at IS NULL AND in_thing_id IS NULL AND due_back_on IS NOT NULL ORDER BY id LIMIT {_MOST}",
        production_id,
    )


async def by_title(db: Tx, production_id: int) -> list[Any]:
    """Positions by title, for the owner of a box rental."""
    return await db.fetch(
        "SELECT p.member_id, p.title, m.name FROM member_position p"
        " JOIN member m ON m.production_id = p.production_id AND m.id = p.member_id AND m.removed_at IS NULL"
        f" WHERE p.production_id = $1 ORDER BY p.id LIMIT {_MOST}",
        production_id,
    )


async def names(db: Tx, production_id: int, table: str) -> dict[str, int]:
    """Name → id of departments, vendors or vehicles."""
    if table not in ("department", "vendor", "vehicle"):
        raise ValueError(table)
    rows = await db.fetch(f"SELECT name, id FROM {table} WHERE production_id = $1 LIMIT 2000", production_id)
    return {row[0]: row[1] for row in rows}
