"""Dates as crew lists write them, in US and UK order, with and without a year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.production.dates import Dates, is_open, read_dates, read_day

AROUND = date(2025, 4, 7)
D = date


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("PREP 3/3  SHOOT 31/3-9/5", Dates(D(2025, 3, 3), D(2025, 5, 9))),
        ("dailies 14/4, 15/4", Dates(only_on=(D(2025, 4, 14), D(2025, 4, 15)))),
        ("14/4, 15/4", Dates(only_on=(D(2025, 4, 14), D(2025, 4, 15)))),
        ("14/4", Dates(only_on=(D(2025, 4, 14),))),
        ("dailies 14/4-16/4", Dates(only_on=(D(2025, 4, 14), D(2025, 4, 15), D(2025, 4, 16)))),
        ("from 3/3", Dates(starts_on=D(2025, 3, 3))),
        ("until 9 May", Dates(ends_on=D(2025, 5, 9))),
        ("14-18 April", Dates(D(2025, 4, 14), D(2025, 4, 18))),
        ("31 Mar – 9 May 2024", Dates(D(2024, 3, 31), D(2024, 5, 9))),
        ("31.3.25 to 9.5.25", Dates(D(2025, 3, 31), D(2025, 5, 9))),
        ("", Dates()),
        ("TBC", Dates()),
        ("whenever", None),
        ("31/4-2/5", None),
    ],
)
def test_uk_cells(text, dates):
    assert read_dates(text, day_first=True, around=AROUND) == dates


def test_a_range_over_new_year():
    assert read_dates("15/12-9/1", day_first=True, around=D(2025, 12, 1)) == Dates(D(2025, 12, 15), D(2026, 1, 9))


@pytest.mark.parametrize(
    "text", ["4/14/25", "14/4/25", "2025-04-14", "April 14, 2025", "14-Apr-25", "4-14-2025", "4/14"]
)
def test_one_day_in_us_order_and_where_only_one_order_is_possible(text):
    assert read_day(text, day_first=False, around=AROUND) == D(2025, 4, 14)


def test_open_words():
    assert is_open("tba")
    assert not is_open("soon")


@given(st.dates(D(2000, 1, 1), D(2099, 12, 31)), st.booleans())
def test_what_is_written_is_read(day, day_first):
    written = f"{day.day}/{day.month}/{day.year}" if day_first else f"{day.month}/{day.day}/{day.year}"
    assert read_day(written, day_first=day_first, around=AROUND) == day


@given(st.integers(-170, 170))
def test_a_day_without_a_year_is_the_nearest(days):
    day = AROUND + timedelta(days=days)
    assert read_day(f"{day.day}/{day.month}", day_first=True, around=AROUND) == day
