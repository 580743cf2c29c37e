"""The pool and `tx()`: one use case, one transaction.

Facts and jobs are noted on the transaction and written last, in one statement each, just before COMMIT:
a fact taken earlier would hold the production's counter while other locks are awaited, and deadlock.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Protocol, Self, cast
from uuid import UUID

import asyncpg
import msgspec
from pgqueuer.adapters.persistence.qb import QueryQueueBuilder
from piccolo.engine.postgres import PostgresEngine

import server.settings  # noqa: F401  names Piccolo's configuration before Piccolo looks for it
from server.postgres import refuse_losing

INSTALLATION = 0
"""The production id under which the installation's own facts are counted."""


class _Engine(PostgresEngine):
    """Piccolo's engine, fed by our pool; it never opens connections or extensions of its own."""

    def __init__(self) -> None:
        super().__init__(config={}, extensions=())

    async def get_version(self) -> float:
        return 15.0


ENGINE = _Engine()


class By(Protocol):
    """Who did it: what a fact keeps of an actor."""

    @property
    def account_id(self) -> int | None: ...


class _Fact(msgspec.Struct, frozen=True):
    production_id: int
    kind: str
    subject: str
    subject_id: str
    revision: int
    account_id: int | None
    ids: str


class Tx:
    """A transaction: asyncpg's verbs, plus facts and jobs that commit with it or not at all."""

    def __init__(self, connection: Any, production_id: int | None, outer: Self | None = None) -> None:
        self.connection = connection
        self.production_id = production_id
        self.task = asyncio.current_task()
        self._savepoint_id = 0
        if outer is None:
            self._facts: list[_Fact] = []
            self._jobs: list[tuple[str, bytes, int]] = []
        else:
            self._facts, self._jobs = outer._facts, outer._jobs  # noqa: SLF001  its own class

    async def execute(self, sql: str, *args: Any) -> str:
        status: str = await self.connection.execute(sql, *args)
        return status

    async def executemany(self, sql: str, args: Sequence[Sequence[Any]]) -> None:
        await self.connection.executemany(sql, args)

    async def fetch(self, sql: str, *args: Any) -> list[Any]:
        rows: list[Any] = await self.connection.fetch(sql, *args)
        return rows

    async def fetchrow(self, sql: str, *args: Any) -> Any:
        return await self.connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: Any) -> Any:
        return await self.connection.fetchval(sql, *args)

    def note(
        self,
        kind: str,
        subject: str,
        subject_id: int | UUID | str,
        *,
        by: By | None = None,
        revision: int = 0,
        production_id: int | None = None,
        ids: Mapping[str, Any] | None = None,
    ) -> None:
        """Note a fact: past tense `kind`, what it is about, ids only. Never a name, number, amount or free text."""
        where = production_id if production_id is not None else self.production_id
        account = by.account_id if by is not None else None
        text = msgspec.json.encode(dict(ids or {})).decode()
        self._facts.append(
            _Fact(INSTALLATION if where is None else where, kind, subject, str(subject_id), revision, account, text)
        )

    def enqueue(self, job: str, payload: Mapping[str, Any] | None = None, *, priority: int = 0) -> None:
        """Ask a worker for `job` once this transaction has committed."""
        self._jobs.append((job, msgspec.json.encode(dict(payload or {})), priority))

    def _mark(self) -> tuple[int, int]:
        return len(self._facts), len(self._jobs)

    def _forget_since(self, mark: tuple[int, int]) -> None:
        del self._facts[mark[0] :], self._jobs[mark[1] :]

    async def _flush(self) -> None:
        if self._jobs:
            names, payloads, priorities = (list(column) for column in zip(*self._jobs, strict=True))
            many = len(names)
            await self.connection.execute(
                _ENQUEUE, priorities, names, payloads, [timedelta(0)] * many, [None] * many, ["{}"] * many
            )
        if self._facts:
            columns = zip(*(msgspec.structs.astuple(fact) for fact in self._facts), strict=True)
            await self.connection.execute(_WRITE_FACTS, *(list(column) for column in columns))


# The statement of pgqueuer's own `Queries.enqueue`, sent without opening a driver per transaction.
_ENQUEUE = QueryQueueBuilder().build_enqueue_query("raise")

