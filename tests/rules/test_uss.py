"""Schedules in the Universal Schedule Standard, as programs write them and as vandals do."""

import contextlib
import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Invalid, TooLarge
from server.rules.production.paper import Kind
from server.rules.schedule import uss
from server.rules.schedule.uss import day_of, read_uss
from server.rules.schedule.uss_days import Move, planned_days
from server.rules.schedule.uss_shape import UssBoard, days_worked

CATEGORIES = [
    {"id": "c50", "ucid": 50, "name": "Set"},
    {"id": "c1", "ucid": 1, "name": "INT/EXT"},
    {"id": "c2", "ucid": 2, "name": "Day/Night"},
    {"id": "c100", "ucid": 100, "name": "Cast"},
    {"id": "c101", "ucid": 101, "name": "Background"},
]
ELEMENTS = [
    {"id": "e1", "category": "c100", "name": "FARAH (5 mo)(k)", "elementId": "39"},
    {"id": "e2", "category": "c101", "name": "10 ND Pedestrians"},
    {"id": "e3", "category": "c50", "name": "PIER"},
    {"id": "e4", "category": "c1", "name": "EXT"},
    {"id": "e5", "category": "c100", "name": "SARA", "elementId": "2"},
]


def scene(n, **more):
    return {"id": f"s{n}", "scene": str(n), "type": "scene", "pages": 0.375, "elements": ["e5"], **more}


def banner(n, text):
    return {"id": f"b{n}", "bannerText": text, "type": "banner", "scene": None, "pages": None}


def document(breakdowns, days, **more):
    board = {"id": "B", "name": "First Pass", "calendar": "K", "boards": [{"name": "stripboard", "breakdownIds": days}]}
    calendar = {"id": "K", "events": [{"type": "start", "date": "2025-04-07T00:00:00.000Z"}], "daysOff": [0, 6]}
    inside = {
        "project": "Low Tide", "breakdowns": breakdowns, "categories": CATEGORIES, "elements": ELEMENTS,
        "stripboards": [board], "calendars": [calendar],
    }  # fmt: skip
    return json.dumps({"universalScheduleStandard": inside | more}, indent=1).encode()


def read(breakdowns, days=(), **more):
    return read_uss(document(breakdowns, list(days), **more))


def test_a_scene_has_its_heading_cast_and_whole_eighths():
    found = read([scene("89PT1", elements=["e1", "e2", "e3", "e4"], description="Tide", pages="3 7/8")])
    (one,) = found.scenes
    assert (one.number, one.eighths, one.int_ext, one.set_name) == ("89PT1", 31, "EXT", "PIER")
    assert one.elements == ("e1", "e2")
    farah, crowd = found.of_category(100)[0], found.of_category(101)[0]
    assert (farah.name, farah.minor, farah.number) == ("FARAH (5 mo)", True, "39")
    assert (crowd.name, crowd.quantity) == ("ND Pedestrians", 10)


@given(st.integers(0, 800))
def test_eighths_survive_their_decimals(eighths):
    assert read([scene(1, pages=eighths / 8)]).scenes[0].eighths == eighths
    assert read([scene(1, pages=round(eighths / 8, 2))]).scenes[0].eighths == eighths


def test_a_length_that_is_no_eighths_is_taken_and_doubted():
    found = read([scene(1, pages=0.3)])
    assert found.scenes[0].eighths == 2
    assert "no whole number of eighths" in found.remarks[0].says
    assert found.remarks[0].line > 1


@pytest.mark.parametrize("key", ["breakdownIds", "breakdownArrays"])
@pytest.mark.parametrize("kind", ["scene", "strip", None])
def test_both_spellings_of_the_wild(key, kind):
    boards = [{"name": "stripboard", key: [["s1"], ["s2"]]}]
    board = {"id": "B", "name": "X", "boards": boards}
    found = read([scene(1, type=kind), scene(2, type=kind)], stripboards=[board])
    assert [group.strips for group in found.boards[0].groups] == [("s1",), ("s2",)]


def test_a_flat_list_is_one_day_and_the_boneyard_none():
    boards = [{"name": "stripboard", "breakdownIds": ["s1", "s2"]}, {"name": "boneyard", "breakdownIds": [["s3"]]}]
    found = read([scene(n) for n in (1, 2, 3)], stripboards=[{"id": "B", "name": "X", "boards": boards}])
    assert [group.strips for group in found.boards[0].groups] == [("s1", "s2")]


def test_missing_keys_are_no_reason_to_refuse():
    found = read_uss(b'{"universalScheduleStandard": {"breakdowns": [{"id": "s1", "scene": "1"}]}}')
    assert (found.scenes[0].number, found.boards, found.active) == ("1", (), None)


