"""When a right ends."""

from datetime import UTC, date, datetime

from server.rules.production.grants import Held, finish_on, right_of


def test_a_right_ends_fourteen_days_after_the_last_day_at_midnight_of_the_production():
    held = [Held(1, starts_on=date(2025, 4, 1), ends_on=date(2025, 5, 30))]
    right = right_of(["crew"], held, unit_id=None, zone="America/Los_Angeles")
    assert right.ends_at == datetime(2025, 6, 14, 7, tzinfo=UTC)


def test_a_day_players_right_ends_by_itself():
    assert finish_on([Held(1, only_on=(date(2025, 4, 15), date(2025, 4, 14)))]) == date(2025, 4, 15)


def test_one_open_position_keeps_the_right_open():
    held = [Held(1, ends_on=date(2025, 5, 30)), Held(2)]
    assert right_of(["crew"], held, unit_id=None, zone="UTC").ends_at is None


def test_a_person_without_a_position_has_an_open_right():
    assert right_of(["coordinator"], [], unit_id=None, zone="UTC").ends_at is None


def test_heads_count_only_where_the_role_was_confirmed():
    held = [Held(7, head=True)]
    assert right_of(["crew"], held, unit_id=None, zone="UTC").heads == ()
    assert right_of(["crew", "head"], held, unit_id=None, zone="UTC").heads == (7,)
