"""Labels: make, replace, print; and what strangers told."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from server import clock
from server.rules.access import Actor
from server.rules.gear.labels import MOST, Paper, Size
from server.services.gear import labels
from server.services.gear.labels import ReportOut
from server.settings import Settings
from server.wire import Id, Struct

_AT = "/api/productions/{production_id:int}/gear"


class LabelsIn(Struct):
    things: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=MOST)]


class LabelsMade(Struct):
    made: int


class LabelOut(Struct):
    code: str


class ReportsOut(Struct):
    reports: list[ReportOut]


@post(f"{_AT}/labels", opt={"may": ("gear", "change")}, operation_id="MakeLabels")
async def make(data: JSONBody[LabelsIn], actor: NamedDependency[Actor], production_id: FromPath[Id]) -> LabelsMade:
    """Give a label to those of these things that have none."""
    return LabelsMade(made=await labels.ensure_labels(production_id, data.things, by=actor, now=clock.now()))


@post(f"{_AT}/things/{{thing_id:int}}/relabel", opt={"may": ("gear", "change")}, operation_id="Relabel")
async def relabel(actor: NamedDependency[Actor], production_id: FromPath[Id], thing_id: FromPath[Id]) -> LabelOut:
    """A new label for a torn or lost one, which no longer counts."""
    return LabelOut(code=await labels.relabel(production_id, thing_id, by=actor, now=clock.now()))


@get(f"{_AT}/labels.pdf", opt={"may": ("gear", "read")}, operation_id="PrintLabels", media_type="application/pdf")
async def sheet(
    *,
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    settings: NamedDependency[Settings],
    size: FromQuery[Size] = Size.CASE,
    paper: FromQuery[Paper] = Paper.LETTER,
    department_id: FromQuery[Id | None] = None,
    thing_id: FromQuery[Id | None] = None,
) -> Response[bytes]:
    """A sheet of labels: of one thing, of a department, or of all (at most 400 in one file)."""
    made = await labels.sheet(
        production_id, size=size, paper=paper, department_id=department_id, thing_id=thing_id, by=actor,
        settings=settings,
    )  # fmt: skip
    headers = {"Content-Disposition": 'inline; filename="labels.pdf"', "Cache-Control": "private, no-store"}
    return Response(made, media_type="application/pdf", headers=headers)


@get(f"{_AT}/labels/{{code:str}}/qr", opt={"may": ("gear", "read")}, operation_id="ReadLabel",
     media_type="image/svg+xml")  # fmt: skip
async def one(
    actor: NamedDependency[Actor], production_id: FromPath[Id], settings: NamedDependency[Settings],
    code: FromPath[Annotated[str, msgspec.Meta(max_length=40)]],
) -> Response[bytes]:  # fmt: skip
    """One label's code as SVG."""
    made = await labels.label_svg(production_id, code, by=actor, settings=settings)
    return Response(made, media_type="image/svg+xml", headers={"Cache-Control": "private, no-cache"})


@get(f"{_AT}/found", opt={"may": ("gear", "settle")}, operation_id="ListFound")
async def found(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> ReportsOut:
    """What strangers told in the last 30 days, newest first, at most 200."""
    return ReportsOut(reports=await labels.reports(production_id, by=actor))


@post(f"{_AT}/things/{{thing_id:int}}/found/settle", opt={"may": ("gear", "settle")}, status_code=204,
      operation_id="SettleFound")  # fmt: skip
async def settle_found(actor: NamedDependency[Actor], production_id: FromPath[Id], thing_id: FromPath[Id]) -> None:
    """The office has looked into what a stranger told."""
    await labels.settle_found(production_id, thing_id, by=actor, now=clock.now())


HANDLERS = [make, relabel, sheet, one, found, settle_found]
