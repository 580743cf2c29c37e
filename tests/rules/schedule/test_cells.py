"""The grid's cells: what one does to the others, and the way back."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.rules.schedule.cells import ORDER, UNTYPED, CallTime, Typed, difference, typed_into, value_of, wrong
from server.rules.schedule.resolve import TypedCall, resolve

GENERAL = 402


def stands(line):
    call = TypedCall(**{name: getattr(line, name) for name in TypedCall.__struct_fields__})
    return resolve(GENERAL, None, call)


def typed(line, untimed="will_notify", **cells):
    return typed_into(line, cells, stands=stands(line).call, untimed=untimed)


def test_an_on_set_time_with_make_up_and_the_way_is_a_chain():
    line = typed(typed(typed(UNTYPED, on_set=480), makeup=45), travel=30)
    found = stands(line)
    assert (line.kind, found.pickup, found.call, found.on_set) == ("chain", 405, 435, 480)


def test_what_is_typed_before_the_on_set_time_counts_once_it_is_there():
    line = typed(typed(UNTYPED, makeup=45), on_set=480)
    assert (line.kind, stands(line).call) == ("chain", 435)


def test_a_call_typed_over_a_chain_counts_and_emptied_it_is_the_chains_again():
    line = typed(typed(UNTYPED, on_set=480, makeup=45), call=CallTime("absolute", 420))
    assert (line.kind, stands(line).call, line.on_set) == ("absolute", 420, 480)
    assert stands(typed(line, call=CallTime("department"))).call == 435


def test_a_typed_pickup_goes_along_with_the_call():
    line = typed(UNTYPED, call=CallTime("absolute", 420), pickup=390)
    assert stands(typed(line, call=CallTime("absolute", 450))).pickup == 420


@pytest.mark.parametrize(
    ("cells", "pickup"), [({"on_set": 420}, 345), ({"makeup": 60}, 390), ({"on_set": None, "call": CallTime("absolute", 500)}, 470)]
)  # fmt: skip
def test_a_typed_pickup_goes_along_with_the_call_of_its_chain(cells, pickup):
    line = typed(typed(UNTYPED, on_set=480, makeup=45), pickup=405)
    assert stands(typed(line, **cells)).pickup == pickup


def test_a_typed_pickup_goes_along_as_the_line_becomes_a_chain_and_stays_with_a_call_that_stands():
    line = typed(UNTYPED, "department", pickup=GENERAL - 30)
    assert stands(typed(line, "department", on_set=480)).pickup == 450
    line = typed(UNTYPED, call=CallTime("absolute", 420), pickup=390)
    assert typed(line, on_set=500, makeup=20).pickup == 390


@pytest.mark.parametrize(("pickup", "along"), [(421, 421), (420, 450), (420 - 600, 450 - 600), (420 - 601, 420 - 601)])
def test_only_a_pickup_that_is_a_way_before_its_call_goes_along(pickup, along):
    line = typed(UNTYPED, call=CallTime("absolute", 420), pickup=pickup)
    after = typed(line, call=CallTime("absolute", 450))
    assert stands(after).pickup == along
    assert not wrong("travel", after.travel_minutes)


def test_of_way_and_pickup_the_later_counts():
    line = typed(typed(UNTYPED, on_set=480, travel=30), pickup=400)
    assert (line.pickup, line.travel_minutes) == (400, None)
    line = typed(line, travel=20)
    assert (line.pickup, line.travel_minutes) == (None, 20)
    assert stands(typed(line, pickup=None)).pickup is None


def test_a_role_that_only_has_remarks_is_what_it_was_without():
    assert typed(UNTYPED, "no_call", remarks="Hold").kind == "no_call"
    assert typed(UNTYPED, "department", remarks="Bring boots").kind == "department"


def test_a_w_n_beside_an_on_set_time_is_one_again_when_that_is_taken_back():
    before = typed(UNTYPED, call=CallTime("will_notify"), on_set=480)
    after = typed(before, on_set=None)
    assert typed(after, **difference(before, after)) == before


@pytest.mark.parametrize("kind", ["hold", "cancelled"])
def test_a_call_that_doesnt_stand_keeps_what_was_typed_below_it(kind):
    line = typed(UNTYPED, call=CallTime("absolute", 420), pickup=390)
    off = typed(line, call=CallTime(kind))
    assert (stands(off).kind, stands(off).call, stands(off).pickup) == (kind, None, None)
    assert value_of(off, "call") == CallTime(kind, 420, "absolute")
    assert typed(off, call=CallTime("absolute", 420)) == line


@pytest.mark.parametrize("kind", ["on_call", "no_call", "will_notify"])
def test_below_a_call_that_doesnt_stand_is_also_one_without_a_time(kind):
    line = typed(UNTYPED, call=CallTime(kind), remarks="Bring boots")
    off = typed(typed(line, call=CallTime("hold")), call=CallTime("cancelled"))
    assert value_of(off, "call") == CallTime("cancelled", None, kind)
    assert typed(off, call=CallTime(kind)) == line
    assert typed(off, **difference(line, off)) == line
    assert typed(typed(off, call=CallTime("absolute", 420)), call=CallTime("hold")).over is None


@pytest.mark.parametrize(
    "value", [CallTime("hold", 420), CallTime("hold", None, "absolute"), CallTime("absolute", 420, "absolute")]
)
def test_only_a_call_that_doesnt_stand_has_something_below_it(value):
    assert wrong("call", value)


def test_an_emptied_line_is_gone():
    line = typed(UNTYPED, "department", call=CallTime("relative", -30))
    assert typed(line, "department", call=CallTime("department")) == UNTYPED


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("call", 420), ("call", CallTime("absolute")), ("call", CallTime("on_call", 3)),
        ("call", CallTime("relative", 721)), ("makeup", 601), ("travel", -1), ("pickup", "06:00"), ("pickup", 4_321),
        ("status", "sw"), ("status", "ABCDEFG"), ("remarks", 3), ("remarks", None),
    ],
)  # fmt: skip
def test_what_cant_stand_in_a_cell_is_refused(cell, value):
    assert wrong(cell, value)


MINUTES = st.none() | st.integers(0, 1_800)
SPAN = st.none() | st.integers(0, 600)
CALL = st.one_of(
    st.builds(CallTime, st.just("absolute"), st.integers(0, 1_800)),
    st.builds(CallTime, st.just("relative"), st.integers(-720, 720)),
    st.sampled_from(["department", "on_call", "no_call", "will_notify", "hold", "cancelled"]).map(CallTime),
)
VALUES = {
    "call": CALL, "on_set": MINUTES, "makeup": SPAN, "travel": SPAN, "pickup": MINUTES, "wardrobe": MINUTES,
    "rehearsal": MINUTES, "release": MINUTES, "status": st.sampled_from(["", "SW"]), "place": st.none() | st.just(9_999),
    "remarks": st.sampled_from(["", "Boots"]),
}  # fmt: skip
ACTS = st.lists(st.fixed_dictionaries({}, optional=VALUES), min_size=1, max_size=6)


@given(ACTS, st.sampled_from(["department", "will_notify", "no_call"]))
def test_every_act_is_taken_back_exactly(acts, untimed):
    line = UNTYPED
    for cells in acts:
        before, line = line, typed(line, untimed, **cells)
        back = difference(before, line)
        assert typed_into(line, back, stands=stands(line).call, untimed=untimed) == before
        assert not any(wrong(cell, value) for cell, value in back.items())


def test_a_cell_has_the_column_that_the_table_keeps():
    line = Typed(kind="relative", offset_minutes=-30, makeup_minutes=45, place_id=7)
    found = {cell: value_of(line, cell) for cell in ORDER}
    assert (found["call"], found["makeup"], found["place"]) == (CallTime("relative", -30), 45, 7)
    assert msgspec.json.decode(msgspec.json.encode(found["call"])) == {"kind": "relative", "minutes": -30}
