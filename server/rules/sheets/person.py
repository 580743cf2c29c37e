"""One person's part of a page: what they are called to, where, and what everybody called must know."""

from datetime import datetime

from server.rules.sheets.snapshot import Head, Line, Place, Printed, Scene, Snapshot, Time

CALLED = frozenset({"time", "on_call", "will_notify"})
"""Kinds of line by which a person comes. Who is on `hold` stays reachable; `no_call`, `cancelled` ask nothing."""


class Own(Printed, frozen=True):
    """A person's own day. Only its `lines` are theirs; the rest is what everybody called shares."""

    head: Head
    lines: tuple[Line, ...]
    places: tuple[Place, ...]
    """The numbered places of the day, first of its kind first."""
    first_set: Place | None = None

    @property
    def called(self) -> bool:
        return any(line.kind in CALLED for line in self.lines) and not self.head.cancelled

    @property
    def held(self) -> bool:
        """On hold: paid, reachable, and doesn't come."""
        on_hold = any(line.kind == "hold" for line in self.lines)
        return on_hold and not self.called and not self.head.cancelled

    @property
    def first_at(self) -> datetime | None:
        """The earliest instant at which this person must be somewhere; none on call or not called."""
        return min((time.at for line in self.lines for time in times_of(line)), default=None)

    @property
    def first_call(self) -> Time | None:
        """The earliest call, without the pickup before it."""
        return min((line.call for line in self.lines if line.call), key=lambda time: time.at, default=None)

    def place(self, kind: str) -> Place | None:
        return next((place for place in self.places if place.kind == kind), None)


TIMES = ("pickup", "call", "makeup", "wardrobe", "rehearsal", "on_set")


def times_of(line: Line) -> list[Time]:
    return [time for name in TIMES if (time := getattr(line, name)) is not None]


def own(page: Snapshot, member_id: int) -> Own | None:
    """What concerns this person; None: not on the page."""
    lines = tuple(line for line in page.lines if line.member_id == member_id)
    if not lines:
        return None
    return Own(head=page.head, lines=lines, places=page.places, first_set=first_set(page))


def members_of(page: Snapshot) -> set[int]:
    return {line.member_id for line in page.lines if line.member_id is not None}


def first_set(page: Snapshot) -> Place | None:
    """Where the first scene is shot; without a place of its own, the first numbered set."""
    scene: Scene | None = next((scene for scene in page.scenes if scene.scene_id is not None), None)
    if scene is not None and scene.place_id is not None:
        found = next((place for place in page.places if place.place_id == scene.place_id), None)
        if found is not None:
            return found
    return next((place for place in page.places if place.kind == "set"), None)
