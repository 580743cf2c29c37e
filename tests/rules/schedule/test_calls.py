"""Where the time of a call comes from."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.schedule.resolve import DepartmentCall, Resolved, TypedCall, moves, resolve
from server.rules.schedule.wraps import standing, wrap_of

GENERAL = 402
PRE = DepartmentCall("relative", -30)


@pytest.mark.parametrize(
    ("department", "typed", "expected"),
    [
        (None, None, Resolved(kind="time", call=402, origin="general")),
        (PRE, None, Resolved(kind="time", call=372, origin="pre_call")),
        (DepartmentCall("absolute", None, 300), None, Resolved(kind="time", call=300, origin="absolute")),
        (DepartmentCall("on_call"), None, Resolved(kind="on_call", origin="department")),
        (PRE, TypedCall(kind="absolute", at_minutes=345), Resolved(kind="time", call=345, origin="absolute")),
        (PRE, TypedCall(kind="relative", offset_minutes=60), Resolved(kind="time", call=462, origin="late_call")),
        (PRE, TypedCall(kind="department", pickup=330), Resolved(kind="time", call=372, pickup=330, origin="pre_call")),
        (None, TypedCall(kind="will_notify"), Resolved(kind="will_notify", origin="absolute")),
        (
            None,
            TypedCall(kind="chain", on_set=480, makeup_minutes=45, travel_minutes=30),
            Resolved(kind="time", call=435, pickup=405, on_set=480, makeup=435, origin="chain"),
        ),
    ],
)
def test_a_call_is_what_was_typed_nearest_to_the_person(department, typed, expected):
    assert resolve(GENERAL, department, typed) == expected


def test_without_a_general_call_nobody_has_a_time():
    assert resolve(None, PRE, None).kind == "will_notify"


@pytest.mark.parametrize(
    ("kind", "department", "moving"),
    [
        ("relative", None, True),
        ("department", None, True),
        ("department", "absolute", False),
        ("absolute", None, False),
    ],
)
def test_what_moves_with_the_general_call(kind, department, moving):
    assert moves(kind, department) is moving


class Logged:
    def __init__(self, n, kind, at, device_at, department_id=None, member_id=None, received_at=None):
        self.n, self.kind, self.at, self.device_at = n, kind, at, device_at
        self.received_at = received_at or device_at
        self.department_id, self.member_id = department_id, member_id


T = datetime(2026, 4, 10, 20, tzinfo=UTC)
M = timedelta(minutes=1)


def test_a_person_exception_goes_before_the_departments_wrap():
    log = standing([
        Logged(1, "wrap", T, T),
        Logged(2, "wrap", T + 10 * M, T, department_id=5),
        Logged(3, "wrap", T + 30 * M, T, member_id=9),
    ])  # fmt: skip
    assert wrap_of(log, 9, [5]) == T + 30 * M
    assert wrap_of(log, 8, [5]) == T + 10 * M
    assert wrap_of(log, 8, [6]) == T


def test_a_correction_made_later_on_its_phone_counts_whenever_it_arrives():
    late_old, early_new = Logged(2, "wrap", T, T), Logged(1, "wrap", T + 5 * M, T + M)
    assert standing([early_new, late_old]) == {("wrap", None, None): T + 5 * M}
    assert standing([early_new, Logged(3, "wrap", None, T + 2 * M)]) == {}


def test_a_phone_whose_clock_is_fast_does_not_win_over_what_comes_after():
    fast = Logged(1, "wrap", T, T + 300 * M, received_at=T)
    assert standing([fast, Logged(2, "wrap", T + 5 * M, T + M)]) == {("wrap", None, None): T + 5 * M}


@given(st.permutations([Logged(n, "wrap", T + n * M, T + n % 3 * M) for n in range(6)]))
def test_what_counts_does_not_hang_on_the_order_of_arrival(entries):
    assert standing(entries) == {("wrap", None, None): T + 5 * M}
