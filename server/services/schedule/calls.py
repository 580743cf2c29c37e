"""Calls of one person or cast role; a day player in one act."""

from typing import Annotated, Any

import msgspec

from server.db import Tx
from server.errors import Invalid
from server.models.production import queries as production_queries
from server.models.schedule import calls as call_queries
from server.models.schedule import queries
from server.rules.access import Actor
from server.rules.schedule.cells import Kind
from server.rules.schedule.times import checked
from server.services.production.people import DayPlayerIn, add_day_player
from server.services.schedule.casting import may_cast
from server.services.schedule.changing import changing
from server.wire import Email, Id, Line, Minutes, Name, Phone, Struct

_Span = Annotated[int, msgspec.Meta(ge=0, le=600)]


class CallIn(Struct):
    """A call of one person in one position, or of one cast role.

    absolute: `at_minutes` · relative: `offset_minutes` from the general call · chain: `on_set`, back over
    `makeup_minutes` to the call and `travel_minutes` to the pickup · department: as its department, with these remarks.
    """

    kind: Kind
    member_id: Id | None = None
    position_id: Id | None = None
    element_id: Id | None = None
    at_minutes: Minutes | None = None
    offset_minutes: Annotated[int, msgspec.Meta(ge=-720, le=720)] | None = None
    on_set: Minutes | None = None
    makeup_minutes: _Span | None = None
    travel_minutes: _Span | None = None
    pickup: Minutes | None = None
    wardrobe: Minutes | None = None
    rehearsal: Minutes | None = None
    release: Minutes | None = None
    """Planned: when they are to be gone; a minor's is checked against the hours of the age."""
    status: Annotated[str, msgspec.Meta(max_length=6, pattern="^[A-Z]*$")] = ""
    place_id: Id | None = None
    remarks: Line = ""


_NEEDS = {"absolute": "at_minutes", "relative": "offset_minutes", "chain": "on_set"}


def _checked(call: CallIn) -> CallIn:
    needed = _NEEDS.get(call.kind)
    if needed and getattr(call, needed) is None:
        raise Invalid(f"A call of this kind needs {needed}.", errors=[{"where": needed, "what": "missing"}])
    if call.member_id is None and call.element_id is None:
        raise Invalid("Whose call is it?", errors=[{"where": "member_id", "what": "missing"}])
    return call


async def set_call(production_id: int, day_id: int, call: CallIn, *, by: Actor, seen: int | None) -> tuple[int, int]:
    """Set the call of this person (or role) on this day, new or changed. Returns (call's id, the day's revision)."""
    async with changing(
        production_id, day_id, by=by, right=("call", "change"), seen=seen, fact="calls_changed"
    ) as change:
        for name in ("at_minutes", "on_set", "pickup", "wardrobe", "rehearsal", "release"):
            checked(
                change.day.on_date, change.day.zone, getattr(call, name), name, second=change.day.second_hour,
                twelve=by.twelve,
            )  # fmt: skip
        change.ids = _whose(call.member_id, call.element_id)
        call_id = await put_call(change.db, production_id, day_id, call, by=by)
    return call_id, change.revision


def _whose(member_id: int | None, element_id: int | None) -> dict[str, int | list[str]]:
    named = {"member": member_id, "element": element_id}
    return {name: found for name, found in named.items() if found is not None}


async def put_call(
    db: Tx, production_id: int, day_id: int, call: CallIn, *, by: Actor | None, origin: str = "typed"
) -> int:
    """Raises Invalid for a call without what its kind needs, or in a position that another person holds.

    The database refuses what isn't of this production.
    """
    if call.position_id is not None:
        held = (await production_queries.positions(db, production_id, [call.member_id or 0])).get(
            call.member_id or 0, []
        )
        if call.position_id not in {position.id for position in held}:
            raise Invalid("That position is somebody else's.", errors=[{"where": "position_id", "what": "not theirs"}])
    values: dict[str, Any] = {name: getattr(_checked(call), name) for name in call.__struct_fields__}
    values |= {"over": None, "origin": origin, "by_account": by.account_id if by else None}
    return await call_queries.put(db, production_id, day_id, values)


async def drop_call(production_id: int, day_id: int, call_id: int, *, by: Actor, seen: int | None) -> int:
    """Take a person's own call back: the department's counts again. Returns the revision."""
    async with changing(
        production_id, day_id, by=by, right=("call", "change"), seen=seen, fact="calls_changed"
    ) as change:
        call = await queries.call(change.db, production_id, day_id, call_id)
        change.ids = _whose(call.member_id, call.element_id)
        await call_queries.drop(change.db, production_id, day_id, call_id)
    return change.revision


class DayPlayer(Struct):
    """Who comes for this day: made as a member and called, in one act. `element_id`: the cast role they play."""

    name: Name
    mobile: Phone
    title: Line
    department_id: Id
    at_minutes: Minutes
    email: Email | None = None
    minor: bool = False
    place_id: Id | None = None
    element_id: Id | None = None


async def call_day_player(
    production_id: int, day_id: int, player: DayPlayer, *, by: Actor, seen: int | None
) -> tuple[int, int]:
    """Returns (member's id, the day's revision). Contacts nobody: the next issue tells them."""
    async with changing(
        production_id, day_id, by=by, right=("call", "change"), seen=seen, fact="calls_changed"
    ) as change:
        person = DayPlayerIn(
            name=player.name,
            mobile=player.mobile,
            title=player.title,
            department_id=player.department_id,
            email=player.email,
            minor=player.minor,
            on=(change.day.on_date,),
            unit_id=change.day.unit_id,
        )
        member_id = await add_day_player(production_id, person, by=by)
        position = (await production_queries.positions(change.db, production_id, [member_id]))[member_id][0]
        if player.element_id is not None:
            await may_cast(change.db, production_id, player.element_id, by=by)
            await call_queries.cast_as(change.db, production_id, player.element_id, member_id)
        call = CallIn(
            kind="absolute",
            member_id=member_id,
            position_id=position.id,
            element_id=player.element_id,
            at_minutes=player.at_minutes,
            place_id=player.place_id,
        )
        change.ids = _whose(member_id, None)
        await put_call(change.db, production_id, day_id, call, by=by)
    return member_id, change.revision
