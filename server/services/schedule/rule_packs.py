"""Rule packs of a production: read, changed, copied, put back as shipped, and which counts for whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

import msgspec

from server.db import Tx, read, tx
from server.errors import Archived, Conflict, Invalid, NotFound, Stale
from server.models.production import queries as productions
from server.models.schedule import rule_packs
from server.rules.access import Actor, may, scope_of
from server.rules.schedule.packs import Book, Pack, packs
from server.wire import Id, Revision, Struct

MOST = 40
"""Packs of one production's own."""
_Named = Annotated[str, msgspec.Meta(pattern="^[a-z0-9_]{0,60}$")]
"""A pack's key; empty: none of one's own."""


class RestPackOut(Struct):
    """`minutes` of daily rest that it asks for."""

    id: str
    name: str
    jurisdiction: str
    minutes: int


class RulePackOut(Struct):
    """`shipped`: comes with Callboard · `revision`: of the production's own wording, 0 while it stands as shipped."""

    pack: Pack
    shipped: bool
    revision: Revision
    changed_at: datetime | None
    changed_by: str
    people: int
    """Whose own agreement names it."""


class DepartmentPackOut(Struct):
    department_id: Id
    name: str
    rest_pack: str


class RulePacksOut(Struct):
    """`crew`, `cast`: which counts where nobody's own is named; empty: the country's, `crew_means`, `cast_means`."""

    packs: list[RulePackOut]
    crew: str
    cast: str
    crew_means: str
    cast_means: str
    departments: list[DepartmentPackOut]
    may_change: bool


class RulePackIn(Struct):
    """The whole pack as it should stand; `revision` as it was read."""

    pack: Pack
    revision: Revision


class RulePackCopyIn(Struct):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]


class RulePackMade(Struct):
    key: str


class DepartmentPackIn(Struct):
    department_id: Id
    rest_pack: _Named = ""


class PackDefaultsIn(Struct):
    """What is to change; what isn't named stays as it is."""

    crew: _Named | None = None
    cast: _Named | None = None
    departments: Annotated[tuple[DepartmentPackIn, ...], msgspec.Meta(max_length=300)] = ()


class AgreementIn(Struct):
    """Whose agreement, and which; empty: as their department."""

    members: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=2_000)]
    rest_pack: _Named = ""


@asynccontextmanager
async def _changing(production_id: int, by: Actor) -> AsyncIterator[tuple[Tx, dict[str, int]]]:
    """The production's packs held for a change, with the revisions of its own. Raises NotAllowed, Archived."""
    may(by, "rules", "change", production_id=production_id)
    async with tx(production_id) as db:
        if (await productions.production(db, production_id)).archived_at is not None:
            raise Archived
        yield db, await rule_packs.lock(db, production_id)


async def list_rest_packs(production_id: int, *, by: Actor) -> list[RestPackOut]:
    """The packs that ask for a daily rest, by name; a minors' one is nobody's to choose. Raises NotFound."""
    may(by, "production", "read", production_id=production_id)
    async with read() as db:
        known = (await rule_packs.book(db, production_id)).known()
    return [
        RestPackOut(id=key, name=pack.name, jurisdiction=pack.jurisdiction, minutes=pack.rest.minutes)
        for key, pack in sorted(known.items(), key=lambda item: (item[1].name.casefold(), item[0]))
        if pack.rest is not None and pack.minor is None
    ]


async def read_packs(production_id: int, *, by: Actor) -> RulePacksOut:
    """Every pack with its rules and their sources. Raises NotFound, NotAllowed."""
    membership, _ = may(by, "rules", "read", production_id=production_id)
    async with read() as db:
        book = await rule_packs.book(db, production_id)
        own = await rule_packs.own(db, production_id)
        people = await rule_packs.named(db, production_id)
        departments = await productions.departments(db, production_id)
    plain = msgspec.structs.replace(book, crew="", cast="", departments={})
    found = sorted(book.known().items(), key=lambda item: (item[1].name.casefold(), item[0]))
    return RulePacksOut(
        packs=[_out(key, pack, own.get(key), people.get(key, 0)) for key, pack in found],
        crew=book.crew, cast=book.cast, crew_means=plain.of(None).name, cast_means=plain.of(None, cast=True).name,
        departments=[
            DepartmentPackOut(department_id=one.id, name=one.name, rest_pack=book.departments.get(one.id, ""))
            for one in departments
        ],
        may_change=not membership.archived and scope_of(membership, "rules", "change") is not None,
    )  # fmt: skip


