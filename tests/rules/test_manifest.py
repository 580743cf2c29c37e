"""Rental manifests."""

from datetime import date

import pytest

from server.errors import Invalid
from server.rules.gear.manifest import read_manifest
from server.rules.production.paper import Kind, read_cells

AROUND = date(2025, 4, 7)
HEAD = "Case,Case name,Department,Item,Serials,Qty,Replacement value (each),Currency,Owner,Due back,Return policy\n"


def read(rows, head=HEAD, country="US"):
    return read_manifest(read_cells(head + rows), country=country, currency="USD", around=AROUND)


def test_cases_hold_their_lines_and_pieces_are_counted():
    found = read(
        "CAM-01,Body,Camera,ALEXA,SN1,1,82000.00,USD,North,2025-05-27,each\n"
        "cam-01,Body,CAMERA,Battery,,8,620.00,USD,North,2025-05-27,count\n"
    )
    (case,) = found.cases
    assert (case.code, case.department, len(case.lines), found.pieces) == ("CAM-01", "Camera", 2, 9)
    assert found.value_cents == {"USD": 8_696_000}
    assert case.shared("due_back_on") == date(2025, 5, 27)
    assert case.shared("policy") is None
    assert found.remarks == ()


def test_numbered_walkies_and_no_radio_microphones():
    found = read(
        "WLK-01,Walkies,Production,Walkie #12,SN1,1,420,USD,Two-Way,,each\n"
        "WLK-01,Walkies,Production,Spare battery,,12,45,USD,Two-Way,,count\n"
        "SND-01,Bag,Sound,Radio mic 2,SN2,1,420,USD,Owned,,each\n"
    )
    assert found.walkies == [12]


def test_own_kit_is_box_rental_and_owned_gear_has_no_vendor():
    found = read(
        "SND-01,Bag,Sound,Mixer,S1,1,1,USD,Box rental: Sound Mixer,,\nPRP-01,Hero,Property,Watch,,1,1,USD,Owned,,\n"
    )
    assert [(line.vendor, line.box_rental) for line in found.lines] == [("", "Sound Mixer"), ("", "")]


def test_broken_lines_are_named_and_the_rest_is_there():
    found = read(
        "A-1,A,Grip,Stand,,many,10,USD,,,\nA-1,A,Grip,Arm,S1;S2,3,x,USD,,31/31,loose\nA-1,B,Grip,Flag,S1,1,10,USD,,,\n"
    )
    assert [line.item for line in found.lines] == ["Arm", "Flag"]
    assert [(r.line, r.column, r.code) for r in found.remarks] == [
        (2, "Qty", "line"),
        (3, "Replacement value (each)", "value"),
        (3, "Serials", "serials"),
        (3, "Due back", "dates"),
        (3, "Return policy", "policy"),
        (4, "Case name", "case_differs"),
        (4, "", "twice"),
    ]
    assert found.remarks[0].kind is Kind.REFUSED


@pytest.mark.parametrize(
    ("typed", "cents", "currency"),
    [
        ("82,000.00", 8_200_000, "USD"),
        ("$82,000", 8_200_000, "USD"),
        ("£1 200.50", 120_050, "GBP"),
        ("1.200,50 €", 120_050, "EUR"),
    ],
)
def test_amounts(typed, cents, currency):
    (line,) = read(f'A-1,A,Grip,Stand,,1,"{typed}",,,,\n').lines
    assert (line.value_cents, line.currency) == (cents, currency)


def test_uk_words_and_dates():
    found = read("1,Fresnel,Brightside,27/5\n", head="Qty,Description,Hire company,Off hire\n", country="GB")
    (line,) = found.lines
    assert (found.cases[0].code, line.vendor, line.due_back_on) == (None, "Brightside", date(2025, 5, 27))


def test_a_crew_list_is_no_manifest():
    with pytest.raises(Invalid, match="names the columns"):
        read("Bo,b@x.org\n", head="Name,E-mail\n")
