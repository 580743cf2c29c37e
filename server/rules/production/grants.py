"""What a member's roles, positions and dates come to: one grant, with an end."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from server.rules.access import Role

GRACE = timedelta(days=14)
"""After the finish date: late paperwork, the last wrap, the kit returned."""


class Held(msgspec.Struct, frozen=True):
    """One position of a member: from–to dates, or single days (`only_on`)."""

    department_id: int
    head: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    only_on: tuple[date, ...] = ()


class Right(msgspec.Struct, frozen=True):
    """What the access grant says; instants are UTC."""

    roles: tuple[Role, ...]
    departments: tuple[int, ...]
    heads: tuple[int, ...]
    unit_id: int | None
    ends_at: datetime | None


def finish_on(held: Sequence[Held]) -> date | None:
    """The last day of work over all positions; None while any of them is open."""
    ends = [max(one.only_on) if one.only_on else one.ends_on for one in held]
    return None if not ends or None in ends else max(end for end in ends if end is not None)


def right_of(roles: Sequence[str], held: Sequence[Held], *, unit_id: int | None, zone: str) -> Right:
    """The grant of one member. Heads count only where the role *head* was confirmed."""
    confirmed = {Role(role) for role in roles} or {Role.CREW}
    heads = {one.department_id for one in held if one.head} if Role.HEAD in confirmed else set()
    last = finish_on(held)
    ends_at = None
    if last is not None:
        midnight = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(zone))
        ends_at = (midnight + GRACE).astimezone(UTC)
    return Right(
        tuple(sorted(confirmed)),
        tuple(sorted({one.department_id for one in held})),
        tuple(sorted(heads)),
        unit_id,
        ends_at,
    )
