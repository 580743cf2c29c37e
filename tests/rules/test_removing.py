"""Why a unit, department, place, vehicle or vendor stays, in words."""

from collections import Counter

import pytest

from server.rules.production.removing import Use, in_the_way


def test_what_nothing_refers_to_may_go():
    assert in_the_way("Camera", Counter()) is None
    assert in_the_way("Camera", Counter({Use.PEOPLE: 0, Use.CASES: 0})) is None


@pytest.mark.parametrize(
    ("name", "uses", "said", "next_step"),
    [
        ("Camera", {Use.PEOPLE: 6, Use.CASES: 11}, "Camera still has 6 people and 11 cases and items.", "Move them first."),
        ("Grip", {Use.PEOPLE: 1, Use.VEHICLES: 1}, "Grip still has 1 person and 1 vehicle.", "Move them first."),
        ("North field", {Use.DAYS: 3}, "North field stands on 3 days.", "Take it off there first."),
        ("Main", {Use.DAYS: 30, Use.PEOPLE: 2}, "Main still has 2 people and stands on 30 days.", "Move them first."),
    ],
)  # fmt: skip
def test_what_can_be_moved_is_counted_and_said(name, uses, said, next_step):
    assert in_the_way(name, Counter(uses)) == (said, next_step)


def test_what_happened_keeps_it():
    said, next_step = in_the_way("Truck 2", Counter({Use.CASES: 1, Use.HISTORIES: 12, Use.CHECKS: 1}))
    assert said == "Truck 2 still has 1 case or item and is named by 12 cases’ histories and 1 check."
    assert next_step == "It stays for what happened. Give it another name if this one is wrong."
