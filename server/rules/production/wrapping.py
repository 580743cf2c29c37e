"""The wrap of a production: when it may be, and until when it is undone."""

from datetime import date, datetime, timedelta

REOPEN = timedelta(days=30)
"""After it was put away. Later its people are being forgotten: pickups are a production of their own."""


def may_wrap_on(day: date, *, today: date, worked_on: date) -> bool:
    """Not before it is over, nor before the last day of work: terms count from it, and a year that was mistyped would
    forget everybody at once.
    """
    return worked_on <= day <= today


def may_reopen(archived_at: datetime | None, *, now: datetime) -> bool:
    return archived_at is None or now - archived_at <= REOPEN
