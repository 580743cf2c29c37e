"""The sun at places and on dates that an almanac knows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from server.adapters.sun import sun_of


@pytest.mark.parametrize(
    ("on", "lat", "lng", "zone", "rises", "sets"),
    [
        # timeanddate.com: Los Angeles 21 June 2026 05:42–20:08 PDT; London 21 December 2026 08:04–15:53 GMT
        (date(2026, 6, 21), 34.05, -118.24, "America/Los_Angeles", (21, 12, 42), (22, 3, 8)),
        (date(2026, 12, 21), 51.51, -0.13, "Europe/London", (21, 8, 4), (21, 15, 53)),
    ],
)
def test_the_sun_rises_and_sets_on_the_local_date(on, lat, lng, zone, rises, sets):
    for found, (day, hour, minute) in zip(sun_of(on, lat, lng, zone), (rises, sets), strict=True):
        assert abs(found - datetime(on.year, on.month, day, hour, minute, tzinfo=UTC)) <= timedelta(minutes=2)


def test_in_tromso_in_june_the_sun_does_not_set():
    assert sun_of(date(2026, 6, 21), 69.65, 18.96, "Europe/Oslo") == (None, None)
