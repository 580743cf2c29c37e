"""What a late cancellation costs: by the end of the day before, by a clock time, by hours of notice; on any night."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.schedule.costs import Cancelled, cancelled
from server.rules.schedule.packs import Cancellation, Notice
from server.rules.schedule.times import instant

NEW_YORK, LONDON = "America/New_York", "Europe/London"
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)
"""The nights on which the clocks change in New York, by the morning's date."""
CLOCK = Cancellation(deadline="the end of work", deadline_on_day_off=960, minimum=480, source="x")
STEPS = Cancellation(
    deadline="", deadline_on_day_off=0, minimum=0, source="x",
    notice=(Notice(under=24 * 60, percent=50), Notice(under=12 * 60, percent=100)),
)  # fmt: skip
H = 60


def found(rule, now, on, *, zone=NEW_YORK, worked=False, wrapped=None, call=7 * H):
    return cancelled(
        rule, now, on_date=on, zone=zone, worked_before=worked, wrapped_at=wrapped, call_at=instant(on, zone, call)
    )


def before(on, minutes, zone=NEW_YORK):
    """So many minutes by the wall clock of the day before."""
    return instant(on - timedelta(days=1), zone, minutes)


@pytest.mark.parametrize("on", [SPRING, AUTUMN, date(2026, 4, 10)])
@pytest.mark.parametrize(("minutes", "late_by"), [(16 * H, 0), (16 * H + 1, 1), (19 * H + 20, 200), (22 * H, 360)])
def test_on_a_day_off_it_is_the_clock_of_the_afternoon_before_whatever_night_follows(on, minutes, late_by):
    one = found(CLOCK, before(on, minutes), on)
    assert (one.late_by, one.late, one.owed) == (late_by, late_by > 0, 480 if late_by else 0)


@pytest.mark.parametrize(("on", "late_by"), [(SPRING, 5 * H - 60), (AUTUMN, 5 * H + 60), (date(2026, 4, 10), 5 * H)])
def test_after_the_wrap_it_is_hours_that_passed_not_hours_on_the_wall(on, late_by):
    wrap = before(on, 23 * H)
    assert found(CLOCK, instant(on, NEW_YORK, 4 * H), on, worked=True, wrapped=wrap).late_by == late_by


@pytest.mark.parametrize(
    ("on", "minutes", "percent"),
    [
        # 12 h before a call at 07:00: 19:00 on the wall, on the spring night 18:00, on the autumn night 20:00
        (date(2026, 4, 10), 19 * H, 50), (date(2026, 4, 10), 19 * H + 1, 100),
        (SPRING, 18 * H, 50), (SPRING, 18 * H + 1, 100), (SPRING, 6 * H, 0), (SPRING, 6 * H + 1, 50),
        (AUTUMN, 20 * H, 50), (AUTUMN, 20 * H + 1, 100), (AUTUMN, 8 * H, 0), (AUTUMN, 8 * H + 1, 50),
    ],
)  # fmt: skip
def test_hours_of_notice_are_counted_through_the_night(on, minutes, percent):
    assert found(STEPS, before(on, minutes), on).percent == percent


def test_a_rule_by_hours_of_notice_takes_the_place_of_the_other():
    one = found(STEPS, before(SPRING, 18 * H + 1), SPRING, worked=True, wrapped=None)
    assert (one.percent, one.owed, one.late_by) == (100, 0, 12 * H + 1)


def test_while_the_day_before_is_worked_nothing_is_late():
    assert found(CLOCK, before(AUTUMN, 23 * H), AUTUMN, worked=True) == Cancelled(deadline=None)


def test_a_second_too_late_is_late():
    deadline = before(SPRING, 16 * H)
    assert found(CLOCK, deadline + timedelta(seconds=1), SPRING).late_by == 1
    assert not found(CLOCK, deadline, SPRING).late


@pytest.mark.parametrize(("zone", "late"), [(LONDON, True), (NEW_YORK, False)])
def test_the_clock_is_the_one_where_the_day_is(zone, late):
    now = datetime(2026, 4, 9, 15, 30, tzinfo=UTC)  # 16:30 in London, 11:30 in New York
    assert found(CLOCK, now, date(2026, 4, 10), zone=zone).late is late


NIGHTS = st.sampled_from([SPRING, AUTUMN, date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 1)])


@given(NIGHTS, st.sampled_from([NEW_YORK, LONDON]), st.integers(0, 3_000), st.integers(0, 3_000))
def test_less_notice_never_costs_less(on, zone, one, other):
    """Whoever hears later is owed at least as much."""
    start = instant(on - timedelta(days=1), zone, 0)
    sooner, later = (start + timedelta(minutes=minutes) for minutes in sorted((one, other)))
    for rule in (CLOCK, STEPS):
        first, second = found(rule, sooner, on, zone=zone), found(rule, later, on, zone=zone)
        assert (first.owed, first.percent, first.late_by) <= (second.owed, second.percent, second.late_by)
