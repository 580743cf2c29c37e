"""Productions: mine, a new one, its facts and settings, the archive."""

from datetime import datetime

from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.db import read
from server.models.production import queries
from server.rules.access import Actor
from server.rules.production.settings import ProductionSettings, settings_of
from server.services.production.make import NewProduction, make_production
from server.services.production.office import ProductionChange, archive, change_production
from server.wire import Id, Struct


class ProductionOut(Struct):
    id: int
    name: str
    code_name: str
    company: str
    zone: str
    currency: str
    country: str
    words: str
    office_phone: str
    office_email: str
    shift_days: int
    settings: ProductionSettings
    contacted_at: datetime | None
    """None: nobody but the office has been contacted."""
    tested_at: datetime | None
    """When an invitation was last sent as a test: no wave goes out before."""
    revision: int
    archived_at: datetime | None


class ProductionsOut(Struct):
    productions: list[ProductionOut]


class MadeOut(Struct):
    id: int


def out(row: queries.ProductionRow) -> ProductionOut:
    return ProductionOut(
        id=row.id, name=row.name, code_name=row.code_name, company=row.company, zone=row.zone, currency=row.currency,
        country=row.country, words=row.words, office_phone=row.office_phone, office_email=row.office_email,
        shift_days=row.shift_days, settings=settings_of(row.settings), contacted_at=row.contacted_at,
        tested_at=row.tested_at, revision=row.revision, archived_at=row.archived_at,
    )  # fmt: skip


@get("/api/productions", opt={"may": "signed_in"}, operation_id="ListProductions")
async def list_productions(actor: NamedDependency[Actor]) -> ProductionsOut:
    """The productions one is on, running ones first."""
    async with read() as db:
        return ProductionsOut(productions=[out(row) for row in await queries.productions(db, list(actor.memberships))])


@post("/api/productions", opt={"may": "signed_in"}, operation_id="MakeProduction")
async def make(data: JSONBody[NewProduction], actor: NamedDependency[Actor]) -> MadeOut:
    """A production by hand, with a main unit and an office; who makes it coordinates it."""
    return MadeOut(id=await make_production(data, by=actor, now=clock.now()))


@get("/api/productions/{production_id:int}", opt={"may": ("production", "read")}, operation_id="ReadProduction")
async def read_production(production_id: FromPath[Id]) -> ProductionOut:
    """One production's facts and settings."""
    async with read() as db:
        return out(await queries.production(db, production_id))


@patch("/api/productions/{production_id:int}", opt={"may": ("production", "change")}, operation_id="ChangeProduction")
async def change(
    data: JSONBody[ProductionChange], actor: NamedDependency[Actor], production_id: FromPath[Id]
) -> ProductionOut:
    """What is left out stays; `settings` is the whole document. 412 when somebody changed it meanwhile."""
    await change_production(production_id, data, by=actor, now=clock.now())
    async with read() as db:
        return out(await queries.production(db, production_id))


@post(
    "/api/productions/{production_id:int}/archive",
    opt={"may": ("production", "archive")},
    status_code=204,
    operation_id="ArchiveProduction",
)
async def put_away(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> None:
    """Put the production away: who reads it still does, nobody changes it, nothing is deleted."""
    await archive(production_id, archived=True, by=actor, now=clock.now())


@post(
    "/api/productions/{production_id:int}/take-out",
    opt={"may": ("production", "archive")},
    status_code=204,
    operation_id="TakeProductionOut",
)
async def take_out(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> None:
    """Take it out of the archive again."""
    await archive(production_id, archived=False, by=actor, now=clock.now())


HANDLERS = [list_productions, make, read_production, change, put_away, take_out]
