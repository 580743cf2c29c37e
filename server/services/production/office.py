"""What the office sets up: the production's facts and settings, units, departments, places, vehicles, vendors."""

from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec

from server.db import Tx, tx
from server.errors import Conflict, NotFound, Stale
from server.models.production import grants, queries
from server.rules.access import Actor, may
from server.rules.production.numbers import read_number
from server.rules.production.settings import ProductionSettings
from server.rules.production.wrapping import may_reopen
from server.services.production.grants import keep_grants
from server.services.production.make import Country, Currency, Vocabulary, Zone, checked_zone
from server.wire import Email, Id, Line, Name, Phone, Revision, Struct, Text, as_text

_UNSET = msgspec.UNSET
Unset = msgspec.UnsetType


class ProductionChange(Struct):
    """What is left out stays. `settings` is the whole document."""

    revision: Revision
    name: Name | Unset = _UNSET
    code_name: Name | Unset = _UNSET
    company: Line | Unset = _UNSET
    zone: Zone | Unset = _UNSET
    currency: Currency | Unset = _UNSET
    country: Country | Unset = _UNSET
    words: Vocabulary | Unset = _UNSET
    office_phone: Phone | Unset = _UNSET
    office_email: Email | Unset | None = _UNSET
    shift_days: Annotated[int, msgspec.Meta(ge=-3_650, le=3_650)] | Unset = _UNSET
    settings: ProductionSettings | Unset = _UNSET


def _given(change: Struct, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    fields = {name: getattr(change, name) for name in change.__struct_fields__ if name not in but}
    return {name: value for name, value in fields.items() if value is not _UNSET}


async def change_production(production_id: int, change: ProductionChange, *, by: Actor, now: datetime) -> None:
    """Raises Stale when somebody changed it meanwhile, Invalid for an unknown zone."""
    may(by, "production", "change", production_id=production_id)
    given = _given(change, but=("revision",))
    async with tx(production_id) as db:
        before = await queries.production(db, production_id, lock=True)
        if before.revision != change.revision:
            raise Stale("Somebody changed these settings while you typed.", revision=before.revision)
        if "settings" in given:
            given["settings"] = as_text(given["settings"])
        if given.get("office_email", "") is None:
            given["office_email"] = ""
        if "zone" in given:
            checked_zone(given["zone"])
        sets = "".join(f", {name} = ${n}" for n, name in enumerate(given, 2))
        await db.execute(
            "UPDATE production SET revision = revision + 1, contacts_revision = contacts_revision + 1"
            f"{sets} WHERE id = $1",
            production_id,
            *given.values(),
        )
        if "zone" in given:
            members = await queries.members(db, production_id, limit=2_000)
            await keep_grants(db, production_id, [m.id for m in members], now=now)
        if "country" in given:
            await _read_numbers_anew(db, production_id, given["country"])
        db.note("production_changed", "production", production_id, by=by, revision=before.revision + 1)


async def _read_numbers_anew(db: Tx, production_id: int, country: str) -> None:
    """Numbers were read as of the country before: (212) 555-0100 as British is somebody else's phone."""
    members = await queries.members(db, production_id, limit=2_000)
    typed = {m.id: m.mobile_typed for m in members if m.mobile_typed}
    await db.execute(
        "UPDATE member AS m SET mobile = r.mobile FROM unnest($2::bigint[], $3::text[]) AS r(id, mobile)"
        " WHERE m.production_id = $1 AND m.id = r.id",
        production_id, list(typed), [read_number(text, country) or text for text in typed.values()],
    )  # fmt: skip


async def archive(
    production_id: int, *, archived: bool, by: Actor, now: datetime, wrapped_on: date | None = None
) -> None:
    """Put it away as of `wrapped_on` (today, if nothing is said), or take it out again. Nothing is deleted; who may
    read it still may, and nobody changes it. Raises Conflict where it was put away too long ago to be opened again, or
    to have its wrap moved.
    """
    may(by, "production", "archive", production_id=production_id)
    async with tx(production_id) as db:
        before = await queries.production(db, production_id, lock=True)
        if not may_reopen(before.archived_at, now=now):  # nor its wrap moved: that would begin the 30 days anew
            raise Conflict(
                "It was wrapped more than 30 days ago, and its people are being forgotten.", code="too_late",
                next_step="Start a new production for pickups; it can take over the schedule as a file.",
            )  # fmt: skip
        today = now.astimezone(ZoneInfo(before.zone)).date()
        revision = await db.fetchval(
            "UPDATE production SET archived_at = $2, wrapped_on = $3, revision = revision + 1 WHERE id = $1"
            " RETURNING revision",
            production_id, *((before.archived_at or now, wrapped_on or today) if archived else (None, None)),
        )  # fmt: skip
        await grants.set_archived(db, production_id, archived=archived)
        kind = "production_archived" if archived else "production_taken_out"
        db.note(kind, "production", production_id, by=by, revision=revision)


class UnitIn(Struct):
    """`zone`: an IANA name where the unit works elsewhere; days keep the zone they were made with."""

    name: Name
    zone: Zone | None = None
    sort: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 0


class DepartmentIn(Struct):
    """`chaser_member_id`: who asks its people when they can't be reached; none: the head."""

    name: Name
    sort: Annotated[int, msgspec.Meta(ge=0, le=1_000)] = 0
    chaser_member_id: Id | None = None


class PlaceIn(Struct):
    name: Name
    address: Text = ""
    access_notes: Text = ""
    phone: Phone = ""
    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)] | None = None
    lng: Annotated[float, msgspec.Meta(ge=-180, le=180)] | None = None
    hospital: bool = False


