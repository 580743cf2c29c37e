"""A sheet on paper: words, clocks, eighths."""

from datetime import UTC, datetime

import pytest

from server.rules.sheets import paper


@pytest.mark.parametrize(("count", "said"), [(31, "3 7/8"), (4, "4/8"), (8, "1"), (0, "0"), (1, "1/8")])
def test_eighths_are_never_reduced(count, said):
    assert paper.eighths(count) == said


@pytest.mark.parametrize(
    ("colour", "ink"), [("Blue", "#b9d8f6"), ("Double Blue", "#b9d8f6"), ("Mauve", "#ffffff"), ("White 2", "#ffffff")]
)
def test_the_ink_follows_the_name(colour, ink):
    assert paper.ink_of(colour) == ink


def test_a_call_after_midnight_says_so(make_sheet):
    sheet = make_sheet(zone="America/New_York")
    assert paper.face(datetime(2025, 4, 12, 4, 30, tzinfo=UTC), sheet) == "00:30 +1"
    assert paper.face(datetime(2025, 4, 11, 10, 12, tzinfo=UTC), sheet, twelve=True) == "6:12A"
