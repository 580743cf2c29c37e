"""Imports by who holds the machine: `callboard import`, and the demo production."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from server.db import Tx, tx
from server.errors import Conflict, Invalid, NotFound
from server.rules.intake.report import ImportReport
from server.services.intake.imports import Asked, File, opened, take
from server.services.intake.papers import Paper
from server.services.intake.starting import Start, refuse_unsaid, started
from server.services.production.make import add_coordinator, make


class Landed(msgspec.Struct, frozen=True):
    production_id: int
    production: str
    made: bool
    """The production itself was made by this import."""
    coordinator: str
    """E-mail of who was made its coordinator: the one account that was on nothing yet; "" for nobody."""
    reports: list[ImportReport]


class _RolledBack(Exception):  # noqa: N818  control flow, not an error
    pass


async def import_here(
    files: Sequence[File], asked: Asked, *, production: str | None, start: Start, strict: bool = False, now: datetime
) -> Landed:
    """`production`: number or name of one that is there, else the name of a new one; None: as the schedule says, or
    the only one. `start`: zone and country of one to be made; unsaid they are guessed and doubted, or if `strict`
    refused. Raises Invalid, NotFound, Conflict.
    """
    papers = opened(files)
    landed: Landed | None = None
    try:
        async with tx() as db:
            production_id = await find(db, production or _named(papers))
            coordinator, new = "", None
            if production_id is None:
                start = msgspec.structs.replace(start, name=production or "")
                if strict and not asked.dry_run:
                    refuse_unsaid(start)
                new = started(start, papers)
                production_id = await make(db, new)
                coordinator = await _first_coordinator(db, production_id, now)
                db.note("production_made", "production", production_id, production_id=production_id)
            async with tx(production_id) as inner:
                reports = await take(
                    inner, production_id, papers, asked, by=None, now=now, made=(start, new) if new else None
                )
            landed = Landed(production_id, reports[0].production, new is not None, coordinator, reports)
            _end(asked)
    except _RolledBack:
        pass
    if landed is None:
        raise Invalid("Nothing was imported.")
    return landed


def _end(asked: Asked) -> None:
    if asked.dry_run:
        raise _RolledBack


def _named(papers: Sequence[Paper]) -> str | None:
    return next((paper.schedule.project for paper in papers if paper.schedule and paper.schedule.project), None)


async def find(db: Tx, told: str | None, *, archived: bool = False) -> int | None:
    """None: there is none of that name. Raises Conflict where several could be meant, NotFound for a number.

    `archived`: one that is wrapped may be meant too.
    """
    rows = await db.fetch(
        "SELECT id, name FROM production WHERE archived_at IS NULL OR $1 ORDER BY id LIMIT 1000", archived
    )
    if told is None:
        if len(rows) == 1:
            return int(rows[0]["id"])
        names = ", ".join(f"{row['id']} {row['name']}" for row in rows[:20])
        raise Conflict(
            f"Which production? There are: {names}." if rows else "There is no production yet.",
            next_step="Say it with --production NAME.", code="which_production",
        )  # fmt: skip
    if told.isdecimal():
        if not any(row["id"] == int(told) for row in rows):
            raise NotFound(f"There is no production {told}.")
        return int(told)
    same = [int(row["id"]) for row in rows if row["name"].casefold() == told.strip().casefold()]
    if len(same) > 1:
        raise Conflict(f"{len(same)} productions are called {told}.", next_step="Say its number with --production.")
    return same[0] if same else None


async def _first_coordinator(db: Tx, production_id: int, now: datetime) -> str:
    """The installation's first person came in before there was a production: this one is theirs."""
    rows = await db.fetch(
        "SELECT a.id, a.email FROM account a WHERE NOT EXISTS (SELECT FROM member m /* across productions: who is"
        " on none */ WHERE m.account_id = a.id) ORDER BY a.id LIMIT 2"
    )
    if len(rows) != 1:
        return ""
    await add_coordinator(db, production_id, account_id=rows[0]["id"], now=now)
    return str(rows[0]["email"] or "")
