"""`callboard import`: schedules, crew lists and manifests from the command line, with the same note."""

import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

from server import clock
from server.cli.place import data_option, show
from server.cli.there import command
from server.edge.shield import UPLOAD, too_large
from server.errors import Invalid
from server.rules.intake.report import ImportNote, ImportReport
from server.rules.schedule.uss import BYTES
from server.services.intake.here import Landed, import_here
from server.services.intake.imports import Asked, File, refuse_too_large
from server.services.intake.starting import Start
from server.settings import Settings

COUNTED = (
    "scenes", "banners", "eighths", "day_groups", "cast", "background", "people", "positions", "cases", "lines",
    "pieces",
)  # fmt: skip


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} is no date: YYYY-MM-DD", param, ctx)


@click.command("import")
@data_option
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--production", metavar="NAME", help="Its name or number; made if it isn't there. [default: the schedule's]"
)
@click.option("--first-day", type=_Day(), help="Where the schedule's first day falls; kept for every later import.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--answer", "answers", multiple=True, metavar="KEY=VALUE", help="To a question of the dry run.")
@click.option("--zone", help="Where a production that is made is shot: an IANA time zone. Asked for in a terminal.")
@click.option("--country", metavar="US|GB|…", help="Likewise: telephone numbers, words, currency.")
@click.option("--json", "as_json", is_flag=True)
@command
async def import_(
    _: Settings, *, files: tuple[Path, ...], production: str | None, first_day: date | None, dry_run: bool,
    answers: tuple[str, ...], country: str | None, zone: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Take in schedules (.uss), crew and cast lists (XLSX, CSV), contacts (vCard) and rental manifests (CSV, XLSX).

    One transaction for all files; nothing is sent to anybody.
    """
    asked = Asked(first_day=first_day, dry_run=dry_run, answers=dict(_answer(one) for one in answers))
    read = _read(files)
    start = _start(zone, country)
    land = partial(import_here, read, asked, production=production, now=clock.now())
    try:
        # a script can't be asked: it gets a guess, and the doubt in the note
        landed = await land(start=start, strict=sys.stdin.isatty())
    except Invalid as wrong:
        if wrong.own_code != "where":
            raise
        landed = await land(start=_ask(start))
    if as_json:
        show(as_document(landed))
    else:
        print("\n".join(as_lines(landed)))


def _read(files: Sequence[Path]) -> list[File]:
    """With the limits of an upload. Raises TooLarge by the sizes alone, before anything is read."""
    sizes = [file.stat().st_size for file in files]
    refuse_too_large([(file.name, size) for file, size in zip(files, sizes, strict=True)])
    if sum(sizes) > UPLOAD:
        raise too_large(UPLOAD)
    return [File(file.name, _bytes(file)) for file in files]


def _bytes(file: Path) -> bytes:
    with file.open("rb") as content:
        return content.read(BYTES + 1)  # a pipe has no size before it is read


def _answer(text: str) -> tuple[str, str]:
    key, sign, value = text.rpartition("=")
    if not sign:
        raise click.BadParameter(f"{text}: KEY=VALUE", param_hint="--answer")
    return key, value


def _start(zone: str | None, country: str | None) -> Start:
    try:
        return msgspec.convert({"zone": zone, "country": country and country.upper()}, Start)
    except msgspec.ValidationError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _ask(start: Start) -> Start:
    """Where a new production is shot, from who sits at the terminal."""
    zone = start.zone or click.prompt("Time zone where it is shot, as in Europe/London", err=True)
    return _start(zone, start.country or click.prompt("Country, two letters: how telephone numbers are read", err=True))


def as_document(landed: Landed) -> dict[str, Any]:
    """`counts` over all files, every doubt by file, line and column, and the whole notes."""
    counts = dict.fromkeys(COUNTED, 0)
    for report in landed.reports:
        for name, number in report.counts.items():
            counts[name] = counts.get(name, 0) + number
    return {
        "production_id": landed.production_id,
        "production": landed.production,
        "made": landed.made,
        "coordinator": landed.coordinator,
        "dry_run": landed.reports[0].dry_run,
        "counts": counts,
        "doubts": [
            {"file": r.file_name, "kind": section, "line": n.line, "column": n.column, "code": n.code, "says": n.says}
            for r in landed.reports
            for section in ("doubted", "refused")
            for n in getattr(r, section)
        ],
        "reports": landed.reports,
    }


_SHOWN = 12


def as_lines(landed: Landed) -> list[str]:
    """The note as it is read in a terminal."""
    lines = [f"{landed.production} (production {landed.production_id}{', new' if landed.made else ''})"]
    for report in landed.reports:
        lines += ["", f"{report.file_name}: {report.says}"]
        for section in ("merged", "doubted", "refused", "kept", "vanished", "changed"):
            lines += _section(report, section, getattr(report, section))
        for question in report.questions:
            options = ", ".join(f"--answer '{question.key}={option.value}'" for option in question.options)
            if not question.answer:
                lines.append(f"  ? {question.says} Without an answer: {question.without} {options}")
    if landed.coordinator:
        lines += ["", f"{landed.coordinator} coordinates it."]
    elif landed.made and not landed.reports[0].dry_run:
        lines += ["", f"Nobody is on it yet: `callboard invite EMAIL --production {landed.production_id}`."]
    return lines


def _section(report: ImportReport, section: str, notes: list[ImportNote]) -> list[str]:
    shown = [f"  {section}: {note.says}" for note in notes[:_SHOWN]]
    rest = len(notes) - len(shown) + report.more.get(section, 0)
    return [*shown, f"  {section}: {rest} more; --json shows them."] if rest > 0 else shown
