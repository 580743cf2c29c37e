"""Status codes are built from what a performer does on which dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.schedule.statuses import status

D = [date(2026, 4, 6) + timedelta(days=n) for n in range(80)]


@pytest.mark.parametrize(
    ("on", "works", "code"),
    [
        (0, [0], "SWF"),
        (0, [0, 1], "SW"),
        (1, [0, 1, 2], "W"),
        (2, [0, 2], "WF"),
        (1, [0, 3], "H"),
        (0, [0, 20], "SWD"),
        (20, [0, 20, 21], "PW"),
        (20, [0, 20], "PWF"),
        (5, [4, 5, 30], "WD"),
        (10, [0, 20], ""),
        (10, [0, 10], "WF"),  # ten days later is not more than ten
        (5, [0, 10], "H"),
        (0, [0, 11], "SWD"),
        (30, [0, 20, 40], "H"),  # dropped once; the second gap is held
        (40, [0, 20, 40], "WF"),
        (3, [0], ""),
        (3, [], ""),
    ],
)
def test_codes_of_work(on, works, code):
    assert status(D[on], {D[n]: "W" for n in works}, drop_after=10) == code


@pytest.mark.parametrize(
    ("on", "code"), [(0, "FT"), (1, ""), (3, "ST"), (4, "W"), (5, "R"), (6, "H"), (7, "TF"), (9, "TS")]
)
def test_fittings_and_tests_neither_start_nor_finish_travel_does(on, code):
    doing = {D[0]: "FT", D[3]: "T", D[4]: "W", D[5]: "R", D[7]: "T", D[9]: "TS"}
    assert status(D[on], doing, drop_after=10) == code


def test_without_a_rule_nobody_is_dropped():
    assert status(D[30], {D[0]: "W", D[60]: "W"}, drop_after=None) == "H"


@given(st.sets(st.sampled_from(D), min_size=1), st.integers(1, 20))
def test_one_start_one_finish_and_at_most_one_drop(works, drop_after):
    codes = [status(day, dict.fromkeys(works, "W"), drop_after=drop_after) for day in D]
    begun = [code for code in codes if code.startswith("S")]
    ended = [code for code in codes if code.endswith("F")]
    dropped, again = (sum(mark in code for code in codes) for mark in ("D", "P"))
    assert len(begun) == len(ended) == 1
    assert dropped == again <= 1
