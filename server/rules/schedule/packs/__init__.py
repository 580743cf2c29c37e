"""Rule packs: what agreements and laws ask for, as data with the source of every value.

Collected from public pages that may be old: each pack says *verify before use*. Where a value wasn't found it is left
out; nothing is filled in by guess. Spans are minutes, clock times minutes after midnight, money cents.
A production keeps its own wording of a pack, or a copy; bounded like all that comes in.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import msgspec

from server.wire import Cents, Line

Span = Annotated[int, msgspec.Meta(ge=0, le=20_160)]
"""Minutes, up to two weeks."""
Clock = Annotated[int, msgspec.Meta(ge=0, le=2_880)]
"""Minutes after midnight; beyond 1440 the morning after."""
Days = Annotated[int, msgspec.Meta(ge=1, le=366)]
Times = Annotated[float, msgspec.Meta(ge=0, le=20)]
Key = Annotated[str, msgspec.Meta(pattern="^[a-z0-9_]{1,60}$")]
Date = Annotated[str, msgspec.Meta(pattern="^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$")]
"""A day, a month or a year, as the source says."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    note: Line = ""


class Reduction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shorter rest that the rule allows, and `when`, in words. The rest of it is what can be checked here.

    `first_call_from`: where a clock time alone decides · `once_in`: once in so many consecutive days · `exteriors`: on
    both sides of the rest · `times_a_week`, `apart`: so often in seven days, never two in a row.
    """

    minutes: Span
    when: Line
    first_call_from: Clock | None = None
    once_in: Days | None = None
    exteriors: bool = False
    times_a_week: Days | None = None
    apart: bool = False


Reductions = Annotated[tuple[Reduction, ...], msgspec.Meta(max_length=8)]


class DailyRest(_Part, frozen=True, kw_only=True):
    minutes: Span
    source: Line
    until: Literal["call", "pickup"] = "call"
    reductions: Reductions = ()


class WeeklyRest(_Part, frozen=True, kw_only=True):
    """Rest over the days on which a unit doesn't work: a five-day week has two of them, a six-day week one."""

    source: Line
    two_days_off: Span | None = None
    one_day_off: Span | None = None
    reductions: Reductions = ()


class ForcedCall(_Part, frozen=True, kw_only=True):
    """What a call inside the daily rest costs: the lesser of a day's pay or this."""

    day_performer_cents: Cents
    weekly_cents: Cents
    source: Line


class Reset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A meal of `length` within so many minutes of the call: the clock starts again at its end."""

    length: Span
    within: Span


class Meal(_Part, frozen=True, kw_only=True):
    source: Line
    first_within: Span
    next_within: Span | None = None
    min_length: Span | None = None
    reset: Reset | None = None
    ladder_cents: Annotated[tuple[Cents, ...], msgspec.Meta(max_length=12)] = ()
    ladder_unit: Span | None = None


class Step(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    times: Times
    after: Span | None = None


class Overtime(_Part, frozen=True, kw_only=True):
    source: Line
    steps: Annotated[tuple[Step, ...], msgspec.Meta(max_length=8)]
    unit: Span
    night_from: Clock | None = None
    sixth_day_times: Times | None = None


class Drop(_Part, frozen=True, kw_only=True):
    """A performer is dropped once where the pickup is *more than* so many calendar days later."""

    more_than_days: Days
    source: Line
    domestic_days: Days | None = None


class AgeSpan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of a child younger than `under_months`. `at_work_no_school`: on a day without school; none: the same."""

    under_months: Annotated[int, msgspec.Meta(ge=1, le=252)]
    at_place: Span
    at_work: Span
    at_work_no_school: Span | None = None
    school: Span | None = None
    from_days: Days | None = None


class Minor(_Part, frozen=True, kw_only=True):
    source: Line
    spans: Annotated[tuple[AgeSpan, ...], msgspec.Meta(max_length=12)]
    meal: Span
    earliest: Clock
    latest: Clock
    latest_before_no_school: Clock


class DayType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Line
    work: Span
    meal: Span


