"""Named statements of what a day needs beside its crew and cast: stand-ins, stunts, background; vehicles' work."""

from collections.abc import Sequence

from server.db import Tx
from server.wire import Row


class ExtraRow(Row, frozen=True):
    id: int
    kind: str
    name: str
    quantity: int
    at_minutes: int | None
    place_id: int | None
    notes: str


class RunRow(Row, frozen=True):
    id: int
    vehicle_id: int
    vehicle: str
    driver_id: int | None
    at_minutes: int | None
    notes: str
    passengers: list[int]


ExtraValues = tuple[str, str, int, int | None, int | None, str]
"""kind, name, quantity, at_minutes, place_id, notes."""
RunValues = tuple[int, int | None, int | None, str, list[int]]
"""vehicle_id, driver_id, at_minutes, notes, passengers."""


async def extras(db: Tx, production_id: int, day_id: int) -> list[ExtraRow]:
    rows = await db.fetch(
        "SELECT id, kind, name, quantity, at_minutes, place_id, notes FROM day_extra"
        " WHERE production_id = $1 AND day_id = $2 ORDER BY sort",
        production_id,
        day_id,
    )
    return [ExtraRow(*row) for row in rows]


async def runs(db: Tx, production_id: int, day_id: int) -> list[RunRow]:
    rows = await db.fetch(
        "SELECT r.id, r.vehicle_id, v.name, r.driver_id, r.at_minutes, r.notes, r.passengers FROM day_run r"
        " JOIN vehicle v ON v.production_id = r.production_id AND v.id = r.vehicle_id"
        " WHERE r.production_id = $1 AND r.day_id = $2 ORDER BY r.sort",
        production_id,
        day_id,
    )
    return [RunRow(*row) for row in rows]


async def put_extras(db: Tx, production_id: int, day_id: int, rows: Sequence[ExtraValues]) -> None:
    await db.execute("DELETE FROM day_extra WHERE production_id = $1 AND day_id = $2", production_id, day_id)
    await db.executemany(
        "INSERT INTO day_extra (production_id, day_id, sort, kind, name, quantity, at_minutes, place_id, notes)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [(production_id, day_id, sort, *row) for sort, row in enumerate(rows)],
    )


async def put_runs(db: Tx, production_id: int, day_id: int, rows: Sequence[RunValues]) -> None:
    await db.execute("DELETE FROM day_run WHERE production_id = $1 AND day_id = $2", production_id, day_id)
    await db.executemany(
        "INSERT INTO day_run (production_id, day_id, sort, vehicle_id, driver_id, at_minutes, notes, passengers)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [(production_id, day_id, sort, *row) for sort, row in enumerate(rows)],
    )


async def here(db: Tx, production_id: int, members: Sequence[int]) -> set[int]:
    """Which of these are people of the production."""
    rows = await db.fetch(
        "SELECT id FROM member WHERE production_id = $1 AND id = ANY($2::bigint[]) AND removed_at IS NULL",
        production_id,
        list(members),
    )
    return {row[0] for row in rows}
