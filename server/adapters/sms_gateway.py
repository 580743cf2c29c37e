"""The operator's gateway for text messages: one signed POST each, a deadline, no redirects, a short answer."""

import os
import secrets
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiohttp
import msgspec

from server.adapters.push_sender import ANSWER, Answer, PublicOnly
from server.rules.notify.answers import NOTHING
from server.rules.notify.sms import checked_gateway, signature

DEADLINE = 10.0
SIGNATURE = "Callboard-Signature"


class Text(msgspec.Struct, frozen=True):
    """What is posted. `id`: the same on each try, so that a gateway sends it once · `until`: pointless after."""

    id: str
    to: str
    text: str
    until: datetime


def sms_secret(data: Path) -> bytes:
    """The text in `data/keys/sms.key` (0600), made once: what the gateway is given to check and sign with."""
    path = data / "keys" / "sms.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(32))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # the other process was first: its secret counts
        finally:
            fresh.unlink()
    return path.read_bytes().strip()


class SmsGateway:
    """`async with SmsGateway.of(url, hosts, data) as gateway: await gateway.send(text, now=…)`."""

    def __init__(self, url: str, secret: bytes, *, own: bool = False, deadline: float = DEADLINE) -> None:
        self._url, self._secret, self._own, self._deadline = url, secret, own, deadline
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    def of(cls, url: str, hosts: tuple[str, ...], data: Path, *, deadline: float = DEADLINE) -> Self:
        """From the settings; without a `url` there is none. Raises ValueError for one that may not be called."""
        if not url:
            return cls("", b"")
        checked = checked_gateway(url, hosts)
        host = urlsplit(checked).hostname or ""
        return cls(checked, sms_secret(data), own=host.lower() in {one.lower() for one in hosts}, deadline=deadline)

    @property
    def there(self) -> bool:
        return bool(self._url)

    async def __aenter__(self) -> Self:
        if self.there:
            # the operator's own host may lie in the own network; any other name must lead outside of it
            resolver = None if self._own else PublicOnly()
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=8, resolver=resolver),
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

    async def send(self, text: Text, *, now: datetime) -> Answer:
        """What the gateway answered; status 0: nothing."""
        if self._session is None:
            raise RuntimeError("there is no gateway, or it isn't open")
        body = msgspec.json.encode(text)
        headers = {"Content-Type": "application/json", SIGNATURE: signature(self._secret, body, at=now)}
        try:
            async with self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer:
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
