"""Named queries of versions: what was issued, and what each person is known to have of it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from server.db import Tx
from server.errors import NotFound
from server.wire import Row

KNOWN = ("shown", "opened", "confirmed", "reached")
"""States, and receipts, that prove that a person has it (trust.md, *Telling*)."""
ENDED = ("superseded", "left")


class VersionRow(Row, frozen=True):
    id: int
    day_id: int
    kind: str
    number: int
    colour: str
    snapshot: bytes
    day_revision: int
    reason: str
    issued_by: int
    issued_at: datetime
    release_at: datetime
    rings: int
    concerned: int
    readers: list[int]
    withdrawn_at: datetime | None
    approvals: list[int]
    short_rest: str
    """JSON: minutes of rest by line."""


_COLUMNS = (
    "v.id, v.day_id, v.kind, v.number, v.colour, v.snapshot, v.day_revision, v.reason, v.issued_by, v.issued_at,"
    " v.release_at, v.rings, v.concerned, v.readers, v.withdrawn_at, v.approvals, v.short_rest::text"
)


_WITHOUT_PAGE = _COLUMNS.replace("v.snapshot", "''::bytea")


async def newest(db: Tx, production_id: int, day_id: int, *, kind: str = "final") -> VersionRow | None:
    """The highest number, held ones too."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM sheet_version v WHERE v.production_id = $1 AND v.day_id = $2 AND v.kind = $3"
        " ORDER BY v.number DESC LIMIT 1",
        production_id,
        day_id,
        kind,
    )
    return VersionRow(*row) if row else None


async def former(db: Tx, production_id: int, day_id: int, number: int) -> VersionRow | None:
    """The newest final version below `number` that wasn't withdrawn."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM sheet_version v WHERE v.production_id = $1 AND v.day_id = $2 AND v.kind = 'final'"
        " AND v.number < $3 AND v.withdrawn_at IS NULL ORDER BY v.number DESC LIMIT 1",
        production_id,
        day_id,
        number,
    )
    return VersionRow(*row) if row else None


async def version(db: Tx, production_id: int, version_id: int) -> VersionRow:
    """Raises NotFound."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM sheet_version v WHERE v.production_id = $1 AND v.id = $2", production_id, version_id
    )
    if row is None:
        raise NotFound
    return VersionRow(*row)


async def of_day(db: Tx, production_id: int, day_id: int) -> list[VersionRow]:
    """All of one day without their pages, newest issue first."""
    rows = await db.fetch(
        f"SELECT {_WITHOUT_PAGE} FROM sheet_version v"
        " WHERE v.production_id = $1 AND v.day_id = $2 ORDER BY v.issued_at DESC, v.id DESC LIMIT 200",
        production_id,
        day_id,
    )
    return [VersionRow(*row) for row in rows]


