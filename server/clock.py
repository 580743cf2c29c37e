"""The only clock. Rules take `now`; whoever needs to know the time asks here, so that a test can move it."""

from datetime import UTC, datetime, timedelta

_offset = timedelta(0)


def now() -> datetime:
    """The present instant, timezone-aware UTC."""
    return datetime.now(UTC) + _offset


def move(by: timedelta) -> None:
    """Move the clock: tests and the demo's *play the evening* only; `settings.demo_clock` guards every caller."""
    global _offset  # noqa: PLW0603  one process, one clock
    _offset += by


def reset() -> None:
    global _offset  # noqa: PLW0603  one process, one clock
    _offset = timedelta(0)
