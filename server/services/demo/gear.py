"""The demo's gear: two trucks, a case missing, one in dispute, one overdue, three walkies out."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from server.db import tx
from server.rules.access import Actor
from server.services.demo import story
from server.services.demo.days import Shoot
from server.services.gear import checks, scans
from server.services.gear.scans import BatchIn, CheckIn, HolderIn, ScanIn
from server.services.production.parts import named

_PHONES = UUID("7c7d2f5e-9a2e-4a52-8c1c-3d2a6e5f0b11")


async def load_trucks(shoot: Shoot) -> None:
    """Each department's cases live on its truck."""
    async with tx(shoot.production_id) as db:
        for truck, departments in story.TRUCKS.items():
            vehicle = await named(db, shoot.production_id, "vehicle", truck)
            await db.execute(
                "UPDATE thing SET home_vehicle_id = $2 WHERE production_id = $1 AND kind IN ('case', 'cart')"
                " AND department_id = ANY($3::bigint[])",
                shoot.production_id, vehicle, [shoot.departments[name] for name in departments],
            )  # fmt: skip


async def scan_yesterday(shoot: Shoot, people: dict[str, Actor], members: dict[str, int]) -> None:
    """What was scanned: a case handed on and not seen since, one claimed by two phones, walkies by number."""
    async with tx(shoot.production_id) as db:
        rows = await db.fetch(
            "SELECT id, coalesce(code, name) AS code, name FROM thing WHERE production_id = $1", shoot.production_id
        )
    things = {row["code"]: row["id"] for row in rows} | {row["name"]: row["id"] for row in rows}
    on = shoot.today.on_date - timedelta(days=1)
    for holder, code, at, where in story.HANDED:
        await _hand(shoot, people[holder], _scan(things[code], members[holder], story.hour(on, at), where))
    for walkie, holder in story.WALKIES_OUT.items():
        scan = _scan(things[walkie], members[holder], story.hour(on, "06:05"), "Harbor lot")
        await _hand(shoot, people[story.COORDINATOR], scan)


async def check_truck(shoot: Shoot, by: Actor) -> None:
    """The camera truck at wrap: all its cases are read but the one that was handed on, which is missing from now on."""
    async with tx(shoot.production_id) as db:
        truck = await named(db, shoot.production_id, "vehicle", story.CHECKED)
        rows = await db.fetch(
            "SELECT id FROM thing WHERE production_id = $1 AND home_vehicle_id = $2 AND code <> $3 ORDER BY code",
            shoot.production_id, truck, story.MISSING,
        )  # fmt: skip
    at = story.hour(shoot.today.on_date - timedelta(days=1), "19:52")
    check = CheckIn(id=uuid4(), scope_kind="vehicle", scope_id=truck, started_at=at)
    read = [
        ScanIn(
            id=uuid4(), move="return", holder=HolderIn(kind="home"), seq=n, ms=int(at.timestamp() * 1000) + n * 4000,
            device_at=at + timedelta(seconds=n * 4), thing_id=row["id"], check_id=check.id, where="Harbor lot",
        )
        for n, row in enumerate(rows, 1)
    ]  # fmt: skip
    closed_at = at + timedelta(minutes=4)
    batch = BatchIn(device=uuid5(_PHONES, by.name), scans=read, checks=[check])
    await scans.record(shoot.production_id, batch, by=by, now=closed_at)
    await checks.close(shoot.production_id, check.id, by=by, now=closed_at)


def _scan(thing: int, to: int, at: datetime, where: str) -> ScanIn:
    return ScanIn(
        id=uuid4(), move="take", holder=HolderIn(kind="member", id=to), seq=int(at.timestamp()) * 1000 + thing % 1000,
        ms=int(at.timestamp() * 1000), device_at=at, thing_id=thing, where=where,
    )  # fmt: skip


async def _hand(shoot: Shoot, by: Actor, scan: ScanIn) -> None:
    batch = BatchIn(device=uuid5(_PHONES, by.name), scans=[scan])
    await scans.record(shoot.production_id, batch, by=by, now=scan.device_at)
