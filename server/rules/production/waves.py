"""Invitations go in waves: first who runs the floor, then who stands on it, then everybody else, then day players."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from server.rules.access import Role


class Wave(StrEnum):
    """In the order in which they are sent."""

    OFFICE = "office"
    FLOOR = "floor"
    REST = "rest"
    DAY_PLAYERS = "day_players"


LEADING = frozenset({
    Role.PRODUCER, Role.UPM, Role.COORDINATOR, Role.ASSISTANT_COORDINATOR, Role.FIRST_AD, Role.SECOND_AD, Role.HEAD,
})  # fmt: skip
_OFFICE = ("production", "assistant directors", "direction", "production office")
_FLOOR = ("camera", "grip", "electric", "electrical", "lighting", "sound")


class Invited(msgspec.Struct, frozen=True):
    """What decides a member's wave."""

    member_id: int
    roles: frozenset[Role]
    departments: frozenset[str]
    days: int | None
    """Single days the person works; None: on a run of dates."""


def wave_of(one: Invited) -> Wave:
    """Which wave a member belongs to."""
    if one.days is not None:
        return Wave.DAY_PLAYERS
    names = {name.casefold().strip() for name in one.departments}
    if one.roles & LEADING or names & set(_OFFICE):
        return Wave.OFFICE
    return Wave.FLOOR if names & set(_FLOOR) else Wave.REST


def in_waves(people: Sequence[Invited]) -> dict[Wave, list[int]]:
    """Member ids by wave, all four waves always present, in order."""
    found: dict[Wave, list[int]] = {wave: [] for wave in Wave}
    for one in people:
        found[wave_of(one)].append(one.member_id)
    return found
