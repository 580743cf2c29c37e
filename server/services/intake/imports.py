"""Take files in: one transaction for all of them, which a dry run rolls back. Nothing is sent to anybody."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

import msgspec

from server.db import Tx, tx
from server.errors import Archived, Invalid, NotAllowed, TooLarge
from server.models.intake import queries
from server.models.production import queries as production_queries
from server.rules.access import Actor, may
from server.rules.intake.report import ImportReport
from server.rules.production.paper import clean
from server.rules.schedule.uss import BYTES
from server.services.intake.crew import take_people
from server.services.intake.gear import take_gear
from server.services.intake.papers import Paper, open_paper, read_crew, read_gear
from server.services.intake.run import Run
from server.services.intake.schedule import Span, take_schedule
from server.services.intake.starting import Start, refuse_unsaid, started, tell_where
from server.services.production.make import NewProduction, add_coordinator, make, may_make
from server.wire import Line, Struct, as_text

FILES = 10
_ORDER = {"schedule": 0, "crew": 1, "contacts": 2, "gear": 3}


class File(msgspec.Struct, frozen=True):
    name: str
    data: bytes


class Asked(Struct):
    """How to take the files. `answers`: to the questions of the dry run, by their keys."""

    first_day: date | None = None
    answers: Annotated[dict[Line, Line], msgspec.Meta(max_length=2_000)] = msgspec.field(default_factory=dict)
    dry_run: bool = False


class _RolledBack(Exception):  # noqa: N818  control flow, not an error
    """Ends a dry run's transaction; what it found has been kept."""


def refuse_too_large(sizes: Sequence[tuple[str, int]]) -> None:
    """Name and bytes of each file, looked at before any is read. Raises TooLarge, or Invalid where there is none."""
    if not sizes:
        raise Invalid("There is no file.", code="no_file", next_step="Choose a file, or paste the rows.")
    if len(sizes) > FILES:
        raise TooLarge(f"At most {FILES} files at once.")
    for name, size in sizes:
        if size > BYTES:
            raise TooLarge(f"{_name(name)} has more than {BYTES // 1024 // 1024} MB.")


def opened(files: Sequence[File]) -> list[Paper]:
    """Schedules first, then people, then gear: each finds what the one before made. Raises Invalid, TooLarge."""
    refuse_too_large([(f.name, len(f.data)) for f in files])
    return sorted((open_paper(_name(f.name), f.data) for f in files), key=lambda paper: _ORDER[paper.kind])


def _name(name: str) -> str:
    return clean(name.replace("\\", "/").rsplit("/", 1)[-1])[:120] or "pasted rows"


async def import_files(
    production_id: int, files: Sequence[File], asked: Asked, *, by: Actor, now: datetime
) -> list[ImportReport]:
    """Into a production that is there. Raises Invalid with the place where a file can't be read at all."""
    may(by, "import", "make", production_id=production_id)
    papers = await asyncio.to_thread(opened, files)
    reports: list[ImportReport] = []
    try:
        async with tx(production_id) as db:
            reports = await take(db, production_id, papers, asked, by=by, now=now)
            _end(asked)
    except _RolledBack:
        pass
    return reports


async def start_production(
    files: Sequence[File], asked: Asked, start: Start, *, by: Actor, now: datetime
) -> list[ImportReport]:
    """Make the production that the files are about; who imports coordinates it.

    Raises NotAllowed for crew of another production, Invalid where no file names a production, or where nobody says
    in which zone and country it is shot: only a dry run guesses, and doubts it.
    """
    if not may_make(by):
        raise NotAllowed("Only who runs a production can make another.")
    if not asked.dry_run:
        refuse_unsaid(start)
    papers = await asyncio.to_thread(opened, files)
    new = started(start, papers)
    reports: list[ImportReport] = []
    try:
        async with tx() as db:
            production_id = await make(db, new)
            await add_coordinator(db, production_id, account_id=by.account_id, now=now)
            db.note("production_made", "production", production_id, by=by, production_id=production_id)
            async with tx(production_id) as inner:
                reports = await take(inner, production_id, papers, asked, by=by, now=now, made=(start, new))
            _end(asked)
    except _RolledBack:
        pass
    return reports


def _end(asked: Asked) -> None:
    if asked.dry_run:
        raise _RolledBack


async def take(
    db: Tx, production_id: int, papers: Sequence[Paper], asked: Asked, *, by: Actor | None, now: datetime,
    made: tuple[Start, NewProduction] | None = None,
) -> list[ImportReport]:  # fmt: skip
    """Inside the caller's transaction, one import after the other; imports of one production wait for each other.

    `made`: the production is new; the first note says where it is shot.
    """
    reports: list[ImportReport] = []
    for paper in papers:
        production = await production_queries.production(db, production_id, lock=True)
        if production.archived_at is not None:
            raise Archived
        runs = await queries.runs_said(db, production_id, _kind(paper))
        run = Run(db, production, _kind(paper), runs_before=runs, answers=asked.answers, by=by, now=now)
        span = await _take_one(run, paper, asked)
        if made is not None and not reports:
            tell_where(run.notes, *made)
        run_id = await queries.insert_run(
            db, production_id, kind=run.kind, file_name=paper.name, file_hash=hashlib.sha256(paper.data).digest(),
            made=run.made, changed=run.changed, said=run.said, by_account=by.account_id if by else None, now=now,
        )  # fmt: skip
        report = _report(run, paper, asked, run_id, span)
        await queries.keep_report(db, production_id, run_id, as_text(report))
        db.note("imported", "import", run_id, by=by)
        reports.append(report)
    return reports


def _kind(paper: Paper) -> str:
    return paper.kind


async def _take_one(run: Run, paper: Paper, asked: Asked) -> Span:
    country, currency = run.production.country, run.production.currency
    if paper.schedule is not None:
        return await take_schedule(run, paper.schedule, first_day=asked.first_day)
    if paper.kind == "gear":
        await take_gear(run, read_gear(paper, country, currency))
    else:
        await take_people(run, read_crew(paper, country))
    return Span(None, None)


def _report(run: Run, paper: Paper, asked: Asked, run_id: int, span: Span) -> ImportReport:
    notes, production = run.notes, run.production
    sections, more = notes.bounded()
    contacted = "Nobody but you has been contacted." if production.contacted_at is None else "Nobody was contacted."
    end = "Nothing has been imported yet." if asked.dry_run else f"Imported. {contacted}"
    return ImportReport(
        kind=run.kind, file_name=paper.name, production_id=run.id, production=production.name,
        says=" ".join(filter(None, [*notes.says, _done(notes.done), end])),
        dry_run=asked.dry_run,
        import_id=None if asked.dry_run else run_id, counts=notes.counts, done=notes.done, **sections, more=more,
        questions=notes.questions,
        first_day=span.first, last_day=span.last, shift_days=run.changed_shift,
    )  # fmt: skip


def _done(done: Mapping[str, int]) -> str:
    """`412 rows are as they were, 3 change, 2 typed by hand stay.`"""
    parts = []
    if done["same"]:
        parts.append(f"{done['same']:,} as they were")
    if done["changed"]:
        parts.append(f"{done['changed']:,} changed")
    if done["kept"]:
        parts.append(f"{done['kept']:,} kept as typed by hand")
    return f"{', '.join(parts)}." if parts else ""
