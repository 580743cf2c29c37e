"""One's days as a calendar has them, read by two parsers that don't know of each other."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from server.adapters.ics import About, ics
from server.adapters.ics_zone import timezone
from server.rules.schedule.times import instant
from server.rules.sheets.calendar import Issue, Reader, entry_of
from server.rules.sheets.person import own
from server.rules.sheets.snapshot import Head, Line, Place, Snapshot, Time

OMAR = 7
ON = date(2030, 4, 12)
ISSUED = datetime(2030, 4, 11, 20, 0, 5, tzinfo=UTC)
NEW_YORK = "America/New_York"
READER = Reader("Velvet Pier", twelve=False)
ABOUT = About("Velvet Pier: my calls", OMAR, "https://callboard.test")
CAMP = Place(
    id=1, place_id=11, kind="base_camp", name="Pine Lake Camp", address="12 Shore Rd; Hale, NY", lat=42.5, lng=-74.1
)
GARAGE = Place(id=2, place_id=12, kind="catering", name="Garage", address="Mill St")


def at(minutes, on=ON, zone=NEW_YORK, *, second=False):
    return Time(instant(on, zone, minutes, second=second), minutes)


def page(*lines, on=ON, zone=NEW_YORK, wrap=1122, **head):
    top = Head(
        day_id=3, unit_id=1, unit="Main", on_date=on, zone=zone, number=12, of=30,
        estimated_wrap=at(wrap, on, zone) if wrap else None, **head,
    )  # fmt: skip
    return Snapshot(head=top, places=(CAMP, GARAGE), lines=lines)


def line(call=402, on=ON, zone=NEW_YORK, **more):
    return Line(
        id="m7.p1.e0", kind="time", member_id=OMAR, title="SARA", remarks="bring the ring",
        call=at(call, on, zone) if call is not None else None, **more,
    )  # fmt: skip


def issue(snapshot, number=1, colour="White"):
    return Issue(number, colour, ISSUED + timedelta(hours=number - 1), snapshot.head.cancelled, own(snapshot, OMAR))


def written(*issues, reader=READER):
    entry = entry_of(issues, reader)
    return None if entry is None else ics([entry], ABOUT)


NAMES = itertools.count()


def read(*issues, reader=READER):
    """What both parsers read, which must agree. A zone's name that nobody knows: only our own VTIMEZONE explains it."""
    text = written(*issues, reader=reader)
    event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
    unnamed = nameless(text)
    for other in (icalendar.Calendar.from_ical(unnamed).walk("VEVENT")[0], vobject.readOne(unnamed.decode()).vevent):
        for name in ("DTSTART", "DTEND"):
            theirs = other[name].dt if isinstance(other, icalendar.Event) else getattr(other, name.lower()).value
            assert same(event[name].dt, theirs), (name, event[name].dt, theirs)
    assert other.summary.value == event["SUMMARY"]
    return event


def nameless(text):
    for zone in icalendar.Calendar.from_ical(text).walk("VTIMEZONE"):
        text = text.replace(zone["TZID"].encode(), b"Clock %d" % next(NAMES))
    return text


def same(mine, theirs):
    if isinstance(mine, datetime) and isinstance(theirs, datetime):
        return mine.timestamp() == theirs.timestamp()
    return type(mine) is type(theirs) and mine == theirs


def test_a_call_with_its_place_day_number_and_version():
    event = read(issue(page(line())))
    assert event["SUMMARY"] == "Velvet Pier: call 06:42, day 12"
    assert event["DTSTART"].dt == datetime(2030, 4, 12, 6, 42, tzinfo=ZoneInfo(NEW_YORK))
    assert event["DTSTART"].params["TZID"] == NEW_YORK
    assert event["DTEND"].dt.hour == 18
    assert event["LOCATION"] == "Pine Lake Camp, 12 Shore Rd; Hale, NY"
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == ("call-7-3@callboard.test", 1, "CONFIRMED")
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == ISSUED
    assert event["DESCRIPTION"].splitlines() == [
        "Call 06:42", "Day 12 of 30 · Fri 12 Apr · Main", "White v1, issued Thu 11 Apr 16:00",
        "Callboard has the newest: https://callboard.test/day/3",
    ]  # fmt: skip


