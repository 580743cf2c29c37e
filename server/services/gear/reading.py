"""What phones hold of the gear and the desk shows: things with their standing, names, disputes; one thing's history."""

from datetime import date, datetime
from uuid import UUID

from server.db import read, tx
from server.errors import NotFound
from server.models.gear import labels as label_rows
from server.models.gear import things as rows
from server.models.gear.things import ClaimRow, NameRow, PastRow, ThingRow
from server.rules.access import Actor, Membership, may
from server.rules.access.fields import About, FieldClass, may_read
from server.rules.gear.clock import at_of, counter_of, ms_of
from server.rules.gear.codes import read_code
from server.rules.gear.custody import Hold
from server.rules.gear.standing import Facts, overdue, standing
from server.wire import Struct


class ThingOut(Struct):
    """A thing and who answers for it now. `ms`, `counter`, `event_id`: the newest event, for the phone's next scan."""

    id: int
    kind: str
    code: str | None
    name: str
    department_id: int | None
    home_vehicle_id: int | None
    in_thing_id: int | None
    make: str
    serial: str
    quantity: int
    vendor_id: int | None
    owner_member_id: int | None
    po: str
    due_back_on: date | None
    hold: str
    notes: str
    revision: int
    label: str | None
    standing: str
    """dispute · lost · missing · quarantine · out · back · in"""
    overdue: bool
    holder_kind: str
    holder_id: int | None
    since_at: datetime | None
    event_id: UUID | None
    ms: int
    counter: int
    last_seen_at: datetime | None
    last_seen_by: int | None
    """A member."""
    last_seen_place: str


class NameOut(Struct):
    """`phone` only where this reader may know it."""

    kind: str
    """member · unit · place · vehicle · vendor · department"""
    id: int
    name: str
    phone: str
    departments: list[int]


class ClaimOut(Struct):
    member_id: int | None
    at: datetime
    move: str
    holder_kind: str
    holder_id: int | None
    place: str
    event_id: UUID


class DisputeOut(Struct):
    id: int
    thing_id: int
    opened_at: datetime
    claims: list[ClaimOut]
    """Oldest first."""


class GearOut(Struct):
    """The whole list, as a phone keeps it for scanning with no signal."""

    member_id: int
    """Who reads."""
    origins: list[str]
    """Whose labels are ours; former ones among them."""
    things: list[ThingOut]
    names: list[NameOut]
    disputes: list[DisputeOut]


class PastOut(Struct):
    id: UUID
    move: str
    holder_kind: str
    holder_id: int | None
    who: str
    at: datetime
    arrived_at: datetime
    late: bool
    suspect: bool
    contested: bool
    place: str
    check_id: UUID | None


class CaseOut(Struct):
    """One thing with what is inside and what happened to it. `replaced`: the label it was asked for by was revoked."""

    thing: ThingOut
    inside: list[ThingOut]
    history: list[PastOut]
    replaced: bool


async def gear(production_id: int, *, origins: list[str], by: Actor, now: datetime) -> GearOut:
    """Everything with a place on the list, at most 5,000. Two statements whatever the number. Raises NotAllowed."""
    membership, _ = may(by, "gear", "read", production_id=production_id)
    async with tx(isolation="repeatable_read") as db:  # a dispute and who has the case now are of one instant
        things = await rows.every(db, production_id, now)
        names, claims = await rows.around(db, production_id)
    return GearOut(
        member_id=membership.member_id, origins=origins, things=[thing_out(row) for row in things],
        names=[_name_out(row, membership) for row in names], disputes=_disputes(claims),
    )  # fmt: skip


def thing_out(row: ThingRow) -> ThingOut:
    word = standing(
        Facts(
            row.holder_kind, row.holder_id, row.home_vehicle_id, Hold(row.hold), row.disputed, row.missed_at,
            row.last_seen_at,
        )
    )  # fmt: skip
    return ThingOut(
        id=row.id, kind=row.kind, code=row.code, name=row.name, department_id=row.department_id,
        home_vehicle_id=row.home_vehicle_id, in_thing_id=row.in_thing_id, make=row.make, serial=row.serial,
        quantity=row.quantity, vendor_id=row.vendor_id, owner_member_id=row.owner_member_id, po=row.po,
        due_back_on=row.due_back_on, hold=row.hold, notes=row.notes, revision=row.revision, label=row.label,
        standing=word, overdue=overdue(due_back_on=row.due_back_on, holder_kind=row.holder_kind, today=row.today),
        holder_kind=row.holder_kind, holder_id=row.holder_id, since_at=row.since_at, event_id=row.event_id,
        ms=ms_of(row.hlc), counter=counter_of(row.hlc), last_seen_at=row.last_seen_at, last_seen_by=row.last_seen_by,
        last_seen_place=row.last_seen_place,
    )  # fmt: skip


def _name_out(row: NameRow, reader: Membership) -> NameOut:
    shown = row.phone
    if row.kind == "member":
        about = About(row.id, frozenset(row.departments), row.number_shown)
        shown = row.phone if may_read(reader, FieldClass.MOBILE, about) else ""
    return NameOut(kind=row.kind, id=row.id, name=row.name, phone=shown, departments=sorted(row.departments))


def _disputes(claims: list[ClaimRow]) -> list[DisputeOut]:
    found: dict[int, DisputeOut] = {}
    for row in claims:
        dispute = found.setdefault(
            row.dispute_id, DisputeOut(id=row.dispute_id, thing_id=row.thing_id, opened_at=row.opened_at, claims=[])
        )
        dispute.claims.append(
            ClaimOut(
                member_id=row.member_id, at=at_of(row.hlc), move=row.verb, holder_kind=row.holder_kind,
                holder_id=row.holder_id, place=row.place, event_id=row.event_id,
            )
        )  # fmt: skip
    return list(found.values())


async def case(production_id: int, thing_id: int, *, by: Actor, now: datetime, replaced: bool = False) -> CaseOut:
    """Raises NotFound, NotAllowed."""
    may(by, "gear", "read", production_id=production_id)
    async with read() as db:
        row = await rows.one(db, production_id, thing_id, now)
        if row is None:
            raise NotFound
        inside = await rows.contents(db, production_id, thing_id, now)
        past = await rows.history(db, production_id, thing_id)
    return CaseOut(
        thing=thing_out(row), inside=[thing_out(each) for each in inside],
        history=[_past_out(each) for each in past], replaced=replaced,
    )  # fmt: skip


def _past_out(row: PastRow) -> PastOut:
    return PastOut(
        id=row.id, move=row.verb, holder_kind=row.holder_kind, holder_id=row.holder_id, who=row.who, at=at_of(row.hlc),
        arrived_at=row.server_at, late=row.late, suspect=row.suspect, contested=row.contested, place=row.place,
        check_id=row.check_id,
    )  # fmt: skip


async def case_by_code(production_id: int, code: str, *, by: Actor, now: datetime) -> CaseOut:
    """By what is written on it (CAM-07) or by its label. Raises NotFound, NotAllowed."""
    may(by, "gear", "read", production_id=production_id)
    async with read() as db:
        thing_id = await rows.by_code(db, production_id, code)
        replaced = False
        if thing_id is None and (label := read_code(code)):
            owner = await label_rows.owner(db, label)
            if owner is not None and owner.production_id == production_id:
                thing_id, replaced = owner.thing_id, owner.revoked_at is not None
    if thing_id is None:
        raise NotFound
    return await case(production_id, thing_id, by=by, now=now, replaced=replaced)