class VehicleIn(Struct):
    name: Name
    plate: Line = ""
    department_id: Id | None = None


class VendorIn(Struct):
    name: Name
    phone: Phone = ""
    email: Email | None = None


Part = UnitIn | DepartmentIn | PlaceIn | VehicleIn | VendorIn
_TABLE: dict[type[Struct], tuple[str, str]] = {
    UnitIn: ("unit", "production"),
    DepartmentIn: ("department", "production"),
    PlaceIn: ("place", "place"),
    VehicleIn: ("vehicle", "production"),
    VendorIn: ("vendor", "production"),
}
"""Which table keeps it, and on which resource of the policy one needs *change*."""


def _columns(part: Part) -> dict[str, Any]:
    if isinstance(part, UnitIn) and part.zone is not None:
        checked_zone(part.zone)
    values = {name: getattr(part, name) for name in part.__struct_fields__}
    if isinstance(part, VendorIn):
        values["email"] = part.email or ""
    return values


async def _free_name(db: Tx, production_id: int, table: str, name: str, but: int | None) -> None:
    taken = await db.fetchval(
        f"SELECT true FROM {table} WHERE production_id = $1 AND lower(name) = lower($2) AND id IS DISTINCT FROM $3",
        production_id, name, but,
    )  # fmt: skip
    if taken:
        raise Conflict(f"There is a {table} of that name already.", code="name_taken")


async def add_part(production_id: int, part: Part, *, by: Actor) -> int:
    """A unit, department, place, vehicle or vendor; its id. Raises Conflict for a name that is taken."""
    table, resource = _TABLE[type(part)]
    may(by, resource, "change", production_id=production_id)
    values = _columns(part)
    async with tx(production_id) as db:
        await _free_name(db, production_id, table, part.name, None)
        places = ", ".join(f"${n}" for n in range(2, len(values) + 2))
        made: int = await db.fetchval(
            f"INSERT INTO {table} (production_id, {', '.join(values)}) VALUES ($1, {places}) RETURNING id",
            production_id,
            *values.values(),
        )
        db.note(f"{table}_made", table, made, by=by)
        return made


async def change_part(production_id: int, part_id: int, part: Part, *, by: Actor) -> None:
    """Write it anew. Raises NotFound, Conflict for a name that is taken."""
    table, resource = _TABLE[type(part)]
    may(by, resource, "change", production_id=production_id)
    values = _columns(part)
    async with tx(production_id) as db:
        if not await db.fetchval(
            f"SELECT true FROM {table} WHERE production_id = $1 AND id = $2 FOR UPDATE", production_id, part_id
        ):
            raise NotFound
        await _free_name(db, production_id, table, part.name, part_id)
        sets = ", ".join(f"{name} = ${n}" for n, name in enumerate(values, 3))
        raised = ", revision = revision + 1" if table == "place" else ""
        await db.execute(
            f"UPDATE {table} SET {sets}{raised} WHERE production_id = $1 AND id = $2",
            production_id,
            part_id,
            *values.values(),
        )
        db.note(f"{table}_changed", table, part_id, by=by)


class OwnChange(Struct):
    """What a person says of themselves on one production."""

    number_shown: bool | Unset = _UNSET
    """Everybody who reads the sheet sees my number; else my head, the ADs and the office."""
    diet: Line | Unset | None = _UNSET


async def change_own(production_id: int, change: OwnChange, *, by: Actor) -> None:
    membership = by.on(production_id)
    if membership is None:
        raise NotFound
    given = _given(change)
    if not given:
        return
    async with tx(production_id) as db:
        sets = "".join(f", {name} = ${n}" for n, name in enumerate(given, 3))
        await db.execute(
            f"UPDATE member SET revision = revision + 1{sets} WHERE production_id = $1 AND id = $2",
            production_id, membership.member_id, *given.values(),
        )  # fmt: skip
        await queries.contacts_changed(db, production_id)
        db.note("member_changed", "member", membership.member_id, by=by)
