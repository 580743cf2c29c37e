"""Dates as crew lists write them: `2025-04-07`, `4/7/25`, `7 April`, `PREP 3/3  SHOOT 31/3-9/5`, `dailies 14/4`."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_TOKEN = re.compile(
    rf"(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}})(?:[T ]\d\d:\d\d\S*)?"
    rf"|(?P<a>\d{{1,2}})[/.](?P<b>\d{{1,2}})(?:[/.](?P<c>\d{{4}}|\d{{2}}))?(?!\d)"
    rf"|(?P<a2>\d{{1,2}})-(?P<b2>\d{{1,2}})-(?P<c2>\d{{4}}|\d{{2}})(?!\d)"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[ \-]?(?P<n3>{_MONTH})\.?(?:[ ,'\-]{{0,2}}(?P<y3>\d{{4}}|\d{{2}})(?![\d/]))?"
    rf"|(?P<n4>{_MONTH})\.? ?(?P<d4>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y4>\d{{4}}))?(?!\d)"
    rf"|(?P<d5>\d{{1,2}})(?=\s*[-–—]\s*\d{{1,2}}(?:st|nd|rd|th)?[ ]?(?P<n5>{_MONTH}))",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^\s*(?:[-–—>→]+|to|till?|until|thru|through)\s*$", re.IGNORECASE)
_DAILY = re.compile(r"\b(dail(y|ies)|day ?players?|odd days|days only)\b", re.IGNORECASE)
_FROM = re.compile(r"\b(from|start\w*|prep\w*|since|on from|shoot\w*|onwards?)\b", re.IGNORECASE)
_UNTIL = re.compile(r"\b(until|till?|to|wrap\w*|finish\w*|end\w*|strike)\b", re.IGNORECASE)
_OPEN = re.compile(r"^(tb[acd]|n/?a|-+|–|\?+|ongoing|as required|as needed|all|run of (show|picture))?$", re.IGNORECASE)
_LONGEST = 100  # single days of one person


class Dates(msgspec.Struct, frozen=True):
    """From–to, or single days; nothing of either: open."""

    starts_on: date | None = None
    ends_on: date | None = None
    only_on: tuple[date, ...] = ()


class _Day(msgspec.Struct):
    on: date
    given_year: bool
    start: int
    end: int


def day_comes_first(cells: Iterable[str], *, country: str) -> bool:
    """Whether a list writes 31/3 or 3/31: what it shows itself, else the habit of the country."""
    firsts, seconds = 0, 0
    for cell in cells:
        for match in _TOKEN.finditer(cell[:200]):
            if match["a"]:
                firsts += int(match["a"]) > 12
                seconds += int(match["b"]) > 12
    return firsts > seconds if firsts or seconds else country != "US"


def read_day(text: str, *, day_first: bool, around: date) -> date | None:
    """One date; where it names no year, the one nearest to `around`. None where it isn't exactly one date."""
    days = _days(text, day_first=day_first, around=around)
    return days[0].on if days is not None and len(days) == 1 else None


def is_open(text: str) -> bool:
    """Whether it says that nothing is known yet: blank, TBC, n/a."""
    return bool(_OPEN.match(text.strip()))


def read_dates(text: str, *, day_first: bool, around: date) -> Dates | None:
    """What a cell says about somebody's days. None where it can't be read, or ends before it starts."""
    if is_open(text):
        return Dates()
    days = _days(text, day_first=day_first, around=around)
    if not days:
        return None
    spans, singles = _spans(text, days)
    if _DAILY.search(text) or (not spans and len(days) > 1 and not _FROM.search(text)):
        only = sorted({day for start, end in spans for day in _every(start, end)} | set(singles))
        return Dates(only_on=tuple(only)) if len(only) <= _LONGEST else None
    if not spans and len(singles) == 1:
        return _one(text, singles[0])
    every = [day for span in spans for day in span] + singles
    return Dates(min(every), max(every))


def _one(text: str, day: date) -> Dates:
    if _FROM.search(text):
        return Dates(starts_on=day)
    if _UNTIL.search(text):
        return Dates(ends_on=day)
    return Dates(only_on=(day,))


def _spans(text: str, days: list[_Day]) -> tuple[list[tuple[date, date]], list[date]]:
    spans: list[tuple[date, date]] = []
    singles: list[date] = []
    n = 0
    while n < len(days):
        here = days[n]
        after = days[n + 1] if n + 1 < len(days) else None
        if after is not None and _RANGE.match(text[here.end : after.start]):
            spans.append((here.on, after.on))
            n += 2
        else:
            singles.append(here.on)
            n += 1
    return spans, singles


def _every(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range(min((end - start).days, _LONGEST) + 1)]


def _days(text: str, *, day_first: bool, around: date) -> list[_Day] | None:
    """Every date in the text, in order; None where something that looks like a date is none (31/4)."""
    days: list[_Day] = []
    for match in _TOKEN.finditer(text):
        parts = _parts(match, day_first=day_first)
        on = _dated(*parts, around=around) if parts else None
        if on is None:
            return None
        given = parts is not None and parts[0] is not None
        if days and not given and (days[-1].on - on).days > 0 and _RANGE.match(text[days[-1].end : match.start()]):
            try:
                on = on.replace(year=on.year + 1)  # 15/12-9/1 runs over New Year
            except ValueError:
                return None
        days.append(_Day(on, given, match.start(), match.end()))
        if len(days) > _LONGEST:
            return None
    return _ordered(days)


def _ordered(days: list[_Day]) -> list[_Day] | None:
    """An explicit year counts for the undated ones before it (`3/3 - 9/5/25`)."""
    years = [day.on.year for day in days if day.given_year]
    if years and len(set(years)) == 1:
        for day in days:
            if not day.given_year and day.on.year != years[0]:
                try:
                    day.on = day.on.replace(year=years[0])
                except ValueError:
                    return None
    return days


def _parts(match: re.Match[str], *, day_first: bool) -> tuple[int | None, int, int] | None:
    """(year or None, month, day) of a token."""
    group = match.groupdict()
    if group["y"]:
        return int(group["y"]), int(group["m"]), int(group["d"])
    for a, b, c in (("a", "b", "c"), ("a2", "b2", "c2")):
        if group[a]:
            first, second = int(group[a]), int(group[b])
            day, month = (first, second) if (day_first and second <= 12) or first > 12 else (second, first)
            return _year(group[c]), month, day
    for d, n, y in (("d3", "n3", "y3"), ("d4", "n4", "y4"), ("d5", "n5", "")):
        if group[n]:
            return _year(group[y] if y else None), _MONTHS.index(group[n][:3].lower()) + 1, int(group[d])
    return None


def _year(text: str | None) -> int | None:
    return None if text is None else int(text) + (2000 if len(text) == 2 else 0)


def _dated(year: int | None, month: int, day: int, *, around: date) -> date | None:
    candidates = [year] if year is not None else [around.year - 1, around.year, around.year + 1]
    found = []
    for each in candidates:
        try:
            found.append(date(each, month, day))
        except ValueError:
            continue
    if year is not None and found and not 1990 <= year <= 2100:
        return None
    return min(found, key=lambda on: abs((on - around).days), default=None)
