"""Reading and writing of access grants: one statement for many members."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from server.db import Tx
from server.rules.production.grants import Held, Right
from server.wire import Row


class Granted(Row, frozen=True):
    """A member as far as their grant depends on it."""

    id: int
    account_id: int | None
    roles: list[str]
    unit_id: int | None
    removed_at: datetime | None


async def lock(db: Tx, production_id: int, member_ids: Sequence[int]) -> list[Granted]:
    """In id order."""
    rows = await db.fetch(
        "SELECT id, account_id, roles, unit_id, removed_at FROM member"
        " WHERE production_id = $1 AND id = ANY($2::bigint[]) ORDER BY id FOR UPDATE",
        production_id,
        list(member_ids),
    )
    return [Granted(*row) for row in rows]


async def held(db: Tx, production_id: int, member_ids: Sequence[int]) -> dict[int, list[Held]]:
    rows = await db.fetch(
        "SELECT member_id, department_id, head, starts_on, ends_on, only_on FROM member_position"
        " WHERE production_id = $1 AND member_id = ANY($2::bigint[])",
        production_id,
        list(member_ids),
    )
    found: dict[int, list[Held]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Held(row[1], row[2], row[3], row[4], tuple(row[5])))
    return found


_KEEP = """
INSERT INTO access_grant AS g
  (production_id, account_id, member_id, roles, departments, heads, unit_id, ends_at, revoked_at, archived)
SELECT $1, account_id, member_id, roles::text[], departments::bigint[], heads::bigint[], unit_id, ends_at, NULL,
  (SELECT archived_at IS NOT NULL FROM production WHERE id = $1)
FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::timestamptz[])
  AS r(account_id, member_id, roles, departments, heads, unit_id, ends_at)
ON CONFLICT (production_id, account_id) DO UPDATE SET
  member_id = excluded.member_id, roles = excluded.roles, departments = excluded.departments,
  heads = excluded.heads, unit_id = excluded.unit_id, ends_at = excluded.ends_at, revoked_at = NULL,
  revision = g.revision + 1
WHERE (g.member_id, g.roles, g.departments, g.heads, g.unit_id, g.ends_at, g.revoked_at) IS DISTINCT FROM
  (excluded.member_id, excluded.roles, excluded.departments, excluded.heads, excluded.unit_id, excluded.ends_at, NULL)
"""


async def keep(db: Tx, production_id: int, rights: Mapping[int, tuple[int, Right]]) -> None:
    """Write the grants of members who have an account: member id → (account id, right)."""
    if not rights:
        return
    order = sorted(rights)
    await db.execute(
        _KEEP,
        production_id,
        [rights[m][0] for m in order],
        order,
        ["{" + ",".join(rights[m][1].roles) + "}" for m in order],
        ["{" + ",".join(map(str, rights[m][1].departments)) + "}" for m in order],
        ["{" + ",".join(map(str, rights[m][1].heads)) + "}" for m in order],
        [rights[m][1].unit_id for m in order],
        [rights[m][1].ends_at for m in order],
    )


async def revoke(db: Tx, production_id: int, member_ids: Sequence[int], now: datetime) -> None:
    await db.execute(
        "UPDATE access_grant SET revoked_at = $3, revision = revision + 1"
        " WHERE production_id = $1 AND member_id = ANY($2::bigint[]) AND revoked_at IS NULL",
        production_id,
        list(member_ids),
        now,
    )


async def set_archived(db: Tx, production_id: int, *, archived: bool) -> None:
    """Every grant of the production says what the production does."""
    await db.execute(
        "UPDATE access_grant SET archived = $2, revision = revision + 1 WHERE production_id = $1 AND archived <> $2",
        production_id,
        archived,
    )


async def count_with_role(db: Tx, production_id: int, role: str, now: datetime) -> int:
    """How many people hold `role` now."""
    return int(
        await db.fetchval(
            "SELECT count(*) FROM access_grant WHERE production_id = $1 AND $2 = ANY(roles) AND revoked_at IS NULL"
            " AND (ends_at IS NULL OR ends_at > $3)",
            production_id,
            role,
            now,
        )
    )


async def is_only(db: Tx, production_id: int, member_id: int, role: str, now: datetime) -> bool:
    """Whether this member holds `role` now, and nobody else does."""
    holders = await db.fetch(
        "SELECT member_id FROM access_grant WHERE production_id = $1 AND $2 = ANY(roles) AND revoked_at IS NULL"
        " AND (ends_at IS NULL OR ends_at > $3) LIMIT 2",
        production_id, role, now,
    )  # fmt: skip
    return [row[0] for row in holders] == [member_id]
