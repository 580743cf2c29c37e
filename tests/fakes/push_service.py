"""A stand-in push service that speaks the true protocol (RFC 8030, 8188, 8291, 8292), for our sender and real browsers.

It checks what real services check, keeps what a phone that is off hasn't fetched (TTL, Topic), and misbehaves on demand.
The sender reaches it by the setting `push_rewrite` alone.
"""

import asyncio
import base64
import json
import secrets
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import http_ece
from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02, VapidException

from tests.fakes import mcs

ORIGIN = "https://jmt17.google.com"
PATH = "/fcm/send/"


@dataclass
class Message:
    body: bytes
    ttl: int
    urgency: str
    topic: str | None
    at: float

    @property
    def stale(self):
        return time.monotonic() > self.at + self.ttl


@dataclass
class Phone:
    """A phone without a browser: its keys, and what it received, decrypted. `off`: the service keeps what comes."""

    endpoint: str
    secret: object
    auth_secret: bytes
    off: bool = False
    received: list = field(default_factory=list)

    @property
    def keys(self):
        point = self.secret.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"p256dh": _b64(point), "auth": _b64(self.auth_secret)}

    def take(self, message):
        plain = http_ece.decrypt(message.body, private_key=self.secret, auth_secret=self.auth_secret)
        self.received.append(json.loads(plain))

    @property
    def titles(self):
        return [each["notification"]["title"] for each in self.received]


def _b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@dataclass
class Fault:
    """How the service answers in place of doing its work, `times` often (None: always)."""

    status: int = 0
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    hang: bool = False
    drip: bool = False
    times: int | None = None


class PushService:
    """`async with push_service(folder) as service`: `service.phone()`, `service.rewrite`, `service.fault(...)`."""

    def __init__(self, *, delay=0.0, check=True):
        self.delay, self.check = delay, check
        self.registered = {}
        self.phones = {}
        self.kept = {}
        self.gone = set()
        self.posts, self.accepted = [], set()
        self.faults = {}
        self.mcs = mcs.Mcs(self._deliver_kept)
        self.busiest = self._now = 0

    @property
    def rewrite(self):
        """The setting `push_rewrite` that leads here."""
        return f"{ORIGIN}=http://127.0.0.1:{self.port}"

    @property
    def flags(self):
        return mcs.flags(self.port, self.mcs.port)

    def phone(self, **more):
        token = "phone:" + secrets.token_urlsafe(40)
        phone = Phone(ORIGIN + PATH + token, ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16), **more)
        self.phones[token] = phone
        return phone

    def forget(self, endpoint):
        """The phone gave up this subscription: 410 from now on."""
        self.gone.add(endpoint.removeprefix(ORIGIN + PATH))

    def fault(self, fault, endpoint=None):
        """For one endpoint, or for every one."""
        self.faults[endpoint and endpoint.removeprefix(ORIGIN + PATH)] = fault

    def heal(self):
        self.faults.clear()

    def switch_on(self, phone):
        phone.off = False
        self._deliver_kept()

    async def push(self, request):
        token, body = request.match_info["token"], await request.read()
        self.posts.append((token, dict(request.headers), body))
        self._now += 1
        self.busiest = max(self.busiest, self._now)
        try:
            if self.delay:
                await asyncio.sleep(self.delay)
            return await self._misbehave(request, token) or self._take(request.headers, token, body)
        finally:
            self._now -= 1

    async def _misbehave(self, request, token):
        fault = self.faults.get(token) or self.faults.get(None)
        if fault is None or fault.times == 0:
            return None
        if fault.times:
            fault.times -= 1
        if fault.hang:
            await asyncio.sleep(3_600)
        if fault.drip:
            request.transport.write(b"HTTP/1.1 201 Created\r\nX-A: ")
            while not request.transport.is_closing():
                request.transport.write(b"a")
                await asyncio.sleep(0.05)
        return web.Response(status=fault.status, headers=fault.headers, body=fault.body)

    def _take(self, headers, token, body):
        known = token in self.phones or token in self.registered
        if not known or token in self.gone:
            return web.Response(status=410, text="NotRegistered")
        refused = self._refused(headers, token, body) if self.check else None
        if refused:
            return web.Response(status=refused[0], text=refused[1])
        message = Message(
            body, int(headers["TTL"]), headers.get("Urgency", "normal"), headers.get("Topic"), time.monotonic()
        )
        waiting = self.kept.setdefault(token, [])
        if message.topic:
            waiting[:] = [each for each in waiting if each.topic != message.topic]
        waiting.append(message)
        self.accepted.add(ORIGIN + PATH + token)
        self._deliver_kept()
        return web.Response(status=201, headers={"Location": f"/m/{secrets.token_hex(4)}"})

    def _refused(self, headers, token, body):
        if not self._vapid_holds(headers.get("Authorization", ""), token):
            return 403, "BadJwtToken"
        whole = headers.get("TTL", "").isdigit() and headers.get("Content-Encoding") == "aes128gcm"
        if not whole or not headers.get("Content-Type"):
            return 400, "TTL, Content-Encoding or Content-Type"
        if len(body) > 4_096:
            return 413, "TooLarge"
        topic = headers.get("Topic")
        if topic is not None and not (0 < len(topic) <= 32 and all(c.isalnum() or c in "-_" for c in topic)):
            return 400, "Topic"
        known = headers.get("Urgency", "normal") in ("very-low", "low", "normal", "high")
        return None if known else (400, "Urgency")

    def _vapid_holds(self, header, token):
        try:
            parts = dict(each.strip().split("=", 1) for each in header.split(" ", 1)[1].split(","))
            claims = json.loads(base64.urlsafe_b64decode(parts["t"].split(".")[1] + "=="))
            sender = self.registered.get(token, {}).get("sender", parts["k"])
            return (
                Vapid02.verify(header)
                and parts["k"] == sender
                and claims["aud"] == ORIGIN
                and time.time() < claims["exp"] <= time.time() + 86_400
                and claims["sub"].startswith(("mailto:", "https:"))
            )
        except (LookupError, ValueError, VapidException):
            return False

    def _deliver_kept(self):
        for token, waiting in self.kept.items():
            waiting[:] = [each for each in waiting if each.ttl == 0 or not each.stale]
            phone = self.phones.get(token)
            for message in list(waiting):
                if phone is not None:
                    arrived = not phone.off
                    if arrived:
                        phone.take(message)
                else:
                    arrived = self.mcs.send(mcs.data_message(self.registered[token], message))
                if arrived or message.ttl == 0:
                    waiting.remove(message)

    async def checkin(self, request):
        return web.Response(body=mcs.checkin_answer(), content_type="application/x-protobuffer")

    async def register(self, request):
        form = dict(await request.post())
        if form.get("delete"):
            same = {t for t, each in self.registered.items() if each.get("X-subtype") == form.get("X-subtype")}
            self.gone |= same
            return web.Response(text="deleted=" + form.get("app", ""))
        token = form.get("X-appid", "x")[:11] + ":APA91b" + secrets.token_urlsafe(100).replace("_", "-")
        self.registered[token] = form
        return web.Response(text="token=" + token)


@asynccontextmanager
async def push_service(folder, **more):
    """A running service; `folder` takes its certificate."""
    service = PushService(**more)
    app = web.Application(client_max_size=10**6)
    app.router.add_post("/checkin", service.checkin)
    app.router.add_post("/register", service.register)
    app.router.add_post(PATH + "{token:.*}", service.push)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    service.port = site._server.sockets[0].getsockname()[1]
    await service.mcs.start(folder)
    try:
        yield service
    finally:
        await service.mcs.stop()
        await runner.cleanup()