def test_no_cast_no_scene_and_no_remark_leaves_the_house():
    text = written(issue(page(line(), hazards="gunfire", medic="Ann", channels="1 for all", title="Wedding")))
    for secret in (b"SARA", b"ring", b"gunfire", b"Ann", b"1 for all", b"Wedding"):
        assert secret not in text


def test_a_pickup_is_the_beginning_and_the_call_stands_in_the_text():
    event = read(issue(page(line(pickup=at(330)))), reader=Reader("", twelve=True))
    assert event["SUMMARY"] == "Pickup 5:30A, call 6:42A, day 12"
    assert event["DTSTART"].dt.hour == 5


def test_the_own_place_and_the_planned_release_go_before_the_days():
    event = read(issue(page(line(place_id=12, release=at(900)))))
    assert (event["LOCATION"], event["DTEND"].dt.hour) == ("Garage, Mill St", 15)


@pytest.mark.parametrize(("kind", "said"), [("on_call", "on call"), ("will_notify", "will notify")])
def test_a_call_without_a_time_is_a_whole_day_that_takes_no_time(kind, said):
    event = read(issue(page(Line(id="m7", kind=kind, member_id=OMAR))))
    assert (event["SUMMARY"], event["TRANSP"]) == (f"Velvet Pier: {said}, day 12", "TRANSPARENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (ON, date(2030, 4, 13))


def test_who_was_never_called_has_no_entry():
    assert written(issue(page(Line(id="m7", kind="no_call", member_id=OMAR)))) is None
    assert written(issue(page())) is None


def test_a_moved_day_moves_the_same_entry():
    moved = ON + timedelta(days=3)
    before = read(issue(page(line())))
    after = read(issue(page(line(on=moved), on=moved), 2, "Blue"), issue(page(line())))
    assert after["UID"] == before["UID"]
    assert (after["SEQUENCE"], after["DTSTART"].dt.day, after["STATUS"]) == (2, 15, "CONFIRMED")


def test_a_cancelled_day_and_a_person_taken_off_stay_as_cancelled():
    white = issue(page(line()))
    for newest, said in (
        (issue(page(line(), cancelled=True), 2, "Blue"), "day cancelled"),
        (issue(page(cancelled=True), 2, "Blue"), "day cancelled"),
        (issue(page(), 2, "Blue"), "not called"),
        (issue(page(Line(id="m7", kind="no_call", member_id=OMAR)), 2, "Blue"), "not called"),
    ):
        event = read(newest, white)
        assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 2)
        assert event["SUMMARY"] == f"Velvet Pier: {said}, day 12"
        assert event["DTSTART"].dt.hour == 6
        assert "Blue v2" in event["DESCRIPTION"]
        assert "06:42" not in event["DESCRIPTION"]


def test_a_call_after_midnight_stands_on_the_next_date():
    event = read(issue(page(line(1530), wrap=2200)))
    assert event["DTSTART"].dt == datetime(2030, 4, 13, 1, 30, tzinfo=ZoneInfo(NEW_YORK))
    assert event["SUMMARY"] == "Velvet Pier: call 01:30, day 12"
    assert "Fri 12 Apr" in event["DESCRIPTION"]


def test_with_no_wrap_after_it_a_call_takes_an_hour():
    for wrap in (None, 300):
        event = read(issue(page(line(), wrap=wrap)))
        assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=1)


