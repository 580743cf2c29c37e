"""The sentences of a notice and of a difference. No cast, no scene: a locked screen is read by whoever stands near."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from server.rules.production.clock_face import face
from server.rules.schedule.times import DAY
from server.rules.sheets.concern import Change
from server.rules.sheets.diff import Changed, Difference
from server.rules.sheets.person import TIMES, Own
from server.rules.sheets.snapshot import Place, Printed, Snapshot, Time

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LABELS = {
    "call": "Call", "pickup": "Pickup", "makeup": "H/MU", "wardrobe": "Wardrobe", "rehearsal": "Rehearsal",
    "release": "Planned release",
    "on_set": "On set", "place_id": "Place", "base_camp": "Base camp", "crew_parking": "Parking",
    "hospital": "Hospital", "first_set": "First set", "unit_id": "Unit", "on_date": "Date", "kind": "Call",
    "script": "Script", "script_on": "Date of the script", "schedule_on": "Date of the schedule",
    "extras": "Stand-ins, background",
}  # fmt: skip
GONE = {"not_called": "not called", "hold": "on hold", "call_cancelled": "cancelled"}
LOOK = {"hazards": "Safety note changed", "bulletins": "Safety note changed", "pickups": "Pickups moved"}
KINDS = {
    "time": "at a time", "on_call": "on call", "no_call": "no call", "will_notify": "will notify",
    "hold": "on hold", "cancelled": "cancelled",
}  # fmt: skip


class Words(Printed, frozen=True):
    title: str
    body: str


def short_date(on: date) -> str:
    return f"{DAYS[on.weekday()]} {on.day} {MONTHS[on.month - 1]}"


def clock(minutes: int, *, twelve: bool = False) -> str:
    """`06:12`, or `6:12A`; a time of the night before or the morning after says so."""
    days = minutes // DAY
    return face(minutes, twelve=twelve) + {0: "", -1: " the night before", 1: " the morning after"}.get(
        days, f" {days:+} days"
    )


def notice(found: list[Change], after: Own | None, before: Own | None, *, version: str, twelve: bool) -> Words:
    """What the phone says of `found` (at least one change); `version` is the colour's name."""
    person = after or before
    if person is None:
        raise ValueError("words for nobody")
    on = short_date(person.head.on_date)
    lead = found[0]
    say = _sayer(twelve=twelve)
    if lead.what == "cancelled":
        return Words(title=f"{on} is cancelled", body=_joined(_was(lead, say), person.head.reason, version))
    if lead.what == "hold" and (after is None or not after.called):
        return Words(title=f"You are on hold on {on}", body=_joined("Stay reachable", _was(lead, say), version))
    if after is None or not after.called:
        gone = lead.what == "call_cancelled"
        was = "Cancelled" + (f", was {say(lead.old)}" if lead.old else "") if gone else _was(lead, say)
        return Words(title=f"You are {'NOT' if gone else 'not'} called on {on}", body=_joined(was, version))
    call = after.first_call
    if call is None and _kind(after) == "will_notify":
        old = next((change for change in found if change.what == "call"), Change("call"))
        told = _joined("Stay reachable", _was(old, say), person.head.reason if before else "", version)
        return Words(title=f"{on}: you will be told your time", body=told)
    if call is None:
        title = f"{on}: you are {KINDS[_kind(after)]}"
    else:
        title = f"Your call {on}: {clock(call.minutes, twelve=twelve)}"
    known = next((change.old for change in found if change.what == "call" and change.new == call), None)
    if known is not None:
        title += f", was {clock(known.minutes, twelve=twelve)}"
    rest = [_sentence(change, say) for change in found if not (change.what == "call" and change.new == call)]
    if lead.what == "called" and lead.old is None and before is None:
        rest = _whole(after, say)
    return Words(title=title, body=_joined(*rest, person.head.reason if before else "", version))


def sentences(found: list[Change], *, twelve: bool = False) -> list[str]:
    """What a person's changes are, for the office: each as one sentence."""
    say = _sayer(twelve=twelve)
    return [_told(change, say) for change in found]


def _told(change: Change, say: Callable[[Any], str]) -> str:
    if change.what == "cancelled":
        return "The day is cancelled" + (f", was {say(change.old)}" if change.old else "")
    told = _sentence(change, say)
    return told[:1].upper() + told[1:]


def _kind(person: Own) -> str:
    return next((line.kind for line in person.lines if line.kind in ("on_call", "will_notify")), "will_notify")


def _whole(after: Own, say: Callable[[Any], str]) -> list[str]:
    pickups = [line.pickup for line in after.lines if line.pickup]
    parts = [f"Pickup {say(pickups[0])}"] if pickups else []
    base, parking = after.place("base_camp"), after.place("crew_parking")
    if base:
        parts.append(f"Base camp {say(base)}")
    if parking and not pickups:
        parts.append(f"Parking {say(parking)}")
    return parts


def _sayer(*, twelve: bool) -> Callable[[Any], str]:
    def say(value: Any) -> str:
        if isinstance(value, Time):
            return clock(value.minutes, twelve=twelve)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, Place):
            return value.name if not value.notes else f"{value.name}, {value.notes}"
        if isinstance(value, date):
            return short_date(value)
        if isinstance(value, tuple):
            return ", ".join(say(one) for one in value) or "none"
        return KINDS.get(str(value), str(value)) if value not in {None, ""} else "none"

    return say


