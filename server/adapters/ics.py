"""A calendar as RFC 5545 has it: entries in their day's own zone, with the zone's own clock changes beside them."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
from icalendar import Calendar, Event

from server.adapters.ics_zone import timezone
from server.rules.sheets.calendar import Entry

REFRESH = timedelta(hours=1)


class About(msgspec.Struct, frozen=True):
    """`origin`: of this installation; it makes the entries' names unique in the world."""

    name: str
    member_id: int
    origin: str


def ics(entries: Iterable[Entry], about: About) -> bytes:
    """The whole calendar. Equal entries give equal bytes."""
    entries = list(entries)
    made = Calendar()
    for name, value in (("PRODID", "-//Callboard//Calls//EN"), ("VERSION", "2.0"), ("CALSCALE", "GREGORIAN")):
        made.add(name, value)
    made.add("METHOD", "PUBLISH")
    for name in ("NAME", "X-WR-CALNAME"):
        made.add(name, about.name)
    made.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", "PT1H")
    for zone in sorted({entry.zone for entry in entries if entry.starts is not None} - {"UTC"}):
        years = [entry.on_date.year for entry in entries if entry.zone == zone]
        made.add_component(timezone(zone, min(years) - 1, max(years) + 1))
    for entry in entries:
        made.add_component(_event(entry, about))
    content: bytes = made.to_ical()
    return content


def _event(entry: Entry, about: About) -> Event:
    event = Event()
    event.add("UID", f"call-{about.member_id}-{entry.day_id}@{urlsplit(about.origin).hostname}")
    event.add("SEQUENCE", entry.sequence)
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        event.add(name, entry.issued_at.astimezone(UTC).replace(microsecond=0))
    starts, ends = _when(entry)
    event.add("DTSTART", starts)
    event.add("DTEND", ends)
    event.add("SUMMARY", entry.summary)
    event.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if entry.cancelled or entry.starts is None else "OPAQUE")
    event.add("CLASS", "PRIVATE")
    if entry.place is not None:
        event.add("LOCATION", ", ".join(filter(None, (entry.place.name, entry.place.address))))
        if entry.place.lat is not None and entry.place.lng is not None:
            event.add("GEO", (entry.place.lat, entry.place.lng))
    link = f"{about.origin.rstrip('/')}/day/{entry.day_id}"
    event.add("URL", link)
    event.add("DESCRIPTION", "\n".join([*filter(None, entry.lines), f"Callboard has the newest: {link}"]))
    return event


def _when(entry: Entry) -> tuple[date | datetime, date | datetime]:
    """In the day's zone; in UTC where an hour comes twice: with a zone's name only its first coming can be written."""
    if entry.starts is None or entry.ends is None:
        return entry.on_date, entry.on_date + timedelta(days=1)
    local = [at.astimezone(ZoneInfo(entry.zone)) for at in (entry.starts, entry.ends)]
    if entry.zone == "UTC" or any(at.fold for at in local):
        local = [at.astimezone(UTC) for at in local]
    return local[0], local[1]
