"""Counts: who eats which meal, what they eat without names, and what comes after a final."""

from datetime import UTC, date, datetime, timedelta

import pytest

from server.rules.sheets.counts import Counts, Stage, Whom, changed, counts, stage_of, told, words
from server.rules.sheets.snapshot import Extra, Head, Line, Snapshot, Time

ON = date(2030, 4, 12)


def at(minutes):
    return Time(at=datetime(2030, 4, 12, tzinfo=UTC) + timedelta(minutes=minutes), minutes=minutes)


def line(member, call, *, kind="time", element=None, position=1, **more):
    return Line(
        id=f"m{member or 0}.p{position}.e{element or 0}", kind=kind, member_id=member, element_id=element,
        call=at(call) if call is not None else None, **more,
    )  # fmt: skip


def page(*lines, extras=(), **head):
    at_ = {name: at(minutes) for name, minutes in head.items() if name != "cancelled"}
    return Snapshot(
        head=Head(day_id=1, unit_id=1, unit="Main", on_date=ON, zone="UTC", cancelled=head.get("cancelled", False), **at_),
        lines=tuple(lines), extras=tuple(extras),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("call", "release", "eats"),
    [
        (360, None, ["breakfast", "lunch", "second_meal"]),
        (330 + 180, None, ["breakfast", "lunch", "second_meal"]),
        (330 + 181, None, ["lunch", "second_meal"]),
        (720, None, ["lunch", "second_meal"]),
        (721, None, ["second_meal"]),
        (360, 720, ["breakfast"]),
        (360, 721, ["breakfast", "lunch"]),
        (1200, None, []),
    ],
)
def test_who_eats_which_meal(call, release, eats):
    found = counts(
        page(line(1, call, release=at(release) if release else None), breakfast=330, lunch=720, second_meal=1080), {}
    )
    assert [name for name, many in found.meals.items() if many] == eats


def test_people_are_counted_once_and_roles_and_numbers_too():
    found = counts(
        page(
            line(1, 420), line(1, 400, position=2), line(2, 420, element=9), line(None, 420, element=10),
            line(3, None, kind="no_call"), line(4, None, kind="on_call"), line(5, None, kind="will_notify"),
            line(1, None, kind="on_call", position=3), line(6, None, kind="hold"), line(7, None, kind="cancelled"),
            extras=[
                Extra(id=1, kind="background", name="Campers", quantity=20), Extra(id=2, kind="crew", name="Grip", quantity=2),
                Extra(id=3, kind="stand_in", name="For 1", call=at(800)),
            ],
            lunch=720,
        ), {},
    )  # fmt: skip
    assert found.kinds == {"crew": 3, "cast": 2, "stand_in": 1, "background": 20}
    assert (found.total, found.meals, found.maybe) == (26, {"lunch": 25}, 2)


def test_diets_are_numbers_without_names_of_who_is_there_for_lunch():
    eaten = {1: " Vegan", 2: "vegan", 3: "No  nuts", 4: "vegan", 9: "vegan"}
    found = counts(page(line(1, 420), line(2, 420), line(3, 420), line(4, 900), lunch=720), eaten)
    assert found.diets == {"vegan": 2, "no nuts": 1}


def test_a_cancelled_day_feeds_nobody():
    assert counts(page(line(1, 420), cancelled=True), {}) == Counts()


@pytest.mark.parametrize(
    ("sent", "final", "now"),
    [
        ([], False, Stage.PRELIMINARY),
        ([], True, Stage.FINAL),
        ([Stage.PRELIMINARY], False, Stage.PRELIMINARY),
        ([Stage.PRELIMINARY], True, Stage.FINAL),
        ([Stage.FINAL, Stage.PRELIMINARY], True, Stage.PUSH),
        ([Stage.PUSH, Stage.FINAL], False, Stage.PUSH),
    ],
)
def test_after_a_final_there_is_only_a_push(sent, final, now):
    assert stage_of(sent, final=final) is now


def test_a_push_says_what_is_more_and_the_whole_below():
    now = Counts(total=90, kinds={"crew": 88, "cast": 2}, meals={"lunch": 90}, diets={"vegan": 1}, maybe=3)
    said = words(now, Whom.CATERING, Stage.PUSH, {"total": 84, "lunch": 84}, "Fri 12 Apr")
    assert said == {
        "title": "Fri 12 Apr: +6 people, +6 lunches",
        "body": "90 people, 90 lunches. 88 crew, 2 cast. Of them 1 vegan. 3 more on call or without a time yet.",
    }
    assert words(now, Whom.CATERING, Stage.FINAL, {}, "Fri 12 Apr")["title"] == "Fri 12 Apr: 90 lunches, final count"
    less = words(Counts(kinds={"background": 18}), Whom.BACKGROUND, Stage.PUSH, {"background": 20}, "Fri 12 Apr")
    assert (less["title"], less["body"]) == ("Fri 12 Apr: −2 background", "18 background.")


def test_a_meal_that_was_taken_off_is_said_too():
    assert changed({"total": 5, "second_meal": 5}, {"total": 5}) == {"second_meal": -5}


@pytest.mark.parametrize(
    ("whom", "department", "title", "is_told"),
    [
        (Whom.CATERING, "Catering", "Chef", True),
        (Whom.CATERING, "Production", "Catering Manager", True),
        (Whom.CATERING, "Craft Service", "Key", False),
        (Whom.BACKGROUND, "Assistant Directors", "Extras Coordinator", True),
        (Whom.BACKGROUND, "Supporting Artists", "Agency", True),
        (Whom.BACKGROUND, "Camera", "1st AC", False),
    ],
)
def test_who_is_told(whom, department, title, is_told):
    assert told(whom, department, title) is is_told
