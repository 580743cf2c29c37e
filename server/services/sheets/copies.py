"""A reader's own copy on paper: made for their class, with their name across it and a code that knows if it is old."""

import hmac
from datetime import datetime

import msgspec

from server.adapters.keys import installation_key
from server.adapters.paper import sheet_pdf
from server.adapters.qr import svg
from server.db import Tx, read
from server.errors import NotFound
from server.models.production import queries as productions
from server.models.sheets import links, reading
from server.rules.access import Actor, Scope, may
from server.rules.access.fields import FieldClass, Sight, sight_of
from server.rules.production import countries
from server.rules.production.settings import settings_of
from server.rules.sheets.blocks import drivers
from server.rules.sheets.paper import Copy, on_paper
from server.rules.sheets.person import members_of
from server.rules.sheets.sheet import sheet_out
from server.services.sheets.read import approved_out, thawed, version_out
from server.settings import Settings

SHARED = Sight(frozenset({FieldClass.OPEN}), frozenset(), frozenset())
"""What travels by mail or link: names, and the numbers that people let everybody see. No pickup of another."""


class Reader(msgspec.Struct, frozen=True):
    """`own`: only this member's lines (talent)."""

    name: str
    sight: Sight
    own: int | None
    twelve: bool = False


class Freshness(msgspec.Struct, frozen=True):
    """What the code on a printed sheet answers to anybody: colours and a time, nothing else."""

    this: str
    newest: str | None
    """None: this one is the newest."""
    since: datetime | None
    zone: str


async def copy_of(  # noqa: PLR0917  whose copy of what
    db: Tx, production_id: int, version_id: int, reader: Reader, settings: Settings, now: datetime
) -> bytes:
    """The PDF of one version that is out. Raises NotFound."""
    row = await reading.version(db, production_id, version_id, now)
    if row is None:
        raise NotFound
    frozen = thawed(row.id, row.snapshot)
    around = await reading.around(db, production_id, members_of(frozen) | drivers(frozen))
    production = await productions.production(db, production_id)
    sheet = sheet_out(
        frozen, version_out(row), row.newest, around, reader.sight, own=reader.own, approved=approved_out(row)
    )
    copy = Copy(
        reader=reader.name,
        qr=svg(f"{settings.public_url.rstrip('/')}/v/{code_of(settings, row.id)}".upper()).decode(),
        paper=paper_of(settings_of(production.settings).paper, production.country, production.settings),
        twelve=reader.twelve,
        country=production.country,
    )
    return await sheet_pdf(on_paper(sheet, copy))


def paper_of(chosen: str, country: str, stored: str) -> str:
    """What the production set; where it set nothing, Letter in the United States and Canada, else A4."""
    if '"paper"' not in stored:
        chosen = countries.paper_of(country)
    return {"a4": "a4", "legal": "us-legal"}.get(chosen, "us-letter")


async def own_copy(production_id: int, day_id: int, *, by: Actor, settings: Settings, now: datetime) -> bytes:
    """The newest sheet of a day as a signed-in reader may print it. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "sheet", "read", production_id=production_id)
    own = membership.member_id if scope is Scope.OWN else None
    async with read() as db:
        found = await reading.newest_out(db, production_id, day_id, now)
        if found is None:
            raise NotFound("Nothing is issued for this day yet.")
        reader = Reader(by.name, sight_of(membership), own)
        return await copy_of(db, production_id, found, reader, settings, now)


def code_of(settings: Settings, version_id: int) -> str:
    """What a printed code carries: the version and a seal, so that nobody walks through the numbers."""
    seal = hmac.digest(installation_key(settings.data), f"version:{version_id}".encode(), "sha256")
    return f"{version_id}-{seal.hex()[:12].upper()}"


async def freshness(code: str, *, settings: Settings, now: datetime) -> Freshness:
    """Is the sheet in my hand the newest? Raises NotFound for a code that isn't ours."""
    number = code.partition("-")[0]
    if (
        not number.isdecimal()
        or len(number) > 18
        or not hmac.compare_digest(code.upper().encode(), code_of(settings, int(number)).encode())
    ):
        raise NotFound
    async with read() as db:
        found = await links.newest_of(db, int(number), now)
    if found is None:
        raise NotFound
    this = found.colour if found.kind == "final" else f"P{found.number}"
    old = found.newest_number is not None and (found.kind == "preliminary" or found.newest_number > found.number)
    return Freshness(this, found.newest_colour if old else None, found.newest_at if old else None, found.zone)
