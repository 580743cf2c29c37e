"""Pure ASGI: security headers on every answer; cross-site and oversized requests end here."""

import asyncio
import contextlib
from typing import Any
from urllib.parse import urlsplit

from server.edge.who import cookie_token, header, whose
from server.errors import NotAllowed, Refused, TooLarge
from server.reach import PLAIN, signs_in
from server.wire import encode

_SAFE = {"GET", "HEAD", "OPTIONS"}
BODY = 256 * 1024
UPLOAD = 24 * 1024 * 1024
DRAINED, PATIENCE = 64 * 1024 * 1024, 10.0
"""Bytes and seconds for which the rest of a refused upload is read: a connection that is closed on it is *broken off*
for whoever sends, and the answer that says why is never seen."""

CSP = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data: blob:;"
    " connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self' blob:; font-src 'self';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
_HEADERS = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), geolocation=(self), microphone=(), payment=()"),
]
_HSTS = (b"strict-transport-security", b"max-age=31536000")


class Shield:
    """Wraps the whole app. `public_url` is the one origin; over HTTPS it also asks for HTTPS for a year."""

    def __init__(self, app: Any, *, public_url: str) -> None:
        self.app = app
        self.origin = public_url.rstrip("/")
        self.signs_in = signs_in(public_url)
        self.headers = [*_HEADERS, _HSTS] if urlsplit(public_url).scheme == "https" else _HEADERS

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        body = _Body(scope, receive)

        async def guarded_send(message: Any) -> None:
            if message["type"] == "http.response.start":
                if message["status"] >= 400:
                    await body.drain()
                have = {name.lower() for name, _ in message["headers"]}
                extra = [pair for pair in self.headers if pair[0] not in have]
                message = {**message, "headers": [*message["headers"], *extra, *whose(scope)]}
            await send(message)

        try:
            self._same_site(scope)
            limit = UPLOAD if "multipart/" in header(scope, b"content-type") else BODY
            body.limit(limit)
            await self.app(scope, body.receive, guarded_send)
        except Refused as refused:
            await _refuse(refused, guarded_send)

    def _same_site(self, scope: Any) -> None:
        if scope["method"] in _SAFE:
            return
        if not self.signs_in and scope["path"].startswith("/api/sign-in"):
            raise NotAllowed(PLAIN, code="plain_http")
        if not cookie_token(scope):
            return
        site, origin = header(scope, b"sec-fetch-site"), header(scope, b"origin")
        same = site in ("same-origin", "none") if site else origin in ("", self.origin)
        if not same:
            raise NotAllowed("This request came from another site.", code="cross_site")


class _Body:
    """What is received of a request: bounded, and read to its end where it is refused before that."""

    def __init__(self, scope: Any, receive: Any) -> None:
        self._receive = receive
        self._declared = header(scope, b"content-length")
        self._most = 0
        self._taken = 0
        self._ended = self._declared in ("", "0") and not header(scope, b"transfer-encoding")

    def limit(self, most: int) -> None:
        """Raises TooLarge for what is declared to be longer, and later for what turns out to be."""
        self._most = most
        if self._declared.isdecimal() and int(self._declared) > most:
            raise too_large(self._most)

    async def receive(self) -> Any:
        message = await self._next()
        if self._taken > self._most:
            raise too_large(self._most)
        return message

    async def drain(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while not self._ended and self._taken < DRAINED:
                    await self._next()

    async def _next(self) -> Any:
        message = await self._receive()
        self._taken += len(message.get("body", b""))
        self._ended = self._ended or not message.get("more_body")
        return message


def too_large(most: int) -> TooLarge:
    """`most` in bytes."""
    return TooLarge(f"More than {most // 1024} KB.")


async def _refuse(refused: Refused, send: Any) -> None:
    body = encode({
        "type": f"urn:callboard:{refused.own_code}", "title": refused.title, "status": refused.status,
        "detail": refused.detail, "code": refused.own_code, "next": refused.next_step,
    })  # fmt: skip
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
