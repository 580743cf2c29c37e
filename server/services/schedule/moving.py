"""Which lines of a gathered day move along with a push or pull, and which stay: the rule applied to the whole day."""

from collections.abc import Collection

import msgspec

from server.adapters.sun import sun_of
from server.models.schedule.queries import SceneRow
from server.rules.schedule import shift as rule
from server.rules.schedule.times import minutes_of
from server.services.schedule.gather import Called, Gathered
from server.services.schedule.resting import Key, key_of


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """`stays`: why each unticked line stays. `scenes`: those of the first or last light, and why. The rest moves."""

    stays: dict[Key, str]
    scenes: list[tuple[SceneRow, str]]
    departments: frozenset[int]

    def moves(self, called: Called) -> bool:
        return called.times.kind == "time" and key_of(called) not in self.stays

    def moving_calls(self, gathered: Gathered) -> list[int]:
        """Ids of the calls whose typed times move."""
        return sorted(c.call_id for c in (*gathered.crew, *gathered.cast) if c.call_id is not None and self.moves(c))

    def held_offsets(self, gathered: Gathered, general: int) -> dict[int, int]:
        """Calls that follow the general call but stay: their new distance from it, by call id."""
        return {
            called.call_id: called.times.call - general
            for called in (*gathered.crew, *gathered.cast)
            if called.moves and called.call_id and called.times.call is not None and key_of(called) in self.stays
        }


def plan(
    gathered: Gathered,
    *,
    calls: Collection[int],
    scenes: Collection[int],
    departments: Collection[int],
    twelve: bool,
) -> Plan:
    """The day's plan with what was ticked to move too: call ids, ids of the day's scenes, department ids.

    `twelve`: the clock of who reads why something stays.
    """
    stays = {}
    absolute = {shift.department_id for shift in gathered.department_calls if shift.kind == "absolute"}
    lit = _lit(gathered)
    for called in (*gathered.crew, *gathered.cast):
        line = rule.Line(
            typed=called.typed,
            timed=called.times.kind == "time",
            relative=called.moves,
            # without a call of its own there is nothing that could hold a line back from its department
            minor=called.minor and called.call_id is not None,
            sun=called.number in lit,
        )
        why = rule.why_stays(line)
        if called.typed == "department" and called.department_id in absolute:
            ticked = called.department_id in departments
        else:
            ticked = called.call_id in calls
        if why is not None and not ticked:
            stays[key_of(called)] = why
    return Plan(
        stays=stays,
        scenes=[
            (scene, _because(gathered, scene, light, twelve=twelve))
            for scene, light in _sun_scenes(gathered)
            if scene.id not in scenes
        ],
        departments=frozenset(departments),
    )


def after(gathered: Gathered, planned: Plan, minutes: int) -> Gathered:
    """The day as it would be, to look at before anything is written."""

    def later(called: Called) -> Called:
        if not planned.moves(called):
            return called
        times = called.times
        moved = msgspec.structs.replace(
            times,
            call=rule.shifted(times.call, minutes),
            pickup=rule.shifted(times.pickup, minutes),
            on_set=rule.shifted(times.on_set, minutes),
            makeup=rule.shifted(times.makeup, minutes),
        )
        return msgspec.structs.replace(called, times=moved, release=rule.shifted(called.release, minutes))

    return msgspec.structs.replace(
        gathered, crew=[later(c) for c in gathered.crew], cast=[later(c) for c in gathered.cast]
    )


def _sun_scenes(gathered: Gathered) -> list[tuple[SceneRow, str]]:
    return [
        (scene, light)
        for scene in gathered.scenes
        if (light := rule.light_of(scene.int_ext, scene.day_night)) is not None
    ]


def _lit(gathered: Gathered) -> set[str]:
    """Cast numbers that are needed for scenes of the first or last light and for no other."""
    sun = {scene.id for scene, _ in _sun_scenes(gathered)}
    only = {number for scene in gathered.scenes if scene.id in sun for number in scene.cast}
    return only - {number for scene in gathered.scenes if scene.id not in sun for number in scene.cast}


def _because(gathered: Gathered, scene: SceneRow, light: str, *, twelve: bool) -> str:
    places = sorted(gathered.places, key=lambda p: (p.place_id != scene.place_id, p.kind != "set", p.sort))
    where = next((p for p in places if p.lat is not None and p.lng is not None), None)
    if where is None or where.lat is None or where.lng is None:
        return rule.sun_words(light, None)
    day = gathered.day
    rises, sets = sun_of(day.on_date, where.lat, where.lng, day.zone)
    at = rises if light == "rises" else sets
    minutes = minutes_of(at, day.on_date, day.zone) if at is not None else None
    return rule.sun_words(light, minutes, twelve=twelve)
