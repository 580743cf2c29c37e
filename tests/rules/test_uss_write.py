"""What is written as USS is read again as it was."""

import json
from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from server.rules.production.paper import clean
from server.rules.schedule.uss import BACKGROUND, CAST, read_uss
from server.rules.schedule.uss_days import planned_days
from server.rules.schedule.uss_shape import Element, Group, Scene, Schedule, UssBoard, UssCalendar
from server.rules.schedule.uss_write import calendar_of, write_uss
from tests.amounts import amount

NOW = datetime(2026, 11, 27, tzinfo=UTC)
START = date(2026, 4, 6)
TITLES = ("STOCK SHOTS", "TRAVEL DAY", "GREECE UNIT", "LOW TIDE")

words = st.text("ABÉß1('/,&-", max_size=12).map(clean)
names = words.filter(bool)


def ids(kind, many):
    return [f"{kind}{n}" for n in range(many)]


@st.composite
def an_element(draw, uss_id):
    category = draw(st.sampled_from([CAST, BACKGROUND, 103, 104]))
    crowd = category == BACKGROUND
    return Element(
        uss_id=uss_id, category=category, category_name=f"Category {category}", number=draw(words),
        name=draw(names | st.sampled_from(["20 Sailors", "7"])), quantity=draw(st.integers(1, 40)) if crowd else 1,
        minor=draw(st.booleans()) if category in (CAST, BACKGROUND) else False,
    )  # fmt: skip


@st.composite
def a_scene(draw, uss_id, elements):
    return Scene(
        uss_id=uss_id, number=draw(names), eighths=draw(st.integers(0, 80)), description=draw(words),
        comments=draw(words), int_ext=draw(st.sampled_from(["", "INT", "INT / EXT"])), set_name=draw(words),
        day_night=draw(st.sampled_from(["", "DAY", "NIGHT"])), script_day=draw(words),
        elements=tuple(draw(st.lists(st.sampled_from(elements), unique=True, max_size=3))) if elements else (),
    )  # fmt: skip


@st.composite
def a_board(draw, uss_id, strips):
    groups = draw(st.lists(st.lists(st.sampled_from(strips), max_size=4), max_size=8))
    gaps = draw(st.lists(st.integers(1, 9), min_size=len(groups), max_size=len(groups)))
    dates = [START + timedelta(days=sum(gaps[: n + 1])) for n in range(len(gaps))]
    before = draw(st.none() | st.integers(-400, 400).filter(bool).map(lambda days: START + timedelta(days=days)))
    calendar = calendar_of(dates, draw(st.sampled_from([(), (6, 7), (1,)])), start_before=before) if draw(
        st.booleans()
    ) else UssCalendar()  # fmt: skip
    return UssBoard(uss_id=uss_id, name=draw(names), groups=tuple(Group(tuple(g)) for g in groups), calendar=calendar)


@st.composite
def a_schedule(draw):
    elements = [draw(an_element(one)) for one in ids("e", draw(st.integers(0, 5)))]
    scenes = [draw(a_scene(one, [e.uss_id for e in elements])) for one in ids("s", draw(st.integers(1, 6)))]
    banners = [Scene(uss_id=one, number="", banner=draw(st.sampled_from(TITLES) | names)) for one in ids("b", 3)]
    strips = [one.uss_id for one in (*scenes, *banners)]
    dates = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
    return Schedule(
        uss_id="S", project="Low Tide", name=draw(words), company=draw(words), episode=draw(words),
        schedule_colour=draw(words), schedule_date=draw(dates), script_colour=draw(words), script_date=draw(dates),
        scenes=(*scenes, *banners), elements=tuple(elements),
        boards=tuple(draw(a_board(one, strips)) for one in ids("B", draw(st.integers(0, 2)))),
    )  # fmt: skip


def again(schedule):
    return read_uss(write_uss(schedule, now=NOW))


@settings(max_examples=amount("schedules written and read"))
@given(a_schedule())
def test_what_is_written_is_read_as_it_was(schedule):
    found = again(schedule)
    own = tuple(one for one in found.elements if one.category >= 100)
    assert msgspec.structs.replace(found, elements=own, remarks=()) == schedule
    assert msgspec.structs.replace(again(found), remarks=()) == msgspec.structs.replace(found, remarks=())
    assert {remark.code for remark in found.remarks} <= {"same_number", "strip_twice"}


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20), st.sets(st.integers(1, 7), max_size=6))
def test_a_calendar_made_from_dates_gives_these_dates(gaps, weekly):
    dates = [START + timedelta(days=sum(gaps[: n + 1])) for n in range(len(gaps))]
    scenes = tuple(Scene(uss_id=f"s{n}", number=str(n)) for n in range(len(dates)))
    groups = tuple(Group((scene.uss_id,)) for scene in scenes)
    board = UssBoard(uss_id="B", name="B", groups=groups, calendar=calendar_of(dates, weekly))
    blank = dict.fromkeys(("uss_id", "project", "name", "company", "episode", "schedule_colour", "script_colour"), "")
    schedule = Schedule(
        **blank, schedule_date=None, script_date=None, scenes=scenes, elements=(), boards=(board,)
    )  # fmt: skip
    assert [day.on for day in planned_days(schedule, board)] == dates
    found = again(schedule)
    assert [day.on for day in planned_days(found, found.boards[0])] == dates


def test_a_board_that_says_it_is_shot_goes_before_a_longer_one():
    def board(name, days, **more):
        calendar = calendar_of([START], **more)
        return UssBoard(uss_id=name, name=name, groups=(Group(("s",)),) * days, calendar=calendar)

    blank = dict.fromkeys(("uss_id", "project", "name", "company", "episode", "schedule_colour", "script_colour"), "")
    schedule = Schedule(
        **blank, schedule_date=None, script_date=None, scenes=(Scene(uss_id="s", number="1"),), elements=(),
        boards=(board("Shot", 1, shot=True), board("Draft", 3)),
    )  # fmt: skip
    assert again(schedule).active.name == "Shot"


def test_scenes_on_no_day_lie_in_the_boneyard():
    scenes = tuple(Scene(uss_id=one, number=one) for one in ("on", "off"))
    board = UssBoard(uss_id="B", name="B", groups=(Group(("on",)),), calendar=UssCalendar())
    blank = dict.fromkeys(("uss_id", "project", "name", "company", "episode", "schedule_colour", "script_colour"), "")
    schedule = Schedule(
        **blank, schedule_date=None, script_date=None, scenes=scenes, elements=(), boards=(board,)
    )  # fmt: skip
    written = json.loads(write_uss(schedule, now=NOW))["universalScheduleStandard"]["stripboards"][0]["boards"]
    assert {part["name"]: part["breakdownIds"] for part in written} == {"stripboard": [["on"]], "boneyard": ["off"]}
