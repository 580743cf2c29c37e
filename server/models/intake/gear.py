"""Named queries of a manifest's import."""

from collections.abc import Sequence
from typing import Any

from server.db import Tx

_MOST = 100_000


async def things(db: Tx, production_id: int) -> list[Any]:
    return await db.fetch(
        "SELECT id, kind, code, name, department_id, home_vehicle_id, in_thing_id, make, serial, quantity,"
        " value_cents, currency, vendor_id, owner_member_id, po, due_back_on, return_policy FROM thing"
        f" WHERE production_id = $1 AND removed_at IS NULL ORDER BY id LIMIT {_MOST}",
        production_id,
    )


async def at_home(db: Tx, production_id: int, ids: Sequence[int]) -> None:
    """Every thing has its one state row from the first day: it is at home."""
    await db.execute(
        "INSERT INTO thing_state (thing_id, production_id) SELECT t.id, t.production_id FROM thing t"
        " WHERE t.production_id = $1 AND t.id = ANY($2::bigint[]) ON CONFLICT DO NOTHING",
        production_id, list(ids),
    )  # fmt: skip
