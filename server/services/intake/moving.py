"""Dates of a crew list or manifest that belongs to a schedule which was moved by its first day."""

from datetime import date
from typing import Any

import msgspec

from server.models.intake import queries
from server.models.intake import schedule as schedule_rows
from server.rules.intake.report import ImportOption, ImportQuestion, moved_words
from server.rules.schedule.uss_days import Move
from server.services.intake.run import Run


class Shoot(msgspec.Struct, frozen=True):
    """When the production shoots, and from when to when its schedule was moved. `first` None: no schedule yet."""

    first: date | None
    last: date | None
    written: date
    """A date of the shoot as the office's papers write it, for dates without a year."""
    move: Move | None


async def shoot_of(run: Run) -> Shoot:
    first, last = await schedule_rows.span(run.db, run.id)
    said: dict[str, Any] = {}
    for each in await queries.runs_said(run.db, run.id, "schedule"):
        said = each.get("calendar", said)
    if first is None or not said.get("shift"):
        return Shoot(first, last, first or run.now.date(), None)
    start = date.fromisoformat(said["start"])
    moved = date.fromordinal(start.toordinal() + said["shift"])
    return Shoot(first, last, start, Move(start, moved, said["weekly"]))


def moved(run: Run, shoot: Shoot, *, days: list[date], common: bool, common_moved: bool) -> Move | None:
    """Whether the file's dates move with the schedule: when only then they have a day in common, unless told otherwise.

    `days`: all that the file writes; `common`, `common_moved`: whether it has days in common as written, and moved.
    """
    if shoot.move is None or not days or common or not common_moved:
        return None
    written = f"{min(days):%d %b %Y} – {max(days):%d %b %Y}"
    answer = run.notes.ask(
        ImportQuestion(
            key="dates",
            says=f"As written ({written}) the dates have no day in common with the schedule, which was moved"
            f" {moved_words(shoot.move.days)}; moved with it they have. Move them?",
            line=0,
            options=[
                ImportOption(value="move", says="Move them with the schedule"),
                ImportOption(value="keep", says="As written"),
            ],
            answer=run.answers.get("dates", ""),
            without="They are moved with the schedule.",
        )
    )
    if answer == "keep":
        return None
    run.notes.add(
        "doubted",
        f"As written ({written}) nothing here has a day in common with the schedule; moved with it, it has.",
        code="moved",
    )
    run.notes.says.append(f"Its dates are moved {moved_words(shoot.move.days)} with the schedule, weekends kept.")
    return shoot.move
