"""A phone's batch of 50 scans against the same SQL in bare asyncpg; the gear list as productions grow."""

# ruff: noqa: E501, SLF001, ISC004  the floor sends the statements of the service, as it has them
import statistics
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec

from bench.row import Row
from server import db
from server.models.gear import custody, things
from server.models.gear.things import ThingWrite
from server.rules.access import Actor, Membership, Role
from server.services.gear import scans
from server.services.gear.scans import BatchIn, HolderIn, ScanIn
from server.services.gear.things import make_things

_BATCH, _ROUNDS, _CASES = 50, 15, 60
_AT = datetime(2025, 4, 10, 12, tzinfo=UTC)
_MS = int(_AT.timestamp() * 1000)


async def _production(name: str) -> tuple[Actor, int, list[int]]:
    """A production with its person and cases: who acts, its number, the cases."""
    async with db.tx() as tx:
        production = await tx.fetchval("INSERT INTO production (name) VALUES ($1) RETURNING id", name)
        account = await tx.fetchval("INSERT INTO account (name) VALUES ($1) RETURNING id", name)
        member = await tx.fetchval(
            "INSERT INTO member (production_id, account_id, name) VALUES ($1, $2, $3) RETURNING id", production, account, name
        )  # fmt: skip
        written = [ThingWrite(kind="case", name=f"Case {n}", code=f"C-{n}") for n in range(_CASES)]
        made = await make_things(tx, production, written, now=_AT)
    return (
        Actor(account, memberships={production: Membership(production, member, frozenset({Role.CREW}))}),
        production,
        made,
    )


def _batch(cases: list[int], member: int, device: UUID, turn: int) -> BatchIn:
    holder = HolderIn(kind="member", id=member) if turn % 2 else HolderIn(kind="home")
    return BatchIn(device=device, scans=[
        ScanIn(id=uuid4(), thing_id=case, move="take", holder=holder, seq=turn * 1_000 + n, ms=_MS + turn, counter=n, device_at=_AT,
               seen=None)
        for n, case in enumerate(cases[:_BATCH], 1)
    ])  # fmt: skip


async def _bare(connection: Any, production: int, account: int, batch: BatchIn, device: str) -> None:
    """The statements that a batch sends, in the same order, with their values ready."""
    async with connection.transaction():
        cases = sorted(scan.thing_id or 0 for scan in batch.scans)
        await connection.fetch(
            "SELECT s.thing_id, t.hold, t.removed_at IS NOT NULL, s.holder_kind, s.holder_id, s.event_id, s.hlc, s.device"
            " FROM thing_state s JOIN thing t ON t.production_id = s.production_id AND t.id = s.thing_id"
            " WHERE s.production_id = $1 AND s.thing_id = ANY($2::bigint[]) ORDER BY s.thing_id FOR UPDATE OF s",
            production, cases,
        )  # fmt: skip
        ids = [scan.id for scan in batch.scans]
        await connection.fetch("SELECT id, body_hash FROM custody_event WHERE production_id = $1 AND id = ANY($2::uuid[])"
                               " UNION ALL SELECT id, NULL FROM parked WHERE production_id = $1 AND id = ANY($2::uuid[])",
                               production, ids)  # fmt: skip
        await connection.fetch(
            "SELECT id FROM member WHERE production_id = $1 AND id = ANY($2::bigint[])", production, [1]
        )
        for scan in batch.scans:
            async with connection.transaction():
                await connection.execute(
                    custody._STATE, production, scan.id, scan.thing_id, "take", scan.holder.kind, scan.holder.id, account, device,
                    scan.seq, (scan.ms << 16) | scan.counter, _AT, None, False, False, False, "", b"h", _AT, _AT,
                )  # fmt: skip
        await connection.fetch("SELECT DISTINCT thing_id FROM dispute WHERE production_id = $1 AND thing_id = ANY($2::bigint[])"
                               " AND settled_at IS NULL", production, cases)  # fmt: skip
        await connection.execute(db._WRITE_FACTS, [production], ["things_scanned"], ["thing"], [str(cases[0])], [0], [account],
                                 [msgspec.json.encode({"things": cases}).decode()])  # fmt: skip


