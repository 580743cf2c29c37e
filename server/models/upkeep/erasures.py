"""Named queries of erasures: who asked, until when it can be taken back, who was erased."""

from datetime import datetime

from server.db import Tx
from server.wire import Row


class Asked(Row, frozen=True):
    """Of an account, or of one member of a production."""

    id: int
    account_id: int | None
    production_id: int | None
    member_id: int | None
    due_at: datetime


_OPEN = "done_at IS NULL AND taken_back_at IS NULL"
_ASKED = "SELECT id, account_id, production_id, member_id, due_at FROM erasure"


async def of_account(db: Tx, account_id: int) -> Asked | None:
    """The one that waits."""
    row = await db.fetchrow(
        f"{_ASKED} WHERE account_id = $1 AND {_OPEN} -- across productions: of one account", account_id
    )
    return Asked(*row) if row else None


async def of_members(db: Tx, production_id: int) -> dict[int, datetime]:
    """Member → when it is done, of those that wait: asked by the office, or by the person themselves."""
    rows = await db.fetch(
        "SELECT m.id, min(e.due_at) FROM member m JOIN erasure e ON e.done_at IS NULL AND e.taken_back_at IS NULL"
        " AND (e.production_id = m.production_id AND e.member_id = m.id OR e.account_id = m.account_id)"
        " WHERE m.production_id = $1 AND m.forgotten_at IS NULL GROUP BY m.id",
        production_id,
    )
    return {row[0]: row[1] for row in rows}


async def ask(
    db: Tx, *, account_id: int | None, member: tuple[int, int] | None, by: int, now: datetime, due_at: datetime
) -> Asked:
    """`member`: (production, member). Asked twice it is the first that counts."""
    production_id, member_id = member or (None, None)
    await db.execute(
        "INSERT INTO erasure (account_id, production_id, member_id, asked_by, asked_at, due_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        account_id, production_id, member_id, by, now, due_at,
    )  # fmt: skip
    row = await db.fetchrow(
        f"{_ASKED} WHERE (account_id = $1 OR production_id = $2 AND member_id = $3) AND {_OPEN}",
        account_id, production_id, member_id,
    )  # fmt: skip
    return Asked(*row)


async def take_back(db: Tx, *, account_id: int | None, member: tuple[int, int] | None, now: datetime) -> bool:
    production_id, member_id = member or (None, None)
    row = await db.fetchrow(
        f"UPDATE erasure SET taken_back_at = $4 WHERE (account_id = $1 OR production_id = $2 AND member_id = $3)"
        f" AND {_OPEN} RETURNING id",
        account_id, production_id, member_id, now,
    )  # fmt: skip
    return row is not None


async def due(db: Tx, now: datetime) -> list[int]:
    rows = await db.fetch(
        f"SELECT id FROM erasure WHERE due_at <= $1 AND {_OPEN} ORDER BY due_at LIMIT 500"
        " -- across productions: a worker's round",
        now,
    )
    return [row[0] for row in rows]


async def claim(db: Tx, number: int) -> Asked | None:
    """None: taken back meanwhile, or another worker has it."""
    row = await db.fetchrow(
        f"{_ASKED} WHERE id = $1 AND {_OPEN} FOR UPDATE SKIP LOCKED -- across productions: a worker's round", number
    )
    return Asked(*row) if row else None


async def done(db: Tx, number: int, now: datetime) -> None:
    await db.execute(
        "UPDATE erasure SET done_at = $2 WHERE id = $1 -- across productions: a worker's round", number, now
    )


async def members_of(db: Tx, account_id: int) -> list[tuple[int, int]]:
    """(production, member) of everybody that the account is, or was, and that isn't forgotten."""
    rows = await db.fetch(
        "SELECT production_id, id FROM member WHERE account_id = $1 AND forgotten_at IS NULL ORDER BY id"
        " -- across productions: of one account",
        account_id,
    )
    return [(row[0], row[1]) for row in rows]


async def members_meant(db: Tx, asked: Asked) -> list[tuple[int, int]]:
    if asked.account_id is not None:
        return await members_of(db, asked.account_id)
    return [(asked.production_id or 0, asked.member_id or 0)]


async def known_elsewhere(db: Tx, account_id: int, *, but: tuple[int, int]) -> bool:
    """Whether the account is somebody on another production, or was and isn't forgotten there."""
    found: bool = await db.fetchval(
        "SELECT EXISTS (SELECT FROM member WHERE account_id = $1 AND forgotten_at IS NULL"
        " AND (production_id, id) <> ($2, $3)) -- across productions: of one account",
        account_id, *but,
    )  # fmt: skip
    return found


class Erased(Row, frozen=True):
    """Who was erased, by id. `made_at`, of the account or member, tells whether an id is still the same one's."""

    account_id: int | None
    production_id: int | None
    member_id: int | None
    made_at: datetime
    at: datetime


async def erased(db: Tx) -> list[Erased]:
    """Everybody who ever was at their wish."""
    rows = await db.fetch(
        "SELECT e.account_id, e.production_id, e.member_id, coalesce(a.created_at, m.created_at), e.done_at"
        " FROM erasure e LEFT JOIN account a ON a.id = e.account_id"
        " LEFT JOIN member m ON m.production_id = e.production_id AND m.id = e.member_id"
        " WHERE e.done_at IS NOT NULL ORDER BY e.id -- across productions: for restoring the whole"
    )
    return [Erased(*row) for row in rows]


async def is_same(db: Tx, one: Erased) -> bool:
    """Whether this database knows that one, and not somebody else under the number."""
    if one.account_id is not None:
        made = await db.fetchval("SELECT created_at FROM account WHERE id = $1", one.account_id)
    else:
        made = await db.fetchval(
            "SELECT created_at FROM member WHERE production_id = $1 AND id = $2", one.production_id, one.member_id
        )
    return bool(made == one.made_at)


async def keep_erased(db: Tx, one: Erased) -> None:
    """As done: the list of the erased stays whole."""
    await db.execute(
        "INSERT INTO erasure (account_id, production_id, member_id, asked_by, asked_at, due_at, done_at)"
        " SELECT $1, $2, $3, 0, $4, $4, $4 WHERE NOT EXISTS (SELECT FROM erasure WHERE done_at IS NOT NULL"
        " AND (account_id = $1 OR production_id = $2 AND member_id = $3))",
        one.account_id, one.production_id, one.member_id, one.at,
    )  # fmt: skip


async def is_known(db: Tx, one: Erased) -> bool:
    """Whether there is anything left to erase."""
    if one.account_id is not None:
        found = await db.fetchval("SELECT email IS NOT NULL FROM account WHERE id = $1", one.account_id)
    else:
        found = await db.fetchval(
            "SELECT forgotten_at IS NULL FROM member WHERE production_id = $1 AND id = $2",
            one.production_id, one.member_id,
        )  # fmt: skip
    return bool(found)
