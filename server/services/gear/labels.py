"""Labels: make, print, replace; and what a stranger tells who found something."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from server.adapters import qr
from server.adapters.label_sheets import Printed, label_sheet
from server.db import read, tx
from server.errors import Invalid, NotFound
from server.models.gear import labels as rows
from server.rules.access import Actor, may, scope_of
from server.rules.gear.codes import label_url, read_code
from server.rules.gear.labels import MOST, Paper, Size
from server.services.access.limits import Limit, spend
from server.services.gear import things
from server.services.tasks import ask
from server.settings import Settings
from server.wire import Struct

FOUND_FROM = Limit("found_from", 10, timedelta(hours=1))
FOUND_CODE = Limit("found_code", 5, timedelta(hours=1))
KEPT = timedelta(days=30)


class FoundIn(Struct):
    """What a stranger tells."""

    where: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""
    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)] | None = None
    lng: Annotated[float, msgspec.Meta(ge=-180, le=180)] | None = None


def origins(settings: Settings) -> list[str]:
    """Origins whose labels are ours, the one that is printed first."""
    found = [settings.label_origin or settings.public_url, settings.public_url, *settings.former_origins]
    return list(dict.fromkeys(origin.rstrip("/") for origin in found))


async def ensure_labels(production_id: int, of: Sequence[int], *, by: Actor, now: datetime) -> int:
    """Give a label to those of `of` that have none; how many. Raises NotAllowed."""
    membership, scope = may(by, "gear", "change", production_id=production_id)
    async with tx(production_id) as db:
        for thing_id in of:
            things.within(membership, scope, (await things.of(db, production_id, thing_id, now=now)).department_id)
        missing = await rows.unlabelled(db, production_id, of)
        await things.make_labels(db, production_id, missing, now=now)
        if missing:
            db.note("labels_made", "label", missing[0], by=by, ids={"things": missing})
        return len(missing)


async def relabel(production_id: int, thing_id: int, *, by: Actor, now: datetime) -> str:
    """A new code; what was printed before is revoked and names the new one. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "gear", "change", production_id=production_id)
    async with tx(production_id) as db:
        things.within(membership, scope, (await things.of(db, production_id, thing_id, now=now)).department_id)
        [code] = await things.make_labels(db, production_id, [thing_id], now=now)
        await rows.revoke(db, production_id, thing_id, code, now=now)
        db.note("label_replaced", "thing", thing_id, by=by)
        return code


async def sheet(
    production_id: int, *, size: Size, paper: Paper, department_id: int | None, thing_id: int | None, by: Actor,
    settings: Settings,
) -> bytes:  # fmt: skip
    """A PDF of the labels of one thing, of a department, or of all. Raises NotAllowed, NotFound, Invalid."""
    may(by, "gear", "read", production_id=production_id)
    async with read() as db:
        found = await rows.printable(db, production_id, department_id=department_id, thing_id=thing_id)
    if not found:
        raise NotFound("There is no label to print.", next_step="Give these things a code first.")
    if len(found) > MOST:
        raise Invalid(
            f"{len(found)} labels; {MOST} fit into one file.",
            errors=[{"where": "things", "what": "choose a department"}],
        )
    origin = origins(settings)[0]
    printed = [Printed(label_url(origin, row.code), row.written or row.name, row.name) for row in found]
    return await asyncio.to_thread(label_sheet, printed, size, paper)


async def label_svg(production_id: int, code: str, *, by: Actor, settings: Settings) -> bytes:
    """One label's code as SVG. Raises NotFound, NotAllowed."""
    may(by, "gear", "read", production_id=production_id)
    async with read() as db:
        owner = await rows.owner(db, read_code(code) or "")
    if owner is None or owner.production_id != production_id or owner.revoked_at is not None:
        raise NotFound
    return qr.svg(label_url(origins(settings)[0], read_code(code) or ""))


async def case_of(code: str, *, by: Actor | None) -> str | None:
    """The address in the app for whoever is on the production that a label belongs to; None: a stranger.

    The same one look-up whatever the code is.
    """
    async with read() as db:
        owner = await rows.owner(db, read_code(code) or "")
    membership = by.on(owner.production_id) if owner and by else None
    if membership is None or scope_of(membership, "gear", "read") is None:
        return None
    return f"/gear/{read_code(code)}"


async def tell_found(code: str, told: FoundIn, *, address: str, now: datetime) -> None:
    """A stranger tells where it is: the office gets a task. The same answer for a code that is nobody's.

    Raises TooMany by address and by code.
    """
    await spend(FOUND_FROM, address, now=now)
    await spend(FOUND_CODE, read_code(code) or code[:40], now=now)
    async with tx() as db:
        owner = await rows.owner(db, read_code(code) or "")
        if owner is None:
            return
        position = (told.lat, told.lng) if told.lat is not None and told.lng is not None else None
        await rows.keep_report(
            db, owner.production_id, owner.thing_id, place=told.where, phone=told.phone, at_place=position, now=now
        )
        await ask.ask_once(
            db, owner.production_id, kind="found", subject="thing", subject_id=owner.thing_id,
            why="Somebody found it and says where it is.", now=now,
        )  # fmt: skip
        db.note("thing_reported_found", "thing", owner.thing_id, production_id=owner.production_id)


class ReportOut(Struct):
    id: int
    thing_id: int
    where: str
    phone: str
    lat: float | None
    lng: float | None
    at: datetime


async def reports(production_id: int, *, by: Actor) -> list[ReportOut]:
    """What strangers told in the last 30 days, newest first, at most 200. Raises NotAllowed."""
    may(by, "gear", "settle", production_id=production_id)
    async with read() as db:
        return [
            ReportOut(id=r.id, thing_id=r.thing_id, where=r.place, phone=r.phone, lat=r.lat, lng=r.lng, at=r.at)
            for r in await rows.reports(db, production_id)
        ]


async def settle_found(production_id: int, thing_id: int, *, by: Actor, now: datetime) -> None:
    """The office has looked into it. Raises NotFound, NotAllowed."""
    membership, scope = may(by, "gear", "settle", production_id=production_id)
    async with tx(production_id) as db:
        things.within(membership, scope, (await things.of(db, production_id, thing_id, now=now)).department_id)
        await ask.no_longer(
            db, production_id, kind="found", subject="thing", subject_id=thing_id, by=by.account_id, now=now
        )


async def forget_reports(*, now: datetime) -> None:
    """For a worker, now and then: what was promised to whoever told it."""
    async with tx() as db:
        await rows.forget_reports(db, now - KEPT)
