"""Sunrise and sunset of a day, from its place and date (astral)."""

from datetime import UTC, date, datetime

from astral import Observer
from astral.sun import sunrise, sunset


def sun_of(on: date, lat: float, lng: float, zone: str) -> tuple[datetime | None, datetime | None]:
    """(sunrise, sunset) as UTC instants of the local date; none where the sun doesn't rise or set that day."""
    observer = Observer(latitude=lat, longitude=lng)
    found: list[datetime | None] = []
    for event in (sunrise, sunset):
        try:
            at = event(observer, date=on, tzinfo=zone)
        except ValueError:
            found.append(None)
        else:
            found.append(at.astimezone(UTC).replace(second=0, microsecond=0))
    return found[0], found[1]
