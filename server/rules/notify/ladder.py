"""The ladder: through which doors a person is told, which rung is due when, and when a human rings. Pure.

Push and in-app → mail → text message → the list of the person's chaser → the office's list. Any proof ends it.
(docs/decisions/0010-what-ends-the-ladder.md)
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from server.rules.notify.states import UNREACHED, State

APP_ONLY: Final = frozenset({"test", "gear", "ring"})
"""Subjects that are told on phones and nowhere else: nobody is mailed or rung because of them."""

UNRUNG: Final = frozenset({"message"})
"""Subjects for which a human is asked to ring only where a *Got it* is asked for."""

REPEATS: Final = frozenset({"message"})
"""Subjects of which a higher rank says the same again: proof of a former telling counts for the newest."""


class Channel(StrEnum):
    PUSH = "push"
    MAIL = "mail"
    SMS = "sms"


class Rung(StrEnum):
    """Lowest first."""

    APP = "app"
    MAIL = "mail"
    SMS = "sms"
    CHASER = "chaser"
    OFFICE = "office"


ORDER: Final = tuple(Rung)
HUMAN: Final = frozenset({Rung.CHASER, Rung.OFFICE})


class Step(msgspec.Struct, frozen=True):
    """Due after `share` of the time between the start and the deadline, at the latest after `most`."""

    rung: Rung
    share: float
    most: timedelta | None = None


LADDER: Final = (
    Step(Rung.APP, 0.0),
    Step(Rung.MAIL, 0.2, timedelta(minutes=10)),
    Step(Rung.SMS, 0.4, timedelta(minutes=30)),
    Step(Rung.CHASER, 0.6),
    Step(Rung.OFFICE, 1.0),
)
"""Compressed by itself when the call is near: with a deadline of 15 minutes the rungs are 0, 3, 6, 9 and 15 minutes."""
_STEP = {step.rung: step for step in LADDER}
NO_DEADLINE = timedelta(minutes=60)


class Timing(msgspec.Struct, frozen=True):
    """`start`: when it may first sound · `deadline`: by when everybody is known to have it, or on the office's list."""

    start: datetime
    deadline: datetime


def timing(release_at: datetime, *, rings_at: datetime | None, deadline: datetime | None) -> Timing:
    """`rings_at`: lies silently until then. Without a deadline an hour."""
    start = max(release_at, rings_at) if rings_at else release_at
    return Timing(start, max(start, deadline or start + NO_DEADLINE))


def due(rung: Rung, at: Timing) -> datetime:
    """When this rung is due while nobody answers."""
    step = _STEP[rung]
    after = (at.deadline - at.start) * step.share
    return at.start + (min(after, step.most) if step.most is not None else after)


def above(rung: Rung) -> Rung | None:
    place = ORDER.index(rung) + 1
    return ORDER[place] if place < len(ORDER) else None


def next_due(rung: Rung, at: Timing, *, since: datetime) -> datetime | None:
    """When the rung above is due, for a notice that came to `rung` at `since`: a rung that was reached early, because
    those below failed, is left as much earlier. None on the highest.
    """
    following = above(rung)
    if following is None:
        return None
    planned = due(following, at)
    return min(planned, since + (planned - due(rung, at))) if since >= at.start else max(at.start, since)


def reached_by(at: Timing, now: datetime) -> Rung:
    """The highest rung that is due: after a time without workers several are taken at once."""
    return max((rung for rung in ORDER if due(rung, at) <= now), key=ORDER.index, default=Rung.APP)


class Doors(msgspec.Struct, frozen=True):
    """How a person can be told at this moment."""

    subscriptions: tuple[int, ...] = ()
    email: str | None = None
    mail_bounced: bool = False
    sms_to: str | None = None
    """A number that may be texted: consent, the production's and the installation's switch, the caps."""
    right: bool = True
    """Still on the production, today."""

    @property
    def mailbox(self) -> str | None:
        return None if self.mail_bounced else self.email


def asks_humans(subject: str, *, must_confirm: bool) -> bool:
    """Whether somebody whom no door reaches goes on a human's list."""
    return subject not in APP_ONLY and (must_confirm or subject not in UNRUNG)


