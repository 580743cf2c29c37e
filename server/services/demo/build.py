"""Make the demo production once, and hand out a code to sign in for each role."""

from datetime import date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from server import clock
from server.db import tx
from server.errors import Conflict
from server.models.production import queries as productions
from server.rules.access import Actor
from server.rules.production.settings import Approver, settings_of
from server.services.demo import blocks, days, gear, message, people, reached, story
from server.services.demo import clock as demo_clock
from server.services.intake.imports import Asked, File, start_production
from server.services.intake.starting import Start
from server.services.production.invites import codes_for
from server.services.production.office import ProductionChange, change_production

_FILES = ("tide-tables.uss", "crew-list.csv", "rental-manifest.csv")


class RoleCode(msgspec.Struct, frozen=True):
    """Who signs in with which code, and as what."""

    name: str
    roles: tuple[str, ...]
    code: str


async def build(data: Path, *, now: datetime) -> list[RoleCode]:
    """The demo in an empty installation; where it is there already, only fresh codes. A code per role, 7 days good.

    A new demo opens at `story.OPENS` of `now`'s date, whatever the hour: day 11 runs, and its sheet is out. Raises
    Conflict where other productions are.
    """
    async with tx() as db:
        found = await db.fetchval("SELECT id FROM production WHERE name = $1 ORDER BY id LIMIT 1", story.NAME)
        others = await db.fetchval("SELECT name FROM production ORDER BY id LIMIT 1") if found is None else None
    if others is not None:
        raise Conflict(
            f"{others} lives here: the demo would move its clock.", next_step="Give the demo a --data of its own.",
            code="not_a_demo",
        )  # fmt: skip
    if found is None:
        async with tx():  # all of it or nothing: Ctrl-C may come in between
            on = now.astimezone(ZoneInfo(story.ZONE)).date()
            await demo_clock.stand_at(story.hour(on, story.OPENS))
            found = await _make(on)
    else:
        await demo_clock.look()
    production_id: int = found
    async with tx(production_id) as db:
        members = {m.name: m for m in await productions.members(db, production_id, limit=500)}
        wanted = [members[name].id for name in story.ROLES]
        codes = await codes_for(db, data, production_id, wanted, now=clock.now())
    return [
        RoleCode(name, tuple(str(role) for role in roles), codes[members[name].id][1])
        for name, roles in story.ROLES.items()
    ]


async def _make(on: date) -> int:
    now = clock.now()
    eve = story.hour(on - timedelta(days=1), "15:00")
    begun = eve - timedelta(days=30)
    async with tx() as db:
        account_id = await people.account(db, story.COORDINATOR, "sato@tidetables.example")
    production_id = await _import(people.coordinator(account_id), story.first_day(on), begun)
    office = await people.actor(production_id, account_id, story.COORDINATOR, now)
    await _office(production_id, on, by=office, now=begun)
    await blocks.add_vehicles(production_id, by=office)
    await people.add_cast(production_id, office, on)
    await people.confirm_roles(production_id, office, begun)
    joined = await people.join(production_id, _with_the_app(), begun)
    members = {name: m.id for name, m in (await people.members_by_name(production_id)).items()}
    await people.went_live(production_id, begun)
    second_ad = joined[story.PUBLISHER]
    shoot = await days.make_days(production_id, on, by=office)
    await gear.load_trucks(shoot)
    await days.prepare(shoot, by=second_ad)
    heads = tuple(members[name] for name in ("Inés Valverde", "Hector Ruiz", "Gus Petrakis", "Odile Fournier"))
    approvers = (joined[story.APPROVERS[0]], joined[story.APPROVERS[1]])
    first = await days.issue_yesterday(shoot, by=second_ad, approvers=approvers)
    await reached.tell_all(production_id, shoot.yesterday.id, by=second_ad, at=first.issued_at)
    await days.wrap_yesterday(shoot, by=second_ad)
    white = await days.issue_white(shoot, heads, by=second_ad, approvers=approvers)
    await reached.tell_all(production_id, shoot.today.id, by=second_ad, at=white.issued_at)
    blue = await days.issue_blue(shoot, by=second_ad, approvers=approvers)
    await reached.tell_blue(shoot, blue.number, by=second_ad, at=blue.issued_at)
    async with tx() as db:
        camera = next(d.id for d in await productions.departments(db, production_id) if d.name == "Camera")
    await message.write_one(production_id, camera, by=office, at=blue.issued_at - timedelta(hours=1))
    await gear.scan_yesterday(shoot, joined | {story.COORDINATOR: office}, members)
    await gear.check_truck(shoot, joined[story.CHECKER])
    return production_id


async def _office(production_id: int, on: date, *, by: Actor, now: datetime) -> None:
    async with tx() as db:
        made = await productions.production(db, production_id)
    settings = msgspec.structs.replace(
        settings_of(made.settings), approval=(Approver.FIRST_AD, Approver.UPM), sheet=blocks.form(on)
    )
    change = ProductionChange(revision=made.revision, office_phone=story.OFFICE_PHONE, settings=settings)
    await change_production(production_id, change, by=by, now=now)


def _with_the_app() -> list[str]:
    """Who has the app: one of each role, whoever confirmed, whoever scanned."""
    scanned = [holder for holder, *_ in story.HANDED]
    return list(dict.fromkeys([*story.ROLES, *story.CONFIRMED, *scanned]))


async def _import(by: Actor, first_day: object, now: datetime) -> int:
    folder = files(__package__) / "files"
    given = [File(name, (folder / name).read_bytes()) for name in _FILES]
    start = Start(name=story.NAME, zone=story.ZONE, country="US", company="Slack Water Pictures")
    asked = msgspec.convert({"first_day": first_day}, Asked)
    await start_production(given, asked, start, by=by, now=now)
    async with tx() as db:
        made: int = await db.fetchval("SELECT max(id) FROM production WHERE name = $1", story.NAME)
    return made
