"""A minor's hours on a day: not before, not after, and by when they must be gone. In local minutes of the day."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

import msgspec

from server.rules.schedule.packs import AgeSpan, Minor
from server.rules.schedule.rest import words
from server.rules.schedule.times import clock_words

SATURDAY = 5


class MinorHours(msgspec.Struct, frozen=True, kw_only=True):
    """`out_by`: when they must have left, in minutes after midnight. `problems`: what the call breaks, in words.
    `beyond`: by how much, in minutes (days for who is too young), under a name for each problem.

    `known`: False where the age isn't known; then only the hours of the clock are checked.
    """

    out_by: int
    known: bool
    problems: tuple[str, ...]
    source: str
    beyond: Mapping[str, int] = {}


def age_in_months(born_on: date, on: date) -> int:
    months = (on.year - born_on.year) * 12 + on.month - born_on.month
    return months - (on.day < born_on.day)


def span_of(rule: Minor, months: int) -> AgeSpan | None:
    """The row of the table that counts at this age; None for who is too old for it."""
    return next((span for span in rule.spans if months < span.under_months), None)


def school_on(on: date) -> bool:
    """Monday to Friday. Holidays aren't known here: the stricter hours count then."""
    return on.weekday() < SATURDAY


def minor_hours(
    rule: Minor,
    on: date,
    call: int,
    *,
    born_on: date | None,
    on_set: int | None = None,
    release: int | None = None,
    twelve: bool = False,
) -> MinorHours:
    """What the rule makes of a call at `call` on `on`. The hours at the place include the meal's minutes on top.

    Work is counted from on set to the release, less the meal and, on a school day, the hours of school.
    `release`: when they are planned to be gone · `twelve`: the reader's clock.
    """
    face = partial(clock_words, twelve=twelve)
    latest = rule.latest if school_on(on + timedelta(days=1)) else rule.latest_before_no_school
    out_by, found = latest, dict[str, tuple[str, int]]()
    span = span_of(rule, age_in_months(born_on, on)) if born_on else None
    school = school_on(on)
    if born_on and span and span.from_days is not None and (young := span.from_days - (on - born_on).days) > 0:
        found["young"] = (f"younger than {span.from_days} days", young)
    if span is not None:
        out_by = min(out_by, call + span.at_place + rule.meal)
    if call < rule.earliest:
        found["early"] = (f"called before {face(rule.earliest)}", rule.earliest - call)
    if call >= latest:
        found["late"] = (f"called after {face(latest)}", call - latest)
    elif on_set is not None and on_set >= out_by:
        found["on_set"] = (f"on set at {face(on_set)}, to be gone by {face(out_by)}", on_set - out_by)
    if release is not None and release > out_by:
        found["release"] = (f"planned to {face(release)}, to be gone by {face(out_by)}", release - out_by)
    if span is not None and release is not None and on_set is not None:
        at_work = release - on_set - rule.meal - (span.school or 0 if school else 0)
        most = span.at_work if school or span.at_work_no_school is None else span.at_work_no_school
        if at_work > most:
            said = f"planned to work {words(at_work)}, at most {words(most)}{' on a school day' if school else ''}"
            found["work"] = (said, at_work - most)
    return MinorHours(
        out_by=out_by, known=span is not None, problems=tuple(said for said, _ in found.values()), source=rule.source,
        beyond={name: by for name, (_, by) in found.items()},
    )  # fmt: skip
