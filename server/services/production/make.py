"""A production made by hand or by an import: with a main unit, a production office, and who made it as coordinator."""

from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from server.db import Tx, tx
from server.errors import Invalid, NotAllowed
from server.models.production import queries
from server.rules.access import Actor, Role
from server.rules.production.codename import code_name
from server.rules.production.countries import money_of, paper_of, vocabulary_of
from server.services.production.grants import keep_grants
from server.wire import Line, Name, Struct

Zone = Annotated[str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9_+\-/]+$")]
Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
Currency = Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
Vocabulary = Annotated[str, msgspec.Meta(pattern="^(us|uk)$")]

_MAKERS = {Role.PRODUCER, Role.UPM, Role.COORDINATOR}


class NewProduction(Struct):
    """`zone` is an IANA name; `country` decides how telephone numbers are read, and currency and words unless given."""

    name: Name
    zone: Zone = "America/New_York"
    country: Country = "US"
    currency: Currency | None = None
    words: Vocabulary | None = None
    company: Line = ""


def checked_zone(zone: str, where: str = "zone") -> ZoneInfo:
    """Raises Invalid for what isn't an IANA time zone."""
    if zone not in available_timezones():
        raise Invalid(f"There is no time zone {zone}.", errors=[{"where": where, "what": "an IANA time zone"}])
    return ZoneInfo(zone)


def may_make(by: Actor) -> bool:
    """Who runs a production may make another; so may an account that is on none yet."""
    return not by.memberships or any(_MAKERS & m.roles for m in by.memberships.values())


async def make_production(new: NewProduction, *, by: Actor, now: datetime) -> int:
    """Its id. Raises NotAllowed for crew of another production, Invalid for an unknown zone."""
    if not may_make(by):
        raise NotAllowed("Only who runs a production can make another.")
    async with tx() as db:
        production_id = await make(db, new)
        await add_coordinator(db, production_id, account_id=by.account_id, now=now)
        db.note("production_made", "production", production_id, by=by, production_id=production_id)
        return production_id


async def make(db: Tx, new: NewProduction) -> int:
    """The production with its main unit and an office; nobody is on it yet."""
    checked_zone(new.zone)
    production_id: int = await db.fetchval(
        "INSERT INTO production (name, zone, country, currency, words, company, settings)"
        " VALUES ($1, $2, $3, $4, $5, $6, jsonb_build_object('paper', $7::text)) RETURNING id",
        new.name, new.zone, new.country, new.currency or money_of(new.country), new.words or vocabulary_of(new.country),
        new.company, paper_of(new.country),
    )  # fmt: skip
    await db.execute("UPDATE production SET code_name = $2 WHERE id = $1", production_id, code_name(production_id))
    await db.execute("INSERT INTO unit (production_id, name) VALUES ($1, $2)", production_id, "Main")
    await db.execute("INSERT INTO department (production_id, name) VALUES ($1, 'Production')", production_id)
    return production_id


async def add_coordinator(
    db: Tx, production_id: int, *, account_id: int, now: datetime, role: Role = Role.COORDINATOR
) -> int:
    """Put an account on the production in its office; returns the member's id. An account on it already gets the role.

    For who makes a production, and for `callboard invite`.
    """
    office = next(d for d in await queries.departments(db, production_id) if d.name == "Production")
    account = await db.fetchrow("SELECT name, email FROM account WHERE id = $1", account_id)
    member_id: int | None = await db.fetchval(
        "UPDATE member SET roles = array(SELECT DISTINCT unnest(array_append(roles, $3)))"
        " WHERE production_id = $1 AND account_id = $2 AND removed_at IS NULL RETURNING id",
        production_id, account_id, role,
    )  # fmt: skip
    if member_id is None:
        member_id = await db.fetchval(
            "INSERT INTO member (production_id, account_id, name, email, roles) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (production_id, email) WHERE email IS NOT NULL AND removed_at IS NULL"
            " DO UPDATE SET account_id = excluded.account_id,"
            " roles = array(SELECT DISTINCT unnest(member.roles || excluded.roles)) RETURNING id",
            production_id, account_id, account["name"], account["email"], [role],
        )  # fmt: skip
        await db.execute(
            "INSERT INTO member_position (production_id, member_id, department_id, title)"
            " SELECT $1, $2, $3, $4 WHERE NOT EXISTS"
            " (SELECT FROM member_position WHERE production_id = $1 AND member_id = $2)",
            production_id, member_id, office.id, role.replace("_", " ").capitalize(),
        )  # fmt: skip
    await keep_grants(db, production_id, [member_id], now=now)
    return int(member_id)
