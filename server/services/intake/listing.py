"""What was imported into a production."""

from datetime import datetime

import msgspec

from server.db import read
from server.models.intake import queries
from server.rules.access import Actor, may
from server.rules.intake.report import ImportReport


class Imported(msgspec.Struct, frozen=True):
    id: int
    kind: str
    file_name: str
    at: datetime
    by: str
    undone_at: datetime | None
    can_undo: bool
    report: ImportReport


async def imports(production_id: int, *, before: int, limit: int, by: Actor) -> list[Imported]:
    """Newest first, below the cursor."""
    may(by, "import", "make", production_id=production_id)
    async with read() as db:
        runs = await queries.runs(db, production_id, before=before, limit=limit)
        newest = await queries.newest(db, production_id)
        names = await queries.who(db, production_id, [run.by_account for run in runs if run.by_account])
    return [
        Imported(
            run.id, run.kind, run.file_name, run.at, names.get(run.by_account or 0, ""), run.undone_at,
            run.id in newest, msgspec.json.decode(run.report, type=ImportReport),
        )
        for run in runs
    ]  # fmt: skip
