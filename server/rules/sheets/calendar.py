"""A person's days as their calendar shows them. It is read by whoever keeps that calendar (Google, Apple, Microsoft):

the production stands under its code name, and no cast, no scene, no name and no number goes along (trust.md).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from server.rules.production.clock_face import face
from server.rules.schedule.times import DAY, minutes_of
from server.rules.sheets.person import Own, times_of
from server.rules.sheets.snapshot import Place
from server.rules.sheets.words import short_date

BACK = timedelta(days=30)
"""What lies further behind is left out."""
SHORTEST = timedelta(hours=1)
"""How long a call stands where no end is known after it."""
FREE = {"on_call": "on call", "will_notify": "will notify"}


class Issue(msgspec.Struct, frozen=True):
    """One version that is out, as far as it concerns this person. `own` None: they aren't on it."""

    number: int
    colour: str
    issued_at: datetime
    off: bool
    """The day itself is cancelled."""
    own: Own | None

    @property
    def calls(self) -> bool:
        return self.own is not None and self.own.called


class Reader(msgspec.Struct, frozen=True):
    code_name: str
    twelve: bool


class Entry(msgspec.Struct, frozen=True):
    """One day in the calendar. `starts` and `ends` are UTC instants; a day without a time has neither."""

    day_id: int
    on_date: date
    zone: str
    sequence: int
    issued_at: datetime
    cancelled: bool
    starts: datetime | None
    ends: datetime | None
    summary: str
    place: Place | None
    lines: tuple[str, ...]


def entry_of(issues: Sequence[Issue], reader: Reader) -> Entry | None:
    """`issues`: those of one day that are out, newest first. None: it never asked anything of this person.

    A day that called them once and doesn't any more stays, as cancelled: else the call would lie in the calendar for
    ever.
    """
    newest = issues[0]
    last = next((issue.own for issue in issues if issue.calls), None)
    if last is None:
        return None
    cancelled = not newest.calls
    head, timed = last.head, last.first_at is not None
    said = _not_called(newest) if cancelled else _called(last, reader)
    title = [said, f"day {head.number}" if head.number else ""]
    return Entry(
        day_id=head.day_id, on_date=head.on_date, zone=head.zone, sequence=newest.number, issued_at=newest.issued_at,
        cancelled=cancelled, starts=last.first_at, ends=_end(last) if timed else None,
        summary=_joined(": ", reader.code_name, _capital(_joined(", ", *title), alone=not reader.code_name)),
        place=place_of(last), lines=_lines(newest, last, reader, cancelled=cancelled),
    )  # fmt: skip


def _not_called(newest: Issue) -> str:
    if newest.off:
        return "day cancelled"
    return "on hold, stay reachable" if newest.own is not None and newest.own.held else "not called"


def _called(own: Own, reader: Reader) -> str:
    """`pickup 05:30, call 06:12`; the kind of the call where it has no time."""
    pickup = min((line.pickup for line in own.lines if line.pickup), key=lambda time: time.at, default=None)
    call = own.first_call
    if pickup is None and call is None and own.first_at is not None:
        return f"from {_face(own.first_at, own, reader)}"
    times = [
        f"pickup {_face(pickup.at, own, reader)}" if pickup else "",
        f"call {_face(call.at, own, reader)}" if call else "",
    ]
    return _joined(", ", *times) or next(FREE[line.kind] for line in own.lines if line.kind in FREE)


def _face(at: datetime, own: Own, reader: Reader) -> str:
    return face(minutes_of(at, own.head.on_date, own.head.zone) % DAY, twelve=reader.twelve)


def _end(own: Own) -> datetime:
    """The person's own planned release, else the estimated wrap."""
    starts = own.first_at
    if starts is None:
        raise ValueError("an end without a beginning")
    releases = [line.release.at for line in own.lines if line.release]
    wrap = own.head.estimated_wrap
    ends = max(releases) if releases else wrap.at if wrap else None
    return ends if ends and ends > starts else starts + SHORTEST


def place_of(own: Own) -> Place | None:
    """Where the first call is: its own place, else the base camp, else the first set."""
    timed = [line for line in own.lines if times_of(line)]
    first = min(timed, key=lambda line: min(time.at for time in times_of(line)), default=None)
    named = (place for place in own.places if first is not None and place.place_id == first.place_id)
    return next(named, None) or own.place("base_camp") or own.first_set


def _lines(newest: Issue, last: Own, reader: Reader, *, cancelled: bool) -> tuple[str, ...]:
    head = last.head
    number = f"Day {head.number} of {head.of}" if head.number and head.of else ""
    local = minutes_of(newest.issued_at, head.on_date, head.zone)
    on = head.on_date + timedelta(days=local // DAY)
    issued = f"{newest.colour} v{newest.number}, issued {short_date(on)} {face(local % DAY, twelve=reader.twelve)}"
    return (
        _capital("" if cancelled else _called(last, reader), alone=True),
        _joined(" · ", number, short_date(head.on_date), head.unit),
        issued,
    )


def _joined(between: str, *parts: str) -> str:
    return between.join(part for part in parts if part)


def _capital(text: str, *, alone: bool) -> str:
    return text[:1].upper() + text[1:] if alone else text
