"""What a right reading of the real files finds (the README of the files says it; the golden file was counted apart)."""

import json
from collections import Counter
from datetime import date

import pytest

from server.adapters.workbook import read_workbook
from server.rules.gear.manifest import read_manifest
from server.rules.production.crew_list import read_rows, slips
from server.rules.production.paper import decode, read_cells
from server.rules.production.people_found import people_of
from server.rules.production.vcard import read_cards
from server.rules.schedule.uss import read_uss
from server.rules.schedule.uss_days import planned_days
from server.rules.schedule.uss_shape import days_worked

pytestmark = pytest.mark.field
AROUND = date(2025, 4, 7)


@pytest.fixture
def schedule(field_data):
    return read_uss((field_data / "schedules/friendship-pod-affair.uss").read_bytes())


@pytest.fixture
def golden(field_data):
    return json.loads((field_data / "schedules/friendship-pod-affair.golden.json").read_text())


def test_the_schedule_is_counted_right(schedule):
    assert len([s for s in schedule.scenes if not s.banner]) == 147
    assert len([s for s in schedule.scenes if s.banner]) == 4
    assert sum(s.eighths for s in schedule.scenes) == 758
    assert len(schedule.elements) == 187
    assert (len(schedule.of_category(100)), len(schedule.of_category(101))) == (40, 34)
    assert sum(one.minor for one in schedule.of_category(100)) == 12
    assert schedule.remarks == ()


def test_every_day_group_equals_the_golden_file(schedule, golden):
    days = planned_days(schedule, schedule.active)
    read = [
        {
            "n": n,
            "scenes": [schedule.by_id[s].number for s in day.group.strips if not schedule.by_id[s].banner],
            "eighths": schedule.eighths(day.group),
            "shooting_day": day.shooting,
        }
        for n, day in enumerate(days, 1)
    ]
    assert schedule.active.name == golden["stripboard"]
    assert read == golden["day_groups"]
    assert sum(day["eighths"] for day in read) == golden["total_eighths"]
    assert sum(day.shooting for day in days) == 30


def test_the_dates_leave_out_weekends_and_the_five_days_off(schedule):
    on = [day.on for day in planned_days(schedule, schedule.active)]
    assert (on[0], on[26], on[27], on[29], on[30]) == (
        AROUND,
        date(2025, 5, 13),
        date(2025, 5, 21),
        date(2025, 5, 23),
        None,
    )


def test_every_cast_member_works_on_the_days_of_the_golden_file(schedule, golden):
    days = planned_days(schedule, schedule.active)
    worked = days_worked(schedule, [(day.n, day.group) for day in days if day.shooting])
    read = {one.number: worked.get(one.uss_id, []) for one in schedule.of_category(100)}
    assert read == {one["board_id"]: one["work_days"] for one in golden["cast"].values()}
    assert Counter(len(each) for each in read.values())[1] == 16


def test_the_small_schedule(field_data):
    found = read_uss((field_data / "schedules/small.uss").read_bytes())
    assert [(s.number, s.eighths, s.banner != "") for s in found.scenes] == [("", 0, True), ("89PT1", 2, False)]
    assert planned_days(found, found.boards[1])[0].on == date(2022, 6, 20)


def test_the_crew_list(field_data):
    rows = read_rows(
        read_cells(decode((field_data / "people/crew-list.csv").read_bytes())), country="US", around=AROUND
    )
    people = people_of(rows.entries, country="US")
    assert (len(people.people), people.positions, len(people.departments)) == (140, 141, 24)
    assert [r.code for r in (*rows.remarks, *people.remarks)] == ["one_person", "shared_number"]
    assert slips(rows.entries, []) == {}
    assert all(p.name == p.name.strip() and p.email == p.email.lower() for p in people.people)
    assert next(p.diet for p in people.people if "pork" in p.diet) == "no pork, no shellfish"


def test_the_unit_list(field_data):
    (sheet,) = read_workbook((field_data / "people/unit-list-uk.xlsx").read_bytes())
    rows = read_rows(sheet.rows, country="GB", around=AROUND)
    people = people_of(rows.entries, country="GB")
    assert (len(people.people), people.positions, len(people.departments)) == (44, 44, 10)
    assert (rows.remarks, people.remarks) == ((), ())
    tom = people.people[-1]
    assert (tom.positions[0].title, tom.minor, tom.mobile) == ("Young Tom", True, "")
    assert tom.via.startswith("Agent: Bright & Hale")
    dailies = [p for p in people.people if p.positions[0].only_on]
    assert {p.positions[0].only_on for p in dailies} == {(date(2025, 4, 14), date(2025, 4, 15))}
    assert {(p.positions[0].starts_on, p.positions[0].ends_on) for p in people.people if p not in dailies} == {
        (date(2025, 3, 3), date(2025, 5, 9))
    }
    assert sum(1 for p in people.people if p.second) == 3


@pytest.mark.parametrize("phone", ["iphone", "gmail", "ms-outlook"])
def test_contacts_of_three_programs_are_john_doe(field_data, phone):
    (john,) = read_cards(decode((field_data / f"people/john-doe-{phone}.vcf").read_bytes()), country="CA").entries
    assert (john.name, john.title) == ("John Doe", "Money Counter")
    assert "555-1234" in john.contacts.mobile
    assert john.contacts.email.startswith("john.doe@ibm.c")


def test_contacts_of_android(field_data):
    cards = read_cards(decode((field_data / "people/john-doe-android.vcf").read_bytes()), country="CA")
    assert [(r.line, r.code) for r in cards.remarks if r.code == "card"] == [(1, "card"), (6, "card")]
    assert len(cards.entries) == 4
    assert cards.entries[2].contacts.email == "bob@company.com"


def test_the_manifest(field_data):
    rows = read_cells(decode((field_data / "gear/rental-manifest.csv").read_bytes()))
    found = read_manifest(rows, country="US", currency="USD", around=AROUND)
    assert (len(found.cases), len(found.lines), found.pieces) == (59, 231, 717)
    assert found.value_cents == {"USD": 95_481_600}
    assert sorted(found.walkies) == list(range(1, 61))
    assert len({case.code for case in found.cases if any(line.walkie for line in case.lines)}) == 5
    assert {line.vendor for line in found.lines} == {"", "Northlight Rentals", "Brightside Lighting", "City Two-Way"}
    assert {line.box_rental for line in found.lines} == {"", "Production Sound Mixer"}
    assert found.remarks == ()
