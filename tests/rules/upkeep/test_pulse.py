from datetime import UTC, datetime, timedelta

import pytest

from server.rules.upkeep.pulse import Ill, illnesses

NOW = datetime(2026, 3, 29, 4, 0, tzinfo=UTC)


def ago(seconds):
    return None if seconds is None else NOW - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("due", "beat", "ill"),
    [
        (None, 1, set()),
        (60, 1, set()),
        (61, 1, {Ill.NOTICES_LATE}),
        (-300, 1, set()),
        (None, 30, set()),
        (None, 31, {Ill.NO_WORKER}),
        (None, None, {Ill.NO_WORKER}),
        (3600, None, {Ill.NOTICES_LATE, Ill.NO_WORKER}),
    ],
)
def test_what_makes_an_installation_unwell(due, beat, ill):
    assert illnesses(oldest_due=ago(due), beat_at=ago(beat), now=NOW) == ill
