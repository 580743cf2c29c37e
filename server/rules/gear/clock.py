"""The order of scans: a hybrid logical clock over the phone's clock, corrected by what its last contact measured.

On the phone `hlc = max(last + 1, corrected ms << 16, newest it knows of that thing + 1)`. The server keeps what the
phone says unless it lies in the future: then nothing is known about when it happened, and its arrival is taken.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

AHEAD: Final = timedelta(minutes=2)
"""A phone's clock further ahead than this, after correction, is not believed (trust.md)."""
_BITS: Final = 16


class Stamp(msgspec.Struct, frozen=True):
    hlc: int
    suspect: bool


def pack(ms: int, counter: int) -> int:
    """Milliseconds since 1970 in the upper bits, a counter of 16 bits below."""
    return (ms << _BITS) | counter


def ms_of(hlc: int) -> int:
    return hlc >> _BITS


def counter_of(hlc: int) -> int:
    return hlc & ((1 << _BITS) - 1)


def at_of(hlc: int) -> datetime:
    """The instant that a stamp names, UTC, to the millisecond."""
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=ms_of(hlc))


def ms_at(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def stamp(told: int, *, newest: int, now: datetime) -> Stamp:
    """What the ledger orders by. `newest` is the stamp of the thing's state; a suspect one is applied at arrival."""
    if ms_of(told) <= ms_at(now + AHEAD):
        return Stamp(told, suspect=False)
    return Stamp(max(pack(ms_at(now), 0), newest + 1), suspect=True)


def after(newest: int, *, now: datetime) -> int:
    """A stamp for what the server itself does now: later than everything known of the thing."""
    return max(pack(ms_at(now), 0), newest + 1)
