"""Publishing for tests of telling: notices as `sheets` writes them, phones that subscribe, a worker that runs."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import msgspec

from server import clock
from server.db import read, tx
from server.services.notify.write import About, NoticeIn, write
from server.workers.main import Worker

DAY = 12


def settings_for(world, service=None, **more):
    """The world's own settings, with pushes led to the stand-in."""
    base = world.app.state.settings
    return msgspec.structs.replace(
        base, push_rewrite=service.rewrite if service else "", contact="office@example.test", **more
    )


async def publish(world, names, *, rank=1, title="Your call 06:12", hold=0.0, lasts=36_000.0, chase=None, **more):
    """A version told to these people, in one transaction. Returns notice ids by name."""
    now = clock.now()
    told = [
        NoticeIn(
            member_id=world.people[name].member_id, rings=True, must_confirm=False, payload=b'{"day_id":12}',
            words={"title": title, "body": "Fri 11 Apr. Parking moved."}, expires_at=now + timedelta(seconds=lasts),
            deadline=now + timedelta(seconds=chase) if chase is not None else None,
        )
        for name in names
    ]  # fmt: skip
    told = [msgspec.structs.replace(each, **more) for each in told]
    async with tx(world.production) as db:
        ids = await write(
            db, world.production, told, about=About("sheet", DAY, rank, rank),
            release_at=now + timedelta(seconds=hold), now=now,
        )  # fmt: skip
    return dict(zip(names, ids, strict=True))


async def subscribe(world, name, phone):
    """The person's phone asks to ring, by the route that a browser uses."""
    answer = await getattr(world, name).put("/api/me/subscription", json={"endpoint": phone.endpoint, **phone.keys})
    assert answer.status_code == 204, answer.text
    return phone


async def rows(sql, *args):
    async with read() as db:
        return [tuple(row) for row in await db.fetch(sql, *args)]


async def states(rank=None):
    """Notice id → state."""
    return dict(await rows("SELECT id, state FROM notice WHERE $1::int IS NULL OR rank = $1 ORDER BY id", rank))


@asynccontextmanager
async def working(settings):
    """A worker in this process; ends in order."""
    stop = asyncio.Event()
    worker = Worker(settings, own_pool=False)
    task = asyncio.create_task(worker.run(stop))
    try:
        yield worker
    finally:
        stop.set()
        await asyncio.wait_for(task, 25)


async def until(condition, seconds=30.0, *, every=0.05):
    """Wait for what a worker does; `condition` may be a coroutine function."""
    for _ in range(int(seconds / every)):
        found = condition()
        found = await found if asyncio.iscoroutine(found) else found
        if found:
            return found
        await asyncio.sleep(every)
    raise AssertionError("it didn't happen in time")
