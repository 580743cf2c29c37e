"""A reader's own copy on paper: made for their class, with their name across it and a code that knows if it is old."""

import hashlib
import hmac
from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from server.adapters.keys import installation_key
from server.adapters.paper import sheet_pdf
from server.adapters.qr import svg
from server.db import Tx, read
from server.errors import NotFound
from server.models.production import logo as logos
from server.models.production import queries as productions
from server.models.sheets import copies as rows
from server.models.sheets import links, reading
from server.rules.access import Actor, Role, Scope, may
from server.rules.access.fields import FieldClass, Sight, sight_of
from server.rules.production import countries
from server.rules.production.settings import settings_of
from server.rules.sheets.blocks import drivers
from server.rules.sheets.paper import HALVES, PAPERS, Copy, on_paper
from server.rules.sheets.person import members_of
from server.rules.sheets.sheet import Around, sheet_out
from server.rules.sheets.snapshot import Snapshot
from server.services.sheets.read import approved_out, thawed, version_out
from server.settings import Settings
from server.wire import encode

SHARED = Sight(frozenset({FieldClass.OPEN}), frozenset(), frozenset())
"""What travels by mail or link: names, and the numbers that people let everybody see. No pickup of another."""


class Reader(msgspec.Struct, frozen=True):
    """`own`: only this member's lines (talent)."""

    name: str
    sight: Sight
    own: int | None
    twelve: bool = False


def reader_of(name: str, roles: Collection[str], member_id: int, *, twelve: bool) -> Reader:
    """A member by what travels on paper: talent and vendors hold their own lines only."""
    talent = set(roles) <= {Role.TALENT, Role.VENDOR} and bool(roles)
    return Reader(name, SHARED, member_id if talent else None, twelve)


class Freshness(msgspec.Struct, frozen=True):
    """What the code on a printed sheet answers to anybody: colours and a time, nothing else."""

    this: str
    newest: str | None
    """None: this one is the newest."""
    since: datetime | None
    zone: str


class Prepared(msgspec.Struct, frozen=True):
    """All that the copies of one version share: read once, printed for any number of readers."""

    production_id: int
    row: reading.OutRow
    frozen: Snapshot
    around: Around
    qr: str
    paper: str
    country: str
    contacts: int
    logo: bytes

    @property
    def half(self) -> bool:
        return self.paper in HALVES.values()


async def prepare(
    db: Tx, production_id: int, version_id: int, settings: Settings, now: datetime, *, half: bool = False
) -> Prepared:
    """One version that is out. Raises NotFound."""
    row = await reading.version(db, production_id, version_id, now)
    if row is None:
        raise NotFound
    frozen = thawed(row.id, row.snapshot)
    around = await reading.around(db, production_id, members_of(frozen) | drivers(frozen))
    production = await productions.production(db, production_id)
    paper = paper_of(settings_of(production.settings).paper, production.country, production.settings)
    logo = await logos.logo(db, production_id) if around.logo else None
    code = svg(f"{settings.public_url.rstrip('/')}/v/{code_of(settings, row.id)}".upper()).decode()
    return Prepared(
        production_id, row, frozen, around, code, HALVES[paper] if half else paper, production.country,
        production.contacts_revision, logo.png if logo else b"",
    )  # fmt: skip


def words_for(made: Prepared, reader: Reader) -> dict[str, Any]:
    """What stands on this reader's copy."""
    sheet = sheet_out(
        made.frozen, version_out(made.row), made.row.newest, made.around, reader.sight, own=reader.own,
        approved=approved_out(made.row),
    )  # fmt: skip
    copy = Copy(
        reader=reader.name, qr=made.qr, paper=made.paper, twelve=reader.twelve, country=made.country, logo=made.logo
    )
    return on_paper(sheet, copy)


def made_for(made: Prepared, reader: Reader) -> bytes:
    """Digest of all that a copy depends on beside its version, so that none is handed out that would be another now."""
    sight = reader.sight
    parts = (
        reader.name, sorted(sight.all), sorted(sight.within), sorted(sight.departments), reader.own, reader.twelve,
        made.paper, made.contacts, made.row.newest,
    )  # fmt: skip
    return hashlib.blake2b(encode(parts), digest_size=16).digest()


async def copy_of(  # noqa: PLR0917  whose copy of what
    db: Tx, production_id: int, version_id: int, member_id: int, reader: Reader, settings: Settings, now: datetime, *,
    half: bool = False,
) -> bytes:  # fmt: skip
    """The PDF of one version that is out: the one that lies ready, else made now. Raises NotFound."""
    made = await prepare(db, production_id, version_id, settings, now, half=half)
    ready = await rows.ready(db, production_id, version_id, member_id, made_for(made, reader), half=half)
    return ready if ready is not None else await sheet_pdf(words_for(made, reader))


def paper_of(chosen: str, country: str, stored: str) -> str:
    """What the production set; where it set nothing, Letter in the United States and Canada, else A4."""
    if '"paper"' not in stored:
        chosen = countries.paper_of(country)
    return PAPERS.get(chosen, "us-letter")


async def own_copy(
    production_id: int, day_id: int, *, by: Actor, settings: Settings, now: datetime, half: bool = False
) -> bytes:
    """The newest sheet of a day as a signed-in reader may print it. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "sheet", "read", production_id=production_id)
    own = membership.member_id if scope is Scope.OWN else None
    async with read() as db:
        found = await reading.newest_out(db, production_id, day_id, now)
        if found is None:
            raise NotFound("Nothing is issued for this day yet.")
        reader = Reader(by.name, sight_of(membership), own, by.twelve)
        return await copy_of(db, production_id, found, membership.member_id, reader, settings, now, half=half)


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
