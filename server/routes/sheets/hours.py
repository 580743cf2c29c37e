"""Routes of rest and meals: what a draft's calls break, who answers for it, what a cancellation costs."""

from typing import Annotated

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from server import clock
from server.rules.access import Actor
from server.services.sheets import forced
from server.services.sheets.hours import HoursOut, read_hours
from server.services.sheets.money import CancellationOut, read_cancellation
from server.wire import Id

Lines = Annotated[list[forced.LineId], msgspec.Meta(max_length=300)]
_DAY = "/api/productions/{production_id:int}/days/{day_id:int}"


@get(f"{_DAY}/hours", opt={"may": ("hours", "read")}, operation_id="ReadHours")
async def hours(actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]) -> HoursOut:
    """Who falls short, by how much and by which rule; meal deadlines; what it costs, for who may read rates."""
    return await read_hours(production_id, day_id, by=actor, now=clock.now())


@get(f"{_DAY}/cancellation", opt={"may": ("hours", "read")}, operation_id="ReadCancellation")
async def cancellation(
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
    line: FromQuery[Lines | None] = None,
) -> CancellationOut:
    """What it comes to if the day, or these lines of it, were cancelled now."""
    return await read_cancellation(production_id, day_id, line or [], by=actor, now=clock.now())


@post(f"{_DAY}/forced-calls", opt={"may": ("call", "change")}, status_code=200, operation_id="ExplainForcedCalls")
async def give_reason(
    data: JSONBody[forced.ReasonIn], actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]
) -> HoursOut:
    """Why these calls stand although they break a rule: kept with who, when and the rule."""
    return await forced.give_reason(production_id=production_id, day_id=day_id, wanted=data, by=actor, now=clock.now())


@post(f"{_DAY}/forced-calls/yes", opt={"may": ("sheet", "approve")}, status_code=200, operation_id="AllowForcedCalls")
async def allow(
    data: JSONBody[forced.AllowIn], actor: NamedDependency[Actor], production_id: FromPath[Id], day_id: FromPath[Id]
) -> HoursOut:
    """The UPM's yes beforehand, to rests as they were seen."""
    return await forced.allow(production_id=production_id, day_id=day_id, wanted=data, by=actor, now=clock.now())


@post(
    f"{_DAY}/forced-calls/take-back",
    opt={"may": ("sheet", "approve")},
    status_code=200,
    operation_id="TakeBackForcedCalls",
)
async def take_back(
    data: JSONBody[forced.ForcedLinesIn],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
    day_id: FromPath[Id],
) -> HoursOut:
    """The UPM takes the yes back."""
    return await forced.take_back(production_id=production_id, day_id=day_id, wanted=data, by=actor, now=clock.now())


HANDLERS = [hours, cancellation, give_reason, allow, take_back]
