"""The one place that writes access grants: in the transaction that changes what they follow from."""

from collections.abc import Sequence
from datetime import datetime

from server.db import Tx
from server.models.access import sessions
from server.models.production import grants, queries
from server.rules.production.grants import right_of


async def keep_grants(db: Tx, production_id: int, member_ids: Sequence[int], *, now: datetime) -> None:
    """Bring the grants of these members in step with their roles, positions, dates, unit, account and removal.

    Call it after any change of those, before the transaction ends. Sessions follow: they last as long as the longest
    right of their account.
    """
    found = await grants.lock(db, production_id, member_ids)
    gone = [one.id for one in found if one.removed_at is not None or one.account_id is None]
    await grants.revoke(db, production_id, gone, now)
    here = {one.id: one for one in found if one.removed_at is None and one.account_id is not None}
    if not here:
        return
    zone = (await queries.production(db, production_id)).zone
    held = await grants.held(db, production_id, list(here))
    rights = {
        one.id: (one.account_id or 0, right_of(one.roles, held.get(one.id, []), unit_id=one.unit_id, zone=zone))
        for one in here.values()
    }
    await grants.keep(db, production_id, rights)
    await sessions.renew(db, [account for account, _ in rights.values()], now=now)