# Counters are locked in production order, then each fact takes the next number of its production.
_WRITE_FACTS = """
WITH noted AS (
  SELECT *, row_number() OVER (PARTITION BY production_id ORDER BY n) AS k
  FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[], $7::text[])
    WITH ORDINALITY AS f(production_id, kind, subject, subject_id, revision, account_id, ids, n)
), counted AS (
  INSERT INTO fact_counter AS c (production_id, seq)
  SELECT production_id, count(*) FROM noted GROUP BY production_id ORDER BY production_id
  ON CONFLICT (production_id) DO UPDATE SET seq = c.seq + excluded.seq
  RETURNING c.production_id, c.seq
), written AS (
  INSERT INTO fact (production_id, seq, kind, subject, subject_id, revision, account_id, ids)
  SELECT n.production_id, c.seq - (count(*) OVER (PARTITION BY n.production_id)) + n.k,
         n.kind, n.subject, n.subject_id, n.revision, n.account_id, n.ids::jsonb
  FROM noted n JOIN counted c USING (production_id)
  RETURNING production_id, seq
)
SELECT pg_notify('callboard_facts', production_id || ':' || max(seq)) FROM written GROUP BY production_id
"""


async def _prepare(connection: Any) -> None:
    await connection.execute("SET timezone = 'UTC'")


async def open_pool(dsn: str, *, size: int = 10) -> None:
    """Open the one pool of this process.

    Raises what asyncpg raises when the database is away, and `postgres.Unavailable` for one that wouldn't keep what it
    acknowledged.
    """
    ENGINE.config = {"dsn": dsn}
    opened = await asyncpg.create_pool(
        dsn, min_size=1, max_size=size, init=_prepare, command_timeout=30, max_inactive_connection_lifetime=120
    )
    try:
        await refuse_losing(opened)
    except BaseException:
        opened.terminate()
        raise
    ENGINE.pool = opened


async def close_pool() -> None:
    pool, ENGINE.pool = ENGINE.pool, None
    if pool is not None:
        try:
            await asyncio.wait_for(pool.close(), 3)
        except TimeoutError:
            pool.terminate()


def pool() -> Any:
    if ENGINE.pool is None:
        raise RuntimeError("the pool is not open: `open_pool` first")
    return ENGINE.pool


def _current() -> Tx | None:
    # Piccolo declares its own transaction class there; ours has what it uses of it: connection, _savepoint_id
    return cast("Tx | None", ENGINE.current_transaction.get())


@asynccontextmanager
async def _borrowed() -> AsyncIterator[Any]:
    """A connection of the pool. One that was cut in the middle of a word can't be mended: it is thrown away."""
    async with pool().acquire() as connection:
        try:
            yield connection
        except asyncpg.InternalClientError:
            connection.terminate()
            raise


@asynccontextmanager
async def tx(production_id: int | None = None, *, isolation: str | None = None) -> AsyncIterator[Tx]:
    """One transaction; nested calls are savepoints on the same connection. Piccolo's queries join it.

    `production_id` is where its facts are counted (none: the installation). Always releases the connection,
    also when COMMIT itself fails.
    """
    outer = _current()
    if outer is not None:
        if outer.task is not asyncio.current_task():
            raise RuntimeError("a transaction belongs to one task: open another, or await in place of gathering")
        inner = Tx(outer.connection, production_id if production_id is not None else outer.production_id, outer)
        mark = outer._mark()  # noqa: SLF001  its own class
        try:
            async with outer.connection.transaction():
                yield inner
        except BaseException:
            outer._forget_since(mark)  # noqa: SLF001
            raise
        return
    async with _borrowed() as connection, connection.transaction(isolation=isolation):
        own = Tx(connection, production_id)
        token = ENGINE.current_transaction.set(cast("Any", own))
        try:
            yield own
            await own._flush()  # noqa: SLF001
        finally:
            ENGINE.current_transaction.reset(token)


@asynccontextmanager
async def read() -> AsyncIterator[Tx]:
    """A connection for reading, without a transaction; inside `tx()` the transaction's own."""
    outer = _current()
    if outer is not None:
        yield outer
        return
    async with _borrowed() as connection:
        yield Tx(connection, None)
