"""What a USS file holds once it is read, and what is counted from it."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import msgspec

from server.rules.production.paper import Remark

BREAKDOWNS, ELEMENTS, CATEGORIES, BOARDS, CALENDARS, EVENTS = 5_000, 20_000, 500, 50, 50, 5_000
START_BEFORE, SHOT = "Callboard: start before it was moved", "Callboard: this board is shot"
"""Names of calendar events by which an export of ours says what USS has no field for."""


class Element(msgspec.Struct, frozen=True, kw_only=True):
    uss_id: str
    category: int
    category_name: str
    name: str
    number: str = ""
    """The cast number on the board."""
    quantity: int = 1
    minor: bool = False


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """A breakdown: a scene, or a banner (then only `banner` says something)."""

    uss_id: str
    number: str
    banner: str = ""
    eighths: int = 0
    int_ext: str = ""
    set_name: str = ""
    day_night: str = ""
    script_day: str = ""
    description: str = ""
    comments: str = ""
    elements: tuple[str, ...] = ()


class Group(msgspec.Struct, frozen=True):
    """The strips of one day, in order."""

    strips: tuple[str, ...]


class UssCalendar(msgspec.Struct, frozen=True, kw_only=True):
    start: date | None = None
    weekly: frozenset[int] = frozenset()
    """ISO weekdays off: 6, 7."""
    off: frozenset[date] = frozenset()
    start_before: date | None = None
    """Of an export of ours: where it started before the production moved it; `start` and all dates are moved."""
    shot: bool = False
    """Of an export of ours: its board is the one that is shot."""

    @property
    def moved(self) -> int | None:
        """By how many days the file's dates are moved already; None: it is no such export."""
        return (self.start - self.start_before).days if self.start and self.start_before else None


class UssBoard(msgspec.Struct, frozen=True, kw_only=True):
    uss_id: str
    name: str
    groups: tuple[Group, ...]
    calendar: UssCalendar


class Schedule(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    uss_id: str
    project: str
    name: str
    company: str
    episode: str
    schedule_colour: str
    schedule_date: date | None
    script_colour: str
    script_date: date | None
    scenes: tuple[Scene, ...]
    """Banners are among them."""
    elements: tuple[Element, ...]
    boards: tuple[UssBoard, ...]
    remarks: tuple[Remark, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Scene]:
        return {scene.uss_id: scene for scene in self.scenes}

    def of_category(self, category: int) -> list[Element]:
        return [element for element in self.elements if element.category == category]

    @property
    def active(self) -> UssBoard | None:
        """The board that is shot: the one that says so, else the one with the most days, of equals the last."""
        told = next((board for board in self.boards if board.calendar.shot), None)
        return told or max(reversed(self.boards), key=lambda board: len(board.groups), default=None)

    def eighths(self, group: Group) -> int:
        scenes = self.by_id
        return sum(scenes[one].eighths for one in group.strips)


def days_worked(schedule: Schedule, days: Iterable[tuple[int, Group]]) -> dict[str, list[int]]:
    """Element id → the numbers of the days on which it is needed."""
    scenes = schedule.by_id
    found: dict[str, list[int]] = {}
    for number, group in days:
        for element in dict.fromkeys(one for strip in group.strips for one in scenes[strip].elements):
            found.setdefault(element, []).append(number)
    return found
