"""A quotation mark that opens a cell by mistake takes others with it: never in silence, and never a doubt too many."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Invalid
from server.rules.production.paper import read_cells, torn_cells
from server.rules.schedule.one_liner import read_one_liner
from server.services.intake.papers import open_paper, read_crew

APRIL = date(2025, 4, 7)
WORDS = st.text("abc", min_size=1, max_size=4)
SPOKEN = st.lists(WORDS, min_size=1, max_size=4).flatmap(
    lambda words: st.sampled_from([", ", "\n", '"', '" ', "; "]).map(lambda joint: joint.join(words))
)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('Name,Diet\nBo,"vegan\n' + "x,y\n" * 40, "Row 2, column 2"),
        ('Name,Diet,Mail\nBo,"vegan,b@x.org\nDi,none,d@x.org\n', "Row 2, column 2"),
        ('"Name,Diet\nBo,vegan', "Row 1, column 1"),
    ],
)
def test_one_that_is_open_to_the_end_is_refused_by_its_place(text, where):
    with pytest.raises(Invalid, match=f"{where}: a quotation mark opens and is never closed"):
        read_cells(text)
        torn_cells(text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('A,B,C\n1,"6 ft ladder,x\n2,"8 ft ladder,y\n3,c,z', [2]),  # the next one closes it
        ('A,B,C\n1,"6 ft ladder,x\n2,24",y\n3,c,z', [2]),  # inches close it, in the same column
        ('A,B,C\n1,"6 ft ladder,x\n24",b,y\n3,c,z\n4,d,w', [2]),  # in a column further left
        ('A;B;C\r\n1;2;3\r\n4;"5;6"7;8\r\n', [3]),  # cells of one row
        ('A,B,C\n"12 High St, Leeds\nLS1, UK",b,c\n2,b,c', []),  # an address over two lines
        ('A,B\n"""Skip"" Eze",x\nBo "The Hook" Eze,y\n"A" camera,z', []),
        ('A,B\nx,"', []),
        ('A;B;C\n"12 High St\nLeeds";"a, b, c, d";x\n"e, f, g";y;"h, i, j"', []),  # more commas than semicolons
    ],
)
def test_rows_and_cells_that_one_takes_along_are_doubted(text, lines):
    assert [remark.line for remark in torn_cells(text)] == lines


@given(st.lists(st.lists(SPOKEN, min_size=3, max_size=3), min_size=4, max_size=6), st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_is_never_doubted(rows, mark):
    out = io.StringIO()
    csv.writer(out, delimiter=mark).writerows([["a", "b", "c"], *rows])
    assert torn_cells(out.getvalue()) == []


@given(st.data())
def test_a_mark_before_any_cell_is_never_silent(data):
    width = data.draw(st.integers(3, 5))
    rows = data.draw(st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=6, max_size=6))
    line, column = data.draw(st.integers(0, 1)), data.draw(st.integers(0, width - 1))
    rows[line][column] = '"' + rows[line][column]
    if data.draw(st.booleans()):
        below, inch = data.draw(st.integers(line + 1, 2)), data.draw(st.integers(0, width - 1))
        rows[below][inch] = data.draw(st.sampled_from(['"{}', '{}"'])).format(rows[below][inch])
    try:
        found = [remark.line for remark in torn_cells("\n".join(",".join(row) for row in rows))]
    except Invalid as refused:
        found = [int(refused.more["errors"][0]["where"].split()[1].strip(","))]
    assert found == [line + 1]


def test_lists_and_pasted_rows_carry_the_doubt():
    paper = open_paper("crew.csv", b'Department,Name,Mail\nGrip,"Bo,b@x\nGrip,"Di,d@x\nGrip,Ed,e@x\n')
    _, remarks, _ = read_crew(paper, "US")(APRIL)
    assert (remarks[0].line, remarks[0].code) == (2, "quotation_mark")
    assert "takes 2 lines of the file into one cell. Rows may be missing" in remarks[0].says
    pasted = read_one_liner(
        'Date,Scene,Set\n2025-04-07,1,"Dock\n2025-04-08,2,"Pier\n,3,Sea', country="US", around=APRIL
    )
    assert pasted.remarks[0].line == 2
