"""What the service really sends: every statement with its arguments, taken at the connection, and sent again bare."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from server import db

Sent = tuple[str, str, tuple[Any, ...]]
"""(verb, statement, arguments)."""

_VERBS = ("execute", "executemany", "fetch", "fetchrow", "fetchval")


class _Connection:
    def __init__(self, real: Any, sent: list[Sent], *, keep: bool) -> None:
        self._real = real
        self._sent = sent
        self._keep = keep
        self._depth = 0

    def __getattr__(self, verb: str) -> Any:
        found = getattr(self._real, verb)
        if verb not in _VERBS:
            return found

        async def send(sql: str, *args: Any, **more: Any) -> Any:
            self._sent.append((verb, sql, args))
            return await found(sql, *args, **more)

        return send

    @asynccontextmanager
    async def transaction(self, **more: Any) -> AsyncIterator[None]:
        at = self._depth
        begin, end, undo = (
            (f"SAVEPOINT s{at}", f"RELEASE SAVEPOINT s{at}", f"ROLLBACK TO s{at}") if at
            else ("BEGIN", "COMMIT", "ROLLBACK")
        )  # fmt: skip
        real = self._real.transaction(**more)
        await real.start()
        self._sent.append(("execute", begin, ()))
        self._depth += 1
        try:
            yield
        except BaseException:
            self._sent.append(("execute", undo, ()))
            await real.rollback()
            raise
        else:
            self._sent.append(("execute", end, ()))
            await (real.commit() if self._keep or at else real.rollback())
        finally:
            self._depth = at


class _Pool:
    def __init__(self, real: Any, sent: list[Sent], *, keep: bool) -> None:
        self._real = real
        self._told: Any = sent, keep

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[_Connection]:
        async with self._real.acquire() as connection:
            yield _Connection(connection, self._told[0], keep=self._told[1])


@contextmanager
def recording(*, keep: bool) -> Iterator[list[Sent]]:
    """Everything that goes through the pool inside the block. Not `keep`: transactions are rolled back at their end."""
    sent: list[Sent] = []
    real = db.ENGINE.pool
    db.ENGINE.pool = _Pool(real, sent, keep=keep)
    try:
        yield sent
    finally:
        db.ENGINE.pool = real


async def send_again(connection: Any, sent: list[Sent]) -> None:
    for verb, sql, args in sent:
        await getattr(connection, verb)(sql, *args)
