"""Named queries of rule packs: a production's own, and which counts for whom."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from server.db import Tx
from server.rules.schedule.packs import Book, Pack
from server.wire import Row, as_text

_OWN = msgspec.json.Decoder(dict[str, Pack])
_DEPARTMENTS = msgspec.json.Decoder(dict[int, str])

_BOOK = """
SELECT p.country, coalesce(p.settings->>'rest_pack', ''), coalesce(p.settings->>'cast_rest_pack', ''),
  coalesce((SELECT jsonb_object_agg(r.key, r.pack) FROM rule_pack r WHERE r.production_id = p.id), '{}')::text,
  coalesce((SELECT jsonb_object_agg(d.id, d.rest_pack) FROM department d
            WHERE d.production_id = p.id AND d.rest_pack IS NOT NULL), '{}')::text
FROM production p WHERE p.id = $1
"""


async def book(db: Tx, production_id: int) -> Book:
    """The packs that the production knows and its choices, in one statement."""
    country, crew, cast, own, departments = await db.fetchrow(_BOOK, production_id)
    return Book(
        country=country, crew=crew, cast=cast, own=_OWN.decode(own), departments=_DEPARTMENTS.decode(departments)
    )


class OwnRow(Row, frozen=True):
    key: str
    revision: int
    at: datetime
    by: str


async def own(db: Tx, production_id: int) -> dict[str, OwnRow]:
    """Which packs the production has changed or copied, when, and who did."""
    rows = await db.fetch(
        "SELECT r.key, r.revision, r.at, coalesce(a.name, '') FROM rule_pack r"
        " LEFT JOIN account a ON a.id = r.by_account WHERE r.production_id = $1 ORDER BY r.key LIMIT 100",
        production_id,
    )
    return {row[0]: OwnRow(*row) for row in rows}


async def lock(db: Tx, production_id: int) -> dict[str, int]:
    """Held until the end of the transaction; the revision of each own pack, by key."""
    await db.execute("SELECT FROM production WHERE id = $1 FOR UPDATE", production_id)
    rows = await db.fetch("SELECT key, revision FROM rule_pack WHERE production_id = $1", production_id)
    return {row[0]: row[1] for row in rows}


async def keep(db: Tx, production_id: int, pack: Pack, by: int, at: datetime) -> int:
    """The new revision."""
    made: int = await db.fetchval(
        "INSERT INTO rule_pack AS r (production_id, key, pack, by_account, at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (production_id, key) DO UPDATE SET pack = excluded.pack, by_account = excluded.by_account,"
        " at = excluded.at, revision = r.revision + 1 RETURNING revision",
        production_id, pack.id, as_text(pack), by, at,
    )  # fmt: skip
    return made


async def drop(db: Tx, production_id: int, key: str) -> None:
    await db.execute("DELETE FROM rule_pack WHERE production_id = $1 AND key = $2", production_id, key)


async def named(db: Tx, production_id: int) -> dict[str, int]:
    """How many people's own agreement names each pack."""
    rows = await db.fetch(
        "SELECT rest_pack, count(*) FROM member WHERE production_id = $1 AND removed_at IS NULL"
        " AND rest_pack IS NOT NULL GROUP BY rest_pack",
        production_id,
    )
    return {row[0]: row[1] for row in rows}


async def forget(db: Tx, production_id: int, key: str) -> None:
    """Nobody and nothing names it any more."""
    await db.execute(
        "UPDATE member SET rest_pack = NULL, revision = revision + 1 WHERE production_id = $1 AND rest_pack = $2",
        production_id, key,
    )  # fmt: skip
    await db.execute(
        "UPDATE department SET rest_pack = NULL WHERE production_id = $1 AND rest_pack = $2", production_id, key
    )
    await db.execute(
        "UPDATE production SET settings = settings - 'rest_pack', revision = revision + 1"
        " WHERE id = $1 AND settings->>'rest_pack' = $2", production_id, key,
    )  # fmt: skip
    await db.execute(
        "UPDATE production SET settings = settings - 'cast_rest_pack', revision = revision + 1"
        " WHERE id = $1 AND settings->>'cast_rest_pack' = $2", production_id, key,
    )  # fmt: skip


async def choose(
    db: Tx, production_id: int, crew: str | None, cast: str | None, departments: dict[int, str | None]
) -> int:
    """Which pack counts for whom by default, None: as it is; how many of the departments are there."""
    await db.execute(
        "UPDATE production SET settings = settings || jsonb_strip_nulls(jsonb_build_object('rest_pack', $2::text,"
        " 'cast_rest_pack', $3::text)), revision = revision + 1 WHERE id = $1",
        production_id, crew, cast,
    )  # fmt: skip
    order = sorted(departments)
    rows = await db.fetch(
        "UPDATE department AS d SET rest_pack = r.rest_pack FROM unnest($2::bigint[], $3::text[]) AS r(id, rest_pack)"
        " WHERE d.production_id = $1 AND d.id = r.id RETURNING d.id",
        production_id, order, [departments[key] for key in order],
    )  # fmt: skip
    return len(rows)


async def give(db: Tx, production_id: int, members: Sequence[int], key: str | None) -> list[int]:
    """Name the agreement of these people; ids of those who are there."""
    rows = await db.fetch(
        "UPDATE member SET rest_pack = $3, revision = revision + 1 WHERE production_id = $1"
        " AND id = ANY($2::bigint[]) AND removed_at IS NULL RETURNING id",
        production_id, list(members), key,
    )  # fmt: skip
    return sorted(row[0] for row in rows)
