"""Ask the heads of departments what they need for a day, by one notice each; chase the blanks once."""

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import groupby
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from server.db import Tx, tx
from server.errors import Conflict
from server.models.schedule import heads as rows
from server.models.schedule import queries, working
from server.models.schedule.queries import DayRow
from server.models.schedule.working import WorkerRow
from server.rules.access import Actor
from server.rules.production.clock_face import face
from server.rules.schedule.heads import CHASED_FOR, LADDER_SHARE
from server.rules.schedule.times import minutes_of
from server.services.notify.write import About, NoticeIn, next_rank, supersede, write
from server.services.schedule.changing import may_in_unit
from server.wire import Id, Instant, Struct

SUBJECT = "heads"


class AskHeadsIn(Struct):
    departments: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=100)]
    answer_by: Instant


class Team(msgspec.Struct, frozen=True):
    """Who works on a day by department, and who heads it there."""

    people: Mapping[int, list[WorkerRow]]
    heads: Mapping[int, list[WorkerRow]]

    def headed(self, departments: Collection[int]) -> dict[int, list[int]]:
        """Of these departments, by head."""
        found: dict[int, list[int]] = {}
        for department in departments:
            for head in self.heads.get(department, []):
                found.setdefault(head.member_id, []).append(department)
        return found


async def team(db: Tx, production_id: int, day: DayRow) -> Team:
    """A department that nobody heads in the day's unit is headed by whoever does in another."""
    people: dict[int, list[WorkerRow]] = {}
    heads: dict[int, list[WorkerRow]] = {}
    others: dict[int, list[WorkerRow]] = {}
    for one in await working.workers(db, production_id, day.on_date, day.on_date, []):
        if one.works(day.on_date, day.unit_id):
            people.setdefault(one.department_id, []).append(one)
            if one.head:
                heads.setdefault(one.department_id, []).append(one)
        elif one.head and one.works(day.on_date, one.unit_id):
            others.setdefault(one.department_id, []).append(one)
    return Team(people, others | heads)


async def open_day(db: Tx, production_id: int, day_id: int) -> DayRow:
    """Locked. Raises NotFound, Conflict (cancelled, a cover set)."""
    day = await queries.day(db, production_id, day_id, lock=True)
    if day.cancelled_at is not None:
        raise Conflict("This day is cancelled.", next_step="Make a new day for the date.", code="day_cancelled")
    if day.cover_of is not None:
        raise Conflict(
            "Heads are asked for a day, not for its cover set.", code="cover_set", next_step="Ask for the day itself."
        )
    return day


async def ask(*, production_id: int, day_id: int, wanted: AskHeadsIn, by: Actor, now: datetime) -> None:
    """One notice a head, for all of their departments that are blank; an answer that is there isn't asked for again.

    Raises NotFound, NotAllowed, Conflict (cancelled, a cover set, over, too late, nobody to ask).
    """
    async with tx(production_id) as db:
        day = await open_day(db, production_id, day_id)
        may_in_unit(by, "heads", "ask", production_id=production_id, unit_id=day.unit_id)
        if day.on_date < now.astimezone(ZoneInfo(day.zone)).date():
            raise Conflict("That day is over.", code="day_over", next_step="Ask for a day that is still to come.")
        if wanted.answer_by <= now:
            raise Conflict("That time is over.", code="too_late", next_step="Choose a later one.")
        there = await team(db, production_id, day)
        asked = set(wanted.departments) & there.heads.keys()
        if not asked:
            raise Conflict(
                "Nobody heads these departments that day.", code="no_heads", next_step="Say on Crew who heads them."
            )
        await rows.ask(db, production_id, day_id, asked, wanted.answer_by, by.account_id, now)
        found = await rows.questions(db, production_id, day_id, asked)
        blank = [one.department_id for one in found if one.answer is None]
        await _tell(db, production_id, day, there, blank, answer_by=wanted.answer_by, until=wanted.answer_by, now=now)
        db.note("heads_asked", SUBJECT, day_id, by=by)


async def chase_due(*, now: datetime) -> int:
    """Whoever is blank when answers were wanted is asked once more, and never again: nor hours later by a worker
    that stood still. Returns how many were taken.
    """
    async with tx() as db:
        due = await rows.blank(db, now, now - CHASED_FOR)
        for (production_id, day_id), group in groupby(due, lambda one: (one.production_id, one.day_id)):
            blanks = list(group)
            day = await queries.day(db, production_id, day_id)
            if day.cancelled_at is None:
                there = await team(db, production_id, day)
                await _tell(
                    db, production_id, day, there, [one.department_id for one in blanks],
                    answer_by=max(one.answer_by for one in blanks), until=now + CHASED_FOR, now=now, chasing=True,
                )  # fmt: skip
            db.note("heads_chased", SUBJECT, day_id, production_id=production_id)
        await rows.chased(db, [one.id for one in due], now)
        return len(due)


async def nothing_left(db: Tx, production_id: int, day: DayRow, department_id: int, *, now: datetime) -> None:
    """Of the heads of a department that has answered: whose departments all have isn't asked any more."""
    there = await team(db, production_id, day)
    blank = [one.department_id for one in await rows.questions(db, production_id, day.id) if one.answer is None]
    done = there.headed([department_id]).keys() - there.headed(blank).keys()
    rank = await next_rank(db, production_id, SUBJECT, day.id)
    await supersede(db, production_id, About(SUBJECT, day.id, rank), done, now=now)


async def _tell(
    db: Tx, production_id: int, day: DayRow, there: Team, departments: Collection[int], *, answer_by: datetime,
    until: datetime, now: datetime, chasing: bool = False,
) -> None:  # fmt: skip
    """One notice a head, however many of the departments are theirs. Push, then mail; a human rings whom no door is
    open to, but nobody else: the ladder's humans would come after it is too late.
    """
    headed = there.headed(departments)
    if not headed:
        return
    names = {one.department_id: one.department for heads in there.heads.values() for one in heads}
    twelve = await rows.twelve_hours(db, production_id, headed)
    notices = [
        NoticeIn(
            member_id=member, rings=True, must_confirm=False, payload=b"{}", expires_at=until,
            deadline=now + (until - now) / LADDER_SHARE,
            words=words_of(
                day, [names[each] for each in theirs], answer_by, now=now, twelve=member in twelve, chasing=chasing
            ),
        )
        for member, theirs in sorted(headed.items())
    ]  # fmt: skip
    rank = await next_rank(db, production_id, SUBJECT, day.id)
    await write(db, production_id, notices, about=About(SUBJECT, day.id, rank), release_at=now, now=now)


def words_of(
    day: DayRow, departments: list[str], by: datetime, *, now: datetime, twelve: bool, chasing: bool
) -> dict[str, str]:
    """The question, or that it is still open; the time in the day's zone, with its weekday where that isn't today."""
    zone = ZoneInfo(day.zone)
    on = f"{day.on_date:%a} {day.on_date.day} {day.on_date:%b}"
    until = by.astimezone(zone).date()
    at = face(minutes_of(by, until, day.zone), twelve=twelve)
    if until != now.astimezone(zone).date():
        at = f"{until:%a} {at}"
    whose = ", ".join(departments)
    if chasing:
        return {
            "title": f"Still blank for {on}: {whose}",
            "body": f"An answer was wanted by {at}. Say what you need, or that there is nothing to add.",
        }
    return {
        "title": f"Anything for {on}? Answer by {at}",
        "body": f"{whose}: pre-calls, extra people, a note for the sheet.",
    }
