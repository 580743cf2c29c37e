"""Universal Schedule Standard 1.0, as the wild writes it: scenes, elements, boards, calendars.

What is nonsense is refused with its place named; what only breaks the specification is read.
Source: https://github.com/UniversalScheduleStandard (breakdowns, categories by ucid, stripboards, calendars).
"""

import re
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from server.errors import Invalid, TooLarge
from server.rules.production.paper import Kind, Remark, clean
from server.rules.schedule.uss_shape import (
    BOARDS,
    BREAKDOWNS,
    CALENDARS,
    CATEGORIES,
    ELEMENTS,
    EVENTS,
    SHOT,
    START_BEFORE,
    Element,
    Group,
    Scene,
    Schedule,
    UssBoard,
    UssCalendar,
)

BYTES = 16 * 1024 * 1024
CAST, BACKGROUND = 100, 101
INT_EXT, DAY_NIGHT, SCRIPT_DAY = 1, 2, 3
SETS = (0, 50)  # 0 in the specification, 50 as Think Crew writes it
HEADINGS = {0, 1, 2, 3, 4, 5, 6, 50, 51, 52, 53, 54, 55, 56}  # parts of a scene's heading, nothing to bring to set
_BY_NAME = {
    "set": 0,
    "int/ext": 1,
    "day/night": 2,
    "script day": 3,
    "cast": 100,
    "cast members": 100,
    "background": 101,
}
MINOR = re.compile(r"\s*\(k\)", re.IGNORECASE)
COUNT = re.compile(r"^(\d{1,4})\s+(?=\S)")


def read_uss(data: bytes) -> Schedule:
    """The schedule and what is doubted. Raises TooLarge, Invalid with `errors[].where` as a path into the document."""
    if len(data) > BYTES:
        raise TooLarge(f"The schedule has more than {BYTES // 1024 // 1024} MB.")
    return _Reader(data, _document(data)).schedule()


def is_uss(data: bytes) -> bool:
    return b'"universalScheduleStandard"' in data[:4_096]


