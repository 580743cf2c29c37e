"""Make, change and take off things. The import makes hundreds through `make_things`, in the caller's transaction."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from server.db import Tx, tx
from server.errors import Conflict, NotAllowed, NotFound, Stale
from server.models.gear import labels as label_rows
from server.models.gear import removing
from server.models.gear import things as rows
from server.models.gear.things import ThingRow, ThingWrite
from server.rules.access import Actor, Membership, Scope, may
from server.rules.gear.codes import LENGTH, new_code
from server.services.production.removing import when_removing
from server.wire import Id, Line, Name, Revision, Struct, Text

Written = Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
Quantity = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]

__all__ = ["ChangeThingIn", "ThingIn", "ThingWrite", "add_thing", "change_thing", "drop_unused", "make_things",
           "remove_thing"]  # fmt: skip


class ThingIn(Struct):
    """A thing added by hand."""

    kind: Literal["case", "cart", "item", "bulk", "walkie"]
    name: Name
    code: Written | None = None
    department_id: Id | None = None
    home_vehicle_id: Id | None = None
    in_thing_id: Id | None = None
    make: Line = ""
    serial: Line = ""
    quantity: Quantity = 1
    vendor_id: Id | None = None
    po: Line = ""
    due_back_on: date | None = None
    notes: Text = ""


class ChangeThingIn(Struct):
    """A thing written anew; `revision` is the one that was read."""

    revision: Revision
    name: Name
    code: Written | None = None
    department_id: Id | None = None
    home_vehicle_id: Id | None = None
    quantity: Quantity = 1
    due_back_on: date | None = None
    hold: Literal["none", "quarantine", "lost"] = "none"
    notes: Text = ""


async def make_things(db: Tx, production_id: int, things: Sequence[ThingWrite], *, now: datetime) -> list[int]:
    """Write any number of things inside the caller's transaction; their ids in the order given.

    Each thing with a code gets a label. Codes are unique among what is on the list: a second one raises asyncpg's
    UniqueViolationError, an id of another production its ForeignKeyViolationError.
    """
    if not things:
        return []
    ids = await rows.insert(db, production_id, things)
    await make_labels(db, production_id, [n for n, t in zip(ids, things, strict=True) if t.code], now=now)
    db.note("things_made", "thing", ids[0], ids={"count": len(ids)})
    return ids


async def make_labels(db: Tx, production_id: int, things: Sequence[int], *, now: datetime) -> list[str]:
    """A new label for each thing, inside the caller's transaction."""
    codes = [new_code(secrets.token_bytes(LENGTH)) for _ in things]
    await label_rows.insert(db, production_id, list(zip(codes, things, strict=True)), now=now)
    return codes


async def drop_unused(db: Tx, production_id: int, things: Sequence[int]) -> list[int]:
    """Undo an import: delete those of `things` that nothing refers to yet; which these were."""
    return await rows.drop_unused(db, production_id, things)


def within(membership: Membership, scope: Scope, *departments: int | None) -> None:
    """A head changes the own department's things only. Raises NotAllowed."""
    if scope is Scope.DEPARTMENT and not all(each in membership.heads for each in departments):
        raise NotAllowed


async def add_thing(production_id: int, told: ThingIn, *, by: Actor, now: datetime) -> int:
    """Its id. Raises NotAllowed, Conflict where its code is taken."""
    membership, scope = may(by, "gear", "change", production_id=production_id)
    within(membership, scope, told.department_id)
    async with tx(production_id) as db:
        await _free(db, production_id, told.code, 0)
        made = ThingWrite(**msgspec.structs.asdict(told))
        return (await make_things(db, production_id, [made], now=now))[0]


async def _free(db: Tx, production_id: int, code: str | None, thing_id: int) -> None:
    if code is not None and await rows.by_code(db, production_id, code) not in (None, thing_id):
        raise Conflict(f"{code} is on the list already.", code="code_taken", next_step="Give it another code.")


async def of(db: Tx, production_id: int, thing_id: int, *, now: datetime) -> ThingRow:
    """Raises NotFound."""
    row = await rows.one(db, production_id, thing_id, now)
    if row is None:
        raise NotFound
    return row


async def change_thing(production_id: int, thing_id: int, told: ChangeThingIn, *, by: Actor, now: datetime) -> None:
    """Write it anew. Raises NotFound, NotAllowed, Stale when somebody did meanwhile, Conflict for a taken code."""
    membership, scope = may(by, "gear", "change", production_id=production_id)
    async with tx(production_id) as db:
        await db.execute(
            "SELECT FROM thing_state WHERE production_id = $1 AND thing_id = $2 FOR UPDATE", production_id, thing_id
        )
        before = await of(db, production_id, thing_id, now=now)
        within(membership, scope, before.department_id, told.department_id)
        if before.revision != told.revision:
            raise Stale
        await _free(db, production_id, told.code, thing_id)
        fields = {name: value for name, value in msgspec.structs.asdict(told).items() if name != "revision"}
        revision = await rows.change(db, production_id, thing_id, rows.ChangedThing(**fields))
        if told.code and not before.label:
            await make_labels(db, production_id, [thing_id], now=now)
        db.note("thing_changed", "thing", thing_id, by=by, revision=revision)


async def remove_thing(production_id: int, thing_id: int, *, by: Actor, now: datetime) -> None:
    """Take it off the list; its history stays. Raises NotFound, NotAllowed, Conflict while somebody has it."""
    membership, scope = may(by, "gear", "change", production_id=production_id)
    async with tx(production_id) as db:
        await db.execute(
            "SELECT FROM thing_state WHERE production_id = $1 AND thing_id = $2 FOR UPDATE", production_id, thing_id
        )
        before = await of(db, production_id, thing_id, now=now)
        within(membership, scope, before.department_id)
        if before.holder_kind in ("member", "unit", "place"):
            raise Conflict("Somebody has it.", code="held", next_step="Scan it in first, then take it off the list.")
        await rows.remove(db, production_id, thing_id, now=now)
        db.note("thing_removed", "thing", thing_id, by=by, revision=before.revision + 1)


when_removing(removing.uses)
