"""Whose list somebody is on: by position words, and by hand before that."""

import pytest

from server.rules.notify.chasers import Person, Position, chaser_of, plans_pickups, wave_of

CAMERA, TRANSPORT, OFFICE, CAST, CROWD = range(1, 6)
NAMES = {CAMERA: "Camera", TRANSPORT: "Transportation", OFFICE: "Production", CAST: "Cast", CROWD: "Background"}


def person(number, department, title, *, head=False, **more):
    return Person(member_id=number, positions=(Position(department, NAMES[department], title, head),), **more)


LENA = person(1, CAMERA, "Director of Photography", head=True)
OMAR = person(2, CAMERA, "1st AC")
VIC = person(3, TRANSPORT, "Transportation Captain", head=True)
SAM = person(4, TRANSPORT, "Driver")
BJORN = person(5, OFFICE, "2nd Assistant Director")
IVY = person(6, OFFICE, "Key 2nd AD", unit_id=2)
CARA = person(7, CROWD, "Extras Coordinator")
ZOE = person(8, CAST, "", talent=True)
EXTRA = person(9, CROWD, "Fisherman")
NIA = person(10, OFFICE, "Production Coordinator")
TEAM = [LENA, OMAR, VIC, SAM, BJORN, IVY, CARA, ZOE, EXTRA, NIA]


@pytest.mark.parametrize(
    ("who", "chaser"),
    [
        (OMAR, LENA), (SAM, VIC), (ZOE, BJORN), (EXTRA, CARA), (LENA, None), (NIA, None), (VIC, None),
        (person(20, CAST, "Agent"), BJORN), (person(20, CAST, "Guardian of Zoe"), BJORN),
        (person(20, CAMERA, "Camera Car Driver"), VIC), (person(20, CAMERA, "Stand-In"), BJORN),
        (person(20, CROWD, "Crowd 2nd AD"), None), (Person(member_id=20, talent=True), BJORN),
        (Person(member_id=20), None),
    ],
)  # fmt: skip
def test_the_position_says_who_rings(who, chaser):
    assert chaser_of(who, [*TEAM, who], {}) == (chaser and chaser.member_id)


def test_a_performer_of_the_second_unit_is_its_own_second_ads():
    assert chaser_of(person(20, CAST, "", talent=True, unit_id=2), TEAM, {}) == BJORN.member_id
    assert chaser_of(person(20, CAST, "", unit_id=2), [IVY, CARA], {}) == IVY.member_id


def test_background_without_a_coordinator_is_the_second_ads():
    assert chaser_of(EXTRA, [one for one in TEAM if one is not CARA], {}) == BJORN.member_id


def test_one_set_by_hand_goes_before_the_position_and_the_department_before_its_head():
    assert chaser_of(person(2, CAMERA, "1st AC", by_hand=NIA.member_id), TEAM, {}) == NIA.member_id
    assert chaser_of(OMAR, TEAM, {CAMERA: NIA.member_id}) == NIA.member_id


def test_a_list_is_given_only_to_who_can_open_it():
    away = [person(1, CAMERA, "Director of Photography", head=True, present=False), OMAR]
    assert chaser_of(OMAR, away, {}) is None
    assert chaser_of(person(2, CAMERA, "1st AC", by_hand=99), TEAM, {}) == LENA.member_id


def test_movers_leave_first_then_cast_then_crew():
    waves = [
        wave_of(["Locations"], cast=False), wave_of(["Transportation"], cast=True), wave_of(["Catering"], cast=False),
        wave_of([], cast=True), wave_of(["Camera"], cast=False), wave_of([], cast=False),
    ]  # fmt: skip
    assert waves == [0, 0, 0, 1, 2, 2]


def test_the_transport_captain_plans_the_pickups():
    assert plans_pickups("Transport Captain")
    assert not plans_pickups("Driver")
