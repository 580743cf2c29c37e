"""As many requests a second as a server answers over a few kept connections. Reads only as much of an answer as
it takes to see its end: the client must not be what is measured.
"""

import asyncio
import time
from typing import cast

CONNECTIONS = 8


class _Connection(asyncio.Protocol):
    def __init__(self, request: bytes, until: float, status: bytes) -> None:
        self.request, self.until, self.status = request, until, status
        self.done = asyncio.get_running_loop().create_future()
        self.answers = 0
        self._missing = 0
        self._head = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            self._head += data
            head, end, body = self._head.partition(b"\r\n\r\n")
            if not end:
                return
            self._head = b""
            if self.status not in head[:16]:
                self._end(RuntimeError(head.decode("latin-1")))
                return
            self._missing = _length(head) - len(body)
        if self._missing <= 0:
            self.answers += 1
            if time.perf_counter() < self.until:
                self.transport.write(self.request)
            else:
                self._end(None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or RuntimeError("the server hung up"))

    def _end(self, wrong: Exception | None) -> None:
        if not self.done.done():
            if wrong is None:
                self.done.set_result(self.answers)
            else:
                self.done.set_exception(wrong)
            self.transport.close()


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


async def requests_a_second(port: int, request: bytes, *, status: int = 200, seconds: float = 1.0) -> float:
    """Raises RuntimeError at the first answer with another status."""
    began = time.perf_counter()
    loop = asyncio.get_running_loop()
    made = [
        (await loop.create_connection(
            lambda: _Connection(request, began + seconds, str(status).encode()), "127.0.0.1", port
        ))[1]
        for _ in range(CONNECTIONS)
    ]  # fmt: skip
    answers = await asyncio.gather(*(one.done for one in made))
    return float(sum(answers)) / (time.perf_counter() - began)
