"""A whole production as open files: one CSV a table, in a folder. Leaves out what opens a door."""

from pathlib import Path

from server.db import read
from server.errors import NotFound
from server.models.upkeep import whole
from server.rules.production.cells import table


async def export(production_id: int, into: Path) -> dict[str, int]:
    """Rows written by table; empty tables make no file. Raises NotFound."""
    written: dict[str, int] = {}
    async with read() as db:
        production = await db.fetchrow("SELECT * FROM production WHERE id = $1", production_id)
        if production is None:
            raise NotFound(f"There is no production {production_id}.")
        _write(into / "production.csv", list(production.keys()), [list(production.values())])
        for name, (columns, of_a_production) in (await whole.tables(db)).items():
            kept = [column for column in columns if column not in whole.SECRET]
            rows = await whole.rows_of(db, name, kept, production_id) if of_a_production else []
            if rows:
                _write(into / f"{name}.csv", kept, [list(row) for row in rows])
                written[name] = len(rows)
    return written


def _write(file: Path, columns: list[str], rows: list[list[object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(table([columns, *rows]))
