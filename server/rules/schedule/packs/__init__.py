"""Rule packs: what agreements and laws ask for, as data with the source of every value.

Collected from public pages that may be old: each pack says *verify before use*. Where a value wasn't found it is left
out; nothing is filled in by guess. Spans are minutes, clock times minutes after midnight, money cents.
"""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    note: str = ""


class Reduction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shorter rest that the rule allows, and when. `first_call_from`: where a clock time alone decides."""

    minutes: int
    when: str
    first_call_from: int | None = None


class DailyRest(_Part, frozen=True, kw_only=True):
    minutes: int
    source: str
    until: Literal["call", "pickup"] = "call"
    reductions: tuple[Reduction, ...] = ()


class WeeklyRest(_Part, frozen=True, kw_only=True):
    """Rest over the days on which a unit doesn't work: a five-day week has two of them, a six-day week one."""

    source: str
    two_days_off: int | None = None
    one_day_off: int | None = None
    reductions: tuple[Reduction, ...] = ()


class ForcedCall(_Part, frozen=True, kw_only=True):
    day_performer_cents: int
    weekly_cents: int
    source: str


class Reset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A meal of `length` within so many minutes of the call: the clock starts again at its end."""

    length: int
    within: int


class Meal(_Part, frozen=True, kw_only=True):
    source: str
    first_within: int
    next_within: int | None = None
    min_length: int | None = None
    reset: Reset | None = None
    ladder_cents: tuple[int, ...] = ()
    ladder_unit: int | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    times: float
    after: int | None = None


class Overtime(_Part, frozen=True, kw_only=True):
    source: str
    steps: tuple[Step, ...]
    unit: int
    night_from: int | None = None
    sixth_day_times: float | None = None


class Drop(_Part, frozen=True, kw_only=True):
    """A performer is dropped once where the pickup is *more than* so many calendar days later."""

    more_than_days: int
    source: str
    domestic_days: int | None = None


class Span(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of a child younger than `under_months`. `at_work_no_school`: on a day without school; none: the same."""

    under_months: int
    at_place: int
    at_work: int
    at_work_no_school: int | None = None
    school: int | None = None
    from_days: int | None = None


class Minor(_Part, frozen=True, kw_only=True):
    source: str
    spans: tuple[Span, ...]
    meal: int
    earliest: int
    latest: int
    latest_before_no_school: int


class DayType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    work: int
    meal: int


class AtMost(_Part, frozen=True, kw_only=True):
    at_most: int
    source: str


class Minutes(_Part, frozen=True, kw_only=True):
    minutes: int
    source: str


class Cancellation(_Part, frozen=True, kw_only=True):
    deadline: str
    deadline_on_day_off: int
    minimum: int
    source: str


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One agreement or law. `verify` is true until a production has read it against its own agreement."""

    id: str
    name: str
    jurisdiction: str
    read_on: str
    verify: bool = True
    valid_from: str | None = None
    valid_until: str | None = None
    rest: DailyRest | None = None
    weekly_rest: WeeklyRest | None = None
    forced_call: ForcedCall | None = None
    meal: Meal | None = None
    overtime: Overtime | None = None
    drop: Drop | None = None
    minor: Minor | None = None
    day_types: tuple[DayType, ...] = ()
    day_types_source: str = ""
    consecutive_days: AtMost | None = None
    rest_after_night: Minutes | None = None
    weekly_average: Minutes | None = None
    cancellation: Cancellation | None = None


@cache
def packs() -> dict[str, Pack]:
    """All packs that ship, by id."""
    found = (
        msgspec.json.decode(file.read_bytes(), type=Pack)
        for file in files(__name__).iterdir()
        if file.name.endswith(".json")
    )
    return {pack.id: pack for pack in found}


CREW = {"US": "iatse_basic_2021", "GB": "pact_bectu_tv_drama_2023"}
CAST = {"US": "sag_aftra_theatrical"}
MINOR = {"US": "california_minors"}
LAW = "eu_working_time"
"""Proposed by country where neither the person's agreement nor the production's setting names a pack."""


def pack_of(own: str | None, production: str | None, country: str, *, cast: bool = False, minor: bool = False) -> Pack:
    """The pack whose rest counts for a person: their own agreement's, a minor's, the production's, the country's."""
    known = packs()
    asked = [own, MINOR.get(country) if minor else None, CAST.get(country) if cast else production]
    named = next((name for name in asked if name in known and known[name].rest is not None), None)
    return known[named or CREW.get(country, LAW)]
