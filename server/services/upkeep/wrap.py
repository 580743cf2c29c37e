"""The wrap of a production: what is still open, the act, and what the office takes along."""

import io
import zipfile
from datetime import date, datetime
from zoneinfo import ZoneInfo

from server.db import read, tx
from server.errors import Invalid, NotFound
from server.models.production import queries
from server.models.upkeep import wrap as rows
from server.rules.access import Actor, may
from server.rules.production.cells import table
from server.rules.production.wrapping import REOPEN, may_wrap_on
from server.services.production import listing
from server.services.production.office import archive
from server.services.sheets.copies import own_copy
from server.settings import Settings
from server.wire import Struct


class WrapOut(Struct):
    """What is still open, counted; nothing of it stands in the way."""

    gear_out: int
    disputes: int
    not_known: int
    """People who aren't known to have what they were last told."""
    parked: int
    tasks: int
    imports: int
    """Imports with lines that still wait for an answer."""
    days_to_come: int
    last_day: date | None
    """The last day anybody worked: what is proposed as the wrap."""
    today: date
    wrapped_on: date | None
    reopens_until: datetime | None
    """Until then it can be opened again; None: it isn't wrapped."""


class WrapIn(Struct):
    """`wrapped_on`: the last day of all. From it on it is counted for how long what is kept of people."""

    wrapped_on: date


async def look(production_id: int, *, by: Actor, now: datetime) -> WrapOut:
    may(by, "keeping", "read", production_id=production_id)
    async with read() as db:
        here = await queries.production(db, production_id)
        today = now.astimezone(ZoneInfo(here.zone)).date()
        found = await rows.still_open(db, production_id, today, now)
        last = await rows.last_day(db, production_id, today)
    counted = {name: getattr(found, name) for name in found.__struct_fields__}
    return WrapOut(
        last_day=last, today=today, wrapped_on=here.wrapped_on,
        reopens_until=here.archived_at + REOPEN if here.archived_at else None, **counted,
    )  # fmt: skip


async def wrap(production_id: int, wanted: WrapIn, *, by: Actor, now: datetime) -> None:
    """Puts the production away as of that day. Raises Invalid for one that is to come, or before the last of work."""
    may(by, "production", "archive", production_id=production_id)
    async with tx(production_id) as db:
        here = await queries.production(db, production_id, lock=True)
        today = now.astimezone(ZoneInfo(here.zone)).date()
        worked_on = await rows.worked_on(db, production_id, today)
        if not may_wrap_on(wanted.wrapped_on, today=today, worked_on=worked_on):
            _refuse(wanted.wrapped_on > today, worked_on)
        await archive(production_id, archived=True, wrapped_on=wanted.wrapped_on, by=by, now=now)


_CREW = ("name", "mobile_typed", "email", "second_number", "contact_via")


def _refuse(to_come: bool, worked_on: date) -> None:
    if to_come:
        raise Invalid("That day is still to come.", errors=[{"where": "wrapped_on", "what": "to come"}])
    raise Invalid(
        f"It was worked on until {worked_on:%a} {worked_on.day} {worked_on:%b %Y}: the wrap isn't before that.",
        errors=[{"where": "wrapped_on", "what": "too early"}],
    )


async def crew(production_id: int, *, by: Actor) -> bytes:
    """The crew list as CSV, as far as this reader reads it."""
    may(by, "keeping", "export", production_id=production_id)
    people = await listing.people(production_id, after=0, limit=2_000, by=by)
    async with read() as db:
        names = {one.id: one.name for one in await queries.departments(db, production_id)}
    lines = [
        (
            names.get(at.department_id, ""), at.title, at.starts_on, at.ends_on,
            *(one.fields.get(field) for field in _CREW),
        )
        for one in people
        for at in one.positions
    ]  # fmt: skip
    head = ("Department", "Position", "From", "Until", "Name", "Mobile", "E-mail", "Second number", "Contact via")
    return table([head, *sorted(lines, key=lambda line: [str(value) for value in line])])


async def ledger(production_id: int, *, by: Actor, now: datetime) -> bytes:
    """Who was told which version, and each proof, as CSV."""
    may(by, "keeping", "export", production_id=production_id)
    async with read() as db:
        lines = await rows.ledger(db, production_id, now)
    head = ("Day", "Version", "Person", "Ended as", "Proof", "Channel", "Through", "Phone's time", "Time (UTC)")
    return table([head, *(tuple(line) for line in lines)])


async def sheets(production_id: int, *, by: Actor, settings: Settings, now: datetime) -> bytes:
    """The newest sheet of every day as PDF, in one ZIP."""
    may(by, "keeping", "export", production_id=production_id)
    async with read() as db:
        days = await rows.days_out(db, production_id, now)
    if not days:
        raise NotFound("No sheet was ever issued.", next_step="There is nothing to take along.")
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as packed:
        for day_id, on_date, unit, colour in days:
            page = await own_copy(production_id, day_id, by=by, settings=settings, now=now)
            packed.writestr(f"{on_date:%Y-%m-%d} {_plain(unit)} {_plain(colour)}.pdf", page)
    return into.getvalue()


def _plain(text: str) -> str:
    return "".join(letter if letter.isalnum() or letter in " -" else "-" for letter in text)[:60]
