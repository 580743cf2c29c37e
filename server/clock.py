"""The only clock. Rules take `now`; whoever needs to know the time asks here, so that a test can move it."""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)
_movable = False


def now() -> datetime:
    """The present instant, timezone-aware UTC; in the demo, the demo's."""
    return datetime.now(UTC) + _offset


def wall() -> datetime:
    """The real instant, also in the demo: for what others check by their own clocks, such as a push service."""
    return datetime.now(UTC)


def ahead() -> timedelta:
    """How far `now()` is ahead of `wall()`."""
    return _offset


def let_move() -> None:
    """Only for the demo's own database (`settings.demo`) and for tests; there is no way back."""
    global _movable  # noqa: PLW0603  one process, one clock
    _movable = True


def move(by: timedelta) -> None:
    """Raises RuntimeError where the clock may not be moved: a real production's."""
    stand(_offset + by)


def stand(ahead: timedelta) -> None:
    """From now on `now()` is so far ahead of the real time. Raises RuntimeError as `move` does."""
    global _offset  # noqa: PLW0603  one process, one clock
    if not _movable:
        raise RuntimeError("only the demo's clock is moved")
    _offset = ahead


def reset() -> None:
    global _offset  # noqa: PLW0603  one process, one clock
    _offset = timedelta(0)
