"""Pure ASGI: the demo says with every answer what time it is there; phones compare calls with that."""

from typing import Any

from server import clock

HEADER = b"callboard-now"


class DemoClock:
    """Wraps the app of a demo only."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def dated(message: Any) -> None:
            if message["type"] == "http.response.start":
                told = clock.now().isoformat(timespec="milliseconds").encode()
                message = message | {"headers": [*message["headers"], (HEADER, told)]}
            await send(message)

        await self.app(scope, receive, dated)
