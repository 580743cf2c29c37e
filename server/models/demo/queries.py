"""Named queries of `demo`: its clock, and the evening that is played."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from server.db import Tx
from server.wire import Row

_AHEAD = "SELECT ahead FROM demo_clock"
_SET = "INSERT INTO demo_clock (ahead) VALUES ($1) ON CONFLICT (id) DO UPDATE SET ahead = excluded.ahead"


async def ahead(db: Tx) -> int | None:
    """Seconds by which the demo's clock is ahead; None: it was never moved."""
    found: int | None = await db.fetchval(_AHEAD)
    return found


async def set_ahead(db: Tx, seconds: int) -> None:
    await db.execute(_SET, seconds)


class EveningRow(Row, frozen=True):
    """The evening that is played, or was. `today` and `tomorrow` are days, `step` counts what is done."""

    production_id: int
    today: int
    tomorrow: int
    pause_ms: int
    step: int
    begun_by: int


_EVENING = "SELECT production_id, today, tomorrow, pause_ms, step, begun_by FROM demo_evening WHERE production_id = $1"


async def evening(db: Tx, production_id: int, *, lock: bool = False) -> EveningRow | None:
    row = await db.fetchrow(_EVENING + (" FOR UPDATE" if lock else ""), production_id)
    return EveningRow(*row) if row else None


async def begin(db: Tx, row: EveningRow) -> bool:
    """Whether it was begun: each production's evening is played once."""
    return bool(
        await db.fetchval(
            "INSERT INTO demo_evening (production_id, today, tomorrow, pause_ms, step, begun_by)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING true",
            *msgspec.structs.astuple(row),
        )
    )


async def step_done(db: Tx, production_id: int, step: int) -> None:
    await db.execute("UPDATE demo_evening SET step = $2 WHERE production_id = $1", production_id, step)


class ActingRow(Row, frozen=True):
    account_id: int
    name: str


async def acting(db: Tx, production_id: int, role: str, now: datetime) -> ActingRow | None:
    """Who has joined with this role, the first of them."""
    row = await db.fetchrow(
        "SELECT g.account_id, m.name FROM access_grant g"
        " JOIN member m ON m.production_id = g.production_id AND m.id = g.member_id"
        " WHERE g.production_id = $1 AND $2 = ANY(g.roles) AND g.revoked_at IS NULL"
        " AND (g.starts_at IS NULL OR g.starts_at <= $3) AND (g.ends_at IS NULL OR g.ends_at > $3)"
        " ORDER BY g.member_id LIMIT 1",
        production_id,
        role,
        now,
    )
    return ActingRow(*row) if row else None


class ToldRow(Row, frozen=True):
    """A notice that is out, and whose. `account_id` None: has not joined, and was mailed if there is an address."""

    notice_id: int
    account_id: int | None
    name: str
    here: bool
    """A real browser is signed in as this person: it speaks for itself."""


_TOLD = (
    "SELECT n.id, g.account_id, m.name, EXISTS (SELECT FROM session s WHERE s.account_id = g.account_id"
    " AND s.kind = 'cookie' AND s.revoked_at IS NULL AND s.expires_at > $4)"
    " FROM notice n JOIN member m ON m.production_id = n.production_id AND m.id = n.member_id"
    " LEFT JOIN access_grant g ON g.production_id = n.production_id AND g.member_id = n.member_id"
    " AND g.revoked_at IS NULL"
    " WHERE n.production_id = $1 AND n.subject = 'sheet' AND n.subject_id = $2"
)


async def told(db: Tx, production_id: int, day_id: int, rank: int, now: datetime) -> list[ToldRow]:
    """Who was told of this version and hasn't shown it."""
    rows = await db.fetch(
        f"{_TOLD} AND n.rank = $3 AND n.state IN ('queued', 'accepted') ORDER BY n.id", production_id, day_id, rank, now
    )
    return [ToldRow(*row) for row in rows]


