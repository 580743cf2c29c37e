"""Sunrise and sunset by astral: computed here, nothing is asked of anybody."""

from datetime import UTC, date, datetime

from astral import Observer
from astral.sun import sunrise, sunset


def sun_of(on: date, lat: float, lng: float, zone: str) -> tuple[datetime | None, datetime | None]:
    """(sunrise, sunset) of the local date as UTC instants, to the minute; None where the sun doesn't rise or set."""
    observer = Observer(latitude=lat, longitude=lng)
    found: list[datetime | None] = []
    for event in (sunrise, sunset):
        try:
            at = event(observer, date=on, tzinfo=zone)
        except ValueError:  # the sun stays above or below the horizon all day
            found.append(None)
        else:
            found.append(at.astimezone(UTC).replace(second=0, microsecond=0))
    return found[0], found[1]
