"""Who else works on a day's draft, and in which cell: renewed while the page is open, ended by itself."""

from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from server.db import read, tx
from server.models.schedule import here, queries
from server.rules.access import Actor
from server.services.schedule.changing import may_in_unit
from server.wire import Id, Struct

LASTS = timedelta(seconds=45)


class HereIn(Struct):
    """`cell`: the one they are in, `m7.p3.e0:call`; empty: none."""

    cell: Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[a-z0-9_.:]*$")] = ""


class HereOut(Struct):
    member_id: Id
    name: str
    cell: str


async def is_here(production_id: int, day_id: int, place: HereIn, *, by: Actor, now: datetime) -> list[HereOut]:
    """Say that one is here; returns who else is. Raises NotFound, NotAllowed."""
    async with tx(production_id) as db:
        await _seen(production_id, day_id, by)
        await here.put(
            db, production_id, day_id, by.account_id, cell=place.cell, now=now, since=now - LASTS
        )  # fmt: skip
    return await who_is_here(production_id, day_id, by=by, now=now)


async def who_is_here(production_id: int, day_id: int, *, by: Actor, now: datetime) -> list[HereOut]:
    """Everybody else who has this draft open."""
    async with read() as db:
        await _seen(production_id, day_id, by)
        found = await here.others(db, production_id, day_id, by.account_id, now - LASTS)
    return [HereOut(member_id=row.member_id, name=row.name, cell=row.cell) for row in found]


async def leaves(production_id: int, day_id: int, *, by: Actor) -> None:
    """The page was closed."""
    async with tx(production_id) as db:
        await _seen(production_id, day_id, by)
        await here.drop(db, production_id, day_id, by.account_id)


async def _seen(production_id: int, day_id: int, by: Actor) -> None:
    async with read() as db:
        day = await queries.day(db, production_id, day_id)
    may_in_unit(by, "call", "change", production_id=production_id, unit_id=day.unit_id)
