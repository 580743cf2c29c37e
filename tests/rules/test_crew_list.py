"""Crew lists as offices type them: nothing is dropped in silence, nobody is merged in silence."""

import time
from datetime import date

import pytest

from server.errors import Invalid, TooLarge
from server.rules.production.crew_list import department_name, read_rows, slips
from server.rules.production.paper import Kind, clean, decode, read_cells
from server.rules.production.people_found import people_of

AROUND = date(2025, 4, 7)


def read(text, country="US"):
    rows = read_rows(read_cells(text), country=country, around=AROUND)
    people = people_of(rows.entries, country=country)
    return people, [*rows.remarks, *people.remarks]


def test_headings_are_matched_in_uk_words_and_pasted_cells():
    people, remarks = read(
        "Grade\tCREW NAME\tMob. No\tE-Mail Address\tOn\tOff\nSpark\tÀnna  Bé \t07700 900001\tA@X.ORG\t3/3\t9/5", "GB"
    )
    (anna,) = people.people
    assert (anna.name, anna.mobile, anna.email) == ("Ànna Bé", "07700 900001", "a@x.org")
    assert (anna.positions[0].starts_on, anna.positions[0].ends_on) == (date(2025, 3, 3), date(2025, 5, 9))
    assert remarks == []


def test_a_row_with_one_cell_is_a_department_also_below_a_title():
    people, _ = read(
        "HARBOUR LIGHTS - v7,,\n,,\nPosition,Name,Notes\nCAMERA DEPT.,,\nFocus,Bo,\nHAIR & MAKE-UP,,\nChief,Di,"
    )
    assert [p.positions[0].department for p in people.people] == ["Camera", "Hair & Make-Up"]


def test_a_foot_line_is_no_department():
    people, remarks = read("Position,Name,Mail\nCAMERA,,\nFocus,Bo,\nPage 2 of 7,,\nLoader,Di,")
    assert people.departments == ["Camera"]
    assert [(r.code, r.line) for r in remarks] == [("passed_over", 4)]


def test_a_merged_department_counts_for_the_rows_below_and_says_so():
    people, remarks = read("Department,Position,Name\nGrip,Key Grip,Bo\n,Grip,Di\n,Grip,Ed")
    assert people.departments == ["Grip"]
    assert "Rows 3 and 4: no department" in remarks[0].says


def test_one_person_in_two_positions_is_one_person():
    people, remarks = read(
        "Department,Position,Name,E-mail,Start,Finish\n"
        "Camera,DIT,Aoife,a@x.org,2025-04-07,2025-05-30\nCamera,Drone,AOIFE,A@x.org,2025-04-21,2025-04-25"
    )
    (aoife,) = people.people
    assert [p.title for p in aoife.positions] == ["DIT", "Drone"]
    assert [(r.kind, r.says) for r in remarks] == [
        (Kind.MERGED, "Rows 2 and 3 are one person, Aoife: DIT and Drone.")
    ]  # fmt: skip


def test_two_people_sharing_a_number_are_doubted_and_kept():
    people, remarks = read("Position,Name,Cell\nGrip,Hana,(212) 555-0140\nGrip,Mei,212.555.0140")
    assert len(people.people) == 2
    assert [(r.code, r.line) for r in remarks] == [("shared_number", 3)]
    assert "Hana and Mei" in remarks[0].says


def test_american_numbers_in_a_british_production_are_doubted_once():
    american = "Position,Name,Cell\nGrip,Hana,(212) 555-0140\nGrip,Mei,212.555.0141\nGrip,Bo,2125550142"
    _, remarks = read(american, "GB")
    assert [r.code for r in remarks] == ["foreign_numbers"]
    assert "(212) 555-0140 would be rung as +442125550140" in remarks[0].says
    assert read(american, "US")[1] == []
    assert read(american.replace("(212)", "0212"), "GB")[1] == []


def test_two_people_with_one_address_stay_two_and_only_one_has_it():
    people, remarks = read("Position,Name,Mail\nPA,Ana,office@x.org\nPA,Bo,office@x.org")
    assert [(p.name, p.email) for p in people.people] == [("Ana", "office@x.org"), ("Bo", "")]
    assert [r.code for r in remarks] == ["shared_address"]


def test_namesakes_with_other_addresses_stay_two():
    people, remarks = read("Position,Name,Mail\nPA,Tom Moreau,t1@x.org\nSpark,Tom Moreau,t2@x.org")
    assert [p.email for p in people.people] == ["t1@x.org", "t2@x.org"]
    assert [r.code for r in remarks] == ["same_name"]


def test_two_numbers_in_a_cell_are_two_and_an_agent_is_no_number():
    people, remarks = read(
        "Position,Name,Mobile,Notes\nDoP,Nils,07700 900013 / 07700 900913,\n'Marta',Rosa,c/o agent,Agent: B&H 020 7946 0043",
        "GB",
    )
    nils, rosa = people.people
    assert (nils.mobile, nils.second) == ("07700 900013", "07700 900913")
    assert (rosa.mobile, rosa.via) == ("", "Agent: B&H 020 7946 0043")
    assert remarks == []


