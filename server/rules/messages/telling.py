"""How a message reaches its people: with a sound outside the quiet hours; humans ring only for a *Got it*."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from server.rules.notify.states import KNOWN, State
from server.rules.production.settings import ProductionSettings, is_quiet

CHASE = timedelta(hours=4)
"""Who hasn't got a message that asks for *Got it* by then is on the office's list."""
LASTS = timedelta(days=3)
LINK_LASTS = timedelta(days=7)
AGAIN_AFTER = timedelta(minutes=5)
"""Nobody is told of the same message twice within this time."""
SHORT = 300
"""Letters of its text that stand on a locked screen."""
MAILED = 3 * 1024 * 1024
"""Bytes of attachments that go along in a mail; larger ones are behind its link."""


class Told(msgspec.Struct, frozen=True):
    """`rings_at`: without a sound until then. Instants are UTC."""

    rings: bool
    rings_at: datetime | None
    deadline: datetime | None
    expires_at: datetime


def told(release_at: datetime, *, zone: str, settings: ProductionSettings, must_confirm: bool) -> Told:
    """In the production's quiet hours it lies there without a sound until they are over."""
    local = release_at.astimezone(ZoneInfo(zone))
    rings_at = None
    if is_quiet(settings, local.hour * 60 + local.minute):
        until = time(settings.quiet_to // 60, settings.quiet_to % 60)
        day = local.date() if until > local.time() else local.date() + timedelta(days=1)
        rings_at = datetime.combine(day, until, local.tzinfo).astimezone(UTC)
    start = rings_at or release_at
    return Told(
        rings=rings_at is None, rings_at=rings_at, deadline=start + CHASE if must_confirm else None,
        expires_at=start + LASTS,
    )  # fmt: skip


def short(text: str) -> str:
    """The beginning of a message in one line, cut between words."""
    line = " ".join(text.split())
    if len(line) <= SHORT:
        return line
    return f"{line[:SHORT].rpartition(' ')[0] or line[:SHORT]} …"


def told_again(state: State) -> bool:
    """Whether somebody in this state is told anew when the sender asks for it: not who has it, nor who left."""
    return state not in KNOWN | {State.LEFT, State.SUPERSEDED}
