"""Named queries of `production`: productions, their units, departments and people."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from server.db import Tx
from server.errors import NotFound
from server.wire import Row


class ProductionRow(Row, frozen=True):
    id: int
    name: str
    code_name: str
    company: str
    zone: str
    currency: str
    country: str
    words: str
    office_phone: str
    office_email: str
    shift_days: int
    settings: str
    """JSON; `rules.production.settings.settings_of` reads it."""
    contacted_at: datetime | None
    tested_at: datetime | None
    contacts_revision: int
    revision: int
    archived_at: datetime | None
    wrapped_on: date | None


_PRODUCTION = (
    "SELECT id, name, code_name, company, zone, currency, country, words, office_phone, office_email, shift_days,"
    " settings::text, contacted_at, tested_at, contacts_revision, revision, archived_at,"
    " wrapped_on FROM production"
)


async def contacted(db: Tx, production_ids: Collection[int], now: datetime) -> None:
    """Somebody of these is written to or rung: from now on no page says that nobody but the office was contacted."""
    await db.execute(
        "UPDATE production SET contacted_at = $2 WHERE id = ANY($1::bigint[]) AND contacted_at IS NULL",
        list(production_ids),
        now,
    )


async def production(db: Tx, production_id: int, *, lock: bool = False) -> ProductionRow:
    """Raises NotFound. `lock` holds up others that lock it, and nobody who only refers to it."""
    row = await db.fetchrow(f"{_PRODUCTION} WHERE id = $1{' FOR NO KEY UPDATE' if lock else ''}", production_id)
    if row is None:
        raise NotFound
    return ProductionRow(*row)


async def productions(db: Tx, ids: Sequence[int]) -> list[ProductionRow]:
    """At most 200, running ones first."""
    rows = await db.fetch(
        f"{_PRODUCTION} WHERE id = ANY($1::bigint[]) ORDER BY archived_at NULLS FIRST, id DESC LIMIT 200", list(ids)
    )
    return [ProductionRow(*row) for row in rows]


class UnitRow(Row, frozen=True):
    id: int
    name: str
    zone: str | None
    sort: int


async def units(db: Tx, production_id: int) -> list[UnitRow]:
    rows = await db.fetch(
        "SELECT id, name, zone, sort FROM unit WHERE production_id = $1 ORDER BY sort, id LIMIT 100", production_id
    )
    return [UnitRow(*row) for row in rows]


class DepartmentRow(Row, frozen=True):
    id: int
    name: str
    sort: int
    chaser_member_id: int | None


async def departments(db: Tx, production_id: int) -> list[DepartmentRow]:
    rows = await db.fetch(
        "SELECT id, name, sort, chaser_member_id FROM department WHERE production_id = $1"
        " ORDER BY sort, name LIMIT 300",
        production_id,
    )
    return [DepartmentRow(*row) for row in rows]


class MemberRow(Row, frozen=True):
    id: int
    account_id: int | None
    name: str
    email: str | None
    mobile: str | None
    mobile_typed: str | None
    second_number: str | None
    contact_via: str | None
    diet: str | None
    roles: list[str]
    proposed_roles: list[str]
    unit_id: int | None
    minor: bool
    born_on: date | None
    rest_pack: str | None
    number_shown: bool
    mail_bounced_at: datetime | None
    revision: int
    created_at: datetime
    removed_at: datetime | None


_MEMBER = (
    "SELECT id, account_id, name, email, mobile, mobile_typed, second_number, contact_via, diet, roles,"
    " proposed_roles, unit_id, minor, born_on, rest_pack, number_shown, mail_bounced_at, revision, created_at,"
    " removed_at FROM member"
)


async def members(db: Tx, production_id: int, *, after: int = 0, limit: int = 500) -> list[MemberRow]:
    """Who is on the production now, by id."""
    rows = await db.fetch(
        f"{_MEMBER} WHERE production_id = $1 AND removed_at IS NULL AND id > $2 ORDER BY id LIMIT $3",
        production_id,
        after,
        limit,
    )
    return [MemberRow(*row) for row in rows]


async def member(db: Tx, production_id: int, member_id: int, *, lock: bool = False) -> MemberRow:
    """One who is on the production now. Raises NotFound."""
    row = await db.fetchrow(
        f"{_MEMBER} WHERE production_id = $1 AND id = $2 AND removed_at IS NULL{' FOR NO KEY UPDATE' if lock else ''}",
        production_id,
        member_id,
    )
    if row is None:
        raise NotFound
    return MemberRow(*row)


async def reads_twelve(db: Tx, member: MemberRow) -> bool:
    """Whether this person's account reads a clock as `6:12A`; before they joined, the account of their mailbox."""
    twelve = await db.fetchval(
        "SELECT coalesce(bool_or(clock = '12'), false) FROM account WHERE id = $1 OR $1 IS NULL AND email = $2",
        member.account_id, member.email,
    )  # fmt: skip
    return bool(twelve)


