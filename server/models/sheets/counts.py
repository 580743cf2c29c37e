"""Named queries of counts: what was sent to caterer and background, who was told, and what people eat."""

from collections.abc import Collection, Mapping
from datetime import datetime

import msgspec

from server.db import Tx
from server.wire import Row, as_text


class SentRow(Row, frozen=True):
    """`kept`: the numbers by name, as JSON."""

    id: int
    whom: str
    stage: str
    kept: str
    by: str
    at: datetime

    @property
    def numbers(self) -> dict[str, int]:
        return msgspec.json.decode(self.kept, type=dict[str, int])


class ToldRow(Row, frozen=True):
    sent_id: int
    name: str
    state: str
    rung: str


async def sent(db: Tx, production_id: int, day_id: int) -> list[SentRow]:
    """Newest first."""
    rows = await db.fetch(
        "SELECT c.id, c.whom, c.stage, c.numbers::text, coalesce(m.name, a.name, ''), c.at FROM count_sent c"
        " LEFT JOIN account a ON a.id = c.by_account"
        " LEFT JOIN LATERAL (SELECT o.name FROM member o WHERE o.production_id = c.production_id"
        "  AND o.account_id = c.by_account ORDER BY o.removed_at NULLS FIRST LIMIT 1) m ON true"
        " WHERE c.production_id = $1 AND c.day_id = $2 ORDER BY c.id DESC LIMIT 100",
        production_id, day_id,
    )  # fmt: skip
    return [SentRow(*row) for row in rows]


async def add(  # noqa: PLR0917  the columns of its row
    db: Tx, production_id: int, day_id: int, whom: str, stage: str, numbers: Mapping[str, int], by: int, at: datetime
) -> int:
    made: int = await db.fetchval(
        "INSERT INTO count_sent (production_id, day_id, whom, stage, numbers, by_account, at)"
        " VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7) RETURNING id",
        production_id, day_id, whom, stage, as_text(dict(numbers)), by, at,
    )  # fmt: skip
    return made


async def told(db: Tx, production_id: int, day_id: int) -> list[ToldRow]:
    """Who was told of which count, and how that stands."""
    rows = await db.fetch(
        "SELECT n.source_id, m.name, n.state, n.rung FROM notice n"
        " JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id"
        " WHERE n.production_id = $1 AND n.subject IN ('count_catering', 'count_background') AND n.subject_id = $2"
        " ORDER BY m.name, n.id",
        production_id, day_id,
    )  # fmt: skip
    return [ToldRow(*row) for row in rows]


async def diets(db: Tx, production_id: int, members: Collection[int]) -> dict[int, str]:
    """By member. Leaves this area as counts without names only."""
    rows = await db.fetch(
        "SELECT id, diet FROM member WHERE production_id = $1 AND id = ANY($2::bigint[]) AND diet IS NOT NULL",
        production_id, list(members),
    )  # fmt: skip
    return {row[0]: row[1] for row in rows}
