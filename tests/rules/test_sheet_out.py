"""The page for one reader: numbers by class, pickups of others never, talent their own day only."""

import msgspec
import pytest

from server.rules.access import Membership, Role
from server.rules.access.fields import sight_of
from server.rules.sheets.held import my_calls
from server.rules.sheets.paper import Copy, on_paper
from server.rules.sheets.person import own
from tests.rules.conftest import FROZEN, time


def lines(sheet):
    return {line.name: line for line in (*sheet.cast, *(one for d in sheet.departments for one in d.lines))}


def seen_by(role, *, heads=frozenset()):
    return sight_of(Membership(1, 99, frozenset({role}), heads=heads))


def test_crew_read_names_and_the_numbers_that_people_show(make_sheet):
    found = lines(make_sheet(sight=seen_by(Role.CREW)))
    assert {name: line.phone for name, line in found.items()} == {
        "Judith Okafor": "", "Hana Vasquez": "", "Oona Lindqvist": "+12125550188",
    }  # fmt: skip
    assert found["Judith Okafor"].pickup is None


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SECOND_AD, Role.UPM])
def test_who_plans_reads_numbers_and_pickups(make_sheet, role):
    found = lines(make_sheet(sight=seen_by(role)))
    assert found["Judith Okafor"].phone == "+12125550133"
    assert found["Judith Okafor"].pickup is not None


def test_a_head_reads_the_numbers_of_their_own_people(make_sheet):
    found = lines(make_sheet(sight=seen_by(Role.HEAD, heads=frozenset({3}))))
    assert (found["Hana Vasquez"].phone, found["Judith Okafor"].phone) == ("+12125550177", "")


def test_talent_see_their_own_day_only(make_sheet):
    sheet = make_sheet(sight=seen_by(Role.TALENT), own=3)
    found = lines(sheet)
    assert list(found) == ["Judith Okafor"]
    assert found["Judith Okafor"].pickup is not None
    assert (sheet.departments, sheet.advance, sheet.notes) == ([], [], [])


def test_when_a_minor_is_to_be_gone_stands_on_the_own_phone_the_whole_sheet_and_on_paper(make_sheet):
    first, *rest = FROZEN.lines
    minor = msgspec.structs.replace(first, minor=True, release=time(17, 30))
    frozen = msgspec.structs.replace(FROZEN, lines=(minor, *rest))
    mine = own(frozen, 3)
    assert mine is not None
    assert [call.release for call in my_calls(mine)] == [time(17, 30).at]
    sheet = make_sheet(frozen=frozen, sight=seen_by(Role.CREW))
    assert [line.release for line in sheet.cast] == [time(17, 30).at]
    paper = on_paper(sheet, Copy(reader="Hana", qr="", twelve=True))
    assert [line["remarks"] for line in paper["cast"]] == ["minor · planned release 5:30P"]


def test_the_telephone_of_a_place_stands_on_the_sheet_and_on_paper(make_sheet):
    first, *rest = FROZEN.places
    rung = msgspec.structs.replace(first, address="40 Ridge Road", phone="+12125550199")
    sheet = make_sheet(frozen=msgspec.structs.replace(FROZEN, places=(rung, *rest)), sight=seen_by(Role.CREW))
    assert sheet.places[0].phone == "+12125550199"
    assert on_paper(sheet, Copy(reader="Hana", qr=""))["places"][0]["detail"].endswith("40 Ridge Road · +12125550199")