async def members_locked(db: Tx, production_id: int, member_ids: Sequence[int]) -> list[MemberRow]:
    """These members in id order, locked. Raises NotFound if one of them isn't on the production now."""
    wanted = sorted(set(member_ids))
    rows = await db.fetch(
        f"{_MEMBER} WHERE production_id = $1 AND id = ANY($2::bigint[]) AND removed_at IS NULL ORDER BY id FOR UPDATE",
        production_id,
        wanted,
    )
    if len(rows) != len(wanted):
        raise NotFound
    return [MemberRow(*row) for row in rows]


class PositionRow(Row, frozen=True):
    id: int
    member_id: int
    department_id: int
    title: str
    head: bool
    starts_on: date | None
    ends_on: date | None
    only_on: list[date]


async def positions(db: Tx, production_id: int, member_ids: Sequence[int]) -> dict[int, list[PositionRow]]:
    """Positions by member, in their order."""
    rows = await db.fetch(
        "SELECT id, member_id, department_id, title, head, starts_on, ends_on, only_on FROM member_position"
        " WHERE production_id = $1 AND member_id = ANY($2::bigint[]) ORDER BY member_id, sort, id",
        production_id,
        list(member_ids),
    )
    found: dict[int, list[PositionRow]] = {}
    for row in rows:
        found.setdefault(row["member_id"], []).append(PositionRow(*row))
    return found


async def insert_many(db: Tx, table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """One statement for all `rows`; `columns` is name → SQL type. Returns the ids in the order of the rows.

    A value of an array type (`text[]`) is a sequence; `unnest` would flatten it, so it travels as text.
    """
    if not rows:
        return []
    kinds = list(columns.values())
    names = ", ".join(columns)
    arrays = ", ".join(f"${n}::{'text' if kind.endswith(']') else kind}[]" for n, kind in enumerate(kinds, 1))
    picked = ", ".join(f"{name}::{kind}" if kind.endswith("]") else name for name, kind in columns.items())
    flat = [
        [_array(value) if kind.endswith("]") else value for kind, value in zip(kinds, row, strict=True)] for row in rows
    ]
    made = await db.fetch(
        f"INSERT INTO {table} ({names}) SELECT {picked} FROM unnest({arrays}) WITH ORDINALITY"
        f" AS r({names}, n) ORDER BY n RETURNING id",
        *(list(column) for column in zip(*flat, strict=True)),
    )
    return [row["id"] for row in made]


def _array(values: Sequence[Any]) -> str:
    return "{" + ",".join(str(value) for value in values) + "}"


async def contacts_changed(db: Tx, production_id: int) -> None:
    """A name or number that a sheet joins has changed: cached sheets of this production are stale."""
    await db.execute("UPDATE production SET contacts_revision = contacts_revision + 1 WHERE id = $1", production_id)