async def _batches(dsn: str) -> Row:
    by, production, cases = await _production("Ours")
    member = by.memberships[production].member_id
    bare = await asyncpg.connect(dsn)
    device, other = uuid4(), uuid4()
    ours: list[float] = []
    floor: list[float] = []
    for turn in range(1, _ROUNDS + 1):
        # interleaved; one device each, so that every scan of both is the newest of its case and contests nothing
        for spent, mine in ((ours, True), (floor, False)) if turn % 2 else ((floor, False), (ours, True)):
            step = turn * 4 + (2 if mine else 0)
            batch = _batch(cases, member, device if mine else other, step)
            async with db.tx(production) as tx:
                await tx.execute("DELETE FROM custody_event WHERE production_id = $1", production)
                await tx.execute(
                    "UPDATE thing_state SET holder_kind = 'home', holder_id = NULL, event_id = NULL, hlc = 0, device = ''"
                    " WHERE production_id = $1", production,
                )  # fmt: skip
            begun = time.perf_counter()
            if mine:
                answer = await scans.record(production, batch, by=by, now=_AT)
            else:
                await _bare(bare, production, by.account_id, batch, str(other))
            spent.append((time.perf_counter() - begun) * 1000)
            if mine and {each.outcome for each in answer.scans} != {"applied"}:
                raise RuntimeError("a batch of the benchmark was not applied whole")
    await bare.close()
    return Row(
        "batch of 50 scans, to bare asyncpg", statistics.median(ours), statistics.median(floor), "ms", at_most=2.0
    )


async def _buffers(connection: Any, sql: str, *args: Any) -> tuple[int, str]:
    """Buffers hit and read by one execution, and the plan's nodes."""
    await connection.execute("ANALYZE")
    await connection.fetch(sql, *args)  # warm
    text = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", *args)
    [plan] = msgspec.json.decode(text)
    nodes: list[str] = []

    def walk(node: dict[str, Any]) -> None:
        nodes.append(f"{node['Node Type']} {node.get('Index Name', node.get('Relation Name', ''))}")
        for child in node.get("Plans", []):
            walk(child)

    walk(plan["Plan"])
    return plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"], " > ".join(nodes)


async def _growth(dsn: str) -> list[Row]:
    _, production, cases = await _production("First")
    connection = await asyncpg.connect(dsn)
    asked: dict[str, tuple[Any, ...]] = {
        "gear list": (f"{things._LIST} AND t.id > $3 ORDER BY t.id LIMIT $4", production, _AT, 0, 5_000),
        "locks of a batch": (
            "SELECT s.thing_id FROM thing_state s JOIN thing t ON t.production_id = s.production_id AND t.id = s.thing_id"
            " WHERE s.production_id = $1 AND s.thing_id = ANY($2::bigint[]) ORDER BY s.thing_id FOR UPDATE OF s",
            production, cases[:_BATCH],
        ),
    }  # fmt: skip
    found, made = [], 1
    first: dict[str, int] = {}
    # a table of a few pages is rightly read whole: judged is the plan that it grows into
    for many in (100, 300):
        while made < many:
            await _production(f"Other {made}")
            made += 1
        for name, (sql, *args) in asked.items():
            buffers, _ = await _buffers(connection, sql, *args)
            if many == 100:
                first[name] = buffers
            else:
                found.append(
                    Row(f"{name}: buffers, 300 to 100 productions", buffers, first[name], "pages", at_most=1.1)
                )
    await connection.close()
    return found


async def rows(dsn: str) -> list[Row]:
    return [await _batches(dsn), *await _growth(dsn)]
