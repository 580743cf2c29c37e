"""Imports: files or pasted rows in, a note back; the list of what was imported; taking one back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, TypeVar

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery

from server import clock
from server.errors import Invalid
from server.rules.access import Actor
from server.rules.intake.report import ImportReport
from server.services.intake import exports, listing
from server.services.intake.imports import Asked, File, import_files, start_production
from server.services.intake.starting import Start
from server.services.intake.undo import undo_import
from server.wire import Id, Struct

_AT = "/api/productions/{production_id:int}/imports"
_UPLOAD = {"replay": False}
_TEXT = 2_000_000
T = TypeVar("T")


@dataclass
class Upload:
    """A form: files, or `text` (cells pasted from a spreadsheet), and how to take them."""

    files: list[UploadFile] = field(default_factory=list)
    text: str = ""
    first_day: str = ""
    """YYYY-MM-DD: where the schedule's first day falls."""
    answers: str = ""
    """JSON object: key of a question → value of one of its options."""
    production: str = ""
    """JSON of one that is started: name (else the schedule's), company, zone and country of where it is shot."""


Form = Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]


class ImportsOut(Struct):
    """One note for each file, in the order in which they were taken: schedule, people, gear."""

    reports: list[ImportReport]


class ImportRow(Struct):
    id: int
    kind: str
    file_name: str
    at: datetime
    by: str
    """Who imported it; "" for the command line."""
    undone_at: datetime | None
    can_undo: bool
    """The newest of its kind that stands. What people did with it since is judged when it is tried."""
    report: ImportReport


class ImportsListed(Struct):
    imports: list[ImportRow]
    next_before: int | None


async def _files(form: Upload) -> list[File]:
    files = [File(upload.filename, await upload.read()) for upload in form.files]
    if form.text.strip():
        if len(form.text) > _TEXT:
            raise Invalid("That is too much to paste.", next_step="Save it as a file and choose that.")
        files.append(File("pasted rows", form.text.encode()))
    return files


def _asked(form: Upload, *, dry_run: bool) -> Asked:
    try:
        first = date.fromisoformat(form.first_day) if form.first_day else None
    except ValueError:
        raise Invalid("That is no date.", errors=[{"where": "first_day", "what": "YYYY-MM-DD"}]) from None
    answers = _read(form.answers or "{}", "answers", dict[str, str])
    return msgspec.convert({"first_day": first, "answers": answers, "dry_run": dry_run}, Asked)


def _read(text: str, where: str, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.DecodeError as wrong:
        raise Invalid("The form isn't right.", errors=[{"where": where, "what": str(wrong)[:200]}]) from None


@post(_AT, opt={"may": ("import", "make"), **_UPLOAD}, status_code=200, operation_id="Import")
async def take(
    data: Form, actor: NamedDependency[Actor], production_id: FromPath[Id], dry_run: FromQuery[bool] = False
) -> ImportsOut:
    """Take files in, or with `dry_run` only say what would happen. Nothing is sent to anybody."""
    reports = await import_files(
        production_id, await _files(data), _asked(data, dry_run=dry_run), by=actor, now=clock.now()
    )
    return ImportsOut(reports=reports)


@post("/api/imports", opt={"may": "signed_in", **_UPLOAD}, status_code=200, operation_id="StartProduction")
async def start(data: Form, actor: NamedDependency[Actor], dry_run: FromQuery[bool] = False) -> ImportsOut:
    """Make a production from its schedule (and lists); who imports coordinates it. Only a dry run guesses its zone."""
    where = _read(data.production or "{}", "production", Start)
    reports = await start_production(
        await _files(data), _asked(data, dry_run=dry_run), where, by=actor, now=clock.now()
    )
    return ImportsOut(reports=reports)


@get(_AT, opt={"may": ("import", "make")}, operation_id="ListImports")
async def list_imports(
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    before: FromQuery[Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]] = 0,
    limit: FromQuery[Annotated[int, msgspec.Meta(ge=1, le=50)]] = 20,
) -> ImportsListed:
    """What was imported, newest first."""
    found = await listing.imports(production_id, before=before or 2**63 - 1, limit=limit + 1, by=actor)
    more = found[limit - 1].id if len(found) > limit else None
    return ImportsListed(imports=[_row(one) for one in found[:limit]], next_before=more)


def _row(one: listing.Imported) -> ImportRow:
    return ImportRow(
        id=one.id, kind=one.kind, file_name=one.file_name, at=one.at, by=one.by, undone_at=one.undone_at,
        can_undo=one.can_undo, report=one.report,
    )  # fmt: skip


@post(f"{_AT}/{{import_id:int}}/undo", opt={"may": ("import", "make")}, status_code=204, operation_id="UndoImport")
async def undo(actor: NamedDependency[Actor], production_id: FromPath[Id], import_id: FromPath[Id]) -> None:
    """Take an import back; 409 once something refers to it or somebody worked on what it made."""
    await undo_import(production_id, import_id, by=actor, now=clock.now())


@get(
    "/api/productions/{production_id:int}/schedule.uss",
    opt={"may": ("schedule", "export")},
    operation_id="ExportSchedule",
    media_type="application/json",
)
async def export_schedule(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> Response[bytes]:
    """Scenes, elements and all boards as Universal Schedule Standard; imported again it changes nothing."""
    made = await exports.export_schedule(production_id, by=actor, now=clock.now())
    headers = {"Content-Disposition": 'attachment; filename="schedule.uss"', "Cache-Control": "private, no-store"}
    return Response(made.data, media_type="application/json", headers=headers)


HANDLERS = [take, start, list_imports, undo, export_schedule]
