"""How many people a page feeds, by kind and by meal: for the caterer and for who brings the background. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum

import msgspec

from server.rules.sheets.snapshot import Extra, Line, Snapshot, Time

BREAKFAST_LASTS = timedelta(hours=3)
"""Who is called later than this after breakfast begins has eaten at home."""
KINDS = ("crew", "cast", "stand_in", "stunt", "background")
MEALS = ("breakfast", "lunch", "second_meal")


_CATERING = re.compile(r"^(catering|caterers?)$|\bcaterer\b|\bcatering (manager|coordinator)\b")
_BACKGROUND = re.compile(
    r"^(background|extras|supporting artists?|crowd)$|^crowd 2nd\b"
    r"|\b(extras|background|crowd|supporting artists?) (coordinator|wrangler|casting|agency)\b"
)


class Whom(StrEnum):
    CATERING = "catering"
    BACKGROUND = "background"


class Stage(StrEnum):
    PRELIMINARY = "preliminary"
    FINAL = "final"
    PUSH = "push"
    """What changed after a final."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Of one page. `kinds`, `meals`: people by kind and by meal that has a time · `maybe`: on call, or without a time:
    they are in no other number · `diets`: lunch, or the first meal there is, by what people wrote; without names.
    """

    total: int = 0
    kinds: dict[str, int] = {}
    meals: dict[str, int] = {}
    maybe: int = 0
    diets: dict[str, int] = {}

    def of(self, whom: Whom) -> dict[str, int]:
        """The numbers that this reader is told, by name."""
        if whom is Whom.BACKGROUND:
            return {"background": self.kinds.get("background", 0)}
        return {"total": self.total, **{meal: self.meals[meal] for meal in MEALS if meal in self.meals}}


class _Eater(msgspec.Struct, frozen=True):
    many: int
    kind: str
    member_id: int | None
    call: Time | None
    release: Time | None


def counts(page: Snapshot, diets: Mapping[int, str]) -> Counts:
    """`diets`: by member, as they wrote it. A person in two positions eats once; a cancelled day feeds nobody."""
    if page.head.cancelled:
        return Counts()
    eaters = [*_named(page.lines), *_by_number(page.extras)]
    kinds = {kind: sum(one.many for one in eaters if one.kind == kind) for kind in KINDS}
    at = {name: found for name in MEALS if (found := getattr(page.head, name)) is not None}
    there = {name: [one for one in eaters if _eats(one, name, meal)] for name, meal in at.items()}
    main = there.get("lunch") or next(iter(there.values()), eaters)
    return Counts(
        total=sum(kinds.values()),
        kinds={kind: many for kind, many in kinds.items() if many},
        meals={name: sum(one.many for one in found) for name, found in there.items()},
        maybe=_maybe(page.lines, {one.member_id for one in eaters}),
        diets=_diets(main, diets),
    )


def _named(lines: Iterable[Line]) -> list[_Eater]:
    """People with a time, each once, from their first call; a role that nobody plays yet is somebody."""
    first: dict[object, _Eater] = {}
    timed = [(line.call, line) for line in lines if line.kind == "time" and line.call is not None]
    for call, line in sorted(timed, key=lambda one: one[0].at):
        kind = "cast" if line.element_id else "crew"
        who = line.member_id or line.id
        first.setdefault(who, _Eater(1, kind, line.member_id, call, line.release))
    return list(first.values())


def _by_number(extras: Iterable[Extra]) -> list[_Eater]:
    """Those without a time of their own are there all day."""
    return [_Eater(one.quantity, one.kind, None, one.call, None) for one in extras]


def _eats(one: _Eater, name: str, meal: Time) -> bool:
    if one.release is not None and one.release.at <= meal.at:
        return False
    last = meal.at + (BREAKFAST_LASTS if name == "breakfast" else timedelta(0))
    return one.call is None or one.call.at <= last


def _maybe(lines: Iterable[Line], counted: set[int | None]) -> int:
    """On call, or will be notified; who is on hold isn't there."""
    return len(
        {
            line.member_id or line.id
            for line in lines
            if line.kind in {"on_call", "will_notify"} and line.status != "H" and line.member_id not in counted
        }
    )


def _diets(eaters: Iterable[_Eater], diets: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in eaters:
        said = " ".join(diets.get(one.member_id or 0, "").casefold().split())
        if said:
            found[said] = found.get(said, 0) + 1
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def stage_of(sent: Iterable[Stage], *, final: bool) -> Stage:
    """What the next one is: after a final every one is a push."""
    if any(stage is not Stage.PRELIMINARY for stage in sent):
        return Stage.PUSH
    return Stage.FINAL if final else Stage.PRELIMINARY


def changed(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """By name, how many more or fewer."""
    names = [*after, *(name for name in before if name not in after)]
    found = {name: after.get(name, 0) - before.get(name, 0) for name in names}
    return {name: by for name, by in found.items() if by}


def told(whom: Whom, department: str, title: str) -> bool:
    """Whether a position is that of who feeds the people, or brings the background."""
    plan = _CATERING if whom is Whom.CATERING else _BACKGROUND
    return any(plan.search(text.lower().strip()) for text in (department, title))


_ONE = {"total": ("person", "people"), "breakfast": ("breakfast", "breakfasts"), "lunch": ("lunch", "lunches"),
        "second_meal": ("second meal", "second meals"), "background": ("background", "background"),
        "crew": ("crew", "crew"), "cast": ("cast", "cast"), "stand_in": ("stand-in", "stand-ins"),
        "stunt": ("stunt", "stunts")}  # fmt: skip


def in_order(numbers: Mapping[str, int]) -> dict[str, int]:
    """As they are told; diets, which are the people's own words, stay as they are."""
    known = {name: numbers[name] for name in _ONE if name in numbers}
    return known | {name: many for name, many in numbers.items() if name not in known}


def said(numbers: Mapping[str, int], *, signed: bool = False) -> str:
    """`84 people, 60 breakfasts, 84 lunches`; as a change `+6 lunches`."""
    return ", ".join(
        f"{f'{numbers[name]:+d}'.replace('-', '−') if signed else numbers[name]} {forms[abs(numbers[name]) != 1]}"
        for name, forms in _ONE.items()
        if name in numbers
    )


def words(found: Counts, whom: Whom, stage: Stage, before: Mapping[str, int], on: str) -> dict[str, str]:
    """What is told: a push says the change first; the whole count stands in the body."""
    numbers = found.of(whom)
    if stage is Stage.PUSH:
        title = f"{on}: {said(changed(before, numbers), signed=True)}"
    else:
        first = {name: numbers[name] for name in ("lunch", "background", "total") if name in numbers}
        title = f"{on}: {said(dict(list(first.items())[:1]))}, {stage} count"
    lines = [f"{said(numbers)}."]
    if whom is Whom.CATERING:
        lines.append(f"{said(found.kinds)}." if found.kinds else "")
        lines.append(
            f"Of them {', '.join(f'{many} {diet}' for diet, many in found.diets.items())}." if found.diets else ""
        )
        lines.append(f"{found.maybe} more on call or without a time yet." if found.maybe else "")
    return {"title": title, "body": " ".join(filter(None, lines))}
