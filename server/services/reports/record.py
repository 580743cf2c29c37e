"""A person's own record: all that is kept about them, on every production, to take along."""

from datetime import date, datetime

import msgspec

from server.db import read
from server.errors import NotFound
from server.models.reports import record as rows
from server.models.reports.record import MemberRow
from server.rules.access import About, Actor, may, sight_of
from server.rules.access.fields import CLASS_OF
from server.services.access import limits
from server.wire import Struct

V = 1


class AccountRecord(Struct):
    name: str
    email: str
    mobile: str
    clock: str
    theme: str
    created_at: datetime


class DeviceRecord(Struct):
    name: str
    installed: bool
    created_at: datetime
    seen_at: datetime
    revoked_at: datetime | None


class PositionRecord(Struct):
    department: str
    title: str
    head: bool
    starts_on: date | None
    ends_on: date | None
    only_on: list[date]


class ProofRecord(Struct):
    state: str
    channel: str
    proxy: str
    at: datetime
    device_at: datetime | None


class ToldRecord(Struct):
    """One thing I was told, and what is known of my having it."""

    about: str
    """sheet, gear, test."""
    on: date | None
    version: int
    title: str
    body: str
    at: datetime
    state: str
    evidence: list[ProofRecord]


class GearRecord(Struct):
    """A scan by me, or one that gave a case to me."""

    thing: str
    verb: str
    to_me: bool
    by_me: bool
    at: datetime
    place: str


class LogRecord(Struct):
    """An entry of a day log by me, or about me. `at` None: it takes an earlier one back."""

    on: date
    kind: str
    at: datetime | None
    device_at: datetime
    by_me: bool


class ApprovalRecord(Struct):
    """A sheet I approved, or (`given` false) no longer do."""

    on: date
    role: str
    colour: str
    given: bool
    at: datetime


class CalendarRecord(Struct):
    """A calendar address of mine; the address itself isn't kept."""

    made_at: datetime
    ended_at: datetime | None


class TextsRecord(Struct):
    """My yes to text messages, and whether I took it back. `agreed_on`: as the office recorded it."""

    number: str
    agreed_at: datetime | None
    agreed_on: date | None
    stopped_at: datetime | None


class TaskRecord(Struct):
    """What the office had to do about me: ring me, a problem that I reported."""

    kind: str
    why: str
    at: datetime
    settled_at: datetime | None


class PasskeyRecord(Struct):
    name: str
    created_at: datetime
    used_at: datetime | None


class ProductionRecord(Struct):
    production: str
    archived_at: datetime | None
    name: str
    email: str
    mobile: str
    second_number: str
    contact_via: str
    diet: str
    born_on: date | None
    number_shown: bool
    roles: list[str]
    joined_at: datetime
    left_at: datetime | None
    positions: list[PositionRecord]
    told: list[ToldRecord]
    gear: list[GearRecord]
    log: list[LogRecord]
    approved: list[ApprovalRecord]
    calendars: list[CalendarRecord]
    texts: list[TextsRecord]
    tasks: list[TaskRecord]


class RecordOut(Struct):
    v: int
    made_at: datetime
    account: AccountRecord
    devices: list[DeviceRecord]
    passkeys: list[PasskeyRecord]
    productions: list[ProductionRecord]
    """Newest first, at most 200; also those I have left."""


async def record(*, by: Actor, now: datetime) -> RecordOut:
    """Everything of the account that asks, and of nobody else. Raises TooMany."""
    await limits.spend(limits.RECORDS, str(by.account_id), now=now)
    async with read() as db:
        account = await rows.account(db, by.account_id)
        devices = await rows.devices(db, by.account_id)
        passkeys = await rows.passkeys(db, by.account_id)
        members = await rows.members(db, by.account_id, now)
    return RecordOut(
        v=V,
        made_at=now,
        account=AccountRecord(
            name=account.name, email=account.email or "", mobile=account.mobile or "", clock=account.clock,
            theme=account.theme, created_at=account.created_at,
        ),
        devices=[msgspec.convert(device, DeviceRecord, from_attributes=True) for device in devices],
        passkeys=[msgspec.convert(one, PasskeyRecord, from_attributes=True) for one in passkeys],
        productions=[_on(member) for member in members],
    )  # fmt: skip


class PersonRecordOut(Struct):
    """What one production keeps of one person, for the office to hand to them."""

    v: int
    made_at: datetime
    production: ProductionRecord
    left_out: list[str]
    """What whoever made it may not read; the person's own file, from Me, holds it."""


async def record_of(production_id: int, member_id: int, *, by: Actor, now: datetime) -> PersonRecordOut:
    """Of somebody who asked the office; also one who has left. Raises NotFound, TooMany."""
    membership, _ = may(by, "keeping", "export", production_id=production_id)
    await limits.spend(limits.RECORDS_OF, str(by.account_id), now=now)
    async with read() as db:
        found = await rows.member(db, production_id, member_id, now)
    if found is None:
        raise NotFound
    whole = _on(found)
    sight = sight_of(membership)
    hidden = [
        name for name in ("email", "mobile", "second_number", "contact_via", "diet", "born_on", "number_shown")
        if not sight.reads(CLASS_OF[name], About(member_id))
    ]  # fmt: skip
    for name in hidden:
        setattr(whole, name, None if name == "born_on" else False if name == "number_shown" else "")
    return PersonRecordOut(v=V, made_at=now, production=whole, left_out=hidden)


_LISTS = {
    "positions": list[PositionRecord], "told": list[ToldRecord], "gear": list[GearRecord], "log": list[LogRecord],
    "approved": list[ApprovalRecord], "calendars": list[CalendarRecord],
    "texts": list[TextsRecord], "tasks": list[TaskRecord],
}  # fmt: skip


def _on(row: MemberRow) -> ProductionRecord:
    said = {name: getattr(row, name) for name in ProductionRecord.__struct_fields__}
    lists = {name: msgspec.json.decode(said[name], type=kind) for name, kind in _LISTS.items()}
    return ProductionRecord(**said | lists)
