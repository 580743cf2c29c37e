"""Whose copies are printed, in which order, under which names; and when a copy is given up."""

from datetime import date

import pytest

from server.rules.sheets import copies, snapshot
from tests.rules.conftest import FROZEN, time


def test_the_cast_comes_first_then_the_departments_as_the_sheet_has_them():
    lines = (
        snapshot.Line(id="m1.p1.e0", kind="time", member_id=1, department_id=9, call=time(6)),
        snapshot.Line(id="m2.p2.e0", kind="on_call", member_id=2, department_id=8),
        snapshot.Line(id="m1.p1.e4", kind="time", member_id=1, element_id=4, call=time(7)),
        snapshot.Line(id="m5.p5.e0", kind="will_notify", member_id=5, department_id=9),
        snapshot.Line(id="m0.p0.e7", kind="time", element_id=7),
    )
    page = snapshot.Snapshot(
        head=FROZEN.head,
        departments=(snapshot.Department(id=8, name="Grip"), snapshot.Department(id=9, name="Art")),
        lines=lines,
    )
    assert copies.in_order(page) == [1, 2, 5]


def test_who_isnt_called_gets_none():
    assert copies.in_order(FROZEN) == [3, 7]


def test_a_set_is_bounded():
    many = tuple(snapshot.Line(id=f"m{n}.p0.e0", kind="time", member_id=n) for n in range(1, copies.MOST + 50))
    assert len(copies.in_order(snapshot.Snapshot(head=FROZEN.head, lines=many))) == copies.MOST


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Hana Vasquez", "007 Hana Vasquez.pdf"),
        ("../../etc/passwd", "007 etc passwd.pdf"),
        ("A\\B: «C»\x00?", "007 A B «C».pdf"),
        ("...", "007 Copy.pdf"),
        ("x" * 300, f"007 {'x' * 80}.pdf"),
    ],
)
def test_a_name_becomes_a_file_on_every_system(name, file):
    assert copies.file_name(7, name) == file


def test_the_set_is_named_by_day_colour_and_size():
    on = date(2030, 4, 12)
    assert copies.set_name(on, "Double Blue", 11, half=True) == "call-sheets-2030-04-12-double-blue-v11-half.zip"
    assert copies.set_name(on, "白", 1, half=False) == "call-sheets-2030-04-12-sheet-v1.zip"


def test_a_copy_that_fails_is_tried_three_times_and_one_that_kills_its_worker_is_not_begun_a_fourth():
    assert [copies.given_up(n, error=True) for n in (1, 2, 3)] == [False, False, True]
    assert [copies.given_up(n, error=False) for n in (1, 2, 3, 4)] == [False, False, False, True]
