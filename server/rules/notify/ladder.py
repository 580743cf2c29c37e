"""Which doors a person is told through, in which order: pure. The app first; mail for who has none; then a human."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from server.rules.notify.states import State

APP_ONLY: Final = frozenset({"test", "gear"})
"""Subjects that are told on phones and nowhere else: nobody is mailed or rung because of them."""


class Channel(StrEnum):
    PUSH = "push"
    MAIL = "mail"


class Doors(msgspec.Struct, frozen=True):
    """How a person can be told at this moment."""

    subscriptions: tuple[int, ...] = ()
    email: str | None = None
    mail_bounced: bool = False
    right: bool = True
    """Still on the production, today."""

    @property
    def mailbox(self) -> str | None:
        return None if self.mail_bounced else self.email


class Rung(msgspec.Struct, frozen=True):
    """`subscriptions` to push to, or one `address` to mail; neither: `ends` says how it ended."""

    subscriptions: tuple[int, ...] = ()
    address: str | None = None
    ends: State | None = None


def first(doors: Doors, *, subject: str, expires_at: datetime, now: datetime) -> Rung:
    """What is done when a notice is released."""
    if not doors.right:
        return Rung(ends=State.LEFT)
    if expires_at <= now:
        return Rung(ends=State.EXPIRED)
    if doors.subscriptions:
        return Rung(subscriptions=doors.subscriptions)
    return _mail(doors, subject, State.NO_CHANNEL)


def following(doors: Doors, *, subject: str, mailed: bool, failed: State, expires_at: datetime, now: datetime) -> Rung:
    """What is done when nothing that was tried is left: mail once, then a human rings."""
    if not doors.right:
        return Rung(ends=State.LEFT)
    if expires_at <= now or mailed:
        return Rung(ends=failed)
    return _mail(doors, subject, failed)


def _mail(doors: Doors, subject: str, otherwise: State) -> Rung:
    if doors.mailbox and subject not in APP_ONLY:
        return Rung(address=doors.mailbox)
    return Rung(ends=otherwise)


LEASE = {Channel.PUSH: timedelta(seconds=15), Channel.MAIL: timedelta(seconds=60)}
"""How long a worker may hold a telling: whoever dies or hangs with it is followed by another after that. Longer than
the wait in hand and the deadline of speaking together, so that two never speak at once."""
SPEAKING = {Channel.PUSH: timedelta(seconds=6), Channel.MAIL: timedelta(seconds=25)}
"""With less than this left of the lease a lane doesn't begin to speak."""
