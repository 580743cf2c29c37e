"""The evening of a large crew: issue to 300, a key at the second editor, everybody's PDF, the ledger of 500 by 8.

Floors: the same rows written, the same statements read, one NOTIFY round trip, typst alone on the same data.
docs/decisions/0011-what-an-evening-may-cost.md
"""

import asyncio
import re
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import httpx
import msgspec
import typst

import server.adapters.paper
from bench._recorded import Sent, recording, send_again
from bench._shoot import Shoot, settled, shoot
from bench.row import Row
from server import clock
from server.app import create_app
from server.db import pool, read, tx
from server.rules.schedule.cells import CallTime
from server.rules.sheets.copies import in_order
from server.services.access.sessions import COOKIE, hash_of
from server.services.live.hub import Hub
from server.services.schedule.acting import ActIn, CellIn, act
from server.services.sheets import copy_sets
from server.services.sheets.copies import prepare, reader_of, words_for
from server.services.sheets.copy_sets import CopiesIn
from server.services.sheets.publish import PublishIn, publish
from server.settings import Settings
from server.wire import encode

TOLD, COPIES, LISTED, VERSIONS = 300, 150, 500, 8
ROUNDS, KEYS = 5, 20
ORIGIN = "https://bench.test"
_WRITES = re.compile(r"\b(INSERT INTO|DELETE FROM|(?<!FOR )UPDATE \w)|^(BEGIN|COMMIT|SAVEPOINT|RELEASE)")

Timed = Callable[[], Awaitable[float]]


async def rows(dsn: str) -> list[Row]:  # noqa: ARG001  the pool is open on it
    """Milliseconds, medians of interleaved rounds."""
    issued, issue_floor = await _issues(await shoot(TOLD))
    fact, seen, notify = await _keys(await shoot(TOLD))
    paper, typeset = await _papers(await shoot(COPIES))
    page, statements = await _ledgers(await shoot(LISTED))
    return [
        Row(f"sheets: issue to {TOLD}, against the same rows", issued, issue_floor, "ms", at_most=6),
        Row("sheets: a key at the second editor, against NOTIFY", fact, notify, "ms", at_most=15),
        Row("sheets: that key, with the day read anew", seen, notify, "ms"),
        Row(f"sheets: a copy of {COPIES}, against typst alone", paper, typeset, "ms", at_most=3),
        Row(f"sheets: ledger of {LISTED} by {VERSIONS}, against its rows", page, statements, "ms", at_most=6),
    ]


async def _interleaved(*timed: Timed, rounds: int = ROUNDS) -> list[float]:
    found: list[list[float]] = [[] for _ in timed]
    for _ in range(rounds + 1):
        for each, one in zip(found, timed, strict=True):
            each.append(await one())
    return [statistics.median(each[1:]) for each in found]


async def _took(what: Awaitable[Any]) -> float:
    began = time.perf_counter()
    await what
    return (time.perf_counter() - began) * 1_000


async def _issues(made: Shoot) -> tuple[float, float]:
    """A new general call, so that everybody's own call is another: compared, frozen, noticed, noted, committed."""
    versions = 1

    async def wanted() -> PublishIn:
        nonlocal versions
        async with tx() as db:
            await db.execute(
                "UPDATE notice SET state = 'shown' WHERE production_id = $1 AND state = 'held'", made.production
            )
            revision = await db.fetchval(
                "UPDATE shooting_day SET general_call = general_call + 5, revision = revision + 1"
                " WHERE production_id = $1 AND id = $2 RETURNING revision",
                made.production, made.day,
            )  # fmt: skip
        versions += 1
        return PublishIn(base_version=versions - 1, day_revision=revision, at_once=True)

    async def issue(asked: PublishIn) -> None:
        found = await publish(
            production_id=made.production, day_id=made.day, wanted=asked, by=made.office, now=clock.now()
        )
        if found.concerned != TOLD:
            raise RuntimeError(f"{found.concerned} concerned")

    async def ours() -> float:
        return await _took(issue(await wanted()))

    async def bare() -> float:
        asked = await wanted()
        with recording(keep=False) as sent:
            await issue(asked)
        writes = [one for one in sent if _WRITES.search(one[1])]
        async with pool().acquire() as connection:
            return await _took(send_again(connection, writes))

    issued, floor = await _interleaved(ours, bare)
    return issued, floor


@asynccontextmanager
async def _app() -> AsyncIterator[tuple[httpx.AsyncClient, Hub]]:
    app = create_app(Settings(public_url=ORIGIN), own_pool=False)
    transport = httpx.ASGITransport(app=cast("Any", app))
    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client, app.state.hub


