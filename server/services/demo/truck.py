"""The check at wrap of the evening that is played: the fullest truck, all but one case."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from server.db import tx
from server.models.demo import queries
from server.rules.access import Actor
from server.services.gear import checks, scans
from server.services.gear.scans import BatchIn, CheckIn, HolderIn, ScanIn


async def check(production_id: int, *, by: Actor, now: datetime) -> None:
    """The last case is the one that is missing: one that somebody had, if there is any. No truck: nothing is done."""
    async with tx(production_id) as db:
        found = await queries.fullest_truck(db, production_id)
    if found is None:
        return
    vehicle, things = found
    began = now - timedelta(minutes=4)
    round_ = CheckIn(id=_id("check", vehicle, now), scope_kind="vehicle", scope_id=vehicle, started_at=began)
    read = [
        ScanIn(
            id=_id("scan", thing, now), move="return", holder=HolderIn(kind="home"), thing_id=thing, check_id=round_.id,
            seq=int(now.timestamp()) * 1000 + n, ms=int(began.timestamp() * 1000) + n, device_at=began,
        )
        for n, thing in enumerate(things[:-1], 1)
    ]  # fmt: skip
    if read:
        batch = BatchIn(device=_id("phone", by.account_id, now), scans=read, checks=[round_])
        await scans.record(production_id, batch, by=by, now=now)
        await checks.close(production_id, round_.id, by=by, now=now)


def _id(what: str, of: int, now: datetime) -> UUID:
    return uuid5(NAMESPACE_URL, f"evening:{what}:{of}:{now.isoformat()}")
