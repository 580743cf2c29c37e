"""What each answer of a push service leads to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.notify.answers import LONGEST_WAIT, TRIES, Meaning, meaning_of, verdict, waiting

NOW = datetime(2030, 4, 10, 21, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (0, "again"), (200, "accepted"), (201, "accepted"), (202, "accepted"), (301, "refused"), (307, "refused"),
        (400, "refused"), (401, "ours"), (403, "ours"), (404, "gone"), (410, "gone"), (413, "refused"), (418, "refused"),
        (429, "wait"), (500, "again"), (502, "again"), (503, "again"), (599, "again"),
    ],
)  # fmt: skip
def test_each_status_means_one_thing(status, meaning):
    assert meaning_of(status) == meaning


@given(st.integers(0, 999))
def test_only_a_yes_is_accepted(status):
    assert (meaning_of(status) is Meaning.ACCEPTED) == (status in {200, 201, 202, 204})


@given(st.integers(0, 999), st.integers(1, 20), st.text(max_size=40))
def test_every_answer_ends_or_comes_again_later(status, tries, retry_after):
    found = verdict(status, retry_after=retry_after, tries=tries, now=NOW)
    if found.again_at is not None:
        assert NOW < found.again_at <= NOW + LONGEST_WAIT
        assert found.meaning in {Meaning.AGAIN, Meaning.OURS, Meaning.WAIT}
    assert tries < TRIES or found.again_at is None or found.meaning is Meaning.WAIT


def test_too_many_rests_the_host_as_long_as_it_asked():
    found = verdict(429, retry_after="7", tries=1, now=NOW)
    assert found.again_at == found.host_free_at == NOW + timedelta(seconds=7)


def test_a_busy_service_is_given_the_time_it_asks_for():
    assert verdict(503, retry_after="120", tries=1, now=NOW).again_at == NOW + timedelta(seconds=120)
    assert verdict(503, retry_after="", tries=1, now=NOW).again_at == NOW + timedelta(seconds=2)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("5", 5),
        ("0", 1),
        ("Wed, 10 Apr 2030 21:41:00 GMT", 60),
        ("999999", 900),
        ("", None),
        ("soon", None),
        ("-3", None),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(header, seconds):
    assert waiting(header, now=NOW) == (timedelta(seconds=seconds) if seconds else None)
