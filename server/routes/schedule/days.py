"""Days and what stands on them. `If-Match: <revision>` guards every change (412 where somebody was first)."""

from datetime import date, timedelta
from typing import Annotated

from litestar import delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody

from server import clock
from server.errors import Invalid
from server.rules.access import Actor
from server.services.schedule import calls, day_log, days, editing, pasting, reading, shifting
from server.wire import Id, Revision, Struct

Seen = Annotated[str | None, HeaderParameter(name="If-Match", max_length=20)]


class Changed(Struct):
    """The day's revision after the change: send it as `If-Match` with the next one."""

    revision: Revision


class Made(Struct):
    id: Id


class MadeMany(Struct):
    ids: list[Id]


class CallSet(Struct):
    call_id: Id
    revision: Revision


class PlayerCalled(Struct):
    member_id: Id
    revision: Revision


def _seen(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    text = if_match.strip().strip('"')
    if not text.isdecimal():
        raise Invalid("If-Match is the day's revision.", errors=[{"where": "If-Match", "what": "a number"}])
    return int(text)


@get("/api/productions/{production_id:int}/days", opt={"may": ("day", "read")}, operation_id="ListDays")
async def list_days(
    production_id: FromPath[int],
    actor: NamedDependency[Actor],
    first: FromQuery[date | None] = None,
    last: FromQuery[date | None] = None,
) -> list[reading.DayLineOut]:
    """Days of all units, by default from 60 days ago to a year ahead; at most 500."""
    today = clock.now().date()
    return await reading.list_days(
        production_id, first or today - timedelta(days=60), last or today + timedelta(days=366), by=actor
    )


@post("/api/productions/{production_id:int}/days", opt={"may": ("day", "change")}, operation_id="AddDay")
async def add_day(production_id: FromPath[int], data: JSONBody[days.DayIn], actor: NamedDependency[Actor]) -> Made:
    """A day by hand, or like another one (`copy_of`)."""
    return Made(id=await days.add_day(production_id, data, by=actor, now=clock.now()))


@post(
    "/api/productions/{production_id:int}/units/{unit_id:int}/days-from-board",
    opt={"may": ("day", "change")},
    operation_id="MakeDaysFromBoard",
)
async def make_days(production_id: FromPath[int], unit_id: FromPath[int], actor: NamedDependency[Actor]) -> MadeMany:
    """The active board's days that aren't there yet, with their scenes."""
    return MadeMany(ids=await days.make_days_from_board(production_id, unit_id, by=actor))


@post(
    "/api/productions/{production_id:int}/units/{unit_id:int}/days-from-rows",
    opt={"may": ("day", "change")},
    operation_id="PasteDays",
    status_code=200,
)
async def paste_days(
    production_id: FromPath[int],
    unit_id: FromPath[int],
    data: JSONBody[pasting.OneLinerIn],
    actor: NamedDependency[Actor],
) -> pasting.PastedOut:
    """Days from pasted one-liner rows; with `dry_run` only what would become of them."""
    return await pasting.paste_days(production_id, unit_id, data, by=actor, now=clock.now())


@get("/api/productions/{production_id:int}/days/{day_id:int}", opt={"may": ("call", "read")}, operation_id="ReadDay")
async def read_day(
    production_id: FromPath[int], day_id: FromPath[int], actor: NamedDependency[Actor]
) -> reading.DayOut:
    """The day as it is being prepared: everything on it, every call worked out, rest beside it."""
    return await reading.read_day(production_id, day_id, by=actor)


@patch(
    "/api/productions/{production_id:int}/days/{day_id:int}", opt={"may": ("day", "change")}, operation_id="ChangeDay"
)
async def change_day(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[editing.DayPatch],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """The day's own times and words; what isn't sent stays."""
    return Changed(revision=await editing.change_day(production_id, day_id, data, by=actor, seen=_seen(if_match)))


@post(
    "/api/productions/{production_id:int}/days/{day_id:int}/move",
    opt={"may": ("day", "change")},
    operation_id="MoveDay",
    status_code=200,
)
async def move_day(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[days.DayMoved],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """To another date; its times stay on the clock."""
    seen, now = _seen(if_match), clock.now()
    return Changed(revision=await days.move_day(production_id, day_id, data, by=actor, now=now, seen=seen))


@put(
    "/api/productions/{production_id:int}/days/{day_id:int}/places",
    opt={"may": ("day", "change")},
    operation_id="SetDayPlaces",
)
async def set_places(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[editing.DayPlaces],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """The day's places in the order of the sheet."""
    return Changed(revision=await editing.set_places(production_id, day_id, data, by=actor, seen=_seen(if_match)))


@put(
    "/api/productions/{production_id:int}/days/{day_id:int}/scenes",
    opt={"may": ("day", "change")},
    operation_id="SetDayScenes",
)
async def set_scenes(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[editing.DayScenes],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """Scenes and banners in shooting order."""
    return Changed(revision=await editing.set_scenes(production_id, day_id, data, by=actor, seen=_seen(if_match)))


@put(
    "/api/productions/{production_id:int}/days/{day_id:int}/notes",
    opt={"may": ("day", "change")},
    operation_id="SetDayNotes",
)
async def set_notes(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[editing.DayNotes],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """Notes for all or for one department."""
    return Changed(revision=await editing.set_notes(production_id, day_id, data, by=actor, seen=_seen(if_match)))


@put(
    "/api/productions/{production_id:int}/days/{day_id:int}/department-calls",
    opt={"may": ("call", "change")},
    operation_id="SetDepartmentCall",
)
async def set_department_call(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[editing.DepartmentCallIn],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """One department's call of the day."""
    revision = await editing.set_department_call(production_id, day_id, data, by=actor, seen=_seen(if_match))
    return Changed(revision=revision)


@put(
    "/api/productions/{production_id:int}/days/{day_id:int}/calls",
    opt={"may": ("call", "change")},
    operation_id="SetCall",
)
async def set_call(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[calls.CallIn],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> CallSet:
    """One person's (or cast role's) call of the day, new or changed."""
    call_id, revision = await calls.set_call(production_id, day_id, data, by=actor, seen=_seen(if_match))
    return CallSet(call_id=call_id, revision=revision)


@delete(
    "/api/productions/{production_id:int}/days/{day_id:int}/calls/{call_id:int}",
    opt={"may": ("call", "change")},
    operation_id="DropCall",
    status_code=200,
)
async def drop_call(
    production_id: FromPath[int],
    day_id: FromPath[int],
    call_id: FromPath[int],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """Take a person's own call back: the department's counts again."""
    return Changed(revision=await calls.drop_call(production_id, day_id, call_id, by=actor, seen=_seen(if_match)))


@post(
    "/api/productions/{production_id:int}/days/{day_id:int}/day-players",
    opt={"may": ("member", "add_day_player")},
    operation_id="CallDayPlayer",
)
async def call_day_player(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[calls.DayPlayer],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> PlayerCalled:
    """Somebody for one day: made and called in one act."""
    member_id, revision = await calls.call_day_player(production_id, day_id, data, by=actor, seen=_seen(if_match))
    return PlayerCalled(member_id=member_id, revision=revision)


@get("/api/productions/{production_id:int}/days/{day_id:int}/log", opt={"may": ("log", "read")}, operation_id="ReadLog")
async def read_log(
    production_id: FromPath[int], day_id: FromPath[int], actor: NamedDependency[Actor]
) -> list[reading.LogLineOut]:
    """Everything that was logged of the day, corrections too, in the order in which it arrived."""
    return await reading.read_log(production_id, day_id, by=actor)


@post(
    "/api/productions/{production_id:int}/days/{day_id:int}/log",
    opt={"may": ("log", "write")},
    operation_id="LogDay",
    status_code=200,
)
async def log_day(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[day_log.Entries],
    actor: NamedDependency[Actor],
) -> list[day_log.LogAnswer]:
    """Append to the day log; each entry once, however often it is sent."""
    return await day_log.log(production_id, day_id, data, by=actor)


@post(
    "/api/productions/{production_id:int}/days/{day_id:int}/shift/preview",
    opt={"may": ("call", "change"), "replay": False},
    operation_id="PreviewShift",
    status_code=200,
)
async def preview_shift(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[shifting.ShiftIn],
    actor: NamedDependency[Actor],
) -> shifting.ShiftOut:
    """What a push or pull would do: what moves, what stays and why, whose rest falls short. Changes nothing."""
    return await shifting.preview_shift(production_id, day_id, data, by=actor)


@post(
    "/api/productions/{production_id:int}/days/{day_id:int}/shift",
    opt={"may": ("call", "change")},
    operation_id="ShiftDay",
    status_code=200,
)
async def shift_day(
    production_id: FromPath[int],
    day_id: FromPath[int],
    data: JSONBody[shifting.ShiftIn],
    actor: NamedDependency[Actor],
    if_match: Seen = None,
) -> Changed:
    """Push or pull the day; the next issue tells whom it concerns."""
    return Changed(revision=await shifting.shift_day(production_id, day_id, data, by=actor, seen=_seen(if_match)))


HANDLERS = [
    list_days, add_day, make_days, paste_days,
    read_day, change_day, move_day, set_places, set_scenes, set_notes,
    set_department_call, set_call, drop_call, call_day_player, preview_shift, shift_day, read_log, log_day,
]  # fmt: skip
