"""Pure ASGI: behind a proxy named in the settings, a request comes from whom, and by what, the proxy says."""

from typing import Any

from server.edge.who import header

_SCHEMES = ("http", "https")


class Forwarded:
    """Wraps the whole app: `client` and `scheme` of the scope are right for all that follows.

    X-Forwarded-For and -Proto of anybody else are not looked at: whoever calls could write them.
    """

    def __init__(self, app: Any, *, trusted: tuple[str, ...]) -> None:
        self.app = app
        self.trusted = trusted

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        peer = scope.get("client")
        if scope["type"] == "http" and peer and peer[0] in self.trusted:
            scope = scope | {"client": (self._caller(scope), 0), "scheme": _scheme(scope)}
        await self.app(scope, receive, send)

    def _caller(self, scope: Any) -> str:
        """The last address that no trusted proxy has: what stands before it anybody may have written."""
        caller = str(scope["client"][0])
        hops = [hop.strip() for hop in header(scope, b"x-forwarded-for").split(",") if hop.strip()]
        while caller in self.trusted and hops:
            caller = hops.pop()
        return caller


def _scheme(scope: Any) -> str:
    told = header(scope, b"x-forwarded-proto").rpartition(",")[2].strip().lower()
    return told if told in _SCHEMES else str(scope["scheme"])
