"""One-liner and day-out-of-days: for the desk, for a spreadsheet, for paper."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from server import clock
from server.rules.access import Actor
from server.rules.reports.day_out import DayOutOfDaysOut
from server.rules.reports.one_liner import OneLinerOut
from server.services.reports import lined
from server.services.reports.lined import Written
from server.wire import Id

_ONE = "/api/productions/{production_id:int}/one-liner"
_DOOD = "/api/productions/{production_id:int}/day-out-of-days"
_MAY = {"may": ("schedule", "read")}
_TYPES = {Written.CSV: "text/csv; charset=utf-8", Written.PDF: "application/pdf"}


def _file(data: bytes, name: str, as_: Written) -> Response[bytes]:
    how = "attachment" if as_ is Written.CSV else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}.{as_}"', "Cache-Control": "private, no-store"}
    return Response(data, media_type=_TYPES[as_], headers=headers)


@get(_ONE, opt=_MAY, operation_id="ReadOneLiner")
async def read_one_liner(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> OneLinerOut:
    """Every day's scenes and banners in shooting order, with the day's totals."""
    return await lined.read_one_liner(production_id, by=actor)


@get(f"{_ONE}.csv", opt=_MAY, operation_id="WriteOneLiner", media_type="text/csv")
async def one_liner_csv(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> Response[bytes]:
    """The one-liner for a spreadsheet."""
    made = await lined.write_one_liner(production_id, Written.CSV, by=actor, now=clock.now())
    return _file(made, "one-liner", Written.CSV)


@get(f"{_ONE}.pdf", opt=_MAY, operation_id="PrintOneLiner", media_type="application/pdf")
async def one_liner_pdf(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> Response[bytes]:
    """The one-liner on the production's paper."""
    made = await lined.write_one_liner(production_id, Written.PDF, by=actor, now=clock.now())
    return _file(made, "one-liner", Written.PDF)


@get(_DOOD, opt=_MAY, operation_id="ReadDayOutOfDays")
async def read_day_out(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> DayOutOfDaysOut:
    """What every cast role does on every day: SW, W, H, WF…, with days worked, held and travelled."""
    return await lined.read_day_out(production_id, by=actor)


@get(f"{_DOOD}.csv", opt=_MAY, operation_id="WriteDayOutOfDays", media_type="text/csv")
async def day_out_csv(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> Response[bytes]:
    """The day-out-of-days for a spreadsheet."""
    made = await lined.write_day_out(production_id, Written.CSV, by=actor, now=clock.now())
    return _file(made, "day-out-of-days", Written.CSV)


@get(f"{_DOOD}.pdf", opt=_MAY, operation_id="PrintDayOutOfDays", media_type="application/pdf")
async def day_out_pdf(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> Response[bytes]:
    """The day-out-of-days on the production's paper, lying on its side."""
    made = await lined.write_day_out(production_id, Written.PDF, by=actor, now=clock.now())
    return _file(made, "day-out-of-days", Written.PDF)


HANDLERS = [read_one_liner, one_liner_csv, one_liner_pdf, read_day_out, day_out_csv, day_out_pdf]
