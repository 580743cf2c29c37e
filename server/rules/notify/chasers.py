"""Whose list a person is on when nothing else reached them: by position words, which are data. Pure.

The head of the department; the transport captain for drivers; the 2nd AD for cast, their agents and guardians; the
extras coordinator for background. One set by hand goes before all of it. Nobody is on their own list.
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec


class Rule(msgspec.Struct, frozen=True):
    """Whose `title` or `department` matches is rung by somebody whose title matches one of `by`, the first that is
    there.
    """

    title: str
    department: str
    by: tuple[str, ...]


_TRANSPORT = (r"\btransport(ation)? captain\b", r"\btransport(ation)? (coordinator|manager)\b")
_SECOND = (
    r"^(key )?(2nd|second) (a ?d|assistant director)\b",
    r"\b(2nd|second) (2nd|second)\b.*\b(a ?d|assistant director)\b|\b(3rd|third) (a ?d|assistant director)\b",
)
_EXTRAS = (r"\b(extras|background|crowd|supporting artists?) (coordinator|wrangler|casting)\b", r"^crowd 2nd\b")

RULES: Final = (
    Rule(
        title=r"\b(background|extras?|supporting artists?|crowd)\b",
        department=r"^(background|extras|supporting artists?|crowd)$",
        by=_EXTRAS + _SECOND,
    ),
    Rule(
        title=r"^(cast|agent|guardian|chaperone|stand ?in)\b",
        department=r"^(cast|talent|artistes?|principal cast|stand ins?|agents?|guardians?|chaperones?)$",
        by=_SECOND,
    ),
    Rule(title=r"\bdrivers?\b|\bteamster\b|\bchauffeur\b", department=r"^(drivers)$", by=_TRANSPORT),
)
"""First match counts; who matches none is of a department, and its head's."""

_DROP: Final = re.compile(r"[^a-z0-9& ]+")


class Position(msgspec.Struct, frozen=True):
    department_id: int
    department: str
    title: str
    head: bool = False


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """`present`: has joined and may open the app now, so a list can be given to them."""

    member_id: int
    positions: tuple[Position, ...] = ()
    talent: bool = False
    unit_id: int | None = None
    by_hand: int | None = None
    """The chaser that a coordinator set, as a member."""
    present: bool = True
    may_ring: bool = True
    """Holds a role that reads its own list."""


def chaser_of(person: Person, team: Sequence[Person], chasers: dict[int, int]) -> int | None:
    """The member who is asked to ring `person`; None: there is none, the office rings.

    `chasers`: department → the member who was named for it in place of its head.
    """
    there = {one.member_id: one for one in team if one.present and one.may_ring and one.member_id != person.member_id}
    if person.by_hand in there:
        return person.by_hand
    rule = rule_of(person)
    if rule is not None:
        return _by_title(rule, person, there)
    own = [position.department_id for position in person.positions]
    for department in own:
        if (named := chasers.get(department)) in there:
            return named
    heads = (
        one.member_id
        for one in there.values()
        if any(position.head and position.department_id in own for position in one.positions)
    )
    return min(heads, default=None)


def rule_of(person: Person) -> Rule | None:
    """Which special rule holds for this person; who has no position and plays a part is cast."""
    for rule in RULES:
        for position in person.positions:
            if re.search(rule.title, _plain(position.title)) and not _rings(rule, position):
                return rule
            if re.search(rule.department, _plain(position.department)) and not _rings(rule, position):
                return rule
    return RULES[1] if person.talent else None


def drives(person: Person) -> bool:
    """Whether this is a driver: somebody whom the transport captain rings."""
    return rule_of(person) is RULES[2]


def _rings(rule: Rule, position: Position) -> bool:
    """The extras coordinator is of the background, but isn't on a list of their own."""
    return any(re.search(by, _plain(position.title)) for by in rule.by)


def _by_title(rule: Rule, person: Person, there: dict[int, Person]) -> int | None:
    for by in rule.by:
        found = [
            one for one in there.values() if any(re.search(by, _plain(position.title)) for position in one.positions)
        ]
        if found:
            same = [one for one in found if one.unit_id in (None, person.unit_id)]
            return min(one.member_id for one in same or found)
    return None


def _plain(text: str) -> str:
    lowered = text.lower().replace("co-ord", "coord").replace("-", " ").replace("_", " ")
    return " ".join(_DROP.sub(" ", lowered).split())


def plans_pickups(title: str) -> bool:
    """Whether a position's title is that of who sends the drivers."""
    return any(re.search(by, _plain(title)) for by in _TRANSPORT)


MOVERS: Final = re.compile(r"^(locations?|transport(ation)?|drivers|catering|craft services?|unit move|facilities)$")
"""Departments that move first: bases, trucks and breakfast are on the way before anybody else is called."""


def wave_of(departments: Sequence[str], *, cast: bool) -> int:
    """The order in which a publish leaves: 0 who moves others, 1 cast, 2 crew."""
    if any(MOVERS.search(_plain(name)) for name in departments):
        return 0
    return 1 if cast else 2
