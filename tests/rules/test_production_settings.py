"""Settings, waves, numbers, the length of a session."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from server.rules.access import Role
from server.rules.access.lasting import session_end
from server.rules.production.numbers import read_number
from server.rules.production.settings import ProductionSettings, is_quiet, settings_of
from server.rules.production.waves import Invited, Wave, in_waves

NOW = datetime(2025, 4, 10, 20, tzinfo=UTC)


def test_an_empty_document_is_all_defaults():
    assert settings_of("{}") == ProductionSettings()


def test_an_unknown_setting_is_refused():
    with pytest.raises(msgspec.ValidationError):
        settings_of('{"colour": []}')


@pytest.mark.parametrize(
    ("at", "quiet"), [(22 * 60 + 59, False), (23 * 60, True), (0, True), (299, True), (300, False)]
)
def test_quiet_hours_span_midnight(at, quiet):
    assert is_quiet(ProductionSettings(), at) is quiet


def test_equal_ends_mean_no_quiet_hours():
    assert not is_quiet(ProductionSettings(quiet_from=0, quiet_to=0), 0)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("(212) 555-0100", "US", "+12125550100"),
        ("07700 900001", "GB", "+447700900001"),
        ("+44 7700 900001", "US", "+447700900001"),
        ("c/o agent", "GB", None),
        ("12", "US", None),
    ],
)
def test_numbers_are_read_as_the_country_writes_them(text, country, number):
    assert read_number(text, country) == number


def test_waves_start_with_who_runs_the_floor():
    people = [
        Invited(1, frozenset({Role.CREW}), frozenset({"Camera"}), None),
        Invited(2, frozenset({Role.HEAD}), frozenset({"Camera"}), None),
        Invited(3, frozenset({Role.CREW}), frozenset({"Costume"}), None),
        Invited(4, frozenset({Role.CREW}), frozenset({"Camera"}), 2),
    ]
    assert in_waves(people) == {Wave.OFFICE: [2], Wave.FLOOR: [1], Wave.REST: [3], Wave.DAY_PLAYERS: [4]}


def test_crew_are_signed_in_to_the_end_of_their_longest_right():
    crew = frozenset({Role.CREW})
    ends = [NOW + timedelta(days=3), NOW + timedelta(days=60)]
    assert session_end([(crew, end) for end in ends], now=NOW) == ends[1]


def test_a_coordinator_slides_thirty_days_however_long_the_shoot():
    assert session_end([(frozenset({Role.COORDINATOR}), NOW + timedelta(days=90))], now=NOW) == NOW + timedelta(days=30)