async def _keys(made: Shoot) -> tuple[float, float, float]:
    """(until the fact is at the second editor, until it has read the day anew, one NOTIFY there and back)."""
    member = made.crew.memberships[made.production].member_id
    async with read() as db:
        session = await db.fetchval("SELECT id FROM session WHERE token_hash = $1", hash_of(made.office_token))
        position = await db.fetchval(
            "SELECT id FROM member_position WHERE production_id = $1 AND member_id = $2", made.production, member
        )
    path = f"/api/productions/{made.production}/days/{made.day}"
    async with _app() as (client, hub):
        facts = hub.facts(made.office.memberships[made.production], session_id=session, after=None)
        await anext(facts)
        await asyncio.sleep(0.5)
        minutes = 360
        arrived: list[float] = []

        async def typed() -> float:
            nonlocal minutes
            minutes += 1
            cell = CellIn(
                cell="call", member_id=member, position_id=position, value=CallTime(kind="absolute", minutes=minutes)
            )
            began = time.perf_counter()
            await act(made.production, made.day, ActIn(cells=(cell,)), by=made.office, seen=None)
            async with asyncio.timeout(10):
                await anext(facts)
            arrived.append((time.perf_counter() - began) * 1_000)
            answer = await client.get(path, headers={"Cookie": f"{COOKIE}={made.office_token}"})
            answer.raise_for_status()
            return (time.perf_counter() - began) * 1_000

        async with pool().acquire() as listens, pool().acquire() as tells:
            heard = asyncio.Event()
            await listens.add_listener("bench", lambda *_: heard.set())

            async def notified() -> float:
                heard.clear()
                began = time.perf_counter()
                await tells.execute("SELECT pg_notify('bench', '1')")
                await heard.wait()
                return (time.perf_counter() - began) * 1_000

            seen, notify = await _interleaved(typed, notified, rounds=KEYS)
            await listens.reset()
        await cast("Any", facts).aclose()
    return statistics.median(arrived[1:]), seen, notify


async def _papers(made: Shoot) -> tuple[float, float]:
    """(as a worker makes them, typst alone): one copy of everybody's, the same words on each."""
    settings = Settings(public_url=ORIGIN)
    async with read() as db:
        version = await db.fetchval("SELECT id FROM sheet_version WHERE production_id = $1", made.production)
        shared = await prepare(db, made.production, version, settings, clock.now())
    members = in_order(shared.frozen)
    names = [shared.around.people[one].name for one in members]
    words = [
        encode(words_for(shared, reader_of(name, ["crew"], one, twelve=False))).decode()
        for one, name in zip(members, names, strict=True)
    ]
    folder = Path(server.adapters.paper.__file__).parent

    async def ours() -> float:
        async with tx() as db:
            await db.execute("DELETE FROM copy_set WHERE production_id = $1", made.production)
        asked = await copy_sets.ask(made.production, made.day, CopiesIn(), by=made.office, now=clock.now())
        took = await _took(copy_sets.make(settings, made.production, asked.id))
        async with read() as db:
            many: int = await db.fetchval(
                "SELECT count(*) FROM personal_copy WHERE state = 'made' AND set_id = $1", asked.id
            )
        if many != len(members):
            raise RuntimeError(f"{many} of {len(members)} copies")
        return took / many

    async def bare() -> float:
        def all_of_them() -> None:
            for text in words:
                typst.compile(str(folder / "sheet.typ"), root=str(folder), format="pdf", sys_inputs={"data": text})

        return await _took(asyncio.to_thread(all_of_them)) / len(words)

    paper, typeset = await _interleaved(ours, bare, rounds=2)
    return paper, typeset


async def _ledgers(made: Shoot) -> tuple[float, float]:
    """(the page as the desk asks for it, its statements alone and their rows encoded)."""
    async with tx() as db:
        await db.execute(_OLDER, made.production, VERSIONS)
    async with read() as db:
        await settled(db)
    path = f"/api/productions/{made.production}/days/{made.day}/ledger"
    async with _app() as (client, _):

        async def ask() -> None:
            answer = await client.get(path, headers={"Cookie": f"{COOKIE}={made.office_token}"})
            answer.raise_for_status()
            if answer.content.count(b'"notice_id"') != LISTED * VERSIONS:
                raise RuntimeError("not the whole ledger")

        with recording(keep=True) as sent:
            await ask()
        reads = [one for one in sent if one[0] == "fetch"]

        async def bare() -> float:
            async with pool().acquire() as connection:
                return await _took(_fetched(connection, reads))

        async def ours() -> float:
            return await _took(ask())

        page, statements = await _interleaved(ours, bare)
    return page, statements


async def _fetched(connection: Any, reads: list[Sent]) -> bytes:
    return msgspec.json.encode([tuple(row) for _, sql, args in reads for row in await connection.fetch(sql, *args)])


_OLDER = """
WITH older AS (
  INSERT INTO notice (production_id, member_id, subject, subject_id, rank, rings, must_confirm, words, payload, state,
    release_at, expires_at)
  SELECT n.production_id, n.member_id, n.subject, n.subject_id, r, n.rings, n.must_confirm, n.words, n.payload, 'shown',
    n.release_at, n.expires_at FROM notice n, generate_series(2, $2::int) r WHERE n.production_id = $1 AND n.rank = 1
  RETURNING id
)
INSERT INTO receipt (id, production_id, notice_id, state, channel)
SELECT gen_random_uuid(), $1, id, state, 'push' FROM older, unnest('{queued,accepted,shown}'::text[]) AS state
"""
