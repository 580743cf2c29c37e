"""A schedule as Universal Schedule Standard 1.0, so that reading it gives the same schedule.

Keys and their order are those of the standard's own samples; what Callboard doesn't keep has the standard's default.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec

from server.rules.schedule.uss import BACKGROUND, CAST, COUNT, DAY_NIGHT, HEADINGS, INT_EXT, MINOR, SCRIPT_DAY, SETS
from server.rules.schedule.uss_shape import SHOT, START_BEFORE, Element, Scene, Schedule, UssBoard, UssCalendar

_OURS = UUID("6a1f3a52-7f0a-4a39-9a51-0d5f6c1f8f0e")
_HEADING_NAMES = {SETS[0]: "Set", INT_EXT: "INT/EXT", DAY_NIGHT: "Day/Night", SCRIPT_DAY: "Script Day"}


def made_id(*parts: object) -> str:
    """An id for what has none yet; the same parts give the same one."""
    return str(uuid5(_OURS, "\n".join(map(str, parts))))


def write_uss(schedule: Schedule, *, now: datetime) -> bytes:
    """`schedule.elements` of a scene's heading are left out: they are made from the scenes."""
    made = now.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    kept = [one for one in schedule.elements if one.category not in HEADINGS]
    headings = _headings(schedule.scenes)
    inside = {
        "id": schedule.uss_id or made_id("schedule", schedule.project), "author": None,
        "company": schedule.company or None, "created": made, "description": "",
        "episode": schedule.episode or None, "episodeName": None, "name": schedule.name, "project": schedule.project,
        "schedColor": schedule.schedule_colour, "schedDate": _day(schedule.schedule_date),
        "scriptColor": schedule.script_colour, "scriptDate": _day(schedule.script_date), "season": None,
        "source": "Callboard", "ussVersion": "1.0.0",
        "breakdowns": [_breakdown(scene, made) for scene in schedule.scenes],
        "categories": [
            {"id": made_id("category", *one), "ucid": one[0], "created": made, "name": one[1]}
            for one in dict.fromkeys((e.category, e.category_name) for e in [*headings, *kept])
        ],
        "elements": [_element(one, made) for one in [*headings, *kept]],
        "stripboards": [_stripboard(board, schedule.by_id) for board in schedule.boards],
        "calendars": [_calendar(board) for board in schedule.boards],
    }  # fmt: skip
    document = msgspec.json.encode({"universalScheduleStandard": inside})
    return msgspec.json.format(document, indent=1)


def calendar_of(dates: Iterable[date | None], weekly: Iterable[int] = (), **more: Any) -> UssCalendar:
    """The calendar under which days that take a date fall on these, in order. `weekly`: ISO weekdays that are off
    unless one of the dates is such a day.
    """
    days = [day for day in dates if day is not None]
    if not days:
        return UssCalendar()
    off = frozenset(weekly) - {day.isoweekday() for day in days}
    between = (days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days))
    free = frozenset(day for day in between if day.isoweekday() not in off) - frozenset(days)
    return UssCalendar(start=days[0], weekly=off, off=free, **more)


def _day(day: date | None) -> str | None:
    return f"{day.isoformat()}T00:00:00.000Z" if day else None


def _heading_of(scene: Scene) -> Iterator[tuple[int, str]]:
    """(category, name) of each part of a scene's heading."""
    parts = {INT_EXT: scene.int_ext, SETS[0]: scene.set_name, DAY_NIGHT: scene.day_night, SCRIPT_DAY: scene.script_day}
    return ((category, name) for category, name in parts.items() if name)


def _headings(scenes: Iterable[Scene]) -> list[Element]:
    parts = dict.fromkeys(part for scene in scenes for part in _heading_of(scene))
    return [
        Element(uss_id=made_id(*part), category=part[0], category_name=_HEADING_NAMES[part[0]], name=part[1])
        for part in parts
    ]


def _breakdown(scene: Scene, made: str) -> dict[str, Any]:
    headings = [made_id(*part) for part in _heading_of(scene)]
    return {
        "id": scene.uss_id, "bannerText": scene.banner or None, "comments": scene.comments or None, "created": made,
        "description": scene.description or None, "elements": [*headings, *scene.elements],
        "pages": None if scene.banner else scene.eighths / 8, "scene": scene.number or None, "scriptPage": None,
        "duration": None, "type": "banner" if scene.banner else "scene",
    }  # fmt: skip


def _element(one: Element, made: str) -> dict[str, Any]:
    return {
        "id": one.uss_id, "category": made_id("category", one.category, one.category_name), "created": made,
        "daysOff": [], "isDrop": True, "dropDayCount": 10, "isHold": True, "isDood": one.category == CAST,
        "elementId": one.number or None, "isIdLock": bool(one.number), "linkedElements": [], "events": [],
        "name": _typed(one),
    }  # fmt: skip


def _typed(one: Element) -> str:
    """The name as the trade writes it: `10 ND Pedestrians`, `FARAH (k)`."""
    name = one.name
    if one.category == BACKGROUND and (one.quantity != 1 or COUNT.match(name)):
        name = f"{one.quantity} {name}"
    return f"{name} (k)" if one.minor and not MINOR.search(name) else name


def _stripboard(board: UssBoard, scenes: Mapping[str, Scene]) -> dict[str, Any]:
    on = {strip for group in board.groups for strip in group.strips}
    return {
        "id": board.uss_id,
        "boards": [
            {
                "id": made_id("strips", board.uss_id),
                "name": "stripboard",
                "breakdownIds": [list(group.strips) for group in board.groups],
            },
            {
                "id": made_id("boneyard", board.uss_id),
                "name": "boneyard",
                "breakdownIds": [one for one in scenes if one not in on],
            },
        ],
        "calendar": made_id("calendar", board.uss_id),
        "name": board.name,
    }


def _calendar(board: UssBoard) -> dict[str, Any]:
    calendar, calendar_id = board.calendar, made_id("calendar", board.uss_id)
    events: list[tuple[str, str | None, date]] = [("start", None, calendar.start)] if calendar.start else []
    events += [("dayOff", "dayOff", day) for day in sorted(calendar.off)]
    if calendar.start_before:
        events.append(("event", START_BEFORE, calendar.start_before))
    if calendar.shot and calendar.start:
        events.append(("event", SHOT, calendar.start))
    return {
        "id": calendar_id,
        "events": [
            {"id": made_id(calendar_id, kind, name, day), "type": kind, "name": name, "date": _day(day)}
            for kind, name, day in events
        ],
        "daysOff": sorted(day % 7 for day in calendar.weekly),
        "name": board.name,
    }
