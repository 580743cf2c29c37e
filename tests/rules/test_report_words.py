"""How an import's note says how far days are moved."""

import pytest

from server.rules.intake.report import moved_words


@pytest.mark.parametrize(
    ("days", "words"),
    [(595, "85 weeks later"), (596, "85 weeks and 1 day later"), (-3, "3 days earlier"), (7, "1 week later")],
)
def test_a_shift_is_told_in_weeks(days, words):
    assert moved_words(days) == words
