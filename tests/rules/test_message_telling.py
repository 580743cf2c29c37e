"""When a message sounds, and when a human is asked to ring because of it."""

from datetime import UTC, datetime, timedelta

import pytest

from server.rules.messages.telling import CHASE, LASTS, short, told, told_again
from server.rules.notify.ladder import asks_humans
from server.rules.notify.states import State
from server.rules.production.settings import ProductionSettings

ZONE = "America/New_York"
DAY = ProductionSettings()


def at(hour, minute=0, *, day=10):
    """New York in winter, five hours behind."""
    return datetime(2030, 1, day, hour, minute, tzinfo=UTC) + timedelta(hours=5)


@pytest.mark.parametrize(
    ("release", "rings_at"),
    [
        (at(22, 59), None),
        (at(23), at(5, day=11)),
        (at(3, 30), at(5)),
        (at(5), None),
    ],
)
def test_in_the_quiet_hours_it_lies_there_until_they_are_over(release, rings_at):
    how = told(release, zone=ZONE, settings=DAY, must_confirm=False)
    assert (how.rings, how.rings_at) == (rings_at is None, rings_at)
    assert how.expires_at == (rings_at or release) + LASTS


def test_the_night_the_clock_goes_forward_it_sounds_at_five_by_the_clock():
    how = told(datetime(2030, 3, 10, 5, tzinfo=UTC), zone=ZONE, settings=DAY, must_confirm=True)
    assert how.rings_at == datetime(2030, 3, 10, 9, tzinfo=UTC)
    assert how.deadline == how.rings_at + CHASE


def test_only_a_got_it_is_chased_by_humans():
    assert told(at(12), zone=ZONE, settings=DAY, must_confirm=False).deadline is None
    assert not asks_humans("message", must_confirm=False)
    assert asks_humans("message", must_confirm=True)
    assert asks_humans("sheet", must_confirm=False)
    assert not asks_humans("gear", must_confirm=True)


def test_a_locked_screen_gets_whole_words():
    assert short("Road closed.\n\nUse the bridge.") == "Road closed. Use the bridge."
    assert short("word " * 200).endswith("word …")
    assert len(short("x" * 900)) < 310


def test_who_has_it_or_left_is_not_told_again():
    again = {state for state in State if told_again(state)}
    assert again == {
        State.HELD, State.QUEUED, State.ACCEPTED, State.BOUNCED, State.GONE, State.REFUSED, State.EXPIRED, State.NO_CHANNEL,
    }  # fmt: skip
