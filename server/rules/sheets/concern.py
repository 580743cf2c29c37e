"""Who is concerned by a change, and how: a table, not a feeling (product.md, *a personal diff*)."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

import msgspec

from server.rules.notify.chasers import plans_pickups
from server.rules.sheets.person import CALLED, Own
from server.rules.sheets.snapshot import Line, Place, Snapshot, Time, fields


class Reach(StrEnum):
    RINGS = "rings"
    """Rings the person whose line it is."""
    EVERYBODY = "everybody"
    """Rings everybody called."""
    SILENT = "silent"
    """Lies on the page; nobody is told."""


LINE: dict[str, Reach] = {
    "kind": Reach.RINGS, "call": Reach.RINGS, "pickup": Reach.RINGS, "makeup": Reach.RINGS, "wardrobe": Reach.RINGS,
    "rehearsal": Reach.RINGS, "on_set": Reach.RINGS, "place_id": Reach.RINGS,
    "id": Reach.SILENT, "member_id": Reach.SILENT, "position_id": Reach.SILENT, "element_id": Reach.SILENT,
    "department_id": Reach.SILENT, "title": Reach.SILENT, "number": Reach.SILENT, "status": Reach.SILENT,
    "remarks": Reach.SILENT, "minor": Reach.SILENT, "head": Reach.SILENT, "call_id": Reach.SILENT,
    "origin": Reach.SILENT, "release": Reach.SILENT,
}  # fmt: skip

HEAD: dict[str, Reach] = {
    "cancelled": Reach.EVERYBODY, "hazards": Reach.EVERYBODY, "unit_id": Reach.EVERYBODY, "on_date": Reach.EVERYBODY,
    "day_id": Reach.SILENT, "unit": Reach.SILENT, "zone": Reach.SILENT, "day_type": Reach.SILENT,
    "title": Reach.SILENT, "number": Reach.SILENT, "of": Reach.SILENT, "general_call": Reach.SILENT,
    "shooting_call": Reach.SILENT, "estimated_wrap": Reach.SILENT, "lunch": Reach.SILENT, "sunrise": Reach.SILENT,
    "sunset": Reach.SILENT, "weather": Reach.SILENT, "reason": Reach.SILENT, "medic": Reach.SILENT,
    "channels": Reach.SILENT, "breakfast": Reach.SILENT, "second_meal": Reach.SILENT,
    "safety_contacts": Reach.SILENT, "bulletins": Reach.EVERYBODY, "closed_set": Reach.SILENT, "script": Reach.SILENT,
    "script_on": Reach.SILENT, "schedule": Reach.SILENT, "schedule_on": Reach.SILENT,
}  # fmt: skip

PLACES: dict[str, Reach] = {
    "base_camp": Reach.EVERYBODY, "crew_parking": Reach.EVERYBODY, "hospital": Reach.EVERYBODY,
    "truck_parking": Reach.SILENT, "holding": Reach.SILENT, "catering": Reach.SILENT, "set": Reach.SILENT,
}  # fmt: skip
"""By kind of place; the first set rings everybody (below), and one's own place rings with one's line."""

PLACE_FIELDS: dict[str, Reach] = {
    "place_id": Reach.RINGS, "address": Reach.RINGS, "since": Reach.RINGS, "access_notes": Reach.RINGS,
    "notes": Reach.RINGS, "phone": Reach.SILENT, "id": Reach.SILENT, "kind": Reach.SILENT, "name": Reach.SILENT,
    "number": Reach.SILENT, "lat": Reach.SILENT, "lng": Reach.SILENT,
}  # fmt: skip
"""Which difference of a place means that it has moved; another spelling of the same place is silent."""

BLOCKS: dict[str, Reach] = {
    "scenes": Reach.SILENT, "notes": Reach.SILENT, "departments": Reach.SILENT, "advance": Reach.SILENT,
    "extras": Reach.SILENT, "transport": Reach.SILENT,
}  # fmt: skip


class Change(msgspec.Struct, frozen=True):
    """One thing that is new for a person. `what` names a row of the tables above; old and new as on the pages."""

    what: str
    old: Any = None
    new: Any = None
    line: str = ""
    """Title of the line, where the person has more than one."""


def changes(before: Own | None, after: Own | None) -> list[Change]:
    """What rings this person between what they know and the new page, most personal first.

    `before` None: nothing known, so the whole call is new. `after` None, or not called: on hold, or taken off.
    """
    if after is None or not after.called:
        return _hold(before) if after is not None and after.held else _taken_off(before, after)
    if before is None or not before.called:
        return [Change("called", None, after.first_call)]
    return [*_lines(before, after), *_shared(before, after)]


def _hold(before: Own | None) -> list[Change]:
    if before is not None and before.held:
        return []
    return [Change("hold", before.first_call if before is not None and before.called else None)]


def _taken_off(before: Own | None, after: Own | None) -> list[Change]:
    if before is None or not (before.called or before.held):
        return []
    if after is not None and after.head.cancelled:
        return [Change("cancelled", before.first_call)]
    by_name = after is not None and any(line.kind == "cancelled" for line in after.lines)
    return [Change("call_cancelled" if by_name else "not_called", before.first_call)]


_GONE = {"hold": "hold", "cancelled": "call_cancelled"}
GONE = frozenset({"not_called", *_GONE.values()})
"""A call that was known, and by which nobody comes any more."""


def _lines(before: Own, after: Own) -> list[Change]:
    was = {line.id: line for line in before.lines if line.kind in CALLED}
    now = {line.id: line for line in after.lines if line.kind in CALLED}
    kinds = {line.id: line.kind for line in after.lines}
    several = len(was | now) > 1
    found: list[Change] = []
    for key in sorted(was | now):
        title = (now.get(key) or was[key]).title if several else ""
        if key not in now:
            found.append(Change(_GONE.get(kinds.get(key, ""), "not_called"), was[key].call, None, title))
        elif key not in was:
            found.append(Change("called", None, now[key].call, title))
        else:
            found += _line(was[key], now[key], before, after, title)
    return found


def _line(was: Line, now: Line, before: Own, after: Own, title: str) -> list[Change]:
    if was.kind == "time" and now.kind == "will_notify":
        return [Change("call", was.call, None, title)]
    old, new = fields(was), fields(now)
    found = [
        Change(name, old[name], new[name], title)
        for name, reach in LINE.items()
        if reach is Reach.RINGS and name != "place_id" and old[name] != new[name]
    ]
    where_was, where_now = _place(before, was.place_id), _place(after, now.place_id)
    shared = where_now is not None and PLACES.get(where_now.kind) is Reach.EVERYBODY
    if was.place_id != now.place_id or (_moved(where_was, where_now) and not shared):
        found.append(Change("place_id", where_was, where_now, title))
    return found


def _shared(before: Own, after: Own) -> list[Change]:
    old, new = fields(before.head), fields(after.head)
    found = [
        Change(name, old[name], new[name])
        for name, reach in HEAD.items()
        if reach is Reach.EVERYBODY and old[name] != new[name]
    ]
    for kind, reach in PLACES.items():
        if reach is Reach.EVERYBODY and (kind != "crew_parking" or _drives(after)):
            was = [place for place in before.places if place.kind == kind]
            now = [place for place in after.places if place.kind == kind]
            if len(was) != len(now) or any(_moved(a, b) for a, b in zip(was, now, strict=True)):
                found.append(Change(kind, was[0] if was else None, now[0] if now else None))
    if (before.first_set and before.first_set.place_id) != (after.first_set and after.first_set.place_id):
        found.append(Change("first_set", before.first_set, after.first_set))
    return found


def _drives(person: Own) -> bool:
    """Whoever is picked up parks nowhere."""
    return not all(line.pickup for line in person.lines if line.kind in CALLED)


def _place(person: Own, place_id: int | None) -> Place | None:
    return next((place for place in person.places if place.place_id == place_id), None) if place_id else None


def _moved(was: Place | None, now: Place | None) -> bool:
    if was is None or now is None:
        return was is not now
    old, new = fields(was), fields(now)
    return any(reach is Reach.RINGS and old[name] != new[name] for name, reach in PLACE_FIELDS.items())


def drivers(page: Snapshot, moved: Collection[int]) -> set[int]:
    """Who must know that these members' pickups moved: the driver of each one's run; where none is named, who plans
    the pickups.
    """
    found, fetched = set(), set()
    for run in page.transport:
        if run.driver_id is not None and (theirs := set(run.passengers) & set(moved)):
            found.add(run.driver_id)
            fetched |= theirs
    if set(moved) - fetched:
        found |= {line.member_id for line in page.lines if line.member_id and plans_pickups(line.title)}
    return found - set(moved)


def later_only(found: list[Change]) -> bool:
    """Whether all that changed is a time that moved later: no reason to wake anybody."""
    timed = [change for change in found if isinstance(change.old, Time) and isinstance(change.new, Time)]
    return bool(timed) and len(timed) == len(found) and all(change.new.at > change.old.at for change in timed)
