from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from server.rules.gear.checks import Begun, Seen, closed, merge, newest_round

EIGHT = datetime(2025, 4, 10, 20, tzinfo=UTC)
SIAN, VERA = 1, 2


def begun(n, minutes, closed_at=None):
    return Begun(UUID(int=n), EIGHT + timedelta(minutes=minutes), closed_at)


def test_two_phones_count_one_truck():
    seen = [Seen(thing, SIAN, EIGHT) for thing in range(1, 23)]
    seen += [Seen(thing, VERA, EIGHT + timedelta(minutes=5)) for thing in range(22, 42)]
    merged = merge(frozenset(range(1, 44)), seen)
    assert (len(merged.found), merged.missing) == (41, {42, 43})
    assert merged.counted == {SIAN: 22, VERA: 19}
    assert merged.as_of == EIGHT + timedelta(minutes=5)


def test_a_case_of_another_truck_is_elsewhere_not_found():
    merged = merge(frozenset({1}), [Seen(9, SIAN, EIGHT)])
    assert (merged.found, merged.missing, merged.elsewhere) == (frozenset(), {1}, {9})


def test_phones_that_began_within_three_hours_are_one_round():
    found = newest_round([begun(3, 170), begun(1, -600), begun(2, 0)])
    assert [check.id.int for check in found] == [2, 3]


def test_a_round_is_closed_when_one_of_its_phones_closed_it():
    assert closed([begun(1, 0), begun(2, 5)]) is None
    assert closed([begun(1, 0), begun(2, 5, EIGHT)]) == EIGHT


@given(
    st.frozensets(st.integers(1, 20)),
    st.lists(st.tuples(st.integers(1, 25), st.integers(1, 3), st.integers(0, 9))),
    st.randoms(),
)
def test_a_merge_is_the_same_in_any_order(expected, read, random):
    seen = [Seen(thing, who, EIGHT + timedelta(minutes=m)) for thing, who, m in read]
    shuffled = list(seen)
    random.shuffle(shuffled)
    merged = merge(expected, seen)
    assert merge(expected, shuffled) == merged
    assert merged.found | merged.missing == expected
    assert sum(merged.counted.values()) == len(merged.found)
