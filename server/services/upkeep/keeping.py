"""For how long a production keeps what of its people; a legal hold; who has left and can be erased."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from server.db import Tx, read, tx
from server.errors import Invalid, NotFound, Stale
from server.models.production import grants
from server.models.upkeep import erasures, forgetting
from server.models.upkeep import keeping as rows
from server.rules.access import Actor, may
from server.rules.production.grants import finish_on
from server.rules.upkeep.personal import Kept
from server.rules.upkeep.terms import TERMS, From, days_of, last_day, wrong
from server.wire import Line, Revision, Struct, as_text


class TermOut(Struct):
    """One class: its days, the bounds, from when they count."""

    kept: Kept
    days: int
    usual: int
    least: int
    most: int
    counts_from: From


class FormerOut(Struct):
    """Somebody whose work here is over. `erased_at`: they are erased then, unless it is taken back."""

    member_id: int
    name: str
    last_day: date | None
    erased_at: datetime | None


class KeepingOut(Struct):
    revision: int
    hold: str
    """A legal hold, in words: nothing is forgotten or erased. Empty: none."""
    wrapped_on: date | None
    terms: list[TermOut]
    former: list[FormerOut]


class KeepingIn(Struct):
    """`terms`: class → days; what isn't named has the usual."""

    revision: Revision
    hold: Line = ""
    terms: dict[Kept, int] = msgspec.field(default_factory=dict)


async def read_keeping(production_id: int, *, by: Actor, now: datetime) -> KeepingOut:
    may(by, "keeping", "read", production_id=production_id)
    async with read() as db:
        return await _read(db, production_id, now)


async def _read(db: Tx, production_id: int, now: datetime) -> KeepingOut:
    here = await forgetting.terms(db, production_id)
    if here is None:
        raise NotFound
    own = days_of(msgspec.json.decode(here.terms, type=dict[Kept, int]))
    terms = [
        TermOut(
            kept=kept, days=own[kept], usual=term.days, least=term.least, most=term.most, counts_from=term.counts_from
        )
        for kept, term in TERMS.items()
    ]
    return KeepingOut(
        revision=await rows.revision(db, production_id), hold=here.hold, wrapped_on=here.wrapped_on, terms=terms,
        former=await _former(db, here, now),
    )  # fmt: skip


async def _former(db: Tx, here: forgetting.ProductionTerms, now: datetime) -> list[FormerOut]:
    zone = ZoneInfo(here.zone)
    today = now.astimezone(zone).date()
    people = await forgetting.persons(db, here.id)
    held = await grants.held(db, here.id, [one.id for one in people])
    waiting = await erasures.of_members(db, here.id)
    found = []
    for one in people:
        left_on = one.removed_at.astimezone(zone).date() if one.removed_at else None
        finish = finish_on(held.get(one.id, []))
        if left_on or here.wrapped_on or (finish is not None and finish < today):
            last = last_day(wrapped_on=here.wrapped_on, left_on=left_on, finish_on=finish)
            found.append(FormerOut(member_id=one.id, name=one.name, last_day=last, erased_at=waiting.get(one.id)))
    return found


async def change_keeping(production_id: int, change: KeepingIn, *, by: Actor, now: datetime) -> KeepingOut:
    """Raises Stale when somebody changed it meanwhile, Invalid for days beyond their bounds."""
    may(by, "keeping", "change", production_id=production_id)
    beyond = wrong(change.terms)
    if beyond:
        raise Invalid(
            "A term lies beyond its bounds.", errors=[{"where": f"terms.{kept}", "what": "bounds"} for kept in beyond]
        )
    async with tx(production_id) as db:
        before = await rows.revision(db, production_id, lock=True)
        if before != change.revision:
            raise Stale("Somebody changed these terms while you typed.", revision=before)
        await rows.keep(db, production_id, as_text(change.terms), change.hold.strip())
        db.note("keeping_changed", "production", production_id, by=by, revision=before + 1)
        return await _read(db, production_id, now)
