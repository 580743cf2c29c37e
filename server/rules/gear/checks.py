"""A check of a truck, cart or department against its list, put together from any number of phones."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

ONE_ROUND: Final = timedelta(hours=3)
"""Checks of the same truck begun within this of one another are one: two phones that could not hear each other."""


class Begun(msgspec.Struct, frozen=True):
    id: UUID
    started_at: datetime
    closed_at: datetime | None = None


class Seen(msgspec.Struct, frozen=True):
    """One thing read by one phone."""

    thing_id: int
    account_id: int
    at: datetime


class Merged(msgspec.Struct, frozen=True):
    """`counted` by account: each thing counts for whoever read it first. `elsewhere`: read here, belongs elsewhere."""

    found: frozenset[int]
    missing: frozenset[int]
    elsewhere: frozenset[int]
    counted: Mapping[int, int]
    as_of: datetime | None


def newest_round(checks: Sequence[Begun]) -> list[Begun]:
    """The checks of one scope that belong to its newest round, oldest first."""
    ordered = sorted(checks, key=lambda check: (check.started_at, check.id))
    found: list[Begun] = []
    for check in reversed(ordered):
        if found and found[-1].started_at - check.started_at > ONE_ROUND:
            break
        found.append(check)
    return found[::-1]


def closed(checks: Sequence[Begun]) -> datetime | None:
    """When a round ended: once one of its phones closed it."""
    ends = [check.closed_at for check in checks if check.closed_at is not None]
    return max(ends) if ends else None


def merge(expected: frozenset[int], seen: Sequence[Seen]) -> Merged:
    first: dict[int, Seen] = {}
    for one in sorted(seen, key=lambda each: (each.at, each.account_id)):
        first.setdefault(one.thing_id, one)
    counted: dict[int, int] = {}
    for thing_id, one in first.items():
        if thing_id in expected:
            counted[one.account_id] = counted.get(one.account_id, 0) + 1
    read = frozenset(first)
    return Merged(
        found=read & expected,
        missing=expected - read,
        elsewhere=read - expected,
        counted=counted,
        as_of=max((one.at for one in seen), default=None),
    )
