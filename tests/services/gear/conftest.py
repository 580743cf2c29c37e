"""Cases of Nia's production, and phones that scan them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from server.db import read, tx
from server.rules.access import Actor, Membership, Role
from server.services.gear import scans
from server.services.gear.scans import BatchIn, HolderIn, ScanIn
from server.services.gear.things import ThingWrite, make_things

NOON = datetime(2025, 4, 10, 12, tzinfo=UTC)


def actor(world, name, role):
    person = world.people[name]
    on = world.production
    heads = frozenset({world.camera}) if role is Role.HEAD else frozenset()
    return Actor(person.account_id, memberships={on: Membership(on, person.member_id, frozenset({role}), heads=heads)})


@dataclass
class Phone:
    """One phone with its clock, which may be wrong by `off`, and what it last saw of each thing."""

    production: int
    by: Actor
    off: timedelta = timedelta()
    device: UUID = field(default_factory=uuid4)
    seq: int = 0
    seen: dict = field(default_factory=dict)

    def scan(self, thing, holder, *, at=NOON, move="take", **more):
        self.seq += 1
        clock = at + self.off
        made = ScanIn(
            id=uuid4(), thing_id=thing, move=move, holder=holder, seq=self.seq, ms=int(clock.timestamp() * 1000),
            device_at=clock, seen=self.seen.get(thing), **more,
        )  # fmt: skip
        self.seen[thing] = made.id
        return made

    async def send(self, *made, now=NOON, checks=()):
        batch = BatchIn(device=self.device, scans=list(made), checks=list(checks))
        return await scans.record(self.production, batch, by=self.by, now=now)


@pytest.fixture
async def gear(world):
    """Ten camera cases on a truck; world.cases are their ids, world.truck the truck."""
    async with tx(world.production) as db:
        world.truck = await db.fetchval(
            "INSERT INTO vehicle (production_id, name, department_id) VALUES ($1, 'Camera truck', $2) RETURNING id",
            world.production, world.camera,
        )  # fmt: skip
        world.cases = await make_things(
            db, world.production,
            [
                ThingWrite(kind="case", name=f"Case {n}", code=f"CAM-{n:02d}", department_id=world.camera, home_vehicle_id=world.truck)
                for n in range(1, 11)
            ],
            now=NOON,
        )  # fmt: skip
    world.nia_acts = actor(world, "nia", Role.COORDINATOR)
    world.omar_acts = actor(world, "omar", Role.CREW)
    world.lena_acts = actor(world, "lena", Role.HEAD)
    world.omar_phone = Phone(world.production, world.omar_acts)
    world.lena_phone = Phone(world.production, world.lena_acts)
    world.to_omar = HolderIn(kind="member", id=world.people["omar"].member_id)
    world.to_lena = HolderIn(kind="member", id=world.people["lena"].member_id)
    world.home = HolderIn(kind="home")
    return world


async def rows(sql, *args):
    async with read() as db:
        return [tuple(row) for row in await db.fetch(sql, *args)]


async def holder_of(thing):
    return (await rows("SELECT holder_kind, holder_id FROM thing_state WHERE thing_id = $1", thing))[0]
