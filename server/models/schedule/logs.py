"""Named statements of the day log."""

from datetime import datetime
from uuid import UUID

import msgspec

from server.db import Tx


class EntryValues(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as it came from a phone."""

    id: UUID
    kind: str
    department_id: int | None
    member_id: int | None
    at: datetime | None
    device_at: datetime


async def append(
    db: Tx, production_id: int, day_id: int, entry: EntryValues, *, account_id: int, device_id: int | None
) -> str:
    """`stored`; `known` where the same entry is there already; `other` where its id belongs to something else."""
    status = await db.execute(
        "INSERT INTO day_log (id, production_id, day_id, kind, department_id, member_id, at, device_at, by_account,"
        " device_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
        entry.id, production_id, day_id, entry.kind, entry.department_id, entry.member_id, entry.at, entry.device_at,
        account_id, device_id,
    )  # fmt: skip
    if status.endswith(" 1"):
        return "stored"
    same = await db.fetchval(
        "SELECT true FROM day_log WHERE production_id = $1 AND id = $2 AND day_id = $3 AND by_account = $4 AND"
        " (kind, department_id, member_id, at, device_at) IS NOT DISTINCT FROM"
        " ($5::text, $6::bigint, $7::bigint, $8::timestamptz, $9::timestamptz)",
        production_id, entry.id, day_id, account_id, entry.kind, entry.department_id, entry.member_id, entry.at,
        entry.device_at,
    )  # fmt: skip
    return "known" if same else "other"
