"""Meal deadlines and what a late one costs; overtime; forced and cancelled calls: every row of the packs."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.schedule.costs import Cost, cancelled, forced_calls
from server.rules.schedule.meals import Eaten, back_from, meals, overtime_from, penalty
from server.rules.schedule.packs import Book, packs
from server.rules.schedule.times import instant

H = 60
SAG, EU, PACT, IATSE = (
    packs()[name]
    for name in ("sag_aftra_theatrical", "eu_working_time", "pact_bectu_tv_drama_2023", "iatse_basic_2021")
)
FRIDAY = date(2026, 4, 10)
ZONE = "America/New_York"


def at(minutes, on=FRIDAY, zone=ZONE):
    return None if minutes is None else instant(on, zone, minutes)


@pytest.mark.parametrize(
    ("rule", "out", "back", "wrap", "first_by", "next_by", "late", "next_late", "missing"),
    [
        (SAG.meal, 12 * H, 12 * H + 30, 18 * H, 12 * H, 18 * H + 30, 0, 0, False),
        (SAG.meal, 12 * H + 1, 12 * H + 31, 18 * H, 12 * H, 18 * H + 31, 1, 0, False),
        (SAG.meal, 12 * H, 12 * H + 30, 19 * H, 12 * H, 18 * H + 30, 0, 30, False),
        (SAG.meal, None, None, 18 * H, 12 * H, None, 0, 0, True),
        (SAG.meal, None, None, 12 * H, 12 * H, None, 0, 0, False),
        (SAG.meal, None, None, None, 12 * H, None, 0, 0, False),
        (EU.meal, 13 * H, 14 * H, 22 * H, 12 * H, None, 60, 0, False),
    ],
)
def test_the_first_meal_and_the_next(rule, out, back, wrap, first_by, next_by, late, next_late, missing):
    found = meals(rule, at(6 * H), [] if out is None else [Eaten(at(out), at(back))], wrap_at=at(wrap))
    assert (found.first_by, found.next_by) == (at(first_by), at(next_by))
    assert (found.late, found.next_late, found.missing) == (late, next_late, missing)


def test_a_night_call_counts_six_hours_that_pass_also_when_the_clocks_change():
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    call = at(0, spring)
    found = meals(SAG.meal, call, [Eaten(at(7 * H, spring))], wrap_at=None)
    assert (found.first_by, found.late) == (at(7 * H, spring), 0)
    found = meals(SAG.meal, at(0, autumn), [Eaten(at(6 * H, autumn))], wrap_at=None)
    assert (found.first_by, found.late) == (at(5 * H, autumn), 60)


def of_two(call, *, lunch=12 * H, second, wrap):
    eaten = [Eaten(at(out), at(out + 30)) for out in (lunch, second)]
    found = meals(SAG.meal, at(call), eaten, wrap_at=at(wrap))
    return [found.late, found.next_late, found.last_late]


@pytest.mark.parametrize(
    ("second", "wrap", "late"),
    [
        (18 * H + 30, 25 * H, [0, 0, 0]),
        (18 * H + 31, 25 * H + 1, [0, 1, 0]),
        (18 * H, 25 * H, [0, 0, 30]),
        (19 * H, 18 * H + 31, [0, 1, 0]),  # they wrapped before it
    ],
)
def test_with_a_second_meal_the_wrap_counts_from_that(second, wrap, late):
    assert of_two(6 * H, second=second, wrap=wrap) == late


def test_a_meal_before_the_call_is_not_theirs():
    assert of_two(12 * H, second=18 * H, wrap=22 * H) == [0, 0, 0]
    assert of_two(12 * H, second=18 * H + 10, wrap=24 * H + 59) == [10, 19, 0]
    found = meals(SAG.meal, at(14 * H), [Eaten(at(13 * H), at(13 * H + 30))], wrap_at=at(21 * H))
    assert (found.first_by, found.next_by, found.missing, found.eaten) == (at(20 * H), None, True, ())


@pytest.mark.parametrize(
    ("length", "last_through", "in_at", "back"),
    [
        (30, None, None, 12 * H + 30),
        (30, 12 * H + 20, None, 12 * H + 50),  # a half hour counts from the last person through the line
        (60, 12 * H + 20, None, 13 * H),  # an hour from when it is called
        (60, None, 13 * H + 5, 13 * H + 5),
        (None, None, None, None),
    ],
)
def test_when_a_meal_is_over(length, last_through, in_at, back):
    rule = msgspec.structs.replace(SAG.meal, min_length=length)
    assert back_from(rule, at(12 * H), last_through=at(last_through), in_at=at(in_at)) == at(back)


@pytest.mark.parametrize(
    ("late", "cents"),
    [(0, None), (1, 2500), (30, 2500), (31, 6000), (61, 11000), (91, 16000)],
)
def test_a_late_meal_costs_by_the_half_hour(late, cents):
    assert penalty(SAG.meal, late) == cents
    assert penalty(EU.meal, late) is None


@given(st.integers(1, 1_000), st.integers(1, 1_000))
def test_a_later_meal_never_costs_less(one, other):
    assert (penalty(SAG.meal, min(one, other)) or 0) <= (penalty(SAG.meal, max(one, other)) or 0)


def test_overtime_begins_after_so_many_hours_of_work():
    found = overtime_from(SAG.overtime, at(6 * H), 30)
    assert found == [(1.5, at(14 * H + 30)), (2.0, at(16 * H + 30))]
    assert overtime_from(PACT.overtime, at(6 * H), 60) == []  # nothing was found on after how many hours


def test_forced_calls_cost_at_most_so_much_each():
    assert forced_calls([SAG.forced_call, SAG.forced_call, IATSE.forced_call]) == Cost(
        cents=190_000, people=2, unpriced=1
    )
    assert forced_calls([]) == Cost(cents=0, people=0, unpriced=0)


RULE = Book(country="US").cancellation(IATSE)


@pytest.mark.parametrize(
    ("now", "worked_before", "wrapped", "late"),
    [
        (at(20 * H, date(2026, 4, 9)), True, at(20 * H, date(2026, 4, 9)), False),
        (at(20 * H + 1, date(2026, 4, 9)), True, at(20 * H, date(2026, 4, 9)), True),
        (at(23 * H, date(2026, 4, 9)), True, None, False),  # the day before is still being worked
        (at(16 * H, date(2026, 4, 9)), False, None, False),
        (at(16 * H + 1, date(2026, 4, 9)), False, None, True),
    ],
)
def test_a_call_cancelled_after_the_work_of_the_day_before_costs_eight_hours(now, worked_before, wrapped, late):
    found = cancelled(RULE, now, on_date=FRIDAY, zone=ZONE, worked_before=worked_before, wrapped_at=wrapped)
    assert (found.late, found.owed) == (late, 8 * H if late else 0)


def test_the_deadline_is_a_clock_time_where_the_day_is():
    now = datetime(2026, 4, 9, 15, 30, tzinfo=UTC)  # 16:30 in London, 11:30 in New York

    def asked(zone):
        return cancelled(RULE, now, on_date=FRIDAY, zone=zone, worked_before=False, wrapped_at=None).late

    assert (asked("Europe/London"), asked(ZONE)) == (True, False)


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_once_late_it_stays_late(one, other):
    def late(minutes):
        now = datetime(2026, 4, 8, tzinfo=UTC) + timedelta(minutes=minutes)
        return cancelled(RULE, now, on_date=FRIDAY, zone=ZONE, worked_before=False, wrapped_at=None).late

    assert late(min(one, other)) <= late(max(one, other))


@pytest.mark.parametrize(("country", "minimum"), [("US", 8 * H), ("GB", None)])
def test_where_no_rule_was_found_there_is_none(country, minimum):
    rule = Book(country=country).cancellation(PACT)
    assert (rule.minimum if rule else None) == minimum
