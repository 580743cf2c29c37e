"""R1 to R5: what they say, checked on one rough hour at the truck; and for each a seeded bug that turns the check red."""

import asyncio
from datetime import timedelta

import pytest

from server.models.gear import custody as custody_rows
from server.rules.gear import clock as stamps
from server.rules.gear.clock import Stamp
from server.services.gear import disputes, scans
from tests.services.gear.conftest import NOON, Phone, gear, rows  # noqa: F401  the fixture
from tests.services.gear.test_machine import agree

LATER = NOON + timedelta(hours=2)


async def rough_hour(world):
    """Two phones with no signal, one of them late; a doubled delivery; a clock five hours ahead; six phones at once."""
    accepted = {}

    async def send(phone, *made, now=LATER):
        for entry in (await phone.send(*made, now=now)).scans:
            assert entry.outcome in ("applied", "late"), entry
            assert accepted.setdefault(entry.id, entry) == entry

    case, omar, lena = world.cases[0], world.omar_phone, world.lena_phone
    early = omar.scan(case, world.to_omar)
    await send(lena, lena.scan(case, world.to_lena, at=NOON + timedelta(minutes=9)))
    await send(omar, early)
    await send(omar, early)
    fast = Phone(world.production, world.omar_acts, off=timedelta(hours=5))
    ahead = fast.scan(world.cases[1], world.to_omar)
    await send(fast, ahead)
    stamp = accepted[ahead.id]
    assert stamp.ms <= int(LATER.timestamp() * 1000), "a clock that is not believed orders by its arrival"
    assert await rows("SELECT thing_id FROM dispute WHERE event_id = $1", ahead.id) == [(world.cases[1],)]
    holders = [world.to_omar, world.to_lena, world.home]
    phones = [Phone(world.production, world.omar_acts) for _ in range(6)]
    await asyncio.gather(*(
        send(phone, *(phone.scan(each, holders[n % 3], at=NOON + timedelta(minutes=30, seconds=n)) for each in reversed(world.cases[2:])))
        for n, phone in enumerate(phones)
    ))  # fmt: skip
    await agree(world, accepted)


async def test_a_rough_hour_ends_with_one_holder_and_every_scan(gear):  # noqa: F811
    await rough_hour(gear)


def no_lock(monkeypatch):
    """The rows of a batch are read, not locked."""

    async def unlocked(db, production_id, things):
        found = await db.fetch(
            "SELECT s.thing_id, t.hold, false, s.holder_kind, s.holder_id, s.event_id, s.hlc, s.device"
            " FROM thing_state s JOIN thing t ON t.id = s.thing_id"
            " WHERE s.production_id = $1 AND s.thing_id = ANY($2::bigint[])",
            production_id, list(things),
        )  # fmt: skip
        await asyncio.sleep(0.2)
        return {row[0]: custody_rows.State(*row) for row in found}

    monkeypatch.setattr(custody_rows, "lock_states", unlocked)


def no_dedupe(monkeypatch):
    """What was answered before isn't looked up."""

    async def nothing(db, production_id, ids):
        return {}

    monkeypatch.setattr(custody_rows, "given", nothing)


def every_clock_is_believed(monkeypatch):
    monkeypatch.setattr(stamps, "stamp", lambda told, *, newest, now: Stamp(told, suspect=False))


def the_last_to_arrive_wins(monkeypatch):
    """A late scan steals the case back."""
    write = custody_rows.write_event

    async def always_newest(db, production_id, new, *, now):
        import msgspec

        await write(db, production_id, msgspec.structs.replace(new, late=False), now=now)

    monkeypatch.setattr(custody_rows, "write_event", always_newest)


def late_scans_open_no_dispute(monkeypatch):
    async def nothing(db, production_id, thing_id, *, by, now):
        return None

    monkeypatch.setattr(disputes, "review", nothing)


def a_suspect_is_no_dispute(monkeypatch):
    monkeypatch.setattr(scans, "contests", lambda claim, before: False)


@pytest.mark.parametrize(
    "bug",
    [
        no_lock,
        no_dedupe,
        every_clock_is_believed,
        the_last_to_arrive_wins,
        late_scans_open_no_dispute,
        a_suspect_is_no_dispute,
    ],
)
async def test_each_seeded_bug_turns_it_red(gear, monkeypatch, bug):  # noqa: F811
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        await rough_hour(gear)
