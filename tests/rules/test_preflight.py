"""What the desk is to look at before it issues: a row a finding, and the page on which it isn't one."""

import pytest
from msgspec.structs import replace

from server.rules.sheets import snapshot as page
from server.rules.sheets.preflight import Known, Rested, preflight
from tests.rules.conftest import FROZEN, time

NAMES = {3: "Judith Okafor", 7: "Hana Vasquez", 8: "Oona Lindqvist"}
ROLES = tuple(
    page.Line(id=f"m0.p0.e{n}", kind="time", member_id=7, element_id=n, title=title, number=str(n), call=time(7))
    for n, title in ((10, "BOY"), (12, "TAREFF"))
)
CLEAN = replace(FROZEN, lines=(*FROZEN.lines, *ROLES))
BASE, HOSPITAL = FROZEN.places
MOVED = replace(BASE, id=9, place_id=9, kind="set", name="Keel House", since=time(14))


def said(sheet, **known):
    return [one.says for one in preflight(sheet, Known(**({"names": NAMES} | known)))]


def head(**more):
    return replace(CLEAN, head=replace(CLEAN.head, **more))


def places(*more):
    return replace(CLEAN, places=more)


def line(n, **more):
    lines = tuple(replace(one, **more) if at == n else one for at, one in enumerate(CLEAN.lines))
    return replace(CLEAN, lines=lines)


def test_a_whole_page_has_nothing_to_look_at():
    assert said(CLEAN) == []


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (head(general_call=None), "No general call"),
        (places(BASE), "No hospital stands on the sheet"),
        (places(BASE, HOSPITAL, MOVED), "After the move to Keel House no emergency department of its own stands on the sheet"),
        (places(replace(BASE, address=""), HOSPITAL), "Pine Lake Camp has no address: nobody finds the way from the phone"),
        (line(1, kind="will_notify", call=None), "Hana Vasquez has no time yet"),
        (line(0, member_id=None), "No performer is known for Dr. Meg: nobody is told. Import the cast list, or ring them"),
        (line(0, number="4"), "4 Dr. Meg is called, and no scene of the day has them"),
        (line(0, kind="no_call"), "Scene 24 needs 3 Dr. Meg: not called"),
    ],
)  # fmt: skip
def test_what_is_found(sheet, says):
    assert says in said(sheet)


@pytest.mark.parametrize(
    "sheet",
    [
        head(general_call=None, cancelled=True),
        places(BASE, HOSPITAL, MOVED, replace(HOSPITAL, id=8, since=time(14))),
        places(replace(BASE, address="", lat=41.0, lng=-74.0), HOSPITAL),
        places(replace(BASE, address="", access_notes="Second gate"), HOSPITAL),
        line(1, kind="will_notify", call=None, status="H"),
        replace(FROZEN, scenes=()),  # a fitting, a rehearsal: no scene is shot
    ],
)
def test_what_is_none(sheet):
    assert said(sheet) == []


def test_rest_comes_first_the_shortest_on_top_and_names_its_line():
    short = [Rested("m3.p0.e3", 570, 600), Rested("m7.p1.e0", 400, 600)]
    found = preflight(head(general_call=None), Known(names=NAMES, short=short))
    assert [(one.kind, one.line) for one in found] == [
        ("short_rest", "m7.p1.e0"), ("short_rest", "m3.p0.e3"), ("no_general_call", ""),
    ]  # fmt: skip
    assert found[0].says == "Hana Vasquez would have 6 h 40 min rest, 10 h asked for"


def test_who_is_called_by_another_unit_is_named_with_its_time_by_the_readers_clock():
    elsewhere = {7: ("Second", time(18, 30)), 8: ("Second", None), 99: ("Second", None)}
    assert said(CLEAN, elsewhere=elsewhere) == ["Hana Vasquez is called by Second too at 18:30"]
    assert said(CLEAN, elsewhere=elsewhere, twelve=True) == ["Hana Vasquez is called by Second too at 6:30P"]


def test_who_can_only_be_rung_counts_only_where_called():
    assert said(CLEAN, by_phone_only={7, 8}) == ["Hana Vasquez can only be rung: no app that rings, no mailbox"]
    many = replace(CLEAN, lines=tuple(replace(one, member_id=20 + at) for at, one in enumerate(CLEAN.lines)))
    assert said(many, by_phone_only=range(100)) == ["4 people can only be rung: no app that rings, no mailbox"]


def test_a_missing_approval_is_said_last():
    said_so = "Blue waits for the approval of Quinn, 1st AD."
    found = preflight(head(general_call=None), Known(names=NAMES, unapproved=said_so))
    assert [(one.kind, one.where) for one in found][-1] == ("not_approved", "approval")
    assert said(CLEAN, unapproved=said_so) == [said_so]
