from datetime import UTC, datetime, timedelta

import pytest

from server.rules.production.cells import cell
from server.rules.upkeep.findings import Measured, findings
from server.rules.upkeep.pulse import Ill

NOW = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


def mends(**told):
    seen = {
        "public_url": "https://shoot.example.org", "contact": "office@example.org", "smtp": "", "free": 50 * 1024**3,
        "clock_off": timedelta(0), "certificate_ends": None, "behind_proxy": True, "late": 0.0, "ill": frozenset(),
    }  # fmt: skip
    return {each.what for each in findings(Measured(**seen | told), now=NOW) if each.mend}


def test_a_well_kept_installation_has_nothing_to_mend():
    assert mends() == set()


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"public_url": "http://192.168.1.20:8450"}, "public URL"),
        ({"public_url": "http://localhost:8450"}, "public URL"),
        ({"contact": ""}, "contact"),
        ({"contact": "callboard@localhost"}, "contact"),
        ({"smtp": None}, "mail"),
        ({"smtp": "mail.example.org doesn't answer"}, "mail"),
        ({"free": 1024**3}, "free space"),
        ({"clock_off": timedelta(seconds=6)}, "clock"),
        ({"clock_off": timedelta(seconds=-6)}, "clock"),
        ({"behind_proxy": False, "certificate_ends": NOW + timedelta(days=3)}, "TLS"),
        ({"ill": frozenset({Ill.NOTICES_LATE}), "late": 95.0}, "oldest due notice"),
        ({"ill": frozenset({Ill.NO_WORKER})}, "worker"),
    ],
)
def test_what_is_wrong_is_found_alone_and_says_how_to_mend_it(told, what):
    assert mends(**told) == {what}


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", "\r=1", "＝1+1", "＋cmd"]
)
def test_what_a_spreadsheet_would_run_is_made_harmless(text):
    assert cell(text) == "'" + text


@pytest.mark.parametrize("text", ["+44 7700 900142", "+1 (323) 555-0142", "-3", "3 7/8", "O'Brien", "1A", ""])
def test_numbers_and_words_stay_as_they_are(text):
    assert cell(text) == text
