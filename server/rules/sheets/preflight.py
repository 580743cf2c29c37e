"""What to look at before a page is issued: each finding in one sentence, with where it is mended. Nothing blocks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal

import msgspec

from server.rules.production.clock_face import face
from server.rules.schedule.rest import words as duration
from server.rules.sheets.person import CALLED, members_of
from server.rules.sheets.snapshot import Line, Place, Printed, Snapshot, Time

Where = Literal["calls", "times", "places", "scenes", "people", "approval", "counts"]
_WORKED_AT = frozenset({"base_camp", "set"})
_NAMED = 3


class Finding(Printed, frozen=True):
    """`where`: the part of the day, or the crew list, in which it is mended. `line`: whose, where it is one alone."""

    kind: str
    says: str
    where: Where
    line: str = ""


class Rested(msgspec.Struct, frozen=True):
    """Rest before a line's call, in minutes."""

    line: str
    minutes: int
    needed: int


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What the page itself doesn't say. People by member."""

    names: Mapping[int, str]
    short: Sequence[Rested] = ()
    elsewhere: Mapping[int, tuple[str, Time | None]] = msgspec.field(default_factory=dict)
    """Called by another unit's sheet of that date: the unit, and at what time."""
    by_phone_only: Collection[int] = ()
    """Neither an app that rings nor a mailbox that takes letters."""
    unapproved: str = ""
    """For whose approval an issue waits, in a sentence; empty: for nobody's."""
    old_counts: Sequence[str] = ()
    """Counts that were sent and are other by now, a sentence each."""
    twelve: bool = False


def preflight(page: Snapshot, known: Known) -> list[Finding]:
    """Worst first: people's rest, then what nobody could work by, then what is doubtful."""
    if page.head.cancelled:
        return []
    return [
        *_rest(page, known), *_hospitals(page), *_head(page), *_no_time(page, known), *_twice(page, known),
        *_nobody_plays(page), *_cast(page), *_addresses(page), *_by_phone(page, known),
        *_counts(known), *_unapproved(known),
    ]  # fmt: skip


def _rest(page: Snapshot, known: Known) -> Iterable[Finding]:
    lines = {line.id: line for line in page.lines}
    for one in sorted(known.short, key=lambda one: one.minutes - one.needed):
        name = known.names.get(lines[one.line].member_id or 0, "Somebody")
        says = f"{name} would have {duration(one.minutes)} rest, {duration(one.needed)} asked for"
        yield Finding(kind="short_rest", says=says, where="calls", line=one.line)


def _hospitals(page: Snapshot) -> Iterable[Finding]:
    """Every place where people work has its own nearest emergency department, also after a company move."""
    hospitals = [place for place in page.places if place.kind == "hospital"]
    if not hospitals:
        yield Finding(kind="no_hospital", says="No hospital stands on the sheet", where="places")
        return
    moved = [place for place in page.places if place.kind in _WORKED_AT and place.since is not None]
    if moved and not any(place.since for place in hospitals):
        yield Finding(
            kind="no_hospital_after_move",
            says=f"After the move to {moved[0].name} no emergency department of its own stands on the sheet",
            where="places",
        )


def _head(page: Snapshot) -> Iterable[Finding]:
    if page.head.general_call is None:
        yield Finding(kind="no_general_call", says="No general call", where="calls")


def _no_time(page: Snapshot, known: Known) -> Iterable[Finding]:
    unknown = [line for line in page.lines if line.kind == "will_notify" and line.status != "H"]
    if unknown:
        named = _named([known.names.get(line.member_id or 0, line.title) for line in unknown], "lines")
        says = f"{named} {'has' if len(unknown) == 1 else 'have'} no time yet"
        yield Finding(kind="no_time", says=says, where="calls", line=_alone(unknown))


def _twice(page: Snapshot, known: Known) -> Iterable[Finding]:
    """A day split between two units is legal; nobody should learn of it from two phones."""
    first = {line.member_id: line for line in reversed(page.lines) if line.kind in CALLED and line.member_id}
    for member in sorted(first.keys() & known.elsewhere.keys()):
        unit, at = known.elsewhere[member]
        when = f" at {face(at.minutes, twelve=known.twelve)}" if at else ""
        says = f"{known.names.get(member, 'Somebody')} is called by {unit} too{when}"
        yield Finding(kind="called_twice", says=says, where="calls", line=first[member].id)


def _nobody_plays(page: Snapshot) -> Iterable[Finding]:
    alone = [line for line in page.lines if line.element_id and not line.member_id and line.kind in CALLED]
    if alone:
        whom = _named([line.title for line in alone], "roles")
        says = f"No performer is known for {whom}: nobody is told. Import the cast list, or ring them"
        yield Finding(kind="no_performer", says=says, where="people")


def _cast(page: Snapshot) -> Iterable[Finding]:
    """Whom a scene needs and who is called: each by the cast number."""
    needed = {number for scene in page.scenes for number in scene.cast}
    roles = [line for line in page.lines if line.element_id and line.number]
    if needed:
        idle = [line for line in roles if line.kind in CALLED and line.status != "H" and line.number not in needed]
        if idle:
            named = _named([f"{line.number} {line.title}" for line in idle], "roles")
            says = f"{named} {'is' if len(idle) == 1 else 'are'} called, and no scene of the day has them"
            yield Finding(kind="no_scene", says=says, where="calls", line=_alone(idle))
    called = {line.number for line in roles if line.kind in CALLED}
    titles = {line.number: line.title for line in roles}
    for scene in page.scenes:
        if missing := [f"{number} {titles.get(number, '')}".strip() for number in scene.cast if number not in called]:
            says = f"Scene {scene.number} needs {_named(missing, 'roles')}: not called"
            yield Finding(kind="not_called", says=says, where="calls")


def _addresses(page: Snapshot) -> Iterable[Finding]:
    lost = [place for place in page.places if place.kind in _WORKED_AT and not _findable(place)]
    if lost:
        named = _named([place.name for place in lost], "places")
        says = f"{named} {'has' if len(lost) == 1 else 'have'} no address: nobody finds the way from the phone"
        yield Finding(kind="no_address", says=says, where="places")


def _findable(place: Place) -> bool:
    return bool(place.address or place.access_notes) or place.lat is not None


def _by_phone(page: Snapshot, known: Known) -> Iterable[Finding]:
    called = {line.member_id for line in page.lines if line.kind in CALLED} & members_of(page)
    lost = sorted(known.names.get(member or 0, "Somebody") for member in called & set(known.by_phone_only))
    if lost:
        says = f"{_named(lost, 'people')} can only be rung: no app that rings, no mailbox"
        yield Finding(kind="by_phone_only", says=says, where="people")


def _counts(known: Known) -> Iterable[Finding]:
    for says in known.old_counts:
        yield Finding(kind="counts_old", says=says, where="counts")


def _unapproved(known: Known) -> Iterable[Finding]:
    if known.unapproved:
        yield Finding(kind="not_approved", says=known.unapproved, where="approval")


def _alone(lines: Sequence[Line]) -> str:
    return lines[0].id if len(lines) == 1 else ""


def _named(names: Sequence[str], many: str) -> str:
    """`Hana Sato and Mei Abara`; of more than three, how many."""
    if len(names) > _NAMED:
        return f"{len(names)} {many}"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