def _sentence(change: Change, say: Callable[[Any], str]) -> str:
    about = f"{change.line}: " if change.line else ""
    gone = GONE.get(change.what) or ("time to come" if change.what == "call" and change.new is None else "")
    match change.what:
        case _ if gone:
            return f"{about}{gone}" + (f", was {say(change.old)}" if change.old else "")
        case "hazards" | "bulletins" | "pickups":
            return f"{LOOK[change.what]}, see the sheet"
        case "called":
            return f"{about}called {say(change.new)}" if change.new else f"{about}called"
        case "unit_id":
            return "Your day moved to another unit"
        case _:
            label = LABELS.get(change.what, change.what)
            old, new = say(change.old), say(change.new)
            if isinstance(change.new, Place) and old == new:
                return f"{about}{label} {new}: the way there changed"
            return f"{about}{label} {new}, was {old}"


def _was(change: Change, say: Callable[[Any], str]) -> str:
    return f"Was {say(change.old)}" if change.old else ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)[:600]


def lines_of(difference: Difference, before: Snapshot, names: dict[int, str], *, twelve: bool = False) -> list[str]:
    """A difference as sentences for the office (names are joined by the caller), at most 200; by the reader's clock."""
    say = _sayer(twelve=twelve)
    found = _head(difference, say)
    by_line = {line.id: line for line in before.lines}
    known = [*before.places, *(difference.blocks["places"].added if "places" in difference.blocks else ())]
    places = {place.place_id: place.name for place in known}

    def told(name: str, value: Any) -> str:
        return say(places.get(value, value) if name == "place_id" else value)

    for block, part in difference.blocks.items():
        found += [f"{_thing(thing, names)} added" for thing in part.added]
        found += [f"{_thing(thing, names)} removed" for thing in part.removed]
        whose: dict[str, list[str]] = {}
        for change in part.changed:
            was = by_line.get(change.id) if block == "lines" else _by_id(before, block, change.id)
            off = _off(change, say)
            if off:
                whose.setdefault(off, []).append(_thing(was, names))
            for name, (old, new) in change.fields.items():
                if name not in (UNSAID if not off else UNSAID | OFF_UNSAID):
                    same = f"{_label(name)} {told(name, old)} → {told(name, new)}"
                    whose.setdefault(same, []).append(_thing(was, names))
        for same, things in whose.items():
            many = f"{len(things)} {'people' if block == 'lines' else 'entries'}: {same}"
            found += [many] if len(things) > FEW else [f"{one}: {same}" for one in things]
        if part.order is not None:
            found.append(f"{_label(block)} in another order")
    return found[:200]


def _head(difference: Difference, say: Callable[[Any], str]) -> list[str]:
    """A cancelled day first, without the numbers that follow from it."""
    cancelled = difference.head.get("cancelled")
    first = [] if cancelled is None else ["The day is cancelled" if cancelled[1] else "The day is on again"]
    left = {"cancelled", "number", "of"} if first else set()
    return first + [
        f"{_label(name)}: {say(old)} → {say(new)}" for name, (old, new) in difference.head.items() if name not in left
    ]


FEW = 5
"""More than these with one and the same change are counted, not named: a push of 140 calls is read in a breath."""
OFFICE = {"of": "Shooting days in all", "origin": "Where the call comes from"}
"""What only the office reads of."""
UNSAID = {"call_id"}
"""Differs, and says nothing to anybody."""
OFF_UNSAID = {*TIMES, "kind", "release", "status", "origin"}
"""Of who doesn't come any more."""
OFF = {"hold": "on hold, not coming", "cancelled": "NOT called any more", "will_notify": "will be told the time"}


def _off(change: Changed, say: Callable[[Any], str]) -> str:
    """`NOT called any more, was 06:42`; "" for a line that is called, or never was."""
    old, new = change.fields.get("kind", (None, None))
    if new not in OFF or (new == "will_notify" and old != "time"):
        return ""
    was = change.fields.get("call", (None, None))[0]
    return OFF[new] + (f", was {say(was)}" if was else "")


def _by_id(before: Snapshot, block: str, key: Any) -> Any:
    return next(thing for thing in getattr(before, block) if thing.id == key)


def _label(name: str) -> str:
    return LABELS.get(name) or OFFICE.get(name) or name.replace("_", " ").capitalize()


def _thing(thing: Any, names: dict[int, str]) -> str:
    member = getattr(thing, "member_id", None)
    if member is not None:
        return names.get(member, thing.title or "Somebody")
    for field in ("title", "name", "set_name", "banner", "text"):
        if text := getattr(thing, field, ""):
            number = getattr(thing, "number", "")
            return f"{number} {text}".strip() if isinstance(number, str) else str(text)
    on = getattr(thing, "on_date", None)
    return short_date(on) if on else str(getattr(thing, "id", ""))


def tomorrow(on: date, today: date) -> str:
    """`today`, `tomorrow`, or the date."""
    return {today: "today", today + timedelta(days=1): "tomorrow"}.get(on, short_date(on))
