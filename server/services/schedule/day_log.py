"""The day log: what really happened, appended from phones that may have been without signal for hours."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

import asyncpg
import msgspec

from server.db import tx
from server.models.schedule import logs, queries
from server.rules.access import Actor
from server.rules.schedule.times import instant
from server.services.schedule.changing import may_in_unit
from server.wire import Id, Instant, Struct

LogKind = Literal[
    "crew_call", "first_shot", "lunch_out", "last_through", "lunch_in", "camera_wrap", "wrap", "last_out"
]  # fmt: skip
_FROM, _UNTIL = timedelta(hours=-30), timedelta(hours=60)


class LogEntryIn(Struct):
    """One entry. `at` None takes back what was logged of this kind for the same subject; a correction is a new entry.

    `department_id` or `member_id` (never both) for a wrap that isn't everybody's; `device_at` is the phone's own time.
    """

    id: UUID
    kind: LogKind
    at: Instant | None
    device_at: Instant
    department_id: Id | None = None
    member_id: Id | None = None


Entries = Annotated[tuple[LogEntryIn, ...], msgspec.Meta(min_length=1, max_length=200)]


class LogAnswer(Struct):
    """Of each entry: `stored`, `known` where it had arrived before, or `refused` with the reason in words."""

    id: UUID
    answer: Literal["stored", "known", "refused"]
    why: str = ""


async def log(production_id: int, day_id: int, entries: Entries, *, by: Actor) -> list[LogAnswer]:
    """Append entries, each once, however late or often it is delivered; a bad one is answered by itself.

    A cancelled day may be logged: what happened, happened. Raises NotFound, NotAllowed.
    """
    async with tx(production_id) as db:
        day = await queries.day(db, production_id, day_id)
        may_in_unit(by, "log", "write", production_id=production_id, unit_id=day.unit_id)
        midnight = instant(day.on_date, day.zone, 0)
        answers = [await _append(production_id, day_id, entry, midnight, by=by) for entry in entries]
        if any(answer.answer == "stored" for answer in answers):
            db.note("day_logged", "log", day_id, by=by)
        return answers


async def _append(production_id: int, day_id: int, entry: LogEntryIn, midnight: datetime, *, by: Actor) -> LogAnswer:
    why = wrong_with(entry, midnight)
    if why:
        return LogAnswer(id=entry.id, answer="refused", why=why)
    values = logs.EntryValues(**{name: getattr(entry, name) for name in logs.EntryValues.__struct_fields__})
    try:
        async with tx() as db:
            found = await logs.append(
                db, production_id, day_id, values, account_id=by.account_id, device_id=by.device_id
            )
    except asyncpg.ForeignKeyViolationError:
        return LogAnswer(id=entry.id, answer="refused", why="That department or person isn't on this production.")
    if found == "other":
        return LogAnswer(id=entry.id, answer="refused", why="This entry's number belongs to another entry.")
    return LogAnswer(id=entry.id, answer="known" if found == "known" else "stored")


def wrong_with(entry: LogEntryIn, midnight: datetime) -> str:
    """Why an entry can't be taken, in words; "" for one that can. `midnight`: when the day's date begins."""
    if entry.department_id is not None and entry.member_id is not None:
        return "An entry is for a department or for one person."
    if entry.at is not None and not _FROM <= entry.at - midnight <= _UNTIL:
        return "That time is not of this day."
    return ""
