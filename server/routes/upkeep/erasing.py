"""Asking to be erased, and taking it back."""

from datetime import datetime

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from server import clock
from server.rules.access import Actor
from server.services.upkeep import erasing
from server.wire import Id, Struct


class ErasedAtOut(Struct):
    """When it is done; until then it can be taken back."""

    erased_at: datetime


class OwnErasureOut(Struct):
    """`erased_at`: it was asked for, and is done then. `why_not`: what stands in the way now; "" for nothing."""

    erased_at: datetime | None
    why_not: str
    next: str


_MEMBER = "/api/productions/{production_id:int}/members/{member_id:int}/erasure"


@get("/api/me/erasure", opt={"may": "signed_in"}, operation_id="ReadOwnErasure")
async def look(actor: NamedDependency[Actor]) -> OwnErasureOut:
    """Whether I asked to be erased, and whether I can."""
    found = await erasing.own(by=actor, now=clock.now())
    why = found.why
    return OwnErasureOut(erased_at=found.due_at, why_not=why.detail if why else "", next=why.next if why else "")


@post("/api/me/erasure", opt={"may": "signed_in"}, status_code=200, operation_id="AskToBeErased")
async def ask(actor: NamedDependency[Actor]) -> ErasedAtOut:
    """Erase me, on every production, a day from now. 409 with why not while somebody works or a hold stands."""
    return ErasedAtOut(erased_at=await erasing.ask(by=actor, now=clock.now()))


@delete("/api/me/erasure", opt={"may": "signed_in"}, operation_id="TakeBackErasure")
async def take_back(actor: NamedDependency[Actor]) -> None:
    """I stay."""
    await erasing.take_back(by=actor, now=clock.now())


@post(_MEMBER, opt={"may": ("keeping", "erase")}, status_code=200, operation_id="ErasePerson")
async def ask_for(actor: NamedDependency[Actor], production_id: FromPath[Id], member_id: FromPath[Id]) -> ErasedAtOut:
    """For somebody who asked the office: erased from this production a day from now. Also who has left."""
    return ErasedAtOut(erased_at=await erasing.ask_for(production_id, member_id, by=actor, now=clock.now()))


@delete(_MEMBER, opt={"may": ("keeping", "erase")}, operation_id="KeepPerson")
async def take_back_for(actor: NamedDependency[Actor], production_id: FromPath[Id], member_id: FromPath[Id]) -> None:
    """Take it back, where the office asked for it."""
    await erasing.take_back_for(production_id, member_id, by=actor, now=clock.now())


HANDLERS = [look, ask, take_back, ask_for, take_back_for]