class Tried(msgspec.Struct, frozen=True):
    mailed: bool = False
    texted: bool = False


class Move(msgspec.Struct, frozen=True):
    """What is done now, and on which rung the notice stands then. `ends`: no door is left, and how it ended.

    On `chaser` a human is asked: the person's chaser, or the office where there is none.
    """

    rung: Rung = Rung.APP
    subscriptions: tuple[int, ...] = ()
    mail_to: str | None = None
    sms_to: str | None = None
    ends: State | None = None


def first(
    doors: Doors, *, subject: str, expires_at: datetime, now: datetime, by_hand: bool = False, quiet: bool = False
) -> Move:
    """What is done when a notice is released: the best door.

    `by_hand`: a human rings at once and what is sent is the copy · `quiet`: nothing may sound yet, and nobody is rung.
    """
    if not doors.right:
        return Move(ends=State.LEFT)
    if expires_at <= now:
        return Move(ends=State.EXPIRED)
    if doors.subscriptions:
        best = Move(Rung.APP, subscriptions=doors.subscriptions)
    else:
        best = _written(doors, Tried(), subject, State.NO_CHANNEL, quiet=quiet)
    if by_hand and subject not in APP_ONLY:
        return msgspec.structs.replace(best, rung=Rung.CHASER)
    return best


def following(
    doors: Doors, tried: Tried, *, subject: str, failed: State, expires_at: datetime, now: datetime,
    quiet: bool = False,
) -> Move:  # fmt: skip
    """What is done when nothing that was tried is left: the next door at once, then a human."""
    if not doors.right:
        return Move(ends=State.LEFT)
    if expires_at <= now:
        return Move(ends=failed)
    return _written(doors, tried, subject, failed, quiet=quiet)


def _written(doors: Doors, tried: Tried, subject: str, otherwise: State, *, quiet: bool) -> Move:
    if subject in APP_ONLY:
        return Move(ends=otherwise)
    if doors.mailbox and not tried.mailed:
        return Move(Rung.MAIL, mail_to=doors.mailbox)
    if doors.sms_to and not tried.texted and not quiet:
        return Move(Rung.SMS, sms_to=doors.sms_to)
    return Move(Rung.SMS if quiet else Rung.CHASER, ends=otherwise)


def climb(
    doors: Doors, tried: Tried, *, rung: Rung, state: State, at: Timing, silent: bool, never_sounds: bool, now: datetime
) -> Move:
    """The next rung of a notice that nobody answered.

    `silent`: it lay there without a sound until `at.start`, and sounds now · `never_sounds`: lies there silently for
    good (a day off), so that it isn't texted either. Who is without any door goes to a human at once.
    """
    if not doors.right:
        return Move(ends=State.LEFT)
    goal = reached_by(at, now)
    if not silent:
        goal = max(goal, above(rung) or rung, key=ORDER.index)
    if state in UNREACHED:
        goal = max(goal, Rung.CHASER, key=ORDER.index)
    passed = ORDER[: ORDER.index(goal) + 1]
    return Move(
        max(goal, rung, key=ORDER.index),
        subscriptions=doors.subscriptions if silent else (),
        mail_to=doors.mailbox if Rung.MAIL in passed and not tried.mailed else None,
        sms_to=doors.sms_to if Rung.SMS in passed and not tried.texted and not never_sounds else None,
    )


LEASE = {
    Channel.PUSH: timedelta(seconds=15), Channel.MAIL: timedelta(seconds=60), Channel.SMS: timedelta(seconds=30),
}  # fmt: skip
"""How long a worker may hold a telling: whoever dies or hangs with it is followed by another after that. Longer than
the wait in hand and the deadline of speaking together, so that two never speak at once."""
SPEAKING = {
    Channel.PUSH: timedelta(seconds=6), Channel.MAIL: timedelta(seconds=25), Channel.SMS: timedelta(seconds=12),
}  # fmt: skip
"""With less than this left of the lease a lane doesn't begin to speak."""
