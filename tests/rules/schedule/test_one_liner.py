"""One-liner rows as an assistant pastes them from a spreadsheet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.schedule.one_liner import eighths_of, read_one_liner

AROUND = date(2026, 4, 1)


def read(text, country="US"):
    return read_one_liner(text, country=country, around=AROUND)


def said(pasted):
    return {day.on_date.isoformat(): [scene.number or scene.banner for scene in day.scenes] for day in pasted.days}


def test_rows_with_headings_in_any_order():
    found = read(
        "Sc\tI/E\tSet\tD/N\tPages\tSynopsis\tDate\n"
        "24\tINT\tCAMP HOPE, LODGE\tDAY\t1 3/8\tThey pack.\t4/10/2026\n"
        "A1\tEXT\tCAVE\tDUSK\t3/8\tLast light.\t\n"
        "\t\tCOMPANY MOVE\t\t\t\t\n"
        "89PT1\tINT\tCAVE\tNIGHT\t7/8\t\t4/13/2026\n"
    )
    assert said(found) == {"2026-04-10": ["24", "A1", "COMPANY MOVE"], "2026-04-13": ["89PT1"]}
    first = found.days[0].scenes[0]
    assert (first.int_ext, first.set_name, first.day_night, first.eighths, first.description) == (
        "INT", "CAMP HOPE, LODGE", "DAY", 11, "They pack.",
    )  # fmt: skip
    assert found.remarks == []


def test_rows_without_headings_are_date_scene_set_pages():
    found = read("2026-04-10\t24\tINT. CAVE - NIGHT\t2 1/8\n\t25\tEXT. CAVE MOUTH - DAWN\t4/8\n")
    assert said(found) == {"2026-04-10": ["24", "25"]}
    scene = found.days[0].scenes[1]
    assert (scene.int_ext, scene.set_name, scene.day_night, scene.eighths) == ("EXT", "CAVE MOUTH", "DAWN", 4)


def test_a_row_with_only_a_date_begins_a_day():
    found = read("Date\tScene\tSet\nFri 10 Apr 2026\t\t\n\t24\tCAVE\nSat 11 Apr 2026\t\t\n\t25\tCAVE\n")
    assert said(found) == {"2026-04-10": ["24"], "2026-04-11": ["25"]}


@pytest.mark.parametrize(("country", "on"), [("US", "2026-10-04"), ("GB", "2026-04-10")])
def test_the_countrys_habit_reads_a_date_that_could_be_either(country, on):
    assert list(said(read("10/4/2026\t24\tCAVE\t1\n", country))) == [on]


def test_several_numbers_in_a_cell_are_several_scenes_and_their_length_is_asked_about():
    found = read("2026-04-10\t24, 25A\tCAVE\t1 1/8\n")
    assert [(scene.number, scene.eighths) for scene in found.days[0].scenes] == [("24", None), ("25A", None)]
    assert "9/8 are for 2 scenes together" in found.remarks[0].says


def test_a_row_that_cannot_be_read_is_named_and_the_rest_is_taken():
    found = read("\t23\tCAVE\t1\n2026-04-10\t24\tCAVE\t2.5 pages\n\t???\tCAVE\t1\n\t26\tCAVE\t1\n")
    assert said(found) == {"2026-04-10": ["24", "26"]}
    assert [(remark.line, remark.kind.value) for remark in found.remarks] == [
        (1, "refused"), (2, "doubted"), (3, "refused"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "eighths"),
    [("2 3/8", 19), ("3/8", 3), ("4/8", 4), ("2", 16), ("2.5", None), ("", None), ("9/9", None), ("1 0/8", 8)],
)
def test_pages_are_whole_eighths(text, eighths):
    assert eighths_of(text) == eighths


@given(st.integers(0, 99), st.integers(0, 7))
def test_eighths_come_back(whole, part):
    assert eighths_of(f"{whole} {part}/8") == whole * 8 + part


@given(st.text(alphabet=st.characters(exclude_characters='"'), max_size=300))
def test_no_text_breaks_it(text):
    for day in read(text).days:
        assert all((scene.number == "") != (scene.banner == "") for scene in day.scenes)
