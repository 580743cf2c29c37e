"""Workbooks, sound and hostile."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from server.adapters.workbook import read_workbook
from server.errors import Invalid, TooLarge


def saved(fill):
    book = openpyxl.Workbook()
    fill(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def repacked(data, change):
    """The workbook with some of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return out.getvalue()


def one(book):
    book.active.append(["Name", "Cell", "Start"])
    book.active.append(["Zoë", 2125550100.0, datetime(2025, 4, 7)])  # noqa: DTZ001  cells know no zone


def test_cells_are_text_as_a_person_reads_them():
    (sheet,) = read_workbook(saved(one))
    assert sheet.rows[1].cells == ("Zoë", "2125550100", "2025-04-07")
    assert sheet.rows[1].line == 2


def test_merged_cells_and_hidden_sheets():
    def fill(book):
        book.active.merge_cells("A1:C1")
        book.active["A1"] = "TITLE"
        book.active["A3"] = "Name"
        book.create_sheet("Rates").append(["secret"])
        book["Rates"].sheet_state = "hidden"

    (sheet,) = read_workbook(saved(fill))
    assert [row.filled for row in sheet.rows] == [["TITLE"], [], ["Name"]]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_xml_entities_are_refused(part):
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>&b;</sheetData></worksheet>'
    )
    with pytest.raises(Invalid) as refused:
        read_workbook(repacked(saved(one), {part: bomb}))
    assert refused.value.own_code == "xml_entities"


def test_what_unpacks_to_too_much_is_refused_unopened():
    with pytest.raises(TooLarge):
        read_workbook(repacked(saved(one), {"xl/styles.xml": b" " * (49 * 1024 * 1024)}))


def test_a_sheet_that_lies_about_its_size_is_read_quickly():
    def far(book):
        one(book)
        book.active["XFD1"] = "x"

    with pytest.raises(TooLarge):
        read_workbook(saved(lambda book: [book.active.append(["x"]) for _ in range(20_001)]))
    assert len(read_workbook(saved(far))[0].rows[0].cells) <= 100


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0 an old .xls", b"Name,Mail\n"])
def test_what_is_no_workbook_says_so(data):
    with pytest.raises(Invalid) as refused:
        read_workbook(data)
    assert refused.value.own_code == "no_workbook"


def test_a_zip_of_something_else_says_so():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("readme.txt", "hello")
    with pytest.raises(Invalid):
        read_workbook(out.getvalue())
