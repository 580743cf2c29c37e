"""Which rights have ended: one question for all open streams."""

from collections.abc import Collection
from datetime import datetime

from server.db import Tx


async def ended(db: Tx, streams: Collection[tuple[int, int]], now: datetime) -> set[tuple[int, int]]:
    """Of these (session, production) pairs those whose session or grant doesn't count at `now`."""
    sessions, productions = [pair[0] for pair in streams], [pair[1] for pair in streams]
    rows = await db.fetch(
        "SELECT o.session_id, o.production_id FROM unnest($1::bigint[], $2::bigint[]) AS o(session_id, production_id)"
        " WHERE NOT EXISTS (SELECT FROM session s JOIN access_grant g ON g.account_id = s.account_id"
        " LEFT JOIN device d ON d.id = s.device_id"
        " WHERE s.id = o.session_id AND g.production_id = o.production_id AND s.revoked_at IS NULL"
        " AND s.expires_at > $3 AND d.revoked_at IS NULL AND g.revoked_at IS NULL"
        " AND (g.starts_at IS NULL OR g.starts_at <= $3) AND (g.ends_at IS NULL OR g.ends_at > $3))",
        sessions,
        productions,
        now,
    )
    return {(row[0], row[1]) for row in rows}
