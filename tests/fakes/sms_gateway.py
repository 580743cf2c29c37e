"""A stand-in gateway for text messages: checks the signature, sends each id once, misbehaves on demand."""

import asyncio
import hashlib
import hmac
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class Fault:
    """For a number, or for every one (None): what is answered; `lost`: sent, and the answer never comes."""

    status: int = 503
    headers: dict = field(default_factory=dict)
    text: str = ""
    hang: bool = False
    lost: bool = False
    times: int | None = None


class Gateway:
    """`async with sms_gateway(key) as gateway`: `gateway.url`, `gateway.phones`, `gateway.fault(...)`."""

    def __init__(self, key):
        self.key, self.faults, self.posts = key, {}, []
        self.phones = {}
        """Number → what was sent to it, each message once."""
        self._ids = set()

    def fault(self, fault, number=None):
        self.faults[number] = fault

    def heal(self):
        self.faults.clear()

    def signs(self, body, *, at=None):
        """The header of a request of ours."""
        stamp = int(time.time() if at is None else at)
        mac = hmac.new(self.key, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        return f"t={stamp},v1={mac}"

    async def take(self, request):
        body = await request.read()
        said = json.loads(body)
        self.posts.append(said)
        stamp = int(request.headers["Callboard-Signature"].split(",")[0].removeprefix("t="))
        if request.headers["Callboard-Signature"] != self.signs(body, at=stamp):
            return web.Response(status=401, text="the signature is wrong")
        fault = self.faults.get(said["to"]) or self.faults.get(None)
        if fault is not None and fault.times != 0:
            if fault.times:
                fault.times -= 1
            if fault.lost:
                self._send(said)
                request.transport.abort()
            if fault.hang:
                await asyncio.sleep(3_600)
            return web.Response(status=fault.status, headers=fault.headers, text=fault.text)
        self._send(said)
        return web.Response(status=202, text="queued")

    def _send(self, said):
        if said["id"] not in self._ids:
            self._ids.add(said["id"])
            self.phones.setdefault(said["to"], []).append(said["text"])


@asynccontextmanager
async def sms_gateway(key):
    gateway = Gateway(key)
    app = web.Application()
    app.router.add_post("/send", gateway.take)
    app.router.add_post("/away", _away)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    gateway.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/send"
    try:
        yield gateway
    finally:
        await runner.cleanup()


async def _away(_):
    return web.Response(status=302, headers={"Location": "http://127.0.0.1:1/"})
