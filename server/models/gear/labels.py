"""Named queries of labels and of what strangers told."""

from collections.abc import Sequence
from datetime import datetime

from server.db import Tx
from server.wire import Row


class LabelRow(Row, frozen=True):
    code: str
    thing_id: int
    written: str | None
    name: str


_PRINTED = (
    "SELECT l.code, t.id, t.code, t.name FROM label l JOIN thing t ON t.production_id = l.production_id"
    " AND t.id = l.thing_id WHERE l.production_id = $1 AND l.revoked_at IS NULL AND t.removed_at IS NULL"
)


async def insert(db: Tx, production_id: int, labels: Sequence[tuple[str, int]], *, now: datetime) -> None:
    """(code, thing); a code that is taken anywhere raises UniqueViolationError."""
    await db.execute(
        "INSERT INTO label (production_id, code, thing_id, made_at)"
        " SELECT $1, code, thing_id, $4 FROM unnest($2::text[], $3::bigint[]) AS told(code, thing_id)",
        production_id,
        [code for code, _ in labels],
        [thing for _, thing in labels],
        now,
    )


async def unlabelled(db: Tx, production_id: int, things: Sequence[int]) -> list[int]:
    """Those of `things` that are on the list and have no label."""
    rows = await db.fetch(
        "SELECT t.id FROM thing t WHERE t.production_id = $1 AND t.id = ANY($2::bigint[]) AND t.removed_at IS NULL"
        " AND NOT EXISTS (SELECT FROM label l WHERE l.production_id = $1 AND l.thing_id = t.id"
        " AND l.revoked_at IS NULL) ORDER BY t.id",
        production_id,
        list(things),
    )
    return [row[0] for row in rows]


async def printable(db: Tx, production_id: int, *, department_id: int | None, thing_id: int | None) -> list[LabelRow]:
    """Of one department, one thing, or all; at most 1,000."""
    rows = await db.fetch(
        f"{_PRINTED} AND ($2::bigint IS NULL OR t.department_id = $2) AND ($3::bigint IS NULL OR t.id = $3)"
        " ORDER BY t.code NULLS LAST, t.id LIMIT 1000",
        production_id,
        department_id,
        thing_id,
    )
    return [LabelRow(*row) for row in rows]


async def revoke(db: Tx, production_id: int, thing_id: int, replaced_by: str | None, *, now: datetime) -> int:
    """Revoke what the thing has, but for the new one; how many."""
    rows = await db.fetch(
        "UPDATE label SET revoked_at = $4, replaced_by = $3 WHERE production_id = $1 AND thing_id = $2"
        " AND revoked_at IS NULL AND code IS DISTINCT FROM $3 RETURNING code",
        production_id, thing_id, replaced_by, now,
    )  # fmt: skip
    return len(rows)


class FoundRow(Row, frozen=True):
    """Whose a code is. `revoked_at`: it was replaced then."""

    production_id: int
    thing_id: int
    revoked_at: datetime | None


async def owner(db: Tx, code: str) -> FoundRow | None:
    """Across productions: a label read by the phone's own camera names no production."""
    # across productions: the code alone is known; the caller asks whether the reader is on what it names
    row = await db.fetchrow("SELECT l.production_id, l.thing_id, l.revoked_at FROM label l WHERE l.code = $1", code)
    return FoundRow(*row) if row else None


async def keep_report(
    db: Tx, production_id: int, thing_id: int, *, place: str, phone: str, at_place: tuple[float, float] | None,
    now: datetime,
) -> int:  # fmt: skip
    lat, lng = at_place or (None, None)
    number: int = await db.fetchval(
        "INSERT INTO found_report (production_id, thing_id, place, phone, lat, lng, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        production_id, thing_id, place, phone, lat, lng, now,
    )  # fmt: skip
    return number


class ReportRow(Row, frozen=True):
    id: int
    thing_id: int
    place: str
    phone: str
    lat: float | None
    lng: float | None
    at: datetime


async def reports(db: Tx, production_id: int) -> list[ReportRow]:
    """What strangers told, newest first, at most 200."""
    rows = await db.fetch(
        "SELECT id, thing_id, place, phone, lat, lng, at FROM found_report WHERE production_id = $1"
        " ORDER BY at DESC LIMIT 200",
        production_id,
    )
    return [ReportRow(*row) for row in rows]


async def forget_reports(db: Tx, before: datetime) -> None:
    # across productions: what is older than was promised to whoever wrote it goes everywhere
    await db.execute("DELETE FROM found_report WHERE at < $1", before)
