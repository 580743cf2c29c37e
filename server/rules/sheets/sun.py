"""Sunrise and sunset of a day, from its place and date (astral)."""

from datetime import UTC, date

from astral import Observer
from astral.sun import sunrise, sunset

from server.rules.schedule.times import minutes_of
from server.rules.sheets.snapshot import Time


def sun_of(on: date, lat: float, lng: float, zone: str) -> tuple[Time | None, Time | None]:
    """(sunrise, sunset) of the local date; none where the sun doesn't rise or set that day."""
    observer = Observer(latitude=lat, longitude=lng)
    found: list[Time | None] = []
    for event in (sunrise, sunset):
        try:
            at = event(observer, date=on, tzinfo=zone).astimezone(UTC).replace(second=0, microsecond=0)
        except ValueError:
            found.append(None)
        else:
            found.append(Time(at=at, minutes=minutes_of(at, on, zone)))
    return found[0], found[1]
