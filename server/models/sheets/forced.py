"""Named queries of forced calls: who answered for a call that breaks a rule."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from server.db import Tx
from server.wire import Row, as_text

REASON, YES, TAKEN_BACK = "reason", "yes", "taken_back"


class SaidRow(Row, frozen=True):
    """The newest word on one line: a reason, or the UPM's yes or that taken back. `minutes`: of rest there was."""

    line: str
    about: str
    said: str
    reason: str
    minutes: int | None
    at: datetime
    by: str
    beyond: str = "{}"

    def bounds(self) -> dict[str, int]:
        """By how much each thing was out of bounds."""
        return msgspec.json.decode(self.beyond, type=dict[str, int])


async def said(db: Tx, production_id: int, day_id: int) -> list[SaidRow]:
    """Of each line and rule the newest reason, and the newest of yes and taken back."""
    rows = await db.fetch(
        "SELECT DISTINCT ON (f.line, f.about, f.said = 'reason') f.line, f.about, f.said, f.reason, f.minutes, f.at,"
        " coalesce(m.name, a.name, ''), f.beyond::text FROM forced_call f LEFT JOIN account a ON a.id = f.by_account"
        " LEFT JOIN member m ON m.production_id = f.production_id AND m.account_id = f.by_account"
        " WHERE f.production_id = $1 AND f.day_id = $2"
        " ORDER BY f.line, f.about, f.said = 'reason', f.id DESC, m.removed_at NULLS FIRST",
        production_id,
        day_id,
    )
    return [SaidRow(*row) for row in rows]


async def allowed(db: Tx, production_id: int, day_id: int) -> dict[str, int]:
    """Minutes of rest by line to which the UPM has said yes beforehand."""
    return {
        row.line: row.minutes
        for row in await said(db, production_id, day_id)
        if row.said == YES and row.minutes is not None
    }


class Word(Row, frozen=True):
    line: str
    about: str
    rule: str
    minutes: int | None
    needed: int | None
    beyond: Mapping[str, int] = {}


async def add(  # noqa: PLR0917  the columns of its rows
    db: Tx, production_id: int, day_id: int, words: list[Word], what: str, reason: str, by: int, at: datetime
) -> None:
    await db.executemany(
        "INSERT INTO forced_call (production_id, day_id, line, said, about, reason, rule, minutes, needed, beyond,"
        " by_account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12)",
        [
            (
                production_id, day_id, one.line, what, one.about, reason, one.rule, one.minutes, one.needed,
                as_text(dict(one.beyond)), by, at,
            )
            for one in words
        ],
    )  # fmt: skip
