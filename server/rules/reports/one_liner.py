"""The one-liner: every day's scenes and banners in shooting order, as rows and as words on paper."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from server.rules.sheets.paper import eighths
from server.rules.sheets.words import short_date
from server.wire import Id, Struct


class LinedStripOut(Struct):
    """A scene by its number, or a banner. `cast`: their numbers."""

    number: str
    banner: str
    int_ext: str
    set: str
    day_night: str
    script_day: str
    description: str
    eighths: int
    cast: list[str]


class LinedDayOut(Struct):
    """One day with its totals. `number`: which shooting day of its unit, None where it is none."""

    id: Id
    unit: str
    on_date: date
    day_type: str
    title: str
    number: int | None
    of: int
    cancelled: bool
    """Without strips and in no total: what was shot that day stands on another."""
    strips: list[LinedStripOut]
    scenes: int
    eighths: int
    cast: list[str]


class OneLinerOut(Struct):
    """Days of all units, by date; of the cancelled those on whose date the unit has no other."""

    production: str
    days: list[LinedDayOut]
    scenes: int
    eighths: int


def totals(strips: Iterable[LinedStripOut]) -> dict[str, Any]:
    """Scenes, eighths and cast of a day."""
    scenes = [strip for strip in strips if not strip.banner]
    cast = sorted({number for scene in scenes for number in scene.cast}, key=lambda number: (len(number), number))
    return {"scenes": len(scenes), "eighths": sum(scene.eighths for scene in scenes), "cast": cast}


def day_words(day: LinedDayOut) -> str:
    """`Day 5 of 30`, `Travel`, `CANCELLED`."""
    if day.cancelled:
        return "CANCELLED"
    if day.number is not None:
        return f"Day {day.number} of {day.of}"
    return day.title or day.day_type.capitalize()


def _short(day: LinedDayOut) -> str:
    return f"day {day.number}" if day.number is not None else day_words(day)


COLUMNS = (
    "Date", "Day", "Unit", "Scene", "I/E", "Set", "D/N", "Script day", "Pages", "Eighths", "Cast", "Description",
)  # fmt: skip


def as_rows(found: OneLinerOut) -> Iterator[list[Any]]:
    """With a row of headings, and a row of totals below each day. `0 3/8`: a spreadsheet takes `3/8` for a date."""
    yield list(COLUMNS)
    for day in found.days:
        head = [day.on_date, day_words(day), day.unit]
        for one in day.strips:
            if one.banner:
                yield [*head, "", "", one.banner, "", "", "", "", "", ""]
                continue
            yield [
                *head, one.number, one.int_ext, one.set, one.day_night, one.script_day, _pages(one.eighths),
                one.eighths, ", ".join(one.cast), one.description,
            ]  # fmt: skip
        cast = ", ".join(day.cast)
        yield [*head, "", "", f"Total: {_scenes(day.scenes)}", "", "", _pages(day.eighths), day.eighths, cast, ""]


def _pages(count: int) -> str:
    whole, rest = divmod(count, 8)
    return f"{whole} {rest}/8" if rest else str(whole)


def _scenes(count: int) -> str:
    return "1 scene" if count == 1 else f"{count} scenes"


def on_paper(found: OneLinerOut, *, paper: str, on: date) -> dict[str, Any]:
    """What the template reads: text only."""
    return {
        "paper": paper,
        "production": found.production,
        "printed": f"{short_date(on)} {on.year}",
        "total": f"{_scenes(found.scenes)} · {eighths(found.eighths)} pages",
        "days": [
            {
                "head": f"{short_date(day.on_date)} {day.on_date.year}",
                "day": day_words(day),
                "unit": day.unit,
                "strips": [
                    {
                        "number": one.number, "banner": one.banner, "int_ext": one.int_ext, "set": one.set,
                        "description": one.description, "pages": eighths(one.eighths), "cast": ", ".join(one.cast),
                        "when": " ".join(part for part in (one.day_night, one.script_day) if part),
                    }
                    for one in day.strips
                ],
                "total": f"End of {_short(day)}: {_scenes(day.scenes)} · {eighths(day.eighths)} pages",
            }
            for day in found.days
        ],
    }  # fmt: skip
