"""When a person is told of a change: with or without a sound, not before when, chased and pointless from when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from server.rules.production.settings import MustConfirm, ProductionSettings, is_quiet
from server.rules.sheets.concern import Change, later_only
from server.rules.sheets.person import CALLED, Own
from server.rules.sheets.snapshot import Line

SOON = timedelta(hours=24)
"""On a day off only a call nearer than this may sound."""
URGENT = timedelta(hours=12)
CHASE = timedelta(minutes=15)
FIRST_CHASE = timedelta(minutes=60)
GRACE = timedelta(hours=4)
AT_LAST = timedelta(minutes=30)
"""A later call that lies silently sounds so long before its person would have left for the old one."""
OWN_WAY = timedelta(minutes=60)
"""Who isn't picked up leaves so long before the call."""
WINDING_DOWN = timedelta(hours=2)
"""After so long since the wrap somebody may sleep."""


class Resting(msgspec.Struct, frozen=True):
    """Of one person before the day: `since` their wrap, and which of their lines break the rest."""

    since: datetime | None = None
    short: frozenset[str] = frozenset()


class Told(msgspec.Struct, frozen=True):
    """How one notice goes out. Instants are UTC.

    `rings_at`: without a sound until then · `by_hand`: a human rings at once, what is sent is the copy.
    """

    rings: bool
    must_confirm: bool
    rings_at: datetime | None
    by_hand: bool
    deadline: datetime
    expires_at: datetime


def told(
    found: list[Change],
    before: Own | None,
    after: Own | None,
    *,
    now: datetime,
    release_at: datetime,
    settings: ProductionSettings,
    works_today: bool,
    cast: bool,
    resting: Resting | None = None,
) -> Told:
    """For somebody with a change. `works_today`: called on the local date of `now`; `cast`: also day players."""
    person = after or before
    if person is None:
        raise ValueError("nobody is told of a page they are on neither side of")
    nearest = min((at for one in (before, after) if one and (at := one.first_at)), default=None)
    resting = resting or Resting()
    rings = works_today or nearest is None or nearest - now <= SOON
    rings_at = None
    if rings and before is not None and later_only(found) and _sleeps(person, settings, resting, release_at):
        rings_at = _at_last(before)
        rings_at = rings_at if rings_at is not None and rings_at > release_at else None
        rings = rings_at is None
    return Told(
        rings=rings,
        must_confirm=_must_confirm(settings.must_confirm, before, cast=cast),
        rings_at=rings_at,
        by_hand=_forced(before, after, resting),
        deadline=rings_at + CHASE if rings_at is not None else _deadline(before, nearest, release_at, settings),
        expires_at=_expires(person, nearest, release_at),
    )


def _sleeps(person: Own, settings: ProductionSettings, resting: Resting, at: datetime) -> bool:
    """In the production's quiet hours, or long enough after the person's own wrap: whoever shot the night sleeps at
    noon.
    """
    local = at.astimezone(ZoneInfo(person.head.zone))
    if is_quiet(settings, local.hour * 60 + local.minute):
        return True
    return resting.since is not None and at - resting.since >= WINDING_DOWN


def _at_last(before: Own) -> datetime | None:
    """When somebody must hear at last that they needn't leave yet."""
    pickups = [line.pickup.at for line in before.lines if line.pickup]
    first = before.first_at
    if pickups:
        return min(pickups) - AT_LAST
    return first - OWN_WAY - AT_LAST if first is not None else None


def _forced(before: Own | None, after: Own | None, resting: Resting) -> bool:
    """An earlier call, or a new one, inside somebody's rest."""
    if before is None or after is None or not after.called:
        return False
    was = {line.id: line for line in before.lines if line.kind in CALLED}
    return any(line.id not in was or _earlier(was[line.id], line) for line in after.lines if line.id in resting.short)


def _earlier(was: Line, now: Line) -> bool:
    pairs = ((was.call, now.call), (was.pickup, now.pickup))
    return any(new is not None and (old is None or new.at < old.at) for old, new in pairs)


def _must_confirm(rule: MustConfirm, before: Own | None, *, cast: bool) -> bool:
    if rule is MustConfirm.CHANGED:
        return before is not None
    return rule is MustConfirm.ALL or (rule is MustConfirm.CAST_AND_DAY_PLAYERS and cast)


def _deadline(
    before: Own | None, nearest: datetime | None, release_at: datetime, settings: ProductionSettings
) -> datetime:
    """trust.md, promise 3: 15 minutes when the time is less than 12 hours away, else the chase time."""
    if nearest is not None and nearest - release_at < URGENT and before is not None:
        return release_at + CHASE
    if nearest is not None and nearest - release_at < 2 * FIRST_CHASE:
        return release_at + CHASE
    earliest = release_at + FIRST_CHASE
    if nearest is None:
        return earliest
    return max(earliest, nearest - timedelta(minutes=settings.chase_before_call))


def _expires(person: Own, nearest: datetime | None, release_at: datetime) -> datetime:
    wrap = person.head.estimated_wrap
    end = nearest or (wrap.at if wrap else release_at + timedelta(hours=24))
    return max(end + GRACE, release_at + GRACE)
