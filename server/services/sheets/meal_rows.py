"""When the people of a day must eat, and from when they are paid overtime: one row for all whose rule says the same."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from server.rules.schedule.meals import HALF, Eaten, Meals, back_from, meals, overtime_from, penalty
from server.rules.schedule.packs import Meal, Pack
from server.rules.schedule.rest import words
from server.rules.schedule.times import clock_words, minutes_of
from server.rules.schedule.wraps import Subject
from server.services.schedule.gather import Called, Gathered
from server.services.schedule.resting import pack_for
from server.wire import Cents, Struct


class MealRowOut(Struct):
    """`weight`: act (late, or none planned), look (overtime), fine. `by_minutes`: the first deadline.

    `penalty_cents`: of one person, for who may read rates, where the rule names one.
    """

    kind: str
    weight: str
    says: str
    people: int
    names: list[str]
    """Of the first few."""
    by_minutes: int
    penalty_cents: Cents | None
    currency: str
    source: str


_FEW = 3


def meal_rows(gathered: Gathered, log: Mapping[Subject, datetime], *, rates: bool, twelve: bool) -> list[MealRowOut]:
    """Earliest deadline first among those of the same weight. `log`: what was logged of the day."""
    groups: dict[tuple[str, datetime], list[tuple[Called, Pack]]] = {}
    for called in (*gathered.cast, *gathered.crew):
        pack, call_at = pack_for(gathered.book, called), gathered.at(called.times.call)
        if call_at is not None and (pack.meal is not None or pack.overtime is not None):
            groups.setdefault((pack.id, call_at), []).append((called, pack))
    rows = [
        row
        for (_, call_at), people in groups.items()
        for row in _rows(gathered, log, call_at, people, rates=rates, twelve=twelve)
    ]
    return sorted(rows, key=lambda row: (("act", "look", "fine").index(row.weight), row.by_minutes))


def _logged(log: Mapping[Subject, datetime], kind: str) -> datetime | None:
    return log.get((kind, None, None))


def _rows(
    gathered: Gathered, log: Mapping[Subject, datetime], call_at: datetime, people: list[tuple[Called, Pack]], *,
    rates: bool, twelve: bool,
) -> Iterable[MealRowOut]:  # fmt: skip
    day, pack = gathered.day, people[0][1]
    names = list(dict.fromkeys(called.name or called.title for called, _ in people))
    wrap_at = _logged(log, "wrap") or gathered.at(day.estimated_wrap)

    def minutes(at: datetime) -> int:
        return minutes_of(at, day.on_date, day.zone)

    def face(at: datetime) -> str:
        return clock_words(minutes(at), twelve=twelve)

    row = partial(MealRowOut, people=len(names), names=names[:_FEW], currency=pack.currency)
    if pack.meal is not None:
        found = meals(pack.meal, call_at, _planned(gathered, log, pack.meal), wrap_at=wrap_at)
        late = found.late + found.next_late + found.last_late
        yield row(
            kind="meal", weight="act" if late or found.missing else "fine", by_minutes=minutes(found.first_by),
            says=_says(pack, found, len(names), face, lunch=_lunch(gathered, log)), source=pack.meal.source,
            penalty_cents=_penalty(pack.meal, found) if rates else None,
        )  # fmt: skip
    if pack.overtime is not None and wrap_at is not None:
        length = (pack.meal.min_length if pack.meal else None) or HALF
        steps = [(times, at) for times, at in overtime_from(pack.overtime, call_at, length) if at < wrap_at]
        if steps:
            said = ", ".join(f"{times:g}× from {face(at)}" for times, at in steps)
            yield row(
                kind="overtime", weight="look", by_minutes=minutes(steps[0][1]), source=pack.overtime.source,
                says=f"Overtime by {pack.name}: {said}, for {_persons(len(names))}.", penalty_cents=None,
            )  # fmt: skip


def _lunch(gathered: Gathered, log: Mapping[Subject, datetime]) -> datetime | None:
    return _logged(log, "lunch_out") or gathered.at(gathered.day.lunch)


def _planned(gathered: Gathered, log: Mapping[Subject, datetime], rule: Meal) -> list[Eaten]:
    """Lunch and the second meal, each with its end."""
    lunch = _lunch(gathered, log)
    lunch_back = back_from(rule, lunch, last_through=_logged(log, "last_through"), in_at=_logged(log, "lunch_in"))
    second = gathered.at(gathered.day.second_meal)
    planned = [(lunch, lunch_back), (second, back_from(rule, second, last_through=None, in_at=None))]
    return [Eaten(out_at, back_at) for out_at, back_at in planned if out_at is not None]


def _persons(many: int) -> str:
    return "1 person" if many == 1 else f"{many} people"


def _penalty(rule: Meal, found: Meals) -> int | None:
    each = [
        cents for late in (found.late, found.next_late, found.last_late) if (cents := penalty(rule, late)) is not None
    ]
    return sum(each) if each else None


def _says(pack: Pack, found: Meals, many: int, face: Callable[[datetime], str], *, lunch: datetime | None) -> str:
    whom = _persons(many)
    said = []
    if found.missing:
        none = "No meal is planned after their call" if lunch is not None else "No lunch is planned"
        said.append(f"{none}: {whom} must eat by {face(found.first_by)}.")
    late = ((found.late, found.first_by), (found.next_late, found.next_by))
    for (past, by), one in zip(late, found.eaten, strict=False):
        name = "Lunch" if one.out_at == lunch else "The second meal"
        if past and by is not None:
            said.append(f"{name} at {face(one.out_at)} is {words(past)} past the deadline of {face(by)} for {whom}.")
    ahead = (("second", found.next_late, found.next_by), ("third", found.last_late, found.last_by))
    for name, past, by in ahead[max(0, len(found.eaten) - 1) :]:
        if past and by is not None:
            said.append(f"A {name} meal is due by {face(by)}, {words(past)} before wrap, for {whom}.")
    if not said:
        following = f", the next by {face(found.next_by)}" if found.next_by is not None else ""
        said.append(f"First meal by {face(found.first_by)}{following}, for {whom}.")
    return " ".join([*said, f"{pack.name}."])
