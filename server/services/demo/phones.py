"""The phones of the demo's people: whoever has joined has one that shows what comes; the others read their mail."""

import asyncio

from server import clock
from server.db import read, tx
from server.models.demo import queries
from server.models.demo.queries import ActingRow
from server.models.sheets import versions
from server.rules.notify.states import State
from server.services.demo.steps import actor_of
from server.services.notify import receipts

_SLEEPS = 9  # each so many-th of those who are mailed has not looked yet
_PATIENCE = 40  # tenths of a second until a worker has released what was issued


async def answer(production_id: int, day_id: int) -> None:
    """Each shows the newest version, and most who were mailed open their page. A real browser speaks for itself."""
    for _ in range(_PATIENCE):
        async with read() as db:
            waits = await queries.held(db, production_id, day_id)
        if not waits:
            break
        await asyncio.sleep(0.1)
    async with tx(production_id) as db:
        newest = await versions.newest(db, production_id, day_id)
        now = clock.now()
        told = await queries.told(db, production_id, day_id, newest.number, now) if newest else []
    for n, one in enumerate(told):
        if one.here:
            continue
        async with tx(production_id) as db:
            if one.account_id is not None:
                by = await actor_of(db, ActingRow(one.account_id, one.name), now)
                await receipts.by_session(production_id, one.notice_id, State.SHOWN, device_at=now, by=by, now=now)
            elif n % _SLEEPS:
                await receipts.by_link(db, production_id, one.notice_id, State.OPENED, now=now)