async def pages(db: Tx, production_id: int, day_id: int, numbers: Collection[int]) -> dict[int, tuple[str, bytes]]:
    """Frozen pages of final versions by number: (colour, snapshot)."""
    rows = await db.fetch(
        "SELECT number, colour, snapshot FROM sheet_version WHERE production_id = $1 AND day_id = $2"
        " AND kind = 'final' AND number = ANY($3::int[])",
        production_id,
        day_id,
        list(numbers),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


async def add(db: Tx, production_id: int, day_id: int, values: Mapping[str, Any]) -> int:
    """Freeze one more version; its number is unique for the day and kind (the referee of two publishers)."""
    places = ", ".join(f"${n}" for n in range(1, len(values) + 3))
    made: int = await db.fetchval(
        f"INSERT INTO sheet_version (production_id, day_id, {', '.join(values)}) VALUES ({places}) RETURNING id",
        production_id,
        day_id,
        *values.values(),
    )
    return made


async def count(db: Tx, production_id: int, version_id: int, *, rings: int, concerned: int) -> None:
    await db.execute(
        "UPDATE sheet_version SET rings = $3, concerned = $4 WHERE production_id = $1 AND id = $2",
        production_id,
        version_id,
        rings,
        concerned,
    )


async def delete(db: Tx, production_id: int, version_id: int) -> None:
    """Only while nobody could read it: the caller has checked `release_at` under the day's lock."""
    await db.execute("DELETE FROM sheet_version WHERE production_id = $1 AND id = $2", production_id, version_id)


async def set_release(db: Tx, production_id: int, version_id: int, at: datetime) -> None:
    await db.execute(
        "UPDATE sheet_version SET release_at = $3 WHERE production_id = $1 AND id = $2", production_id, version_id, at
    )


async def withdraw(db: Tx, production_id: int, version_id: int, at: datetime) -> None:
    await db.execute(
        "UPDATE sheet_version SET withdrawn_at = $3 WHERE production_id = $1 AND id = $2", production_id, version_id, at
    )


class KnownRow(Row, frozen=True):
    member_id: int
    known: int | None
    """Number of the newest version this person is known to have."""
    pending: int | None
    """Number of the newest that they may have been told of, and that isn't proved."""
    left_us: bool
    """Something of the pending ones has left the house."""


_KNOWN = """
SELECT n.member_id,
  max(n.rank) FILTER (WHERE n.state = ANY($4) OR EXISTS (
    SELECT 1 FROM receipt r WHERE r.production_id = $1 AND r.notice_id = n.id AND r.state = ANY($4))),
  max(n.rank) FILTER (WHERE n.state <> ALL($4) AND n.state <> ALL($5)),
  coalesce(bool_or(n.state NOT IN ('held', 'queued', 'no_channel')
    AND n.state <> ALL($4) AND n.state <> ALL($5)), false)
FROM notice n
WHERE n.production_id = $1 AND n.subject = $2 AND n.subject_id = $3
GROUP BY n.member_id
"""


async def known(db: Tx, production_id: int, day_id: int) -> dict[int, KnownRow]:
    """By member, of everybody who ever had a notice of this day."""
    rows = await db.fetch(_KNOWN, production_id, "sheet", day_id, list(KNOWN), list(ENDED))
    return {row[0]: KnownRow(*row) for row in rows}


class ReaderRow(Row, frozen=True):
    """A person who may be told."""

    id: int
    name: str
    twelve: bool
    day_player: bool


# Materialized for the reason of `reading._PEOPLE`: with the ids beside the production each person is looked up alone.
_READERS = """
WITH everybody AS MATERIALIZED (SELECT id, name, account_id FROM member
  WHERE production_id = $1 AND removed_at IS NULL),
day_player AS MATERIALIZED (SELECT DISTINCT member_id FROM member_position
  WHERE production_id = $1 AND only_on <> '{}'),
twelve AS MATERIALIZED (SELECT id FROM account
  WHERE id = ANY(ARRAY(SELECT account_id FROM everybody WHERE account_id IS NOT NULL)) AND clock = '12')
SELECT e.id, e.name, a.id IS NOT NULL, p.member_id IS NOT NULL
FROM everybody e LEFT JOIN twelve a ON a.id = e.account_id LEFT JOIN day_player p ON p.member_id = e.id
WHERE e.id = ANY($2::bigint[])
"""


async def readers(db: Tx, production_id: int, member_ids: Collection[int]) -> dict[int, ReaderRow]:
    """Who of these is still on the production."""
    rows = await db.fetch(_READERS, production_id, list(member_ids))
    return {row[0]: ReaderRow(*row) for row in rows}


async def working(db: Tx, production_id: int, on: date, now: datetime) -> list[bytes] | None:
    """Newest released pages of the days of that date; None when no day of that date was ever issued, but one exists."""
    rows = await db.fetch(
        "SELECT DISTINCT ON (d.id) v.snapshot FROM shooting_day d LEFT JOIN sheet_version v"
        " ON v.production_id = d.production_id AND v.day_id = d.id AND v.kind = 'final' AND v.release_at <= $3"
        " WHERE d.production_id = $1 AND d.on_date = $2 AND d.cancelled_at IS NULL AND d.cover_of IS NULL"
        " AND d.day_type <> 'off'"
        " ORDER BY d.id, v.number DESC NULLS LAST",
        production_id,
        on,
        now,
    )
    if not rows:
        return []
    found = [row[0] for row in rows if row[0] is not None]
    return found or None


async def issuer(db: Tx, production_id: int, account_id: int) -> str:
    """The name under which somebody works on the production, else that of the account."""
    return str(
        await db.fetchval(
            "SELECT coalesce((SELECT name FROM member WHERE production_id = $1 AND account_id = $2"
            " ORDER BY removed_at NULLS FIRST, id LIMIT 1), (SELECT name FROM account WHERE id = $2), '')",
            production_id,
            account_id,
        )
    )


async def names(db: Tx, production_id: int, member_ids: Collection[int]) -> dict[int, str]:
    rows = await db.fetch(
        "SELECT id, name FROM member WHERE production_id = $1 AND id = ANY($2::bigint[])",
        production_id,
        list(member_ids),
    )
    return {row[0]: row[1] for row in rows}