async def unconfirmed(
    db: Tx, production_id: int, day_id: int, departments: Sequence[int], now: datetime
) -> list[ToldRow]:
    """Who of these departments is shown what counts now and hasn't confirmed it, and has no real browser here."""
    rows = await db.fetch(
        f"{_TOLD} AND n.state IN ('shown', 'opened') AND EXISTS (SELECT FROM member_position p"
        " WHERE p.production_id = n.production_id AND p.member_id = n.member_id"
        " AND p.department_id = ANY($3::bigint[]))"
        " ORDER BY n.id",
        production_id,
        day_id,
        list(departments),
        now,
    )
    return [one for one in (ToldRow(*row) for row in rows) if not one.here]


class HeadRow(Row, frozen=True):
    account_id: int
    name: str


async def heads_here(db: Tx, production_id: int, now: datetime) -> list[HeadRow]:
    """Heads of departments who have joined, and have no real browser here."""
    rows = await db.fetch(
        "SELECT g.account_id, m.name FROM access_grant g"
        " JOIN member m ON m.production_id = g.production_id AND m.id = g.member_id"
        " WHERE g.production_id = $1 AND g.heads <> '{}' AND 'head' = ANY(g.roles) AND g.revoked_at IS NULL"
        " AND (g.starts_at IS NULL OR g.starts_at <= $2) AND (g.ends_at IS NULL OR g.ends_at > $2)"
        " AND NOT EXISTS (SELECT FROM session s WHERE s.account_id = g.account_id AND s.kind = 'cookie'"
        "  AND s.revoked_at IS NULL AND s.expires_at > $2) ORDER BY g.member_id",
        production_id, now,
    )  # fmt: skip
    return [HeadRow(*row) for row in rows]


async def notice_of(db: Tx, production_id: int, day_id: int, rank: int, member_id: int) -> int | None:
    found: int | None = await db.fetchval(
        "SELECT id FROM notice WHERE production_id = $1 AND subject = 'sheet' AND subject_id = $2 AND rank = $3"
        " AND member_id = $4 AND state NOT IN ('superseded', 'left')",
        production_id,
        day_id,
        rank,
        member_id,
    )
    return found


async def held(db: Tx, production_id: int, day_id: int) -> int:
    """Notices that no worker has released yet."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM notice WHERE production_id = $1 AND subject = 'sheet' AND subject_id = $2"
        " AND state = 'held' AND not_before IS NULL",
        production_id,
        day_id,
    )
    return found


class StripRow(Row, frozen=True):
    """A row of a day's scenes, as it is put back."""

    scene_id: int | None
    banner: str
    eighths: int | None
    place_id: int | None
    at_minutes: int | None
    notes: str


async def strips(db: Tx, production_id: int, day_id: int) -> list[StripRow]:
    rows = await db.fetch(
        "SELECT scene_id, banner, eighths, place_id, at_minutes, notes FROM day_scene"
        " WHERE production_id = $1 AND day_id = $2 ORDER BY sort",
        production_id,
        day_id,
    )
    return [StripRow(*row) for row in rows]


async def fullest_truck(db: Tx, production_id: int) -> tuple[int, list[int]] | None:
    """The vehicle on which most cases live, and these; what isn't known to be elsewhere stands before what is."""
    row = await db.fetchrow(
        "SELECT t.home_vehicle_id,"
        " array_agg(t.id ORDER BY s.holder_kind IS NOT NULL AND s.holder_kind <> 'home', t.code)"
        " FROM thing t LEFT JOIN thing_state s ON s.production_id = t.production_id AND s.thing_id = t.id"
        " WHERE t.production_id = $1 AND t.kind IN ('case', 'cart') AND t.home_vehicle_id IS NOT NULL"
        " AND t.removed_at IS NULL GROUP BY t.home_vehicle_id ORDER BY count(*) DESC, t.home_vehicle_id LIMIT 1",
        production_id,
    )
    return (row[0], list(row[1])) if row else None
