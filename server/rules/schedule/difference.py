"""What somebody else changed on a day meanwhile, one sentence a change."""

from collections.abc import Mapping, Sequence

TIMES = {
    "general_call": "general call",
    "shooting_call": "shooting call",
    "estimated_wrap": "estimated wrap",
    "lunch": "lunch",
    "breakfast": "breakfast",
    "second_meal": "second meal",
}
WORDS = {
    "title": "title", "weather": "weather", "reason": "reason", "hazards": "hazards", "medic": "medic",
    "channels": "channels", "safety_contacts": "safety contacts", "bulletins": "bulletins",
    "closed_set": "closed set", "second_hour": "which hour of the clock change is meant",
}  # fmt: skip
KINDS = {
    "places_changed": "the places",
    "scenes_changed": "the scenes",
    "notes_changed": "the notes",
    "extras_changed": "stand-ins and background",
    "runs_changed": "transport",
    "heads_taken": "what a head asked for",
    "cover_switched": "the day: the cover set is in",
    "cover_taken_out": "the day: the cover set is out again",
    "day_moved": "the date",
    "day_cancelled": "the day: it is cancelled",
    "day_restored": "the day: it is on again",
}


def sentence(
    kind: str,
    *,
    who: str,
    at: str,
    fields: Sequence[str],
    member: str,
    department: str,
    now: Mapping[str, str],
    many: int = 0,
) -> str:
    """`Bjorn changed the general call, now 07:12, at 19:42.` `now`: the day's times on the reader's clock.

    `many`: lines that one act of the grid touched.
    """
    by = who or "Somebody"
    if kind == "day_shifted":
        general = now.get("general_call")
        to = f", general call now {general}," if general else ""
        return f"{by} moved the day{to} at {at}."
    if kind == "calls_changed":
        whose = f"{member}'s call" if member else f"{department}'s call" if department else _lines(many)
        return f"{by} changed {whose} at {at}."
    what = KINDS.get(kind) or _and([_field(name, now) for name in fields]) or "the day"
    return f"{by} changed {what} at {at}."


def _lines(many: int) -> str:
    return f"{many} lines" if many > 1 else "calls"


def _field(name: str, now: Mapping[str, str]) -> str:
    if name not in TIMES:
        return f"the {WORDS[name]}" if name != "second_hour" else WORDS[name]
    return f"the {TIMES[name]}, now {now.get(name) or 'open'}"


def _and(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + (" and " if len(words) > 1 else "") + words[-1] if words else ""
