"""`callboard import` on a data folder of its own, with and without a running `up`."""

import json

import pytest

USS = {
    "universalScheduleStandard": {
        "project": "Low Tide",
        "breakdowns": [
            {"id": "s1", "scene": "1A", "pages": 0.875},
            {"id": "b1", "type": "banner", "bannerText": "MOVE"},
        ],
        "stripboards": [
            {"id": "B", "name": "First", "boards": [{"name": "stripboard", "breakdownIds": [["s1", "b1"]]}]}
        ],
        "calendars": [{"id": "K", "events": [{"type": "start", "date": "2025-04-07"}], "daysOff": [0, 6]}],
    }
}
CREW = "Department,Position,Name,E-mail\nGrip,Key Grip,Bo,bo@example.test\nGrip,Grip,Di,di@\n"


@pytest.fixture
def papers(tmp_path):
    (tmp_path / "tide.uss").write_text(json.dumps(USS))
    (tmp_path / "crew.csv").write_text(CREW)
    return tmp_path


def test_files_of_a_production_that_is_made_by_them(callboard, papers):
    lost = callboard("import", str(papers / "crew.csv"))
    assert lost.returncode == 1
    assert "There is no production yet" in lost.stderr
    dry = callboard("import", str(papers / "tide.uss"), "--dry-run")
    assert "Nothing has been imported yet" in dry.stdout
    made = callboard(
        "import", str(papers / "crew.csv"), str(papers / "tide.uss"), "--first-day", "2026-12-01", "--json"
    )
    told = json.loads(made.stdout)
    assert (told["production"], told["made"]) == ("Low Tide", True)
    wanted = {
        "scenes": 1,
        "banners": 1,
        "eighths": 7,
        "day_groups": 1,
        "people": 2,
        "positions": 2,
        "cases": 0,
        "cast": 0,
    }
    assert told["counts"] | wanted == told["counts"]
    assert [(d["file"], d["line"], d["column"]) for d in told["doubts"]] == [("crew.csv", 3, "E-mail")]
    assert told["reports"][0]["first_day"] == "2026-12-01"
    again = callboard("import", str(papers / "tide.uss"))
    assert "1 as they were" in again.stdout
    assert "All days are moved by +603 days" in again.stdout
    elsewhere = callboard(
        "import", str(papers / "crew.csv"), "--production", "Skye", "--country", "GB", "--zone", "Europe/London"
    )
    assert "Skye (production" in elsewhere.stdout
    assert "callboard invite EMAIL" in elsewhere.stdout
    torn = callboard("import", str(papers / "crew.csv"))
    assert (torn.returncode, "Which production?" in torn.stderr) == (1, True)


def test_what_cannot_be_read_is_a_sentence(callboard, papers):
    (papers / "broken.uss").write_text('{"universalScheduleStandard": {"breakdowns": 3}}')
    answer = callboard("import", str(papers / "broken.uss"), "--production", "X")
    assert answer.returncode == 1
    assert "breakdowns: a list is expected" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert callboard("import", str(papers / "tide.uss"), "--first-day", "soon").returncode == 2
