"""What a phone hands over that can't be applied: kept for the office."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.access import parking
from server.services.access.parking import ParkedIn
from server.services.access.visitor import Visitor
from server.wire import Id, Struct


class ParkIn(Struct):
    entries: Annotated[list[ParkedIn], msgspec.Meta(min_length=1, max_length=50)]


class KeptOut(Struct):
    """Ids that are kept now: these may leave the phone's queue."""

    kept: list[UUID]


class ParkedOut(Struct):
    id: UUID
    account_id: int
    who: str
    method: str
    path: str
    body: str
    why: str
    device_at: datetime | None
    at: datetime


class ParkedList(Struct):
    parked: list[ParkedOut]


@post("/api/parked", opt={"may": "anyone", "replay": False}, status_code=200, operation_id="HandOverQueue")
async def hand_over(data: JSONBody[ParkIn], visitor: NamedDependency[Visitor]) -> KeptOut:
    """Hand over queue entries that were refused, also after being taken off the production. Idempotent by entry id."""
    now = clock.now()
    account_id = await parking.who_parks(visitor.token, visitor.actor, now=now)
    return KeptOut(kept=await parking.park(account_id, data.entries, now=now))


@get(
    "/api/productions/{production_id:int}/parked",
    opt={"may": ("parked", "settle")},
    operation_id="ListParked",
)
async def list_parked(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> ParkedList:
    """What phones handed over and nobody has settled, oldest first, at most 500."""
    found = await parking.waiting(production_id, by=actor)
    return ParkedList(
        parked=[
            ParkedOut(
                id=p.id, account_id=p.account_id, who=p.who, method=p.method, path=p.path,
                body=p.body.decode(errors="replace"), why=p.why, device_at=p.device_at, at=p.at,
            )
            for p in found
        ]
    )  # fmt: skip


@post(
    "/api/productions/{production_id:int}/parked/{parked_id:uuid}/settle",
    opt={"may": ("parked", "settle")},
    status_code=204,
    operation_id="SettleParked",
)
async def settle(actor: NamedDependency[Actor], production_id: FromPath[Id], parked_id: FromPath[UUID]) -> None:
    """The office has done by hand what was to do."""
    await parking.settle(production_id, parked_id, by=actor, now=clock.now())


HANDLERS = [hand_over, list_parked, settle]
