"""Named queries on messages: write, look at, whom each reached, and what is attached."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from server.db import Tx
from server.errors import NotFound
from server.rules.messages.files import Attached
from server.wire import Row


class MessageRow(Row, frozen=True):
    id: int
    subject: str
    body: str
    must_confirm: bool
    list_kind: str
    list_name: str
    by_member_id: int | None
    by: str
    sent_at: datetime
    release_at: datetime


_MESSAGE = (
    "SELECT g.id, g.subject, g.body, g.must_confirm, g.list_kind, g.list_name, g.by_member_id, coalesce(m.name, ''),"
    " g.sent_at, g.release_at FROM message g"
    " LEFT JOIN member m ON m.production_id = g.production_id AND m.id = g.by_member_id WHERE g.production_id = $1"
)


async def insert(  # noqa: PLR0917  one row
    db: Tx, production_id: int, request_id: UUID, words: tuple[str, str, bool], to: tuple[str, str], by_member_id: int,
    now: datetime, release_at: datetime,
) -> int | None:  # fmt: skip
    """(subject, body, must_confirm), (kind, name of the list). None: this request has made its message before."""
    made: int | None = await db.fetchval(
        "INSERT INTO message (production_id, request_id, subject, body, must_confirm, list_kind, list_name,"
        " by_member_id, sent_at, release_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (production_id, request_id) DO NOTHING RETURNING id",
        production_id, request_id, *words, *to, by_member_id, now, release_at,
    )  # fmt: skip
    return made


async def of_request(db: Tx, production_id: int, request_id: UUID) -> MessageRow | None:
    row = await db.fetchrow(f"{_MESSAGE} AND g.request_id = $2", production_id, request_id)
    return MessageRow(*row) if row else None


async def attach(db: Tx, production_id: int, message_id: int, files: Sequence[Attached]) -> None:
    for one in files:
        await db.execute(
            "INSERT INTO attachment (production_id, message_id, name, kind, size, content)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            production_id, message_id, one.name, one.kind, len(one.content), one.content,
        )  # fmt: skip


async def message(db: Tx, production_id: int, message_id: int, *, lock: bool = False) -> MessageRow:
    """Raises NotFound."""
    row = await db.fetchrow(
        f"{_MESSAGE} AND g.id = $2{' FOR NO KEY UPDATE OF g' if lock else ''}", production_id, message_id
    )
    if row is None:
        raise NotFound
    return MessageRow(*row)


async def messages(
    db: Tx, production_id: int, *, by_member_id: int | None, before: int | None, limit: int
) -> list[MessageRow]:
    """Newest first; `by_member_id`: only what they sent."""
    rows = await db.fetch(
        f"{_MESSAGE} AND ($2::bigint IS NULL OR g.by_member_id = $2) AND ($3::bigint IS NULL OR g.id < $3)"
        " ORDER BY g.id DESC LIMIT $4",
        production_id, by_member_id, before, limit,
    )  # fmt: skip
    return [MessageRow(*row) for row in rows]


async def delete(db: Tx, production_id: int, message_id: int) -> None:
    await db.execute("DELETE FROM message WHERE production_id = $1 AND id = $2", production_id, message_id)


async def set_release(db: Tx, production_id: int, message_id: int, at: datetime) -> None:
    await db.execute(
        "UPDATE message SET release_at = $3 WHERE production_id = $1 AND id = $2", production_id, message_id, at
    )


class StateRow(Row, frozen=True):
    """How many of a message's people stand so. `office`: on the office's list."""

    message_id: int
    state: str
    office: bool
    many: int


_STATES = """
SELECT subject_id, state, office, count(*) FROM (
  SELECT DISTINCT ON (n.subject_id, n.member_id) n.subject_id, n.state, n.rung = 'office' AS office
  FROM notice n WHERE n.production_id = $1 AND n.subject = 'message' AND n.subject_id = ANY($2::bigint[])
  ORDER BY n.subject_id, n.member_id, n.rank DESC
) newest GROUP BY 1, 2, 3
"""


async def states(db: Tx, production_id: int, message_ids: Collection[int]) -> list[StateRow]:
    """Each person once, by the newest notice."""
    return [StateRow(*row) for row in await db.fetch(_STATES, production_id, list(message_ids))]


class ToldRow(Row, frozen=True):
    member_id: int
    state: str
    created_at: datetime
    there: bool


async def told(db: Tx, production_id: int, message_id: int) -> list[ToldRow]:
    """Everybody it went to, by the newest notice. `there`: still on the production."""
    rows = await db.fetch(
        "SELECT DISTINCT ON (n.member_id) n.member_id, n.state, n.created_at, m.removed_at IS NULL FROM notice n"
        " JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id"
        " WHERE n.production_id = $1 AND n.subject = 'message' AND n.subject_id = $2"
        " ORDER BY n.member_id, n.rank DESC",
        production_id, message_id,
    )  # fmt: skip
    return [ToldRow(*row) for row in rows]


class FileRow(Row, frozen=True):
    id: int
    message_id: int
    name: str
    kind: str
    size: int


async def files(db: Tx, production_ids: Collection[int], message_ids: Collection[int]) -> list[FileRow]:
    """Without their bytes."""
    rows = await db.fetch(
        "SELECT id, message_id, name, kind, size FROM attachment WHERE production_id = ANY($1::bigint[])"
        " AND message_id = ANY($2::bigint[]) ORDER BY id",
        list(production_ids), list(message_ids),
    )  # fmt: skip
    return [FileRow(*row) for row in rows]


async def content(db: Tx, production_id: int, message_id: int, attachment_id: int) -> Attached:
    """Raises NotFound."""
    row = await db.fetchrow(
        "SELECT name, kind, content FROM attachment WHERE production_id = $1 AND message_id = $2 AND id = $3",
        production_id, message_id, attachment_id,
    )  # fmt: skip
    if row is None:
        raise NotFound
    return Attached(row[0], row[1], row[2])


async def contents(db: Tx, production_id: int, message_id: int) -> list[Attached]:
    rows = await db.fetch(
        "SELECT name, kind, content FROM attachment WHERE production_id = $1 AND message_id = $2 ORDER BY id",
        production_id, message_id,
    )  # fmt: skip
    return [Attached(row[0], row[1], row[2]) for row in rows]


class MineRow(Row, frozen=True):
    """A message that I was told, with my newest notice of it."""

    id: int
    production_id: int
    production: str
    zone: str
    subject: str
    body: str
    by: str
    sent_at: datetime
    notice_id: int
    must_confirm: bool
    state: str
    confirmed_at: datetime | None


_MINE = """
SELECT * FROM (
  SELECT DISTINCT ON (g.id, n.member_id) g.id, g.production_id, p.name, p.zone, g.subject, g.body,
    coalesce(b.name, ''), g.release_at, n.id AS notice_id, n.must_confirm, n.state,
    (SELECT min(coalesce(r.device_at, r.at)) FROM receipt r JOIN notice o ON o.production_id = r.production_id
      AND o.id = r.notice_id WHERE o.production_id = n.production_id AND o.member_id = n.member_id
      AND o.subject = 'message' AND o.subject_id = g.id AND r.state = 'confirmed')
  FROM unnest($1::bigint[], $2::bigint[]) AS me(production_id, member_id)
  JOIN notice n ON n.production_id = me.production_id AND n.member_id = me.member_id AND n.subject = 'message'
    AND n.release_at <= $3 AND n.state NOT IN ('superseded', 'left')
  JOIN message g ON g.production_id = n.production_id AND g.id = n.subject_id
  JOIN production p ON p.id = g.production_id
  LEFT JOIN member b ON b.production_id = g.production_id AND b.id = g.by_member_id
  WHERE g.sent_at > $4
  ORDER BY g.id, n.member_id, n.rank DESC
) mine ORDER BY id DESC LIMIT 60
"""


async def mine(db: Tx, members: Sequence[tuple[int, int]], since: datetime, now: datetime) -> list[MineRow]:
    """Of (production, member): newest first, at most 60."""
    rows = await db.fetch(_MINE, [one[0] for one in members], [one[1] for one in members], now, since)
    return [MineRow(*row) for row in rows]


async def was_told(db: Tx, production_id: int, message_id: int, member_id: int, now: datetime) -> bool:
    found: bool = await db.fetchval(
        "SELECT EXISTS (SELECT FROM notice WHERE production_id = $1 AND subject = 'message' AND subject_id = $2"
        " AND member_id = $3 AND release_at <= $4 AND state NOT IN ('superseded', 'left'))",
        production_id, message_id, member_id, now,
    )  # fmt: skip
    return found