@pytest.mark.parametrize(
    ("zone", "on"),
    [
        (NEW_YORK, date(2026, 3, 7)),
        (NEW_YORK, date(2026, 10, 31)),
        ("Europe/Dublin", date(2026, 3, 28)),
        ("Europe/Dublin", date(2026, 10, 24)),
        ("Australia/Lord_Howe", date(2026, 4, 4)),
        ("America/Santiago", date(2026, 4, 4)),
        ("Africa/Casablanca", date(2026, 2, 14)),
    ],
)
def test_on_both_clock_change_nights_both_parsers_read_the_same_instants(zone, on):
    """A night shoot over the change: call 22:00, wrap 04:30, both right in the day's own zone."""
    event = read(issue(page(line(1320, on, zone), on=on, zone=zone, wrap=1710)))
    assert event["DTSTART"].dt.astimezone(UTC) == instant(on, zone, 1320)
    assert event["DTEND"].dt.astimezone(UTC) == instant(on, zone, 1710)
    assert (event["DTSTART"].dt.hour, event["DTEND"].dt.hour) == (22, 4)


@pytest.mark.parametrize("second", [False, True])
def test_the_hour_that_comes_twice_is_told_apart(second):
    on = date(2026, 10, 31)
    twice = at(1530, on, second=second)
    event = read(issue(page(Line(id="m7", kind="time", member_id=OMAR, call=twice), on=on, wrap=2200)))
    assert event["DTSTART"].dt.astimezone(UTC) == datetime(2026, 11, 1, 6 if second else 5, 30, tzinfo=UTC)


def test_units_in_other_zones_bring_their_own_clocks():
    days = [(NEW_YORK, 1), ("Asia/Kolkata", 2), ("UTC", 3)]
    entries = []
    for zone, day in days:
        on = date(2030, 4, day)
        entries.append(entry_of([issue(page(line(on=on, zone=zone), on=on, zone=zone))], READER))
    text = ics(entries, ABOUT)
    events = icalendar.Calendar.from_ical(text).walk("VEVENT")
    others = vobject.readOne(nameless(text).decode()).vevent_list
    for (zone, day), event, other in zip(days, events, others, strict=True):
        wanted = instant(date(2030, 4, day), zone, 402)
        assert event["DTSTART"].dt == other.dtstart.value == wanted
    assert [str(each["TZID"]) for each in icalendar.Calendar.from_ical(text).walk("VTIMEZONE")] == [
        NEW_YORK,
        "Asia/Kolkata",
    ]


def test_a_change_of_clocks_is_written_as_the_clock_showed_it_before():
    """RFC 5545, 3.6.5: the onset is read with TZOFFSETFROM, so spring begins at 02:00, not at 03:00."""
    assert onsets(NEW_YORK) == [
        ("DAYLIGHT", "1970-03-08 02:00:00", "EDT", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"),
        ("STANDARD", "1970-11-01 02:00:00", "EST", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
    ]
    assert [each[:2] for each in onsets("Europe/Dublin")] == [
        ("DAYLIGHT", "1970-03-29 01:00:00"), ("STANDARD", "1970-10-25 02:00:00"),
    ]  # fmt: skip
    assert onsets("Asia/Kolkata") == [("STANDARD", "1970-01-01 05:30:00", "IST", "")]


def test_where_no_rule_makes_them_each_change_stands_by_itself():
    """Chile's clocks change on the first Sunday after the first: now the first of the month, now the second."""
    found = onsets("America/Santiago", 2024, 2030)
    assert len(found) == 1 + 2 * 7
    assert not any(rule for *_, rule in found)


def onsets(zone, first=2026, last=2027):
    return [
        (
            each.name,
            str(each["DTSTART"].dt),
            each["TZNAME"],
            each["RRULE"].to_ical().decode() if "RRULE" in each else "",
        )
        for each in timezone(zone, first, last).walk()[1:]
    ]


def test_lines_are_folded_between_letters_and_end_as_the_format_wants():
    text = written(issue(page(line())), reader=Reader("Şéñ, " * 20, twelve=False))
    assert all(len(each) <= 75 for each in text.split(b"\r\n"))
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["SUMMARY"].startswith("Şéñ, Şéñ")


def test_refresh_hints():
    found = icalendar.Calendar.from_ical(written(issue(page(line()))))
    assert found["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert found["X-PUBLISHED-TTL"] == "PT1H"
    assert found["X-WR-CALNAME"] == "Velvet Pier: my calls"
