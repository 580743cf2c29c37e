"""Lists of people that fill themselves: worked out whenever they are asked for, never kept. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from server.rules.notify.chasers import Person, drives
from server.rules.sheets.person import CALLED
from server.rules.sheets.snapshot import Snapshot

Kind = Literal["today", "tomorrow", "heads", "cast", "drivers", "no_app", "department"]

TURNS_AT = timedelta(hours=4)
"""Until 04:00 in the day's zone *today* is still the day before: a night's crew isn't off at midnight."""


class PeopleList(msgspec.Struct, frozen=True):
    """Everybody on it once, by id. `department_id`: of a department's list alone."""

    kind: Kind
    department_id: int | None
    member_ids: tuple[int, ...]


def today(now: datetime, zone: str) -> date:
    return (now.astimezone(ZoneInfo(zone)) - TURNS_AT).date()


def lists(people: Sequence[Person], working: Mapping[Kind, Iterable[int]]) -> list[PeopleList]:
    """Every list that has somebody on it. Who isn't among `people` (removed, or not the reader's) is on none."""
    there = {person.member_id for person in people}
    found: dict[tuple[Kind, int | None], set[int]] = {
        ("today", None): there & set(working.get("today", ())),
        ("tomorrow", None): there & set(working.get("tomorrow", ())),
        ("heads", None): {one.member_id for one in people if any(position.head for position in one.positions)},
        ("cast", None): {one.member_id for one in people if one.talent},
        ("drivers", None): {one.member_id for one in people if drives(one)},
        ("no_app", None): {one.member_id for one in people if not one.present},
    }
    for one in people:
        for position in one.positions:
            found.setdefault(("department", position.department_id), set()).add(one.member_id)
    return [PeopleList(kind, of, tuple(sorted(members))) for (kind, of), members in found.items() if members]


def working(pages: Iterable[Snapshot], now: datetime) -> dict[Kind, set[int]]:
    """Whom the newest page of each day calls, today and tomorrow by that day's zone. A cancelled day calls nobody."""
    found: dict[Kind, set[int]] = {"today": set(), "tomorrow": set()}
    for page in pages:
        if page.head.cancelled:
            continue
        ahead = (page.head.on_date - today(now, page.head.zone)).days
        called = {line.member_id for line in page.lines if line.kind in CALLED and line.member_id is not None}
        if ahead == 0:
            found["today"] |= called
        elif ahead == 1:
            found["tomorrow"] |= called
    return found
