"""Blocks of a sheet: in the production's order, each made of data, empty ones nowhere."""

import msgspec

from server.rules.access.fields import FieldClass, Sight
from server.rules.production.settings import SheetBlock
from server.rules.production.vocabulary import WORDS, spoken
from server.rules.sheets import blocks
from server.rules.sheets import snapshot as page
from tests.rules.conftest import FROZEN, time

PLANS = Sight(frozenset(FieldClass), frozenset(), frozenset())
FULL = msgspec.structs.replace(
    FROZEN,
    extras=(page.Extra(id=1, kind="background", name="Campers", quantity=8, call=time(7), place_id=1),),
    transport=(
        page.Run(id=1, name="Unit car 1", driver_id=8, at=time(5), passengers=(3,)),
        page.Run(id=2, name="Crew shuttle", notes="every 10 min"),
    ),
)


def test_every_block_is_on_in_the_usual_order_where_nobody_chose():
    assert blocks.order(()) == list(blocks.DEFAULT)


def test_chosen_blocks_come_first_in_their_order_and_others_follow():
    chosen = (SheetBlock(name="crew"), SheetBlock(name="cast", on=False), SheetBlock(name="gone"))
    found = blocks.order(chosen)
    assert (found[0], "cast" in found, "gone" in found) == ("crew", False, False)
    assert found[1:] == [name for name in blocks.DEFAULT if name not in {"crew", "cast"}]


def test_the_nearest_hospital_is_never_switched_off():
    assert "safety" in blocks.order([SheetBlock(name="safety", on=False)])


def test_a_run_names_whom_it_fetches_to_who_plans_pickups_and_to_themselves(make_sheet):
    def fetched(**reader):
        return {run.vehicle: [one.name for one in run.fetches] for run in make_sheet(frozen=FULL, **reader).transport}

    assert fetched() == {"Unit car 1": [], "Crew shuttle": []}
    assert fetched(sight=PLANS)["Unit car 1"] == ["Judith Okafor"]
    assert fetched(own=3) == {"Unit car 1": ["Judith Okafor"]}
    assert fetched(own=7) == {}


def test_talent_read_nothing_of_background_and_pre_calls(make_sheet):
    sheet = make_sheet(frozen=FULL, own=3)
    assert (sheet.extras, sheet.pre_calls) == ([], [])
    assert [(one.quantity, one.place) for one in make_sheet(frozen=FULL).extras] == [(8, "Pine Lake Camp")]


def test_pre_calls_name_a_department_once_where_all_of_it_is_early(make_sheet):
    def said(*lines):
        sheet = make_sheet(frozen=msgspec.structs.replace(FROZEN, lines=lines))
        return [(one.department, one.name, one.call) for one in sheet.pre_calls]

    early, other = FROZEN.lines[1], msgspec.structs.replace(FROZEN.lines[2], kind="time", call=time(6, 12))
    assert said(early, other) == [("Camera", "", time(6, 12).at)]
    late = msgspec.structs.replace(other, call=time(7))
    assert said(early, late) == [("Camera", "Hana Vasquez", time(6, 12).at)]
    assert said(late) == []


def test_words_are_us_or_uk_or_the_productions_own():
    assert spoken("us", {}).general_call == "General crew call"
    assert spoken("uk", {}).background == "Supporting artists"
    assert spoken("uk", {"background": "Crowd"}).background == "Crowd"
    assert set(WORDS) == set(spoken("us", {}).__struct_fields__)
