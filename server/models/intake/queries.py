"""Named queries of imports."""

from datetime import datetime
from typing import Any

import msgspec

from server.db import Tx
from server.errors import NotFound
from server.wire import Row, as_text

_RUNS = 40  # imports of one kind that are looked back over


class RunRow(Row, frozen=True):
    id: int
    kind: str
    file_name: str
    at: datetime
    by_account: int | None
    undone_at: datetime | None
    report: str
    """JSON of `rules.intake.report.ImportReport`."""


_RUN = "SELECT id, kind, file_name, at, by_account, undone_at, report::text FROM import_run"


async def runs(db: Tx, production_id: int, *, before: int, limit: int) -> list[RunRow]:
    """Newest first, below the cursor `before`."""
    rows = await db.fetch(
        f"{_RUN} WHERE production_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3", production_id, before, limit
    )
    return [RunRow(*row) for row in rows]


async def run_to_undo(db: Tx, production_id: int, run_id: int) -> tuple[RunRow, dict[str, Any], dict[str, Any]]:
    """The run, what it made, and what stood there before. Raises NotFound."""
    row = await db.fetchrow(
        "SELECT id, kind, file_name, at, by_account, undone_at, report::text, made::text, changed::text FROM import_run"
        " WHERE production_id = $1 AND id = $2 FOR UPDATE",
        production_id,
        run_id,
    )
    if row is None:
        raise NotFound
    return RunRow(*row[:7]), msgspec.json.decode(row[7]), msgspec.json.decode(row[8])


async def newer_than(db: Tx, production_id: int, run_id: int, kind: str) -> bool:
    """Whether a later import of the kind still stands."""
    found: bool = await db.fetchval(
        "SELECT EXISTS (SELECT FROM import_run WHERE production_id = $1 AND id > $2 AND kind = $3"
        " AND undone_at IS NULL)",
        production_id, run_id, kind,
    )  # fmt: skip
    return found


async def runs_said(db: Tx, production_id: int, kind: str) -> list[dict[str, dict[str, Any]]]:
    """What each import of this kind that stands said, oldest first: table → id → column → value."""
    rows = await db.fetch(
        "SELECT said::text FROM import_run WHERE production_id = $1 AND kind = $2 AND undone_at IS NULL"
        f" ORDER BY id DESC LIMIT {_RUNS}",
        production_id,
        kind,
    )
    return [msgspec.json.decode(row[0]) for row in reversed(rows)]


async def insert_run(
    db: Tx,
    production_id: int,
    *,
    kind: str,
    file_name: str,
    file_hash: bytes,
    made: dict[str, Any],
    changed: dict[str, Any],
    said: dict[str, Any],
    by_account: int | None,
    now: datetime,
) -> int:
    run_id: int = await db.fetchval(
        "INSERT INTO import_run (production_id, kind, file_name, file_hash, report, made, changed, said, by_account,"
        " at) VALUES ($1, $2, $3, $4, '{}', $5::text::jsonb, $6::text::jsonb, $7::text::jsonb, $8, $9) RETURNING id",
        production_id, kind, file_name, file_hash, as_text(made), as_text(changed), as_text(said), by_account, now,
    )  # fmt: skip
    return run_id


async def keep_report(db: Tx, production_id: int, run_id: int, report: str) -> None:
    await db.execute(
        "UPDATE import_run SET report = $3::text::jsonb WHERE production_id = $1 AND id = $2",
        production_id, run_id, report,
    )  # fmt: skip


async def undone(db: Tx, production_id: int, run_id: int, *, by_account: int, now: datetime) -> None:
    await db.execute(
        "UPDATE import_run SET undone_at = $3, undone_by = $4 WHERE production_id = $1 AND id = $2",
        production_id, run_id, now, by_account,
    )  # fmt: skip


async def newest(db: Tx, production_id: int) -> set[int]:
    """The newest import of each kind that stands: the ones that can be taken back."""
    rows = await db.fetch(
        "SELECT max(id) FROM import_run WHERE production_id = $1 AND undone_at IS NULL GROUP BY kind", production_id
    )
    return {row[0] for row in rows}


async def who(db: Tx, production_id: int, accounts: list[int]) -> dict[int, str]:
    """Names of these accounts as this production knows them."""
    rows = await db.fetch(
        "SELECT account_id, name FROM member WHERE production_id = $1 AND account_id = ANY($2::bigint[])",
        production_id,
        accounts,
    )
    return {row[0]: row[1] for row in rows}