class AtMost(_Part, frozen=True, kw_only=True):
    at_most: Days
    source: Line


class AfterNight(_Part, frozen=True, kw_only=True):
    """Rest after night work. `night_from`: a wrap after this is night work; None: not known, so it can't be checked."""

    minutes: Span
    source: Line
    night_from: Clock | None = None


class WeeklyAverage(_Part, frozen=True, kw_only=True):
    minutes: Span
    source: Line


class Notice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Less than `under` minutes of notice before the call cost so much of a day's pay."""

    under: Span
    percent: Annotated[int, msgspec.Meta(ge=1, le=100)]


class Cancellation(_Part, frozen=True, kw_only=True):
    """`minimum`: minutes of pay owed for a call that is cancelled after the deadline.

    `notice`: where it goes by the hours before the call instead, a row each; then deadline and minimum don't count.
    """

    deadline: Line
    deadline_on_day_off: Clock
    minimum: Span
    source: Line
    notice: Annotated[tuple[Notice, ...], msgspec.Meta(max_length=4)] = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One agreement or law. `verify` is true until a production has read it against its own agreement."""

    id: Key
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    jurisdiction: Line
    read_on: Date
    verify: bool = True
    currency: Annotated[str, msgspec.Meta(pattern="^([A-Z]{3})?$")] = ""
    valid_from: Date | None = None
    valid_until: Date | None = None
    rest: DailyRest | None = None
    weekly_rest: WeeklyRest | None = None
    forced_call: ForcedCall | None = None
    meal: Meal | None = None
    overtime: Overtime | None = None
    drop: Drop | None = None
    minor: Minor | None = None
    day_types: Annotated[tuple[DayType, ...], msgspec.Meta(max_length=12)] = ()
    day_types_source: Line = ""
    consecutive_days: AtMost | None = None
    rest_after_night: AfterNight | None = None
    weekly_average: WeeklyAverage | None = None
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
MINOR = {"US": "california_minors", "GB": "uk_children"}
CANCELLATION = {"US": "us_cancellation"}
LAW = "eu_working_time"
"""Proposed by country where neither the person's agreement nor the production's setting names a pack."""


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """The packs that a production knows, and which counts for whom where a person's own agreement names none.

    `crew`, `cast`: the production's choice · `departments`: a department's, by id. Empty: the country's.
    """

    country: str
    own: Mapping[str, Pack] = {}
    """The production's wordings and copies, before those that ship."""
    crew: str = ""
    cast: str = ""
    departments: Mapping[int, str] = {}

    def get(self, key: str | None) -> Pack | None:
        return self.own.get(key or "") or packs().get(key or "")

    def known(self) -> dict[str, Pack]:
        """All of them, by key."""
        return packs() | dict(self.own)

    def of(
        self, named: str | None, *, department_id: int | None = None, cast: bool = False, minor: bool = False
    ) -> Pack:
        """The pack whose rest counts: the person's own agreement, a minor's, the department's, the production's."""
        default = (self.cast or CAST.get(self.country)) if cast else self.departments.get(department_id or 0)
        for key in (named, MINOR.get(self.country) if minor else None, default, "" if cast else self.crew):
            pack = self.get(key)
            if pack is not None and pack.rest is not None:
                return pack
        found = self.get(CREW.get(self.country, LAW))
        return found if found is not None and found.rest is not None else packs()[LAW]

    def of_minors(self, named: str | None = None) -> Pack | None:
        """The pack with what is asked for minors: their own where it says something of them, else the country's."""
        for key in (named, MINOR.get(self.country)):
            pack = self.get(key)
            if pack is not None and (pack.minor or pack.consecutive_days or pack.rest_after_night):
                return pack
        return None

    def cancellation(self, pack: Pack) -> Cancellation | None:
        """What a late cancellation costs whom `pack` counts for: its own rule, else the country's."""
        if pack.cancellation is not None:
            return pack.cancellation
        general = self.get(CANCELLATION.get(self.country))
        return general.cancellation if general is not None else None
