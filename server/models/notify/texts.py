"""Named queries of text messages: who agreed, who stopped, how many went."""

from collections.abc import Collection
from datetime import date, datetime

from server.db import Tx
from server.wire import Row


class ConsentRow(Row, frozen=True):
    """`agreed_at`, `agreed_on`: null also where it was another number."""

    mobile: str | None
    agreed_at: datetime | None
    agreed_on: date | None
    stopped_at: datetime | None
    stopped_how: str


async def consent(db: Tx, production_id: int, member_id: int, *, lock: bool = False) -> ConsentRow | None:
    """None: nobody of that id is on the production."""
    if lock:  # before the consent is read: a statement that waits reads what it hasn't locked as it was at its start
        await db.execute("SELECT FROM member WHERE production_id = $1 AND id = $2 FOR UPDATE", production_id, member_id)
    row = await db.fetchrow(
        "SELECT m.mobile, CASE WHEN c.number = m.mobile THEN c.agreed_at END,"
        " CASE WHEN c.number = m.mobile THEN c.agreed_on END, c.stopped_at, coalesce(c.stopped_how, '') FROM member m"
        " LEFT JOIN sms_consent c ON c.production_id = m.production_id AND c.member_id = m.id"
        " WHERE m.production_id = $1 AND m.id = $2 AND m.removed_at IS NULL",
        production_id, member_id,
    )  # fmt: skip
    return ConsentRow(*row) if row else None


async def agree(
    db: Tx, production_id: int, member_id: int, *, number: str, on: date | None, by: int, now: datetime
) -> None:
    """To this number, and no other."""
    await db.execute(
        "INSERT INTO sms_consent (production_id, member_id, agreed_at, agreed_on, agreed_by, number)"
        " VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (production_id, member_id) DO UPDATE SET agreed_at = $3, agreed_on = $4, agreed_by = $5,"
        " number = $6, stopped_at = NULL, stopped_how = ''",
        production_id, member_id, now, on, by, number,
    )  # fmt: skip


async def stop(db: Tx, production_id: int, member_id: int, how: str, now: datetime) -> None:
    """What waits to be sent to them is dropped too."""
    await db.execute(
        "INSERT INTO sms_consent (production_id, member_id, stopped_at, stopped_how) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (production_id, member_id) DO UPDATE SET stopped_at = $3, stopped_how = $4"
        " WHERE sms_consent.stopped_at IS NULL OR $4 <> 'office'",
        production_id, member_id, now, how,
    )  # fmt: skip
    await db.execute(
        "UPDATE telling t SET state = 'dropped', at = $3, answer = 'stopped' FROM notice n WHERE t.production_id = $1"
        " AND t.channel = 'sms' AND t.state = 'queued' AND n.production_id = t.production_id AND n.id = t.notice_id"
        " AND n.member_id = $2",
        production_id, member_id, now,
    )  # fmt: skip


async def lock_members_of(db: Tx, number: str) -> list[tuple[int, int]]:
    """(production, member) of everybody with this number, locked in id order: an agreement of this moment waits."""
    rows = await db.fetch(
        "SELECT production_id, id FROM member WHERE mobile = $1 AND removed_at IS NULL ORDER BY id FOR UPDATE"
        " -- across productions: one telephone, whoever texts it",
        number,
    )
    return [(row[0], row[1]) for row in rows]


async def allowed(db: Tx, production_id: int, member_id: int, number: str) -> bool:
    """Asked again just before a message is sent: they agree, this is still their number, the production still texts."""
    found: bool = await db.fetchval(
        "SELECT EXISTS (SELECT FROM sms_consent c JOIN member m ON m.production_id = c.production_id"
        " AND m.id = c.member_id JOIN production p ON p.id = c.production_id WHERE c.production_id = $1"
        " AND c.member_id = $2 AND c.agreed_at IS NOT NULL AND c.stopped_at IS NULL AND c.number = $3"
        " AND m.mobile = $3 AND p.settings->>'sms' = 'true')",
        production_id, member_id, number,
    )  # fmt: skip
    return found


class SentRow(Row, frozen=True):
    production_id: int
    member_id: int
    sent: int


async def sent(db: Tx, productions: Collection[int], since: datetime) -> list[SentRow]:
    """How many were sent or are to be, by person. Two workers that ask at once wait for each other."""
    for production_id in sorted(productions):
        await db.execute("SELECT pg_advisory_xact_lock(hashtext('sms'), $1)", production_id % 2**31)
    rows = await db.fetch(
        "SELECT t.production_id, n.member_id, count(*) FROM telling t JOIN notice n"
        " ON n.production_id = t.production_id AND n.id = t.notice_id WHERE t.production_id = ANY($1::bigint[])"
        " AND t.channel = 'sms' AND t.due_at > $2 AND t.state IN ('queued', 'claimed', 'accepted') GROUP BY 1, 2",
        sorted(productions), since,
    )  # fmt: skip
    return [SentRow(*row) for row in rows]


class CapsRow(Row, frozen=True):
    id: int
    settings: str


async def caps(db: Tx, productions: Collection[int]) -> list[CapsRow]:
    rows = await db.fetch(
        "SELECT id, settings::text FROM production WHERE id = ANY($1::bigint[])"
        " -- across productions: those of a worker's batch",
        sorted(productions),
    )
    return [CapsRow(*row) for row in rows]
