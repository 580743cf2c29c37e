"""The PDF: what stands on it, whose copy it is, and that text stays text."""

import pytest

from server.adapters.paper import sheet_pdf
from server.adapters.qr import svg
from server.rules.sheets.paper import Copy, on_paper
from tests.paper import codes_in, drawn, words_in
from tests.rules.conftest import make_sheet  # noqa: F401  a fixture


async def pdf_of(sheet, **more):
    return await sheet_pdf(on_paper(sheet, Copy(**({"reader": "Hana Vasquez", "qr": ""} | more))))


async def test_the_sheet_says_what_it_must(make_sheet):  # noqa: F811
    text = words_in(await pdf_of(make_sheet()))
    for words in ("BLUE", "06:42", "Day 5 of 30", "Fri 11 Apr 2025", "Lakeland General", "2 3/8", "Copy of Hana Vasquez",
                  "Film Loader", "N/C", "Lunch 12:42"):  # fmt: skip
        assert words in text
    assert "+12125550133" not in text


async def test_text_is_never_markup(make_sheet):  # noqa: F811
    evil = '#read("/etc/passwd") *bold* $x$ `raw` <label> @ref \\ "quoted" #import "sheet.typ"'
    text = words_in(await pdf_of(make_sheet(weather=evil, hazards=evil), reader=evil))
    assert '#read("/etc/passwd")' in " ".join(text.split())
    assert "root:x:" not in text


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792)), ("us-legal", (612, 1008))])
async def test_paper_by_country(make_sheet, paper, size):  # noqa: F811
    made = await pdf_of(make_sheet(), paper=paper)
    assert made.startswith(b"%PDF")
    box = made.partition(b"/MediaBox")[2][:60]
    assert tuple(round(float(part)) for part in box.strip(b" []\n").split(b"]")[0].split()[2:4]) == size


async def test_the_version_code_is_readable_from_the_paper(make_sheet, tmp_path):  # noqa: F811
    link = "HTTPS://CALLBOARD.EXAMPLE/V/ABCDEFGH12"
    pages = drawn(await pdf_of(make_sheet(), qr=svg(link).decode()), 200)
    assert codes_in(pages, tmp_path) == [link]