def test_a_child_is_a_minor_and_a_chaperone_is_not():
    people, _ = read(
        "CAST,,\nPosition,Name,Notes\nCAST,,\n'Young Tom',Tom,\"CHILD, chaperone attends\"\nHEALTH,,\nChaperone,Di,",
        "GB",
    )
    assert [(p.name, p.minor) for p in people.people] == [("Tom", True), ("Di", False)]


def test_a_cast_list_has_characters_with_numbers():
    people, _ = read("No.,Character,Performer,Contact\n3,JUNE KEEL,Poppy,Guardian: Joan")
    (poppy,) = people.people
    assert (poppy.positions[0].title, poppy.positions[0].number, poppy.positions[0].department) == (
        "JUNE KEEL",
        "3",
        "Cast",
    )
    assert (poppy.minor, poppy.via) == (True, "Guardian: Joan")


def test_a_line_break_in_a_cell_is_kept_as_a_list_and_counts_as_no_row():
    people, remarks = read('Name,Diet,Mail\nBo,"no pork\nno shellfish",b@x.org\nDi,,di@')
    assert people.people[0].diet == "no pork, no shellfish"
    assert [(r.line, r.column, r.code) for r in remarks] == [(3, "Mail", "address")]
    assert "'di@' isn't an e-mail address" in remarks[0].says


def test_a_position_without_a_name_is_left_out_and_named():
    people, remarks = read("Department,Position,Name\nGrip,Best Boy,TBC\nGrip,Grip,Bo")
    assert [p.name for p in people.people] == ["Bo"]
    assert remarks[0].says == "Row 2: Best Boy has no name yet. Left out."
    assert remarks[0].kind is Kind.REFUSED


@pytest.mark.parametrize(
    ("cell", "column"), [("when ready", "Start"), ("31/31/2025", "Start"), ("2025-13-01", "Start")]
)  # fmt: skip
def test_a_date_that_is_none_leaves_the_person_in(cell, column):
    people, remarks = read(f"Position,Name,Start\nGrip,Bo,{cell}")
    assert people.people[0].positions[0].starts_on is None
    assert [(r.line, r.column) for r in remarks] == [(2, column)]


def test_a_number_that_cannot_be_read_is_kept_as_typed():
    people, remarks = read("Position,Name,Cell\nGrip,Bo,ask Di")
    assert people.people[0].mobile == "ask Di"
    assert remarks[0].code == "number"


def test_the_slip_of_a_department_is_asked_about():
    people = read_rows(
        read_cells("Department,Position,Name\n" + "Camera,AC,A\n" * 3 + "Camra,AC,B\nVFX,Sup,C\nProps,Buyer,D\nPost,X,E"),
        country="US", around=AROUND,
    )  # fmt: skip
    assert slips(people.entries, []) == {"Camra": "Camera"}


def test_a_list_without_headings_is_refused_with_what_to_do():
    with pytest.raises(Invalid, match="names the columns") as refused:
        read("Grip,Bo,212 555 0100\nGrip,Di,212 555 0101")
    assert "headings" in refused.value.next_step


def test_headings_printed_again_are_no_person():
    people, remarks = read("Position,Name,Mail\nGrip,Bo,b@x.org\nPOSITION,NAME,MAIL\nGrip,Di,d@x.org")
    assert [p.name for p in people.people] == ["Bo", "Di"]
    assert remarks == []


def test_ten_thousand_rows_are_quick_and_a_million_are_refused():
    text = "Department,Position,Name,Cell,Mail\n" + "".join(
        f"D{n % 30},Extra,Person {n},+1212555{n:04},p{n}@x.org\n" for n in range(10_000)
    )
    began = time.process_time()
    people, _ = read(text)
    assert len(people.people) == 10_000
    assert time.process_time() - began < 8
    with pytest.raises(TooLarge):
        read_cells("a,b\n" * 20_001)
    with pytest.raises(TooLarge):
        decode(b"x" * (8 * 1024 * 1024 + 1))


def test_what_windows_writes_is_read():
    assert decode("Zoë".encode("cp1252")) == decode("Zoë".encode("utf-16")) == decode("\ufeffZoë".encode()) == "Zoë"
    assert decode("Zoë,Bo".encode("utf-16-le")) == decode("Zoë,Bo".encode("utf-16-be")) == "Zoë,Bo"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\0\0\0",
        "Имя,Отдел\n".encode("utf-16-le"),  # not sure enough without its mark
        "Name\0Bo".encode("utf-16-le"),
        "Bo\n".encode("utf-16-le") + b"\n",
        b"\1\0\2\0\3\0",
    ],
)
def test_what_isnt_surely_text_is_refused(data):
    with pytest.raises(Invalid, match="isn't a text file"):
        decode(data)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("CAMERA", "Camera"),
        ("VFX", "VFX"),
        ("Art Dept.", "Art"),
        ("HAIR & MAKE UP", "Hair & Make Up"),
        (" Grip: ", "Grip"),
    ],
)
def test_departments_are_written_as_names(typed, name):
    assert department_name(typed) == name


@pytest.mark.parametrize("mark", ["\u202e", "\u202a", "\u2066", "\u2069"])
def test_what_would_turn_the_rest_of_a_line_round_is_left_out_and_the_letters_stay(mark):
    assert clean(f"{mark}عمر Reyes") == "عمر Reyes"
