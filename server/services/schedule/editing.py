"""What stands on a day: its times and words, places, scenes in order, notes, department calls."""

from typing import Annotated, Any, Literal

import msgspec

from server.db import Tx
from server.errors import Invalid
from server.models.schedule import editing
from server.rules.access import Actor
from server.rules.schedule.times import checked
from server.services.schedule.changing import changing
from server.wire import Eighths, Id, Line, Minutes, Struct, Text

PlaceKind = Literal["base_camp", "crew_parking", "truck_parking", "holding", "catering", "set", "hospital"]
_Many = msgspec.Meta(max_length=60)
UNSET = msgspec.UNSET


class DayPatch(Struct, omit_defaults=True):
    """The day's own times (minutes after midnight of its date) and words; what isn't given stays."""

    general_call: Minutes | msgspec.UnsetType | None = UNSET
    shooting_call: Minutes | msgspec.UnsetType | None = UNSET
    estimated_wrap: Minutes | msgspec.UnsetType | None = UNSET
    lunch: Minutes | msgspec.UnsetType | None = UNSET
    second_hour: bool | msgspec.UnsetType | None = UNSET
    """On the night the clocks go back: whether times in the hour that comes twice mean the second one."""
    title: Line | msgspec.UnsetType = UNSET
    weather: Line | msgspec.UnsetType = UNSET
    reason: Line | msgspec.UnsetType = UNSET
    hazards: Text | msgspec.UnsetType = UNSET
    medic: Line | msgspec.UnsetType = UNSET
    channels: Text | msgspec.UnsetType = UNSET
    breakfast: Minutes | msgspec.UnsetType | None = UNSET
    second_meal: Minutes | msgspec.UnsetType | None = UNSET
    safety_contacts: Text | msgspec.UnsetType = UNSET
    bulletins: Text | msgspec.UnsetType = UNSET
    closed_set: bool | msgspec.UnsetType = UNSET


class DayPlaceIn(Struct):
    place_id: Id
    kind: PlaceKind
    from_minutes: Minutes | None = None
    notes: Line = ""


class DaySceneIn(Struct):
    """A scene (`scene_id`) or a banner; `eighths` where only part of the scene is shot."""

    scene_id: Id | None = None
    banner: Line = ""
    eighths: Eighths | None = None
    place_id: Id | None = None
    at_minutes: Minutes | None = None
    notes: Line = ""


class DayNoteIn(Struct):
    text: Text
    department_id: Id | None = None


class DepartmentCallIn(Struct):
    """`offset_minutes` from the general call, or `at_minutes`, or neither for on call and no call."""

    department_id: Id
    kind: Literal["relative", "absolute", "on_call", "no_call"] = "relative"
    offset_minutes: Annotated[int, msgspec.Meta(ge=-720, le=720)] | None = None
    at_minutes: Minutes | None = None
    place_id: Id | None = None


DayPlaces = Annotated[tuple[DayPlaceIn, ...], _Many]
DayScenes = Annotated[tuple[DaySceneIn, ...], _Many]
DayNotes = Annotated[tuple[DayNoteIn, ...], _Many]


_TIMES = {"general_call", "shooting_call", "estimated_wrap", "lunch", "breakfast", "second_meal"}


def _given(patch: DayPatch) -> dict[str, Any]:
    values = {name: getattr(patch, name) for name in patch.__struct_fields__}
    return {name: value for name, value in values.items() if value is not UNSET}


async def change_day(production_id: int, day_id: int, patch: DayPatch, *, by: Actor, seen: int | None) -> int:
    """Change the day's own fields; returns the revision. Raises Stale where somebody was there before,
    Invalid for a time that night doesn't have, or has twice while nobody said which.
    """
    async with changing(production_id, day_id, by=by, right=("day", "change"), seen=seen) as change:
        given = _given(patch)
        second = given.get("second_hour", change.day.second_hour)
        for name in _TIMES & set(given):
            checked(change.day.on_date, change.day.zone, given[name], name, second=second, twelve=by.twelve)
        change.ids["fields"] = sorted(given)
        await editing.fields(change.db, production_id, day_id, given)
    return change.revision


async def set_places(production_id: int, day_id: int, places: DayPlaces, *, by: Actor, seen: int | None) -> int:
    """Replace the day's places, in the order of the sheet. A place that stays keeps its id."""
    async with changing(
        production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="places_changed"
    ) as change:
        await put_places(change.db, production_id, day_id, places)
    return change.revision


async def put_places(db: Tx, production_id: int, day_id: int, places: DayPlaces) -> None:
    await editing.places(
        db,
        production_id,
        day_id,
        [(p.place_id, p.kind, sort, p.from_minutes, p.notes) for sort, p in enumerate(places, 1)],
    )


async def set_scenes(production_id: int, day_id: int, scenes: DayScenes, *, by: Actor, seen: int | None) -> int:
    """Replace the day's scenes and banners, in shooting order."""
    async with changing(
        production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="scenes_changed"
    ) as change:
        await put_scenes(change.db, production_id, day_id, scenes)
    return change.revision


async def put_scenes(db: Tx, production_id: int, day_id: int, scenes: DayScenes) -> None:
    """Raises Invalid for a row that is neither a scene nor a banner, or both."""
    for n, row in enumerate(scenes):
        if (row.scene_id is None) == (not row.banner.strip()):
            raise Invalid(
                f"Row {n + 1} must be a scene or a banner, one of them.",
                errors=[{"where": f"scenes[{n}]", "what": "scene_id or banner"}],
            )
    await editing.scenes(
        db,
        production_id,
        day_id,
        [(n, r.scene_id, r.banner.strip(), r.eighths, r.place_id, r.at_minutes, r.notes) for n, r in enumerate(scenes)],
    )


async def set_notes(production_id: int, day_id: int, notes: DayNotes, *, by: Actor, seen: int | None) -> int:
    """Replace the day's notes, for all or for one department."""
    async with changing(
        production_id, day_id, by=by, right=("day", "change"), seen=seen, fact="notes_changed"
    ) as change:
        rows = [(n.department_id, n.text.strip()) for n in notes if n.text.strip()]
        await editing.notes(change.db, production_id, day_id, rows)
    return change.revision


async def set_department_call(
    production_id: int, day_id: int, call: DepartmentCallIn, *, by: Actor, seen: int | None
) -> int:
    """Give a department its call of the day; relative and 0 is the same as the general call."""
    async with changing(
        production_id, day_id, by=by, right=("call", "change"), seen=seen, fact="calls_changed"
    ) as change:
        change.ids["department"] = call.department_id
        await put_department_call(change.db, production_id, day_id, call)
    return change.revision


async def put_department_call(db: Tx, production_id: int, day_id: int, call: DepartmentCallIn) -> None:
    """Raises Invalid where the kind and the given time don't fit."""
    offset = call.offset_minutes if call.kind == "relative" else None
    at = call.at_minutes if call.kind == "absolute" else None
    if (call.kind == "relative" and offset is None) or (call.kind == "absolute" and at is None):
        raise Invalid(
            "A relative call needs minutes from the general call, an absolute one a time.",
            errors=[{"where": "offset_minutes" if call.kind == "relative" else "at_minutes", "what": "missing"}],
        )
    await editing.department_call(db, production_id, day_id, call.department_id, (call.kind, offset, at, call.place_id))
