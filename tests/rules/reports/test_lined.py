"""One-liner and day-out-of-days: what is counted, and how it stands in a spreadsheet and on paper."""

import csv
import io
from datetime import date, timedelta

import pytest

from server.rules.production.cells import table
from server.rules.reports import day_out, one_liner
from server.rules.reports.day_out import DayOutColumnOut, DayOutOfDaysOut, DayOutRoleOut, kind_of
from server.rules.reports.one_liner import LinedDayOut, LinedStripOut, OneLinerOut
from server.rules.schedule.statuses import Engagement

MON = date(2026, 4, 6)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("SW", "worked"), ("W", "worked"), ("WD", "worked"), ("PWF", "worked"), ("SWF", "worked"), ("R", "worked"),
        ("H", "held"), ("T", "travelled"), ("ST", "travelled"), ("TF", "travelled"), ("FT", "other"), ("TS", "other"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_begins_and_ends_an_engagement_counts_by_its_day(code, kind):
    assert kind_of(code) == kind


def role(name, doing, columns):
    codes = [Engagement(doing, drop_after=10).code(column.on_date) for column in columns]
    return DayOutRoleOut(
        element_id=1, number="1", character=name, performer="", minor=False, codes=codes,
        **day_out.counted(codes, columns),
    )  # fmt: skip


def days_of(*numbers):
    return [DayOutColumnOut(on_date=MON + timedelta(days=n), number=n + 1, day_type="shoot") for n in numbers]


@pytest.fixture
def found():
    columns = days_of(0, 1, 2, 3, 7, 8)
    sara = {MON: "FT", MON + timedelta(days=1): "T", MON + timedelta(days=3): "W", MON + timedelta(days=8): "W"}
    roles = [role("SARA", sara, columns), role("=GEORGE", {}, columns)]
    return DayOutOfDaysOut(production="P", columns=columns, roles=roles, working=day_out.working(roles, columns))


def test_days_worked_held_and_travelled(found):
    sara, george = found.roles
    assert sara.codes == ["FT", "ST", "H", "W", "H", "WF"]
    assert (sara.worked, sara.held, sara.travelled, sara.other, sara.total) == (2, 2, 1, 1, 6)
    assert (sara.starts, sara.ends) == (MON + timedelta(days=1), MON + timedelta(days=8))
    assert (george.total, george.starts, george.codes) == (0, None, [""] * 6)
    assert found.working == [0, 0, 0, 1, 0, 1]


def test_as_rows_for_a_spreadsheet(found):
    heads, numbers, sara, george, working = csv.reader(io.StringIO(table(day_out.as_rows(found)).decode("utf-8-sig")))
    assert (heads[3], numbers[3], sara[3:9]) == ("2026-04-06", "1", ["FT", "ST", "H", "W", "H", "WF"])
    assert sara[9:] == ["2", "2", "1", "1", "6", "2026-04-07", "2026-04-14"]
    assert george[1] == "'=GEORGE"
    assert working[2:] == ["Working", "0", "0", "0", "1", "0", "1"] + [""] * 7


def test_on_paper_many_days_take_further_sheets_and_only_the_last_has_totals():
    columns = days_of(*range(70))
    one = role("SARA", {MON: "W"}, columns)
    out = DayOutOfDaysOut(production="P", columns=columns, roles=[one], working=day_out.working([one], columns))
    sheets = day_out.on_paper(out, paper="a4", on=MON)["sheets"]
    assert [len(sheet["columns"]) for sheet in sheets] == [24, 24, 22]
    assert [len(sheet["roles"][0]["totals"]) for sheet in sheets] == [0, 0, 5]
    assert [c["gap"] for c in day_out.on_paper(out, paper="a4", on=MON)["sheets"][0]["columns"]] == [False] * 24


def strip(number="", **more):
    blank = dict.fromkeys(("banner", "int_ext", "set", "day_night", "script_day", "description"), "")
    return LinedStripOut(**blank | {"number": number, "eighths": 0, "cast": []} | more)


@pytest.fixture
def lined():
    strips = [
        strip("7", eighths=3, cast=["10", "2"], set="CAVE"),
        strip(banner="LUNCH"),
        strip("9A", eighths=18, cast=["2"]),
    ]
    day = LinedDayOut(
        id=1, unit="Main", on_date=MON, day_type="shoot", title="", number=5, of=30, cancelled=False, strips=strips,
        **one_liner.totals(strips),
    )  # fmt: skip
    return OneLinerOut(production="P", days=[day], scenes=day.scenes, eighths=day.eighths)


def test_a_days_totals_count_scenes_and_each_role_once(lined):
    (day,) = lined.days
    assert (day.scenes, day.eighths, day.cast) == (2, 21, ["2", "10"])


def test_a_length_is_no_date_in_a_spreadsheet(lined):
    rows = list(csv.DictReader(io.StringIO(table(one_liner.as_rows(lined)).decode("utf-8-sig"))))
    assert [(row["Scene"], row["Set"], row["Pages"], row["Eighths"]) for row in rows] == [
        ("7", "CAVE", "0 3/8", "3"), ("", "LUNCH", "", ""), ("9A", "", "2 2/8", "18"),
        ("", "Total: 2 scenes", "2 5/8", "21"),
    ]  # fmt: skip
    assert {row["Day"] for row in rows} == {"Day 5 of 30"}


def test_on_paper_lengths_are_never_reduced(lined):
    (day,) = one_liner.on_paper(lined, paper="a4", on=MON)["days"]
    assert (day["day"], day["head"], day["total"]) == (
        "Day 5 of 30",
        "Mon 6 Apr 2026",
        "End of day 5: 2 scenes · 2 5/8 pages",
    )
