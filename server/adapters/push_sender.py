"""Web Push to the services that phones name: one session, a deadline, no redirects, little of the answer read."""

import functools
import ipaddress
import os
import socket
from base64 import urlsafe_b64decode
from datetime import datetime
from types import TracebackType
from typing import Self

import aiohttp
import http_ece
import msgspec
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography.hazmat.primitives.asymmetric import ec

from server.adapters.push_keys import VapidKeys
from server.rules.notify.answers import NOTHING
from server.rules.notify.endpoints import origin_of

DEADLINE = 5.0
"""Seconds for everything: name, connection, answer. A dripping answer doesn't lengthen it."""
ANSWER = 4_096
"""Bytes of an answer that are read."""
TO_A_HOST = 32
LONGEST_TTL = 28 * 86_400
_CURVE = ec.SECP256R1()


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """`ttl` seconds: how long the service keeps it for a phone that is off."""

    endpoint: str
    p256dh: str
    auth: str
    data: bytes
    ttl: int
    urgent: bool
    topic: str


class Answer(msgspec.Struct, frozen=True):
    """`status` 0: no answer; `text` then says why. Never more than 200 letters of it are kept."""

    status: int
    text: str = ""
    retry_after: str = ""


class BadKeys(ValueError):  # noqa: N818  errors carry no suffix (style)
    """The phone's keys are none: not a point on the curve, or of the wrong length."""


class PublicOnly(AbstractResolver):
    """Refuses names that lead to a private address. aiohttp doesn't ask it about literals: the allow-list has none."""

    def __init__(self) -> None:
        self._real = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._real.resolve(host, port, family)
        if any(not ipaddress.ip_address(each["host"]).is_global for each in found):
            raise OSError(f"{host} leads to an address that isn't public")
        return found

    async def close(self) -> None:
        await self._real.close()


@functools.lru_cache(maxsize=4_096)
def receiver(p256dh: str, auth: str) -> tuple[bytes, bytes]:
    """A phone's public point (65 bytes) and secret (16), checked once. Raises BadKeys."""
    try:
        point, secret = (urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in (p256dh, auth))
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except ValueError as wrong:
        raise BadKeys(str(wrong)) from wrong
    if len(point) != 65 or len(secret) != 16:
        raise BadKeys("wrong length")
    return point, secret


def sealed(push: Push) -> bytes:
    """The body, encrypted for this phone (RFC 8291). Raises BadKeys."""
    point, secret = receiver(push.p256dh, push.auth)
    body: bytes = http_ece.encrypt(
        push.data,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(_CURVE),
        dh=point,
        auth_secret=secret,
        version="aes128gcm",
    )
    return body


class PushSender:
    """`async with PushSender(keys) as sender: await sender.send(push, now=…)`.

    `rewrite`: `{origin: address on loopback}`, for tests against a stand-in only.
    """

    def __init__(self, keys: VapidKeys, *, rewrite: dict[str, str] | None = None, deadline: float = DEADLINE) -> None:
        self.keys = keys
        self._rewrite = rewrite or {}
        self._deadline = deadline
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, limit_per_host=TO_A_HOST, resolver=PublicOnly()),
            timeout=aiohttp.ClientTimeout(total=self._deadline),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, push: Push, *, now: datetime) -> Answer:
        """What the service answered. Raises BadKeys; ValueError for an endpoint that isn't allowed."""
        origin = origin_of(push.endpoint)
        if origin is None:
            raise ValueError("this address belongs to no push service")
        if self._session is None:
            raise RuntimeError("the sender is not open")
        address = push.endpoint
        if origin in self._rewrite:
            address = self._rewrite[origin] + push.endpoint[push.endpoint.index("/", len("https://")) :]
        headers = {
            "Authorization": self.keys.header(origin, now=now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, min(push.ttl, LONGEST_TTL))),
            "Urgency": "high" if push.urgent else "normal",
            "Topic": push.topic,
        }
        try:
            async with self._session.post(address, data=sealed(push), headers=headers, allow_redirects=False) as answer:
                retry_after = answer.headers.get("Retry-After", "")
                try:
                    said = await answer.content.read(ANSWER)
                except (TimeoutError, aiohttp.ClientError):
                    said = b""  # its status is its word, however long it goes on
                return Answer(answer.status, said[:200].decode("utf-8", "replace"), retry_after)
        except TimeoutError:
            return Answer(NOTHING, f"no answer within {self._deadline:g} s")
        except (aiohttp.ClientError, OSError) as broken:
            return Answer(NOTHING, f"{type(broken).__name__}: {broken}"[:200])


def rewrites(setting: str) -> dict[str, str]:
    """The setting `push_rewrite`, `origin=address`; empty: none. Raises ValueError unless it leads to loopback."""
    if not setting:
        return {}
    origin, _, address = setting.partition("=")
    if not address.startswith(("http://127.0.0.1:", "http://localhost:")):
        raise ValueError("CALLBOARD_PUSH_REWRITE leads to loopback only: it is for tests")
    return {origin: address.rstrip("/")}
