"""The schedule as the trade reads it: one-liner and day-out-of-days, on the page, as rows and on paper."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.adapters.paper import day_out_pdf, one_liner_pdf
from server.db import Tx, read
from server.models.production import queries as productions
from server.models.production.queries import ProductionRow
from server.models.reports import lined
from server.models.schedule import queries, rule_packs, working
from server.models.schedule.queries import DayRow, LineRow
from server.models.schedule.working import CastRow
from server.rules.access import Actor, may
from server.rules.production.cells import table
from server.rules.production.settings import settings_of
from server.rules.reports import day_out, one_liner
from server.rules.reports.day_out import DayOutColumnOut, DayOutOfDaysOut, DayOutRoleOut
from server.rules.reports.one_liner import LinedDayOut, LinedStripOut, OneLinerOut
from server.rules.schedule.packs import Book
from server.services.schedule.gather import engagement
from server.services.sheets.copies import paper_of

_FIRST, _LAST = date(1990, 1, 1), date(2199, 12, 31)


class Written(StrEnum):
    CSV = "csv"
    PDF = "pdf"


async def read_one_liner(production_id: int, *, by: Actor) -> OneLinerOut:
    """Days of all units, in four statements; at most 500."""
    may(by, "schedule", "read", production_id=production_id)
    async with read() as db:
        return await _one_liner(db, await productions.production(db, production_id))


async def write_one_liner(production_id: int, as_: Written, *, by: Actor, now: datetime) -> bytes:
    """The same as a file."""
    may(by, "schedule", "read", production_id=production_id)
    async with read() as db:
        production = await productions.production(db, production_id)
        found = await _one_liner(db, production)
    if as_ is Written.CSV:
        return table(one_liner.as_rows(found))
    return await one_liner_pdf(one_liner.on_paper(found, paper=_paper(production), on=_today(production, now)))


async def read_day_out(production_id: int, *, by: Actor) -> DayOutOfDaysOut:
    """Every cast role on every date on which a unit works, in four statements."""
    may(by, "schedule", "read", production_id=production_id)
    async with read() as db:
        return await _day_out(db, await productions.production(db, production_id))


async def write_day_out(production_id: int, as_: Written, *, by: Actor, now: datetime) -> bytes:
    """The same as a file."""
    may(by, "schedule", "read", production_id=production_id)
    async with read() as db:
        production = await productions.production(db, production_id)
        found = await _day_out(db, production)
    if as_ is Written.CSV:
        return table(day_out.as_rows(found))
    return await day_out_pdf(day_out.on_paper(found, paper=_paper(production), on=_today(production, now)))


def _paper(production: ProductionRow) -> str:
    """Letter or A4: lists of a production whose sheets are Legal are Letter."""
    paper = paper_of(settings_of(production.settings).paper, production.country, production.settings)
    return "a4" if paper == "a4" else "us-letter"


def _today(production: ProductionRow, now: datetime) -> date:
    return now.astimezone(ZoneInfo(production.zone)).date()


async def _days(db: Tx, production_id: int) -> list[tuple[DayRow, LineRow]]:
    found = await queries.days(db, production_id, _FIRST, _LAST)
    on = {(day.unit_id, day.on_date) for day in found if day.cancelled_at is None}
    days = [day for day in found if day.cancelled_at is None or (day.unit_id, day.on_date) not in on]
    lines = await queries.day_lines(db, production_id, [day.id for day in days])
    return [(day, lines[day.id]) for day in days]


async def _one_liner(db: Tx, production: ProductionRow) -> OneLinerOut:
    days = await _days(db, production.id)
    strips = await lined.strips(db, production.id, [day.id for day, _ in days])
    out = [_lined(day, line, strips[day.id]) for day, line in days]
    return OneLinerOut(
        production=production.name,
        days=out,
        scenes=sum(day.scenes for day in out),
        eighths=sum(day.eighths for day in out),
    )


def _lined(day: DayRow, line: LineRow, rows: Sequence[lined.LinedRow]) -> LinedDayOut:
    cancelled = day.cancelled_at is not None
    strips = [
        LinedStripOut(**{name: getattr(row, name) for name in LinedStripOut.__struct_fields__})
        for row in rows
        if not cancelled
    ]
    return LinedDayOut(
        id=day.id, unit=day.unit, on_date=day.on_date, day_type=day.day_type, title=day.title, number=line.number,
        of=line.of, cancelled=cancelled, strips=strips, **one_liner.totals(strips),
    )  # fmt: skip


async def _day_out(db: Tx, production: ProductionRow) -> DayOutOfDaysOut:
    columns = _columns(await _days(db, production.id))
    book = await rule_packs.book(db, production.id)
    roles = [_role(role, columns, book) for role in await working.cast(db, production.id)]
    return DayOutOfDaysOut(
        production=production.name, columns=columns, roles=roles, working=day_out.working(roles, columns)
    )


def _columns(days: Sequence[tuple[DayRow, LineRow]]) -> list[DayOutColumnOut]:
    """One a date; of several units' days the first that shoots speaks for it."""
    found: dict[date, DayOutColumnOut] = {}
    for day, line in days:
        kind = day.day_type if day.cancelled_at is None else "cancelled"
        column = DayOutColumnOut(on_date=day.on_date, number=line.number, day_type=kind)
        if day.day_type != "off" and _says(column) > _says(found.get(day.on_date)):
            found[day.on_date] = column
    return list(found.values())


def _says(column: DayOutColumnOut | None) -> int:
    """A day that shoots before another, and that before a cancelled one."""
    if column is None:
        return 0
    return 1 if column.day_type == "cancelled" else 2 if column.number is None else 3


def _role(role: CastRow, columns: Sequence[DayOutColumnOut], book: Book) -> DayOutRoleOut:
    engaged = engagement(role, book)
    codes = [engaged.code(column.on_date) for column in columns]
    return DayOutRoleOut(
        element_id=role.element_id, number=role.number, character=role.character, performer=role.performer or "",
        minor=role.minor, codes=codes, **day_out.counted(codes, columns),
    )  # fmt: skip
