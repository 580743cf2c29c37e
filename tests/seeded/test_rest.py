"""R12: rest is computed on UTC instants. Each seeded bug turns the check red."""

from datetime import UTC, datetime, timedelta

import pytest

from server.models.schedule import working
from server.rules.schedule import times
from server.services.schedule import gather, resting
from tests.routes.test_shoot import london_unit, made, rest_of, wrapped


async def rest_is_counted_on_instants(world):
    """Over the night the clocks go forward, into another zone, and from the wrap of where one really worked."""
    url = f"/api/productions/{world.production}/days"
    lena = world.people["lena"].member_id
    saturday = await made(world, url, "2027-03-13", general_call=840, estimated_wrap=1_500)
    sunday = await made(world, url, "2027-03-14", general_call=690, estimated_wrap=1_200)
    assert (await rest_of(world, sunday, "Lena"))["minutes"] == 570
    unit = await london_unit(world)
    splinter = await made(world, url, "2027-03-13", unit=unit, general_call=420)
    await wrapped(world, splinter, datetime(2027, 3, 14, 9, tzinfo=UTC), department_id=world.camera)
    assert (await rest_of(world, sunday, "Lena"))["minutes"] == 570
    await wrapped(world, saturday, datetime(2027, 3, 14, 4, 30, tzinfo=UTC), department_id=world.camera)
    assert (await rest_of(world, sunday, "Lena"))["minutes"] == 660
    london = await made(world, url, "2027-03-15", unit=unit, general_call=420)
    await world.nia.put(f"{london}/calls", json={"kind": "absolute", "member_id": lena, "at_minutes": 600})
    assert (await rest_of(world, london, "Lena"))["minutes"] == 600


async def test_rest_is_counted_on_instants(world):
    await rest_is_counted_on_instants(world)


def the_clock_on_the_wall_is_subtracted(monkeypatch):
    def wall(on_date, zone, minutes, *, second=None):
        return datetime(on_date.year, on_date.month, on_date.day, tzinfo=UTC) + timedelta(minutes=minutes)

    for module in (gather, resting):
        monkeypatch.setattr(module, "instant", wall)


def every_unit_has_the_productions_zone(monkeypatch):
    def here(on_date, zone, minutes, *, second=None):
        return times.instant(on_date, "America/New_York", minutes, second=second)

    for module in (gather, resting):
        monkeypatch.setattr(module, "instant", here)


def the_logged_wrap_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(resting, "wrap_of", lambda *_: None)


def everybody_works_on_every_unit(monkeypatch):
    monkeypatch.setattr(working.WorkerRow, "works", lambda *_: True)


@pytest.mark.parametrize(
    "bug",
    [
        the_clock_on_the_wall_is_subtracted,
        every_unit_has_the_productions_zone,
        the_logged_wrap_is_not_looked_at,
        everybody_works_on_every_unit,
    ],
)
async def test_a_seeded_bug_turns_it_red(world, monkeypatch, bug):
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        await rest_is_counted_on_instants(world)
