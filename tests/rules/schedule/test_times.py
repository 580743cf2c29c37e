"""Local minutes and instants, on both nights on which the clocks change."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Invalid
from server.rules.schedule.times import checked, clock_words, exists, instant, minutes_of, twice

LA, LONDON, KOLKATA = "America/Los_Angeles", "Europe/London", "Asia/Kolkata"
FORWARD, BACK = date(2026, 3, 8), date(2026, 11, 1)


@pytest.mark.parametrize(
    ("on", "zone", "minutes", "utc"),
    [
        (date(2026, 7, 1), LA, 372, datetime(2026, 7, 1, 13, 12, tzinfo=UTC)),
        (date(2026, 7, 1), KOLKATA, 372, datetime(2026, 7, 1, 0, 42, tzinfo=UTC)),
        (date(2026, 3, 7), LA, 1_200, datetime(2026, 3, 8, 4, 0, tzinfo=UTC)),
        (FORWARD, LA, 420, datetime(2026, 3, 8, 14, 0, tzinfo=UTC)),
        (date(2026, 3, 7), LA, 1_440 + 420, datetime(2026, 3, 8, 14, 0, tzinfo=UTC)),
        (BACK, LA, 90, datetime(2026, 11, 1, 8, 30, tzinfo=UTC)),
        (date(2026, 10, 25), LONDON, -60, datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
    ],
)
def test_minutes_become_the_instant_that_the_wall_clock_means(on, zone, minutes, utc):
    assert instant(on, zone, minutes) == utc
    assert minutes_of(utc, on, zone) == minutes


def test_wrap_at_20_and_call_at_7_are_ten_hours_apart_when_the_clocks_go_forward():
    rest = instant(FORWARD, LA, 7 * 60) - instant(date(2026, 3, 7), LA, 20 * 60)
    assert rest.total_seconds() == 10 * 3600


def test_a_time_that_night_does_not_have_is_refused_in_words():
    assert not exists(FORWARD, LA, 150)
    with pytest.raises(Invalid, match=r"02:30 doesn't exist that night"):
        checked(FORWARD, LA, 150, "general_call", second=None)


def test_a_time_that_comes_twice_is_asked_about():
    assert twice(BACK, LA, 90)
    with pytest.raises(Invalid) as asked:
        checked(BACK, LA, 90, "general_call", second=None)
    assert asked.value.own_code == "time_twice"
    assert checked(BACK, LA, 90, "general_call", second=True) == 90
    assert (instant(BACK, LA, 90, second=True) - instant(BACK, LA, 90)).total_seconds() == 3600


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(-1_440, 4_320), st.sampled_from([LA, LONDON, KOLKATA]))
def test_minutes_that_exist_come_back(on, minutes, zone):
    if exists(on, zone, minutes):
        assert minutes_of(instant(on, zone, minutes), on, zone) == minutes


@pytest.mark.parametrize(("minutes", "words"), [(372, "06:12"), (1_530, "01:30+1"), (-60, "23:00-1"), (0, "00:00")])
def test_clock_words(minutes, words):
    assert clock_words(minutes) == words