def _document(data: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except RecursionError as wrong:
        raise _nonsense("universalScheduleStandard", "nested too deeply") from wrong
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        match = re.search(r"byte (\d+)", str(wrong))
        before = data[: int(match[1])] if match else data
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        raise _nonsense(f"line {line}, column {column}", "no JSON from here on") from wrong
    root = found.get("universalScheduleStandard") if isinstance(found, dict) else None
    if not isinstance(root, dict):
        raise _nonsense("universalScheduleStandard", "missing: is this a .uss file?")
    return root


def _nonsense(where: str, what: str) -> Invalid:
    return Invalid(
        f"This schedule can't be read: {where}: {what}.",
        code="schedule",
        errors=[{"where": where, "what": what}],
        next_step="Export the schedule as USS again and choose that file. Nothing was imported.",
    )


class _Reader:
    def __init__(self, data: bytes, root: dict[str, Any]) -> None:
        self.data = data
        self.root = root
        self.remarks: list[Remark] = []
        self.several_lines = data.count(b"\n") > 5

    def doubt(self, where: str, uss_id: str, says: str, *, code: str, kind: Kind = Kind.DOUBTED) -> None:
        line = self.line_of(uss_id) if uss_id else 0
        self.remarks.append(Remark(says=says, line=line, column=where, code=code, kind=kind))

    def line_of(self, uss_id: str) -> int:
        """Where an id is first written; 0 in a file without lines."""
        at = self.data.find(f'"{uss_id}"'.encode()) if self.several_lines and uss_id else -1
        return self.data.count(b"\n", 0, at) + 1 if at >= 0 else 0

    def schedule(self) -> Schedule:
        categories = self.categories()
        elements = self.elements(categories)
        scenes = self.scenes(elements)
        calendars = self.calendars()
        boards = self.boards(scenes, calendars)
        return Schedule(
            uss_id=self.text(self.root, "id", 80), project=self.text(self.root, "project", 200),
            name=self.text(self.root, "name", 200), company=self.text(self.root, "company", 200),
            episode=self.text(self.root, "episode", 80), schedule_colour=self.text(self.root, "schedColor", 40),
            schedule_date=day_of(self.root.get("schedDate")), script_colour=self.text(self.root, "scriptColor", 40),
            script_date=day_of(self.root.get("scriptDate")), scenes=tuple(scenes.values()),
            elements=tuple(elements.values()), boards=tuple(boards), remarks=tuple(self.remarks),
        )  # fmt: skip

    def list_of(self, holder: dict[str, Any], key: str, where: str, most: int) -> list[tuple[str, dict[str, Any]]]:
        """(path, entry) of a list of objects; a missing list is an empty one."""
        found = holder.get(key)
        path = f"{where}{key}"
        if found is None:
            return []
        if not isinstance(found, list):
            raise _nonsense(path, "a list is expected")
        if len(found) > most:
            raise TooLarge(f"The schedule has {len(found):,} entries in {path}; {most:,} are the limit.")
        entries = []
        for n, entry in enumerate(found):
            if not isinstance(entry, dict):
                raise _nonsense(f"{path}[{n}]", "an object is expected")
            entries.append((f"{path}[{n}]", entry))
        return entries

    def text(self, holder: dict[str, Any], key: str, most: int) -> str:
        value = holder.get(key)
        return clean(str(value))[:most].rstrip() if isinstance(value, str | int | float) else ""

    def categories(self) -> dict[str, tuple[int, str]]:
        found = {}
        for path, entry in self.list_of(self.root, "categories", "", CATEGORIES):
            name = self.text(entry, "name", 80)
            number = entry.get("ucid")
            if number is None:
                number = _BY_NAME.get(name.casefold(), 126)
            if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < 100_000:
                raise _nonsense(f"{path}.ucid", "a category number is expected")
            found[self.text(entry, "id", 80)] = (number, name)
        return found

    def elements(self, categories: dict[str, tuple[int, str]]) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for path, entry in self.list_of(self.root, "elements", "", ELEMENTS):
            uss_id, typed = self.text(entry, "id", 80), self.text(entry, "name", 200)
            category = categories.get(self.text(entry, "category", 80))
            if not uss_id or not typed or category is None:
                what = "has no name" if not typed else "has no id" if not uss_id else "is of no category"
                says = f"Element '{typed or uss_id}' {what}. Left out."
                self.doubt(path, uss_id, says, code="element", kind=Kind.REFUSED)
                continue
            found[uss_id] = _element(uss_id, typed, self.text(entry, "elementId", 20), *category)
        return found

    def scenes(self, elements: dict[str, Element]) -> dict[str, Scene]:
        found: dict[str, Scene] = {}
        for path, entry in self.list_of(self.root, "breakdowns", "", BREAKDOWNS):
            uss_id = self.text(entry, "id", 80)
            if not uss_id or uss_id in found:
                what = "a breakdown without an id" if not uss_id else f"the id {uss_id} is used twice"
                self.doubt(path, uss_id, f"{path}: {what}. Left out.", code="breakdown", kind=Kind.REFUSED)
                continue
            banner = self.text(entry, "bannerText", 200)
            scene = self.text(entry, "scene", 40)
            kind = self.text(entry, "type", 40).casefold()
            if kind == "banner" or (kind not in ("scene", "strip") and banner) or (banner and not scene):
                found[uss_id] = Scene(uss_id=uss_id, number="", banner=banner or scene or "BANNER")
            elif not scene:
                says = f"A scene of {self.text(entry, 'description', 60) or uss_id} has no number. Left out."
                self.doubt(f"{path}.scene", uss_id, says, code="no_number", kind=Kind.REFUSED)
            else:
                found[uss_id] = self.scene(path, entry, uss_id, scene, elements)
        self.same_numbers(found)
        return found

    def scene(self, path: str, entry: dict[str, Any], uss_id: str, number: str, every: dict[str, Element]) -> Scene:
        listed = entry.get("elements") or []
        if not isinstance(listed, list):
            raise _nonsense(f"{path}.elements", "a list is expected")
        here = [every[one] for one in dict.fromkeys(str(each) for each in listed[:1_000]) if one in every]
        missing = len({str(each) for each in listed}) - len(here)
        if missing:
            many = f"{missing} elements that are" if missing > 1 else "an element that is"
            self.doubt(f"{path}.elements", uss_id, f"Scene {number} names {many} not in the file.", code="element")
        return Scene(
            uss_id=uss_id, number=number, eighths=self.eighths(path, entry, uss_id, number),
            description=self.text(entry, "description", 2_000), comments=self.text(entry, "comments", 2_000),
            int_ext=_named(here, INT_EXT), set_name=_named(here, *SETS), day_night=_named(here, DAY_NIGHT),
            script_day=_named(here, SCRIPT_DAY),
            elements=tuple(one.uss_id for one in here if one.category not in HEADINGS),
        )  # fmt: skip

    def eighths(self, path: str, entry: dict[str, Any], uss_id: str, number: str) -> int:
        """Pages are stored as decimals (.375 = 3/8), by some as `1 3/8`."""
        pages = entry.get("pages")
        if pages is None or pages == "":
            return 0
        value = _pages(pages)
        if value is None or not 0 <= value <= 1_000:
            raise _nonsense(f"{path}.pages", f"scene {number} can't be {str(pages)[:40]!r} pages long")
        exact = value * 8
        whole = round(exact)
        if abs(exact - whole) > 0.02:
            says = f"Scene {number} is {pages} pages long, no whole number of eighths; {whole}/8 taken."
            self.doubt(f"{path}.pages", uss_id, says, code="eighths")
        return whole

    def same_numbers(self, found: dict[str, Scene]) -> None:
        seen: dict[str, str] = {}
        for one in found.values():
            if not one.banner and one.number in seen:
                says = f"Scene {one.number} stands twice in the file. Both are kept; look which is right."
                self.doubt("breakdowns", one.uss_id, says, code="same_number")
            seen.setdefault(one.number, one.uss_id)

    def calendars(self) -> dict[str, UssCalendar]:
        found = {}
        for path, entry in self.list_of(self.root, "calendars", "", CALENDARS):
            start, off, said = None, set(), dict[str, date]()
            for at, event in self.list_of(entry, "events", f"{path}.", EVENTS):
                kind, day = self.text(event, "type", 40).casefold(), day_of(event.get("date"))
                if day is None and kind in ("start", "dayoff", "holiday"):
                    says = f"{at}: '{self.text(event, 'date', 40)}' is no date. Passed over."
                    self.doubt(f"{at}.date", "", says, code="dates")
                elif day is not None and kind == "start":
                    start = day if start is None else min(start, day)
                elif day is not None and kind in ("dayoff", "holiday"):
                    off.add(day)
                elif day is not None:
                    said[self.text(event, "name", 80)] = day
            weekly = entry.get("daysOff") or []
            if not isinstance(weekly, list) or not all(isinstance(n, int) and 0 <= n <= 6 for n in weekly):
                raise _nonsense(f"{path}.daysOff", "weekdays 0 (Sunday) to 6 are expected")
            if len(set(weekly)) == 7:
                raise _nonsense(f"{path}.daysOff", "a week without a working day")
            iso = frozenset(n or 7 for n in weekly)
            found[self.text(entry, "id", 80)] = UssCalendar(
                start=start, weekly=iso, off=frozenset(off), start_before=said.get(START_BEFORE), shot=SHOT in said
            )
        return found

    def boards(self, scenes: dict[str, Scene], calendars: dict[str, UssCalendar]) -> list[UssBoard]:
        found: list[UssBoard] = []
        for path, entry in self.list_of(self.root, "stripboards", "", BOARDS):
            name = self.text(entry, "name", 120) or f"Board {len(found) + 1}"
            calendar = calendars.get(self.text(entry, "calendar", 80))
            if calendar is None and len(calendars) == 1:
                calendar = next(iter(calendars.values()))
            groups: list[Group] = []
            for at, part in self.list_of(entry, "boards", f"{path}.", BOARDS):
                if self.text(part, "name", 40).casefold() != "boneyard":
                    groups += self.groups(at, part, name, scenes)
            found.append(UssBoard(uss_id=self.text(entry, "id", 80), name=name, groups=tuple(groups),
                                  calendar=calendar or UssCalendar()))  # fmt: skip
            self.strips_twice(path, found[-1], scenes)
        return found

    def groups(self, path: str, part: dict[str, Any], board: str, scenes: dict[str, Scene]) -> list[Group]:
        """A list of lists, or of ids alone: one day then. Both names of the key are in use."""
        key = "breakdownIds" if part.get("breakdownIds") is not None else "breakdownArrays"
        listed = part.get(key) or []
        if not isinstance(listed, list):
            raise _nonsense(f"{path}.{key}", "a list is expected")
        days: list[Any] = []
        for n, each in enumerate(listed):
            if isinstance(each, list):
                days.append(each)
            elif not isinstance(each, str):
                raise _nonsense(f"{path}.{key}[{n}]", "the id of a breakdown is expected")
            elif n and isinstance(listed[n - 1], str):
                days[-1].append(each)
            else:
                days.append([each])
        if len(days) > BREAKDOWNS:
            raise TooLarge(f"The board {board} has {len(days):,} days.")
        return [Group(self.known(f"{path}.{key}[{n}]", day, board, scenes)) for n, day in enumerate(days)]

    def known(self, path: str, day: list[Any], board: str, scenes: dict[str, Scene]) -> tuple[str, ...]:
        ids = [str(one) for one in day]
        lost = [one for one in ids if one not in scenes]
        if lost:
            many = f"{len(lost)} strips that are" if len(lost) > 1 else "a strip that is"
            says = f"The board {board} holds {many} not among the breakdowns. Left out."
            self.doubt(path, lost[0], says, code="strip", kind=Kind.REFUSED)
        return tuple(one for one in ids if one in scenes)

    def strips_twice(self, path: str, board: UssBoard, scenes: dict[str, Scene]) -> None:
        seen: set[str] = set()
        for one in (one for group in board.groups for one in group.strips):
            if one in seen and not scenes[one].banner:
                says = f"Scene {scenes[one].number} stands twice on the board {board.name}."
                self.doubt(path, one, says, code="strip_twice")
            seen.add(one)


def _element(uss_id: str, typed: str, number: str, category: int, category_name: str) -> Element:
    minor = category in (CAST, BACKGROUND) and bool(MINOR.search(typed))
    name = clean(MINOR.sub("", typed)) if minor else typed
    quantity = 1
    if category == BACKGROUND and (match := COUNT.match(name)):
        quantity, name = max(1, int(match[1])), name[match.end() :]
    return Element(
        uss_id=uss_id, category=category, category_name=category_name, name=name or typed, number=number,
        quantity=quantity, minor=minor,
    )  # fmt: skip


def _named(elements: list[Element], *categories: int) -> str:
    return " / ".join(one.name for one in elements if one.category in categories)[:200]


def _pages(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    match = re.fullmatch(r"\s*(?:(\d{1,4})(?:\.0*)?)?\s*(?:([0-7])/8)?\s*", str(value))
    if match and (match[1] or match[2]):
        return int(match[1] or 0) + int(match[2] or 0) / 8
    try:
        return float(str(value))
    except ValueError:
        return None


def day_of(value: object) -> date | None:
    """The day that a date means: `2025-04-07`, `…T00:00:00.000Z`, `…+0000`, milliseconds. None where it is none.

    Programs write the local midnight as UTC: `2025-04-06T22:00Z` is the 7th in Berlin, `T08:00Z` the same day in
    Los Angeles.
    """
    try:
        if isinstance(value, int) and not isinstance(value, bool):
            when = datetime(1970, 1, 1) + timedelta(milliseconds=value)  # noqa: DTZ001  only its date is used
        elif isinstance(value, str):
            match = re.match(r"^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d))?", value.strip())
            if match is None:
                return None
            when = datetime.fromisoformat(f"{match[1]}T{match[2] or '00'}:{match[3] or '00'}")
        else:
            return None
    except (ValueError, OverflowError):
        return None
    if when.hour >= 12 and when.minute in (0, 30):
        when += timedelta(days=1)
    return when.date() if 1990 <= when.year <= 2100 else None
