"""What a push service's answer means: one table, from the status of the answer to what becomes of the telling."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

import msgspec


class Meaning(StrEnum):
    ACCEPTED = "accepted"
    """The service said yes. Not that anything rang."""
    GONE = "gone"
    """The phone gave up this address: forget it."""
    OURS = "ours"
    """The service doubts *us* (key, contact, clock): keep the subscription, raise an alarm, try again."""
    REFUSED = "refused"
    """Will be refused again."""
    WAIT = "wait"
    """Too many: nothing more to this host before the named time."""
    AGAIN = "again"


NOTHING = 0
"""The status of no answer at all: deadline passed, refused connection, broken off."""

_TABLE: dict[int, Meaning] = {
    NOTHING: Meaning.AGAIN,
    200: Meaning.ACCEPTED, 201: Meaning.ACCEPTED, 202: Meaning.ACCEPTED, 204: Meaning.ACCEPTED,
    401: Meaning.OURS, 403: Meaning.OURS,
    404: Meaning.GONE, 410: Meaning.GONE,
    408: Meaning.AGAIN, 413: Meaning.REFUSED, 425: Meaning.AGAIN, 429: Meaning.WAIT,
}  # fmt: skip

TRIES = 8
_DELAYS = (2, 5, 15, 40, 90, 180, 300)
_WITHOUT_WORD = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


class Verdict(msgspec.Struct, frozen=True):
    """`again_at`: try this telling again then · `host_free_at`: and nothing else to its host before."""

    meaning: Meaning
    again_at: datetime | None = None
    host_free_at: datetime | None = None

    @property
    def failed(self) -> bool:
        return self.meaning is not Meaning.ACCEPTED and self.again_at is None


def meaning_of(status: int) -> Meaning:
    """Redirects are never followed: a service that sends one is broken, so it counts as refused."""
    if status in _TABLE:
        return _TABLE[status]
    return Meaning.AGAIN if status >= 500 else Meaning.REFUSED


def verdict(status: int, *, retry_after: str, tries: int, now: datetime) -> Verdict:
    """`tries`: how often it was tried, this time included. `retry_after`: the header as it came, or empty."""
    meaning = meaning_of(status)
    if meaning is Meaning.WAIT:
        free_at = now + (waiting(retry_after, now=now) or _WITHOUT_WORD)
        return Verdict(meaning, again_at=free_at, host_free_at=free_at)
    if meaning in (Meaning.AGAIN, Meaning.OURS) and tries < TRIES:
        delay = timedelta(seconds=_DELAYS[min(tries, len(_DELAYS)) - 1])
        asked = waiting(retry_after, now=now)
        return Verdict(meaning, again_at=now + max(delay, asked or delay))
    return Verdict(meaning)


def gateway_verdict(status: int, *, retry_after: str, tries: int, now: datetime) -> Verdict:
    """Of a gateway for text messages: every 2xx is a yes, and what it won't take is refused, never *gone*."""
    found = verdict(202 if 200 <= status < 300 else status, retry_after=retry_after, tries=tries, now=now)
    return Verdict(Meaning.REFUSED) if found.meaning is Meaning.GONE else found


def waiting(retry_after: str, *, now: datetime) -> timedelta | None:
    """Retry-After as seconds or as a date (RFC 9110), at least 1 s, at most 15 min; None when it says nothing."""
    text = retry_after.strip()
    if text.isdecimal() and len(text) < 10:
        asked = timedelta(seconds=int(text))
    else:
        try:
            asked = parsedate_to_datetime(text) - now
        except (TypeError, ValueError):
            return None
    return min(max(asked, timedelta(seconds=1)), LONGEST_WAIT)