def _out(key: str, pack: Pack, row: rule_packs.OwnRow | None, people: int) -> RulePackOut:
    return RulePackOut(
        pack=pack, shipped=key in packs(), revision=row.revision if row else 0, changed_at=row.at if row else None,
        changed_by=row.by if row else "", people=people,
    )  # fmt: skip


async def change_pack(production_id: int, key: str, wanted: RulePackIn, *, by: Actor, now: datetime) -> int:
    """Keep the production's own wording under its key; the new revision. Raises NotFound, Stale."""
    async with _changing(production_id, by) as (db, own):
        if key not in own and key not in packs():
            raise NotFound
        if own.get(key, 0) != wanted.revision:
            raise Stale("Somebody changed this pack while you typed.", revision=own.get(key, 0))
        _bounded(own, key)
        revision = await rule_packs.keep(
            db, production_id, msgspec.structs.replace(wanted.pack, id=key), by.account_id, now
        )
        db.note("rule_pack_changed", "production", production_id, by=by, ids={"pack": key})
    return revision


async def copy_pack(production_id: int, key: str, wanted: RulePackCopyIn, *, by: Actor, now: datetime) -> RulePackMade:
    """A pack of the production's own, like another. Raises NotFound, Conflict once there are too many."""
    async with _changing(production_id, by) as (db, own):
        book = await rule_packs.book(db, production_id)
        found = book.get(key)
        if found is None:
            raise NotFound
        made = next(free for n in range(1, MOST + 2) if (free := f"{key[:50]}_own_{n}") not in own)
        _bounded(own, made)
        pack = msgspec.structs.replace(found, id=made, name=wanted.name.strip() or found.name)
        await rule_packs.keep(db, production_id, pack, by.account_id, now)
        db.note("rule_pack_copied", "production", production_id, by=by, ids={"pack": made})
    return RulePackMade(key=made)


async def reset_pack(production_id: int, key: str, *, by: Actor) -> None:
    """Back to what ships; a copy goes, and whoever it was named for has their department's again. Raises NotFound."""
    async with _changing(production_id, by) as (db, own):
        if key not in own:
            raise NotFound
        await rule_packs.drop(db, production_id, key)
        if key not in packs():
            await rule_packs.forget(db, production_id, key)
        db.note("rule_pack_reset", "production", production_id, by=by, ids={"pack": key})


async def choose_packs(production_id: int, wanted: PackDefaultsIn, *, by: Actor) -> None:
    """Which pack counts for whom where their own agreement names none. Raises Invalid for one without a daily rest."""
    async with _changing(production_id, by) as (db, _):
        book = await rule_packs.book(db, production_id)
        chosen = {one.department_id: one.rest_pack or None for one in wanted.departments}
        for key in (wanted.crew, wanted.cast, *chosen.values()):
            _rests(book, key)
        if await rule_packs.choose(db, production_id, wanted.crew, wanted.cast, chosen) != len(chosen):
            raise NotFound
        db.note("rule_packs_chosen", "production", production_id, by=by)


async def give_agreement(production_id: int, wanted: AgreementIn, *, by: Actor) -> None:
    """Name the agreement of many people in one act. Raises NotFound for somebody who isn't there, Invalid as above."""
    may(by, "member", "change", production_id=production_id)
    async with tx(production_id) as db:
        _rests(await rule_packs.book(db, production_id), wanted.rest_pack)
        members = sorted(set(wanted.members))
        if await rule_packs.give(db, production_id, members, wanted.rest_pack or None) != members:
            raise NotFound
        db.note("agreements_given", "production", production_id, by=by, ids={"count": len(members)})


def _rests(book: Book, key: str | None) -> None:
    pack = book.get(key)
    if key and (pack is None or pack.rest is None):
        raise Invalid(
            "That pack says nothing of a daily rest.", errors=[{"where": "rest_pack", "what": "no daily rest"}],
            next_step="Choose one that does, or give it one under Settings, Rules.",
        )  # fmt: skip


def _bounded(own: dict[str, int], key: str) -> None:
    if key not in own and len(own) >= MOST:
        raise Conflict(
            f"There are {MOST} packs of your own already.", code="too_many_packs", next_step="Remove one you don't use."
        )