def test_the_rest_is_read_when_a_line_is_broken():
    found = read(
        [scene(1), scene(1, id="x"), {"id": "s9", "type": "scene"}, scene(2, elements=["gone"])],
        [["s1", "lost"], ["s1"]],
        elements=[*ELEMENTS, {"id": "e9", "category": "none", "name": "?"}],
    )
    assert [s.number for s in found.scenes] == ["1", "1", "2"]
    kinds = {remark.code: remark.kind for remark in found.remarks}
    assert kinds == {
        "element": Kind.DOUBTED, "no_number": Kind.REFUSED, "same_number": Kind.DOUBTED, "strip": Kind.REFUSED,
        "strip_twice": Kind.DOUBTED,
    }  # fmt: skip
    assert [r.column for r in found.remarks if r.code == "no_number"] == ["breakdowns[2].scene"]


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "line 1, column 1"),
        (b'{"universalScheduleStandard":\n {"a": }}', "line 2, column 8"),
        (b"[]", "universalScheduleStandard"),
        (b'{"universalScheduleStandard": []}', "universalScheduleStandard"),
        (document({}, []), "breakdowns"),
        (document([1], []), "breakdowns[0]"),
        (document([scene(1, pages=-1)], []), "breakdowns[0].pages"),
        (document([scene(1, pages="long")], []), "breakdowns[0].pages"),
        (document([scene(1, elements="e1")], []), "breakdowns[0].elements"),
        (document([], [3]), "stripboards[0].boards[0].breakdownIds[0]"),
        (document([], [], calendars=[{"id": "K", "daysOff": [0, 1, 2, 3, 4, 5, 6]}]), "calendars[0].daysOff"),
        (b'{"universalScheduleStandard":' + b"[" * 5_000 + b"]" * 5_000 + b"}", "universalScheduleStandard"),
    ],
)
def test_nonsense_is_refused_with_its_place(data, where):
    with pytest.raises(Invalid) as refused:
        read_uss(data)
    assert refused.value.more["errors"][0]["where"] == where


def test_sizes_are_bounded():
    with pytest.raises(TooLarge):
        read([scene(n) for n in range(5_001)])
    with pytest.raises(TooLarge):
        read_uss(b" " * (uss.BYTES + 1))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "id",
                        "breakdowns",
                        "elements",
                        "scene",
                        "pages",
                        "boards",
                        "stripboards",
                        "calendars",
                        "events",
                        "daysOff",
                        "date",
                        "type",
                        "name",
                        "ucid",
                        "categories",
                    ]
                ),
                x,
                max_size=6,
            )
        ),
        max_leaves=20,
    )
)
def test_whatever_comes_it_is_read_or_refused(value):
    with contextlib.suppress(Invalid, TooLarge):
        read_uss(json.dumps({"universalScheduleStandard": value}).encode())


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-04-07T00:00:00.000Z", date(2025, 4, 7)),
        ("2025-04-07T07:00:00.000+0000", date(2025, 4, 7)),  # midnight in Los Angeles
        ("2025-04-06T22:00:00.000Z", date(2025, 4, 7)),  # midnight in Berlin
        ("2025-04-07", date(2025, 4, 7)),
        (1743984000000, date(2025, 4, 7)),
        ("soon", None),
        (None, None),
        ("9999-99-99", None),
    ],
)
def test_dates_of_the_wild(written, day):
    assert day_of(written) == day


def test_groups_under_stock_shots_and_of_banners_only_are_no_shooting_days():
    found = read(
        [banner(1, "LOW TIDE"), scene(1), banner(2, "TRAVEL DAY"), banner(3, "GREECE UNIT"), scene(2),
         banner(4, "STOCK SHOTS"), scene(3)],
        [["b1", "s1"], ["b2"], ["b3", "s2"], ["b4", "s3"]],
    )  # fmt: skip
    days = planned_days(found, found.boards[0])
    assert [(d.n, d.banner, d.on and d.on.day) for d in days] == [
        (1, "", 7), (None, "TRAVEL DAY", 8), (2, "GREECE UNIT", 9), (None, "STOCK SHOTS", None),
    ]  # fmt: skip
    assert days_worked(found, [(d.n, d.group) for d in days if d.shooting]) == {"e5": [1, 2]}


def ten_days(events, shift):
    calendar = {"id": "K", "events": events, "daysOff": [0, 6]}
    found = read([scene(n) for n in range(10)], [[f"s{n}"] for n in range(10)], calendars=[calendar])
    return [day.on for day in planned_days(found, found.boards[0], shift_days=shift)]


START = {"type": "start", "date": "2025-04-07"}


def test_weekends_and_days_off_are_skipped():
    days = ten_days([START, {"type": "dayOff", "date": "2025-04-14"}], 0)
    assert [day.day for day in days] == [7, 8, 9, 10, 11, 15, 16, 17, 18, 21]


@given(st.integers(-400, 400))
def test_a_moved_schedule_keeps_weekends_free_and_its_days_off_where_they_were_among_the_days(shift):
    off = {"type": "dayOff", "date": "2025-04-14"}
    days = ten_days([START, off], shift)
    assert all(day.isoweekday() < 6 for day in days)
    assert days[0] >= date(2025, 4, 7) + timedelta(days=shift)
    without = ten_days([START], shift)
    assert [day for day in days if day not in without] == days[-1:]
    assert days[:5] == without[:5]
    assert without[5] not in days


@given(st.integers(-500, 500), st.integers(-500, 500))
def test_a_move_keeps_order_and_whole_weeks(days, shift):
    start = date(2025, 4, 7)
    move = Move(start, start + timedelta(days=shift), {6, 7})
    day = start + timedelta(days=days)
    assert move.to(day) <= move.to(day + timedelta(days=1))
    assert move.to(day + timedelta(days=7)) == move.to(day) + timedelta(days=7)
    if shift % 7 == 0:
        assert move.to(day) == day + timedelta(days=shift)
    if day.isoweekday() < 6:
        assert move.to(day).isoweekday() < 6


def test_a_schedule_without_a_start_has_no_dates():
    found = read([scene(1)], [["s1"]], calendars=[])
    assert planned_days(found, found.boards[0])[0].on is None
    assert isinstance(found.active, UssBoard)
