"""A day's local times and instants: minutes after midnight of its date, in the zone it was made with."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from server.errors import Invalid
from server.rules.production.clock_face import face

DAY = 1_440


def clock_words(minutes: int, *, twelve: bool = False) -> str:
    """`06:12`; the morning after as `01:30+1`, the night before as `23:00-1`."""
    days = minutes // DAY
    return face(minutes, twelve=twelve) + (f"{days:+d}" if days else "")


def _wall(on_date: date, minutes: int) -> datetime:
    return datetime(on_date.year, on_date.month, on_date.day) + timedelta(minutes=minutes)  # noqa: DTZ001  a wall clock


def exists(on_date: date, zone: str, minutes: int) -> bool:
    """False in the hour that is skipped when the clocks go forward."""
    wall = _wall(on_date, minutes)
    there = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return there.replace(tzinfo=None) == wall


def twice(on_date: date, zone: str, minutes: int) -> bool:
    """True in the hour that comes twice when the clocks go back."""
    local = _wall(on_date, minutes).replace(tzinfo=ZoneInfo(zone))
    return local.utcoffset() != local.replace(fold=1).utcoffset() and exists(on_date, zone, minutes)


def instant(on_date: date, zone: str, minutes: int, *, second: bool | None = False) -> datetime:
    """The UTC instant. `second`: the later one of an hour that comes twice. In a skipped hour: as if it were there."""
    local = _wall(on_date, minutes).replace(tzinfo=ZoneInfo(zone), fold=1 if second else 0)
    return local.astimezone(UTC)


def clocks_change(on_date: date, zone: str) -> bool:
    """Whether any of the day's times can be skipped or come twice: from the night before to two days after."""
    local = [_wall(on_date, minutes).replace(tzinfo=ZoneInfo(zone)).utcoffset() for minutes in range(-DAY, 3 * DAY, 60)]
    return len(set(local)) > 1


def minutes_of(at: datetime, on_date: date, zone: str) -> int:
    """Local minutes after midnight of `on_date` of an instant: what the wall clock in `zone` shows then."""
    wall = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return int((wall - _wall(on_date, 0)).total_seconds() // 60)


def checked(
    on_date: date, zone: str, minutes: int | None, where: str, *, second: bool | None, twelve: bool = False
) -> int | None:
    """`minutes` as typed. Raises Invalid for a time that night doesn't have, or has twice and nobody said which.

    `twelve`: the clock of who reads that.
    """
    if minutes is None:
        return None
    if not exists(on_date, zone, minutes):
        raise Invalid(
            f"{clock_words(minutes, twelve=twelve)} doesn't exist that night: the clocks go forward.",
            code="time_skipped",
            next_step="Take an hour earlier or later.",
            errors=[{"where": where, "what": "skipped by the clock change"}],
        )
    if second is None and twice(on_date, zone, minutes):
        raise Invalid(
            f"{clock_words(minutes, twelve=twelve)} comes twice that night: the clocks go back.",
            code="time_twice",
            next_step="Say whether you mean the first or the second.",
            errors=[{"where": where, "what": "comes twice: first or second?"}],
        )
    return minutes
