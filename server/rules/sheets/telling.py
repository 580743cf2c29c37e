"""When a person is told of a change: with or without a sound, not before when, chased and pointless from when."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from server.rules.production.settings import MustConfirm, ProductionSettings, is_quiet
from server.rules.sheets.concern import Change, later_only
from server.rules.sheets.person import Own

SOON = timedelta(hours=24)
"""On a day off only a call nearer than this may sound."""
URGENT = timedelta(hours=12)
CHASE = timedelta(minutes=15)
FIRST_CHASE = timedelta(minutes=60)
GRACE = timedelta(hours=4)
GETTING_UP = timedelta(minutes=90)


class Told(msgspec.Struct, frozen=True):
    """How one notice goes out. Instants are UTC."""

    rings: bool
    must_confirm: bool
    not_before: datetime | None
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
) -> Told:
    """For somebody with a change. `works_today`: called on the local date of `now`; `cast`: also day players."""
    person = after or before
    if person is None:
        raise ValueError("nobody is told of a page they are on neither side of")
    nearest = min((at for one in (before, after) if one and (at := one.first_at)), default=None)
    rings, not_before = True, None
    if not works_today and nearest is not None and nearest - now > SOON:
        rings = False
    quiet = _quiet_until(settings, ZoneInfo(person.head.zone), release_at)
    if quiet is not None and later_only(found):
        if nearest is not None and nearest - GETTING_UP < quiet:
            rings = False  # would get up for the old time: told at once, without a sound
        else:
            not_before = quiet
    return Told(
        rings=rings,
        must_confirm=_must_confirm(settings.must_confirm, before, cast=cast),
        not_before=not_before,
        deadline=_deadline(before, nearest, release_at, settings),
        expires_at=_expires(person, nearest, release_at),
    )


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
    earliest = release_at + FIRST_CHASE
    if nearest is None:
        return earliest
    return max(earliest, nearest - timedelta(minutes=settings.chase_before_call))


def _expires(person: Own, nearest: datetime | None, release_at: datetime) -> datetime:
    wrap = person.head.estimated_wrap
    end = nearest or (wrap.at if wrap else release_at + timedelta(hours=24))
    return max(end + GRACE, release_at + GRACE)


def _quiet_until(settings: ProductionSettings, zone: ZoneInfo, at: datetime) -> datetime | None:
    """The end of the quiet hours in which `at` lies; None outside of them."""
    local = at.astimezone(zone)
    if not is_quiet(settings, local.hour * 60 + local.minute):
        return None
    end = local.replace(hour=settings.quiet_to // 60, minute=settings.quiet_to % 60, second=0, microsecond=0)
    if end <= local:
        end += timedelta(days=1)
    return end.astimezone(at.tzinfo)
