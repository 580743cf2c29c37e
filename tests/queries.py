"""How many statements a request costs: counted, so that nothing grows with the crew unseen."""

from collections.abc import Iterator
from contextlib import contextmanager

from server.db import Tx

_VERBS = ("execute", "executemany", "fetch", "fetchrow", "fetchval")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement sent through `Tx` inside the block, in order."""
    sent: list[str] = []
    kept = {verb: getattr(Tx, verb) for verb in _VERBS}

    def counting(verb: str):
        async def send(self: Tx, sql: str, *args: object) -> object:
            sent.append(sql)
            return await kept[verb](self, sql, *args)

        return send

    for verb in _VERBS:
        setattr(Tx, verb, counting(verb))
    try:
        yield sent
    finally:
        for verb, method in kept.items():
            setattr(Tx, verb, method)
