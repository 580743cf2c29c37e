"""What to look at on a day before it is issued, in words: minors' hours and short daily rest first, then the week's."""

from collections.abc import Sequence
from typing import Literal

import msgspec

from server.rules.schedule.minors import MinorHours
from server.rules.schedule.rest import Rest, words


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to look at. `act`: settle it before the issue; `look`: blocks nothing. `source`: whose rule it is."""

    kind: Literal["minor", "rest", "weekly_rest"]
    weight: Literal["act", "look"]
    who: int | None
    sentence: str
    source: str


def looks_of(
    name: str, member_id: int | None, rest: Rest | None, hours: MinorHours | None, earliest: str
) -> list[Look]:
    """Of one person's call. `earliest`: the first call without a short rest, on the reader's clock; or empty."""
    found = []
    if hours is not None and hours.problems:
        said = f"{name}, a minor: {'; '.join(hours.problems)}."
        found.append(Look(kind="minor", weight="act", who=member_id, sentence=said, source=hours.source))
    if rest is not None and rest.short:
        basis = "" if rest.logged else ", by the estimated wrap"
        until = f" Earliest call without a short rest: {earliest}." if earliest else ""
        said = f"{name} would have {words(rest.minutes)} rest{basis}; {rest.pack} asks for {words(rest.needed)}.{until}"
        found.append(Look(kind="rest", weight="act", who=member_id, sentence=said, source=rest.source))
    if rest is not None and rest.weekly_short and rest.weekly_needed is not None:
        needed = words(rest.weekly_needed)
        said = f"{name} would have {words(rest.minutes)} over the days off; {rest.pack} asks for {needed}."
        found.append(Look(kind="weekly_rest", weight="look", who=member_id, sentence=said, source=rest.source))
    return found


def in_order(looks: Sequence[Look]) -> list[Look]:
    """Minors, then short rest, then the week's; else as given."""
    return sorted(looks, key=lambda look: ("minor", "rest", "weekly_rest").index(look.kind))
