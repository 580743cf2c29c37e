"""Whether somebody can be forgotten now, and if not, why: in words that the person reads."""

from datetime import date, datetime, timedelta

import msgspec

GRACE = timedelta(hours=24)
"""So long it can be taken back. Then nobody can, not even with a backup."""
FORMER = "A former crew member"
"""What stands in place of the name."""


class Standing(msgspec.Struct, frozen=True):
    """One person on one production, as far as it decides. `hold`: words of a legal hold; `finish_on`: None is open;
    `alone`: nobody else is a coordinator there, and it can still be worked on.
    """

    production: str
    left: bool
    wrapped: bool
    hold: str
    finish_on: date | None
    today: date
    alone: bool = False


class Why(msgspec.Struct, frozen=True):
    """Why not now: the refusal's code, what it is and what to do."""

    code: str
    detail: str
    next: str


def why_not(on: list[Standing]) -> Why | None:
    """The first reason that stands in the way on any of these productions. None: it can be done."""
    for one in on:
        if one.hold:
            return Why(
                "legal_hold",
                f"{one.production} may delete nothing for now: {one.hold}",
                "Ask again when the hold is lifted. The production office knows of it.",
            )
    for one in on:
        if not one.left and not one.wrapped and (one.finish_on is None or one.finish_on >= one.today):
            last = one.finish_on
            until = f"until {last:%a} {last.day} {last:%b %Y}" if last else "with no last day yet"
            return Why(
                "still_working",
                f"Still working on {one.production}, {until}. Until then sheets, safety and transport need it.",
                "Ask again after the last day. Whoever leaves earlier is taken off by the production office first.",
            )
    for one in on:
        if one.alone:
            return Why(
                "last_coordinator",
                f"Nobody else is a coordinator of {one.production}: nobody could run it or answer its people.",
                "Make somebody else a coordinator first. If it is wrapped: open it again for that, or ask when 30 days "
                "have passed since the wrap.",
            )
    return None


def due_at(asked_at: datetime) -> datetime:
    return asked_at + GRACE
