"""One-liner and day-out-of-days as PDF: their heads on every page, and text that stays text."""

from datetime import date, timedelta

import msgspec
import pypdfium2
import pytest

from server.adapters.paper import day_out_pdf, one_liner_pdf
from server.rules.reports import day_out, one_liner
from server.rules.reports.day_out import DayOutColumnOut, DayOutOfDaysOut, DayOutRoleOut
from server.rules.reports.one_liner import LinedDayOut, LinedStripOut, OneLinerOut
from tests.paper import drawn, words_in

MON = date(2026, 4, 6)
EVIL = '#read("/etc/passwd") *b* $x$ <l> @r'


def lined(scenes, text="CAVE"):
    strips = [
        LinedStripOut(
            number=str(n), banner="", int_ext="INT", set=text, day_night="NIGHT", script_day="3", description=text,
            eighths=4, cast=["1", "2"],
        )
        for n in range(scenes)
    ] + [LinedStripOut(number="", banner=text, int_ext="", set="", day_night="", script_day="", description="", eighths=0,
                       cast=[])]  # fmt: skip
    day = LinedDayOut(
        id=1, unit="Main", on_date=MON, day_type="shoot", title=text, number=5, of=30, cancelled=False, strips=strips,
        **one_liner.totals(strips),
    )  # fmt: skip
    return OneLinerOut(production=text, days=[day], scenes=scenes, eighths=4 * scenes)


def dood(days, roles, text="SARA"):
    columns = [DayOutColumnOut(on_date=MON + timedelta(days=n), number=n + 1, day_type="shoot") for n in range(days)]
    codes = ["SW", *["W"] * (days - 2), "WF"]
    lines = [
        DayOutRoleOut(element_id=n, number=str(n), character=text, performer=text, minor=False, codes=codes,
                      **day_out.counted(codes, columns))
        for n in range(roles)
    ]  # fmt: skip
    return DayOutOfDaysOut(production=text, columns=columns, roles=lines, working=day_out.working(lines, columns))


async def test_a_day_longer_than_a_page_has_its_head_again():
    made = await one_liner_pdf(one_liner.on_paper(lined(60), paper="us-letter", on=MON))
    text = words_in(made)
    pages = len(drawn(made, 20))
    assert pages > 1
    assert text.count("Day 5 of 30 · Mon 6 Apr 2026") == pages
    assert text.count("End of day 5: 60 scenes · 30 pages") == 1
    assert "4/8" in text


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("us-letter", (792, 612))])
async def test_the_day_out_of_days_lies_on_its_side_with_its_heads_on_every_page(paper, size):
    made = await day_out_pdf(day_out.on_paper(dood(40, 90), paper=paper, on=MON))
    box = made.partition(b"/MediaBox")[2][:60]
    assert tuple(round(float(part)) for part in box.strip(b" []\n").split(b"]")[0].split()[2:4]) == size
    pages = len(drawn(made, 20))
    text = words_in(made)
    assert pages >= 4
    assert (text.count("Character"), text.count("Performer")) == (pages, pages)
    assert text.count("Working") == 2


@pytest.mark.parametrize("made", [
    lambda: one_liner_pdf(one_liner.on_paper(lined(1, EVIL), paper="a4", on=MON)),
    lambda: day_out_pdf(day_out.on_paper(dood(3, 1, EVIL), paper="a4", on=MON)),
])  # fmt: skip
async def test_text_is_never_markup(made):
    text = " ".join(words_in(await made()).split())
    assert '#read("/etc/passwd")' in text
    assert "root:x:" not in text


async def test_an_empty_schedule_is_a_page():
    for made in (
        await one_liner_pdf(one_liner.on_paper(OneLinerOut(production="P", days=[], scenes=0, eighths=0), paper="a4", on=MON)),
        await day_out_pdf(
            day_out.on_paper(DayOutOfDaysOut(production="P", columns=[], roles=[], working=[]), paper="a4", on=MON)
        ),
    ):  # fmt: skip
        assert len(drawn(made, 20)) == 1


def boxes_of(pdf, wanted):
    """Right edges, in millimetres, of every letter among `wanted` on the first page."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        found = [(text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())]
        return [box[2] / 72 * 25.4 for letter, box in found if letter in wanted]


async def test_a_long_scene_number_stays_in_its_column():
    """The number's column is 14 mm wide behind a margin of 12 mm."""
    strip = msgspec.structs.replace(lined(1).days[0].strips[0], number="ЖЖЖЖЖЖЖЖЖЖЖЖЖЖ", int_ext="")
    day = msgspec.structs.replace(lined(1).days[0], strips=[strip])
    found = msgspec.structs.replace(lined(1), days=[day])
    made = await one_liner_pdf(one_liner.on_paper(found, paper="a4", on=MON))
    assert max(boxes_of(made, "Ж")) <= 26.1


async def test_a_name_without_a_gap_stays_in_its_column_of_the_day_out_of_days():
    """Number 7 mm and character 32 mm behind a margin of 10 mm."""
    made = await day_out_pdf(day_out.on_paper(dood(3, 1, "Ж" * 60), paper="a4", on=MON))
    assert max(boxes_of(made, "Ж")[60:120]) <= 10 + 7 + 32 + 26 + 0.1
