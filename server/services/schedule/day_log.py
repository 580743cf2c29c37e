"""The day log: what really happened, appended from phones that may have been without signal for hours."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from server.db import tx
from server.errors import Invalid
from server.models.schedule import logs, queries
from server.rules.access import Actor
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
    """Of each entry: `stored`, or `known` where it had arrived before."""

    id: UUID
    answer: Literal["stored", "known"]


async def log(production_id: int, day_id: int, entries: Entries, *, by: Actor) -> list[LogAnswer]:
    """Append entries, each once whatever is delivered twice or late. Raises Invalid for a time not of this day."""
    async with tx(production_id) as db:
        day = await queries.day(db, production_id, day_id)
        may_in_unit(by, "log", "write", production_id=production_id, unit_id=day.unit_id)
        begins = await logs.midnight(db, production_id, day_id)
        answers = []
        for entry in entries:
            _check(entry, begins)
            new = await logs.append(
                db,
                production_id,
                day_id,
                entry_id=entry.id,
                kind=entry.kind,
                at=entry.at,
                device_at=entry.device_at,
                department_id=entry.department_id,
                member_id=entry.member_id,
                account_id=by.account_id,
                device_id=by.device_id,
            )
            answers.append(LogAnswer(id=entry.id, answer="stored" if new else "known"))
        if any(answer.answer == "stored" for answer in answers):
            db.note("day_logged", "log", day_id, by=by)
        return answers


def _check(entry: LogEntryIn, midnight: datetime) -> None:
    if entry.department_id is not None and entry.member_id is not None:
        raise Invalid("An entry is for a department or one person.", errors=[{"where": "member_id", "what": "both"}])
    if entry.at is not None and not _FROM <= entry.at - midnight <= _UNTIL:
        raise Invalid("That time is not of this day.", errors=[{"where": "at", "what": "30 h before to 60 h after"}])
