"""`callboard import` on a data folder of its own, with and without a running `up`."""

import json
import os
import pty
import subprocess

import pytest

from tests.cli.conftest import CALLBOARD, environment

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


def test_files_make_a_production_and_a_second_time_change_nothing(callboard, papers):
    files = [str(papers / "crew.csv"), str(papers / "tide.uss")]
    looked = json.loads(callboard("import", *files, "--dry-run", "--json").stdout)
    assert [d["code"] for d in looked["doubts"][:2]] == ["far", "where"]
    made = callboard(
        "import", *files, "--first-day", "2026-12-01", "--zone", "Europe/London", "--country", "gb", "--json"
    )
    told = json.loads(made.stdout)
    assert (told["production"], told["made"]) == ("Low Tide", True)
    wanted = {"scenes": 1, "banners": 1, "eighths": 7, "day_groups": 1, "people": 2, "positions": 2, "cases": 0}
    assert told["counts"] | wanted == told["counts"]
    assert [(d["file"], d["line"], d["column"]) for d in told["doubts"]] == [("crew.csv", 3, "E-mail")]
    assert told["reports"][0]["first_day"] == "2026-12-01"
    exported = callboard("export", "--production", "low tide", "--format", "uss", "--output", str(papers / "out.uss"))
    assert exported.stdout.startswith("The schedule of Low Tide in "), exported.stderr
    back = json.loads(callboard("import", str(papers / "out.uss"), "--json").stdout)["reports"][0]
    assert (back["done"]["made"], back["done"]["changed"], back["first_day"]) == (0, 0, "2026-12-01")
    again = callboard("import", str(papers / "tide.uss"))
    assert "2 as they were" in again.stdout
    assert "All days are moved 86 weeks and 1 day later" in again.stdout


def test_at_a_terminal_it_asks_where_a_new_production_is_shot(data, papers):
    hand, terminal = pty.openpty()
    os.write(hand, b"Europe/Malta\nmt\n")
    answer = subprocess.run(
        [*CALLBOARD, "import", str(papers / "tide.uss")],
        check=False, stdin=terminal, capture_output=True, text=True, env=environment(data), timeout=120,
    )  # fmt: skip
    assert "times in Europe/Malta, telephone numbers as in MT" in answer.stdout, answer.stderr
    assert "Time zone where it is shot" in answer.stderr


def test_what_no_upload_would_take_is_refused_by_its_size_alone(callboard, papers):
    for name in ("one.csv", "other.csv"):
        with (papers / name).open("wb") as sparse:
            sparse.truncate(14 * 1024 * 1024)
    answer = callboard("import", str(papers / "one.csv"), str(papers / "other.csv"))
    assert (answer.returncode, "More than 24576 KB." in answer.stderr) == (1, True)
    with (papers / "huge.uss").open("wb") as sparse:
        sparse.truncate(1 << 42)  # more than any memory: who reads it first dies of it
    answer = callboard("import", str(papers / "huge.uss"))
    assert (answer.returncode, "huge.uss has more than 16 MB." in answer.stderr) == (1, True)


def test_what_cannot_be_read_is_a_sentence(callboard, papers):
    (papers / "broken.uss").write_text('{"universalScheduleStandard": {"breakdowns": 3}}')
    answer = callboard("import", str(papers / "broken.uss"), "--production", "X")
    assert answer.returncode == 1
    assert "breakdowns: a list is expected" in answer.stderr
    assert "Traceback" not in answer.stderr
