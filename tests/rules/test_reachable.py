"""The five words of the crew page."""

import pytest

from server.rules.reports.reachable import ReachedBy, Ways, reached_by


@pytest.mark.parametrize(
    ("ways", "word"),
    [
        (Ways(True, True, True, True, False, True), ReachedBy.RINGS),
        (Ways(True, False, True, True, False, True), ReachedBy.RINGS_OFF),
        (Ways(False, False, True, True, False, True), ReachedBy.MAIL),
        (Ways(False, False, True, True, True, True), ReachedBy.PHONE),
        (Ways(False, False, False, True, False, True), ReachedBy.NOT_ASKED),
        (Ways(False, False, False, False, False, True), ReachedBy.PHONE),
        (Ways(False, False, False, False, False, False), ReachedBy.NOT_ASKED),
    ],
)
def test_the_best_way_counts(ways, word):
    assert reached_by(ways) is word
