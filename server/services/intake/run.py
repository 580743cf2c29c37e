"""One import while it is made: what it writes, so that it can be reported and taken back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from server.db import By, Tx
from server.models.production import queries as production_queries
from server.models.production.queries import ProductionRow
from server.rules.intake.merge import merge, plain
from server.rules.intake.report import Notes

_REVISED = {"scene", "thing"}
_ARRAYS = {"only_on": "date[]"}


class Found(msgspec.Struct, kw_only=True):
    """What a file says of one row. `there`: the row that it means, with its id; None: to be made."""

    said: dict[str, Any]
    label: str
    there: Mapping[str, Any] | None = None
    line: int = 0
    also: dict[str, Any] = {}
    """Columns for a new row only."""


class Run:
    def __init__(
        self,
        db: Tx,
        production: ProductionRow,
        kind: str,
        *,
        runs_before: Sequence[dict[str, dict[str, Any]]],
        answers: Mapping[str, str],
        by: By | None,
        now: datetime,
    ) -> None:
        self.db = db
        self.production = production
        self.kind = kind
        self.runs_before = runs_before
        self.answers = answers
        self.by = by
        self.now = now
        self.notes = Notes()
        self.made: dict[str, list[int]] = {}
        self.changed: dict[str, dict[str, dict[str, Any]]] = {}
        self.said: dict[str, dict[str, Any]] = {}
        self.before: dict[str, dict[str, Any]] = {}
        for run in runs_before:
            for table, said in run.items():
                self.before.setdefault(table, {}).update(said)

        self.changed_shift = production.shift_days

    @property
    def id(self) -> int:
        return self.production.id

    def keep_made(self, table: str, ids: Sequence[int]) -> None:
        self.made.setdefault(table, []).extend(ids)

    def keep_changed(self, table: str, row_id: int, was: Mapping[str, Any]) -> None:
        """What stood there; the first time counts."""
        row = self.changed.setdefault(table, {}).setdefault(str(row_id), {})
        for field, value in was.items():
            row.setdefault(field, plain(value))

    def keep_said(self, table: str, row_id: int, said: Mapping[str, Any]) -> None:
        self.said.setdefault(table, {})[str(row_id)] = {field: plain(value) for field, value in said.items()}

    def said_before(self, table: str, row_id: int) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.before.get(table, {}).get(str(row_id))
        return found

    def gone(self, table: str) -> list[int]:
        """Ids that the last file of the same shape had and this one hasn't: cast and crew lists are two shapes."""
        here = set(self.said.get(table, {}))
        for run in reversed(self.runs_before):
            there = set(run.get(table, {}))
            if there and len(there & here) * 3 >= len(there):
                return sorted(int(one) for one in there - here)
        return []

    async def write(
        self, table: str, kinds: Mapping[str, str], rows: Sequence[Found], *, told: bool = True
    ) -> list[int]:
        """Make what isn't there, change what nobody typed over; ids in the order of `rows`.

        `kinds`: column → SQL type of everything in `said` and `also`. `told=False`: no note of each row.
        """
        new = [row for row in rows if row.there is None]
        columns = {"production_id": "bigint", **kinds}
        values = [[self.id, *(({**row.also, **row.said}).get(name) for name in kinds)] for row in new]
        made = iter(await production_queries.insert_many(self.db, table, columns, values))
        ids = []
        for row in rows:
            if row.there is None:
                row_id = next(made)
                self.keep_made(table, [row_id])
                if told:
                    self.notes.done["made"] += 1
                    self.notes.add("made", row.label, line=row.line)
            else:
                row_id = int(row.there["id"])
                await self._change(table, kinds, row, row_id, told=told)
            self.keep_said(table, row_id, row.said)
            ids.append(row_id)
        return ids

    async def _change(self, table: str, kinds: Mapping[str, str], row: Found, row_id: int, *, told: bool) -> None:
        there = row.there or {}
        merged = merge(row.said, self.said_before(table, row_id), there)
        if merged.kept and told:
            self.kept(row, merged.kept)
        if not merged.change:
            self.notes.done["same"] += told and not merged.kept
            return
        self.keep_changed(table, row_id, {field: there.get(field) for field in merged.change})
        sets = ", ".join(f"{field} = ${n}::{kinds[field]}" for n, field in enumerate(merged.change, 3))
        bump = ", revision = revision + 1" if table in _REVISED else ""
        await self.db.execute(
            f"UPDATE {table} SET {sets}{bump} WHERE production_id = $1 AND id = $2",
            self.id, row_id, *merged.change.values(),
        )  # fmt: skip
        if told:
            self.notes.done["changed"] += 1
            what = ", ".join(field.replace("_", " ").removesuffix(" id") for field in merged.change)
            self.notes.add("changed", f"{row.label}: {what}.", line=row.line)

    def kept(self, row: Found, fields: Sequence[str]) -> None:
        """Somebody typed there: the file's word is told, not taken."""
        self.notes.done["kept"] += 1
        what = ", ".join(
            f"{field.replace('_', ' ').removesuffix(' id')} ('{str(row.said[field])[:60]}' in the file)"
            for field in fields
        )
        self.notes.add("kept", f"{row.label}: typed by hand and kept: {what}.", line=row.line)
