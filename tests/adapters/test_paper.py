"""The PDF: what stands on it, whose copy it is, and that text stays text."""

from datetime import UTC, datetime

import msgspec
import pytest

from server.adapters.paper import sheet_pdf
from server.adapters.qr import svg
from server.rules.production import numbers
from server.rules.sheets.paper import Copy, on_paper
from server.rules.sheets.sheet import ApprovedOut
from tests.paper import codes_in, drawn, letters_of, sizes_of, words_in
from tests.rules.conftest import make_sheet  # noqa: F401  a fixture


async def pdf_of(sheet, **more):
    return await sheet_pdf(on_paper(sheet, Copy(**({"reader": "Hana Vasquez", "qr": ""} | more))))


async def test_the_sheet_says_what_it_must(make_sheet):  # noqa: F811
    text = words_in(await pdf_of(make_sheet()))
    for words in ("BLUE", "06:42", "Day 5 of 30", "Fri 11 Apr 2025", "Lakeland General", "2 3/8", "Copy of Hana Vasquez",
                  "Film Loader", "N/C", "Lunch 12:42"):  # fmt: skip
        assert words in text
    assert "+12125550133" not in text


async def test_who_approved_it_stands_in_the_foot_of_each_page(make_sheet):  # noqa: F811
    sheet, replace = make_sheet(zone="America/New_York"), msgspec.structs.replace
    assert "Approved" not in words_in(await pdf_of(sheet))
    at = datetime(2025, 4, 11, 1, 36, tzinfo=UTC)
    first = ApprovedOut(role="first_ad", name="Margaux Delacroix", title="1st AD", at=at, colour="White")
    upm = ApprovedOut(role="upm", name="Desmond Achebe", title="UPM", at=at, colour="Blue")
    crew = [
        replace(sheet.departments[0], name=f"Department {n}", lines=sheet.departments[0].lines * 9) for n in range(14)
    ]
    text = words_in(await pdf_of(replace(sheet, departments=crew, approved=[first, upm]), twelve=True))
    said = "Approved by Margaux Delacroix, 1st AD, Thu 9:36P (White) · Desmond Achebe, UPM, Thu 9:36P"
    assert text.count(said) >= 2


async def test_a_column_that_nobody_fills_is_not_printed(make_sheet):  # noqa: F811
    sheet = make_sheet()
    text = words_in(await pdf_of(sheet)).split()
    assert {"From", "Place"} & set(text) == set()
    assert {"Scene", "Pages", "Call"} <= set(text)
    placed = [msgspec.structs.replace(scene, place="Stage B") for scene in sheet.scenes]
    assert "Place" in words_in(await pdf_of(msgspec.structs.replace(sheet, scenes=placed))).split()


async def test_a_crew_of_140_stands_on_front_and_back(make_sheet):  # noqa: F811
    sheet, replace = make_sheet(), msgspec.structs.replace
    line = replace(sheet.departments[0].lines[0], name="Firstname Lastname", title="Assistant", phone="+12125550133")
    crew = [replace(sheet.departments[0], name=f"Department {n}", lines=[line] * 10) for n in range(14)]
    for paper in ("a4", "us-letter", "us-legal"):
        made = await pdf_of(replace(sheet, departments=crew), paper=paper, country="US")
        assert len(drawn(made, 30)) == 2
        assert words_in(made).count("(212) 555-0133") == 140


@pytest.mark.parametrize(
    ("country", "shown"), [("US", "(212) 555-0133"), ("GB", "+1 212-555-0133"), ("", "+1 212-555-0133")]
)
def test_numbers_stand_as_they_are_dialled_there(country, shown):
    assert numbers.shown("+12125550133", country) == shown
    assert numbers.shown("c/o agent", country) == "c/o agent"


async def test_text_is_never_markup(make_sheet):  # noqa: F811
    evil = '#read("/etc/passwd") *bold* $x$ `raw` <label> @ref \\ "quoted" #import "sheet.typ"'
    text = words_in(await pdf_of(make_sheet(weather=evil, hazards=evil), reader=evil))
    assert '#read("/etc/passwd")' in " ".join(text.split())
    assert "root:x:" not in text


@pytest.mark.parametrize(
    ("paper", "size"),
    [
        ("a4", (595, 842)),
        ("us-letter", (612, 792)),
        ("us-legal", (612, 1008)),
        ("a5", (420, 595)),
        ("us-statement", (396, 612)),
    ],
)
async def test_paper_by_country(make_sheet, paper, size):  # noqa: F811
    assert sizes_of(await pdf_of(make_sheet(), paper=paper)) == [size]


async def test_the_half_size_of_a_crew_of_140_fits_four_halves_and_can_be_read(make_sheet, tmp_path):  # noqa: F811
    sheet, replace, link = make_sheet(), msgspec.structs.replace, "HTTPS://CALLBOARD.EXAMPLE/V/ABCDEFGH12"
    line = replace(sheet.departments[0].lines[0], name="Firstname Lastname", title="Assistant", phone="+12125550133")
    crew = [replace(sheet.departments[0], name=f"Department {n}", lines=[line] * 10) for n in range(14)]
    made = await pdf_of(replace(sheet, departments=crew), paper="us-statement", country="US", qr=svg(link).decode())
    assert len(sizes_of(made)) <= 4
    assert codes_in(drawn(made, 300)[:1], tmp_path) == [link]
    assert min(letters_of(made)) >= 6


async def test_the_version_code_is_readable_from_the_paper(make_sheet, tmp_path):  # noqa: F811
    link = "HTTPS://CALLBOARD.EXAMPLE/V/ABCDEFGH12"
    pages = drawn(await pdf_of(make_sheet(), qr=svg(link).decode()), 200)
    assert codes_in(pages, tmp_path) == [link]


async def test_meals_stand_below_the_calls_so_that_the_letterhead_keeps_its_width(make_sheet):  # noqa: F811
    at = make_sheet().general_call
    times = dict.fromkeys(("shooting_call", "estimated_wrap", "breakfast", "lunch", "second_meal"), at)
    text = words_in(await pdf_of(msgspec.structs.replace(make_sheet(), **times))).splitlines()
    assert "Shooting call 06:42 · Est. wrap 06:42" in [line.strip() for line in text]
    assert "Friendship Pod Affair" in [line.strip() for line in text]
