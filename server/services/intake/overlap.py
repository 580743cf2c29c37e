"""People and gear that have no day in common with the schedule: said plainly, before anything is imported."""

from collections.abc import Sequence
from datetime import date

from server.models.intake import people as rows
from server.rules.intake.report import many
from server.services.intake.run import Run


def span_words(first: date, last: date) -> str:
    """`Mon 7 Apr – Fri 23 May 2025`."""
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first:%a} {first.day} {first:%b}{year} – {last:%a} {last.day} {last:%b %Y}"


async def people_and_gear_outside(run: Run, first: date, last: date) -> None:
    """For a schedule: what is there already and would not be there on any of its days."""
    people = await rows.dated(run.db, run.id)
    away = [row["name"] for row in people if _outside(row["first"], row["last"], first, last)]
    tell_people(run, away, len(people), first, last)
    gear = await rows.due_back(run.db, run.id)
    tell_gear(run, [row["name"] for row in gear if row["due_back_on"] < first], len(gear), first, last)


def _outside(starts: date | None, ends: date | None, first: date, last: date) -> bool:
    return (starts is not None and starts > last) or (ends is not None and ends < first)


def outside(days: Sequence[tuple[date | None, date | None, Sequence[date]]], first: date, last: date) -> bool:
    """Whether none of somebody's positions (from, to, single days) has a day between `first` and `last`."""
    for starts, ends, only in days:
        if only:
            if any(first <= day <= last for day in only):
                return False
        elif not _outside(starts, ends, first, last):
            return False
    return bool(days)


def tell_people(run: Run, away: Sequence[str], of: int, first: date, last: date) -> None:
    if not away:
        return
    when = span_words(first, last)
    if len(away) == of:
        says = f"Nobody of {many(of, 'person', 'people')} has a day in common with the schedule ({when})."
    else:
        names = ", ".join(away[:8]) + (f" and {len(away) - 8} more" if len(away) > 8 else "")
        has = "has" if len(away) == 1 else "have"
        says = f"{many(len(away), 'person', 'people')} {has} no day in common with the schedule ({when}): {names}."
    run.notes.add("doubted", says, code="no_common_day")


def tell_gear(run: Run, away: Sequence[str], of: int, first: date, last: date) -> None:
    if not away:
        return
    are = "case is" if len(away) == 1 else "cases are"
    names = "" if len(away) == of else ": " + ", ".join(away[:8]) + ("…" if len(away) > 8 else "")
    lead = "All " if len(away) == of and of > 1 else ""
    says = (
        f"{lead}{len(away)} {are} due back before the first day of the schedule ({span_words(first, last)}):"
        f" no day in common{names}."
    )
    run.notes.add("doubted", says, code="no_common_day")
