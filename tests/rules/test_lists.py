"""Who is on which list that fills itself."""

from datetime import UTC, date, datetime

import pytest

from server.rules.notify.chasers import Person, Position
from server.rules.reports.lists import lists, today, working
from server.rules.sheets.snapshot import Head, Line, Snapshot

NOON = datetime(2030, 4, 12, 16, tzinfo=UTC)  # 12:00 in New York
CAMERA, TRANSPORT = 1, 2

LENA = Person(
    member_id=1, positions=(Position(CAMERA, "Camera", "DP", True), Position(CAMERA, "Camera", "Operator", True))
)
OMAR = Person(member_id=2, positions=(Position(CAMERA, "Camera", "1st AC"),), present=False)
RAY = Person(member_id=3, positions=(Position(TRANSPORT, "Transport", "Driver"),))
CARLA = Person(member_id=4, positions=(Position(TRANSPORT, "Transport", "Transport Captain"),))
ADA = Person(member_id=5, talent=True)
EVERYBODY = [LENA, OMAR, RAY, CARLA, ADA]


def on(kind, people=EVERYBODY, of=None, **work):
    found = {(one.kind, one.department_id): one.member_ids for one in lists(people, work)}
    return found.get((kind, of), ())


def page(on_date, *lines, cancelled=False, zone="America/New_York"):
    head = Head(day_id=1, unit_id=1, unit="Main", on_date=on_date, zone=zone, cancelled=cancelled)
    return Snapshot(
        head=head, lines=tuple(Line(id=str(n), kind=kind, member_id=member) for n, (kind, member) in enumerate(lines))
    )


@pytest.mark.parametrize(
    ("kind", "of", "members"),
    [
        ("heads", None, (1,)),
        ("cast", None, (5,)),
        ("drivers", None, (3,)),
        ("no_app", None, (2,)),
        ("department", CAMERA, (1, 2)),
        ("department", TRANSPORT, (3, 4)),
        ("today", None, ()),
    ],
)
def test_each_list_has_whom_it_says_each_once(kind, of, members):
    assert on(kind, of=of) == members


def test_who_was_removed_is_on_no_list_though_the_sheet_names_them():
    assert on("today", people=[LENA], today={1, 2}) == (1,)


@pytest.mark.parametrize("kind", ["time", "on_call", "will_notify"])
def test_who_is_called_works(kind):
    assert working([page(date(2030, 4, 12), (kind, 1), ("no_call", 2), (kind, None))], NOON)["today"] == {1}


def test_tomorrow_is_tomorrow_and_the_day_after_is_neither():
    pages = [page(date(2030, 4, 13), ("time", 1)), page(date(2030, 4, 14), ("time", 2))]
    assert working(pages, NOON) == {"today": set(), "tomorrow": {1}}


def test_a_cancelled_day_calls_nobody():
    assert working([page(date(2030, 4, 12), ("time", 1), cancelled=True)], NOON)["today"] == set()


@pytest.mark.parametrize(
    ("now", "zone", "date_there"),
    [
        (datetime(2030, 4, 13, 7, 59, tzinfo=UTC), "America/New_York", date(2030, 4, 12)),
        (datetime(2030, 4, 13, 8, tzinfo=UTC), "America/New_York", date(2030, 4, 13)),
        (datetime(2030, 4, 12, 20, tzinfo=UTC), "Asia/Tokyo", date(2030, 4, 13)),
    ],
)
def test_a_nights_crew_is_on_today_until_four_in_its_own_zone(now, zone, date_there):
    assert today(now, zone) == date_there
