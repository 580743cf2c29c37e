"""Which day Today shows: the table that server and phone share."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.schedule.which_day import PersonsDay, Shown, which_day


class Case(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    now: datetime
    days: list[PersonsDay]
    shows: Shown


class Table(msgspec.Struct):
    cases: list[Case]


TABLE = Path(__file__).parents[2] / "cases" / "today.json"
CASES = msgspec.json.decode(TABLE.read_bytes(), type=Table).cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_today_shows(case):
    assert which_day(case.days, case.now) == case.shows


def test_the_table_is_large_enough_and_says_each_case_once():
    assert len({case.name for case in CASES}) == len(CASES) >= 30


START = datetime(2026, 3, 6, tzinfo=UTC)
MINUTES = st.integers(0, 6 * 1_440).map(lambda n: START + timedelta(minutes=n))


@st.composite
def held(draw):
    firsts = draw(st.lists(st.none() | MINUTES, max_size=6))
    return [
        PersonsDay(
            id=str(n),
            on_date=(first or START).date() if draw(st.booleans()) else date(2026, 3, 7),
            first=first,
            wrapped=draw(st.none() | MINUTES),
            estimated_wrap=draw(st.none() | MINUTES),
            cancelled=draw(st.booleans()),
        )
        for n, first in enumerate(firsts)
    ]


@given(held(), MINUTES)
def test_what_runs_has_begun_what_is_next_has_not_and_the_order_held_is_nothing(days, now):
    shown = which_day(days, now)
    by_id = {day.id: day for day in days}
    if shown.day is None:
        assert not [d for d in days if d.first and d.first > now]
    elif shown.why == "running":
        assert by_id[shown.day].first <= now
        assert not by_id[shown.day].cancelled
    else:
        assert by_id[shown.day].first > now
    firsts = [d.first for d in days if d.first]
    if len(firsts) == len(set(firsts)):
        assert which_day(days[::-1], now) == shown
