"""One publish that concerns 300 phones, at 40 ms of the push service's time; and the sender's CPU for one push."""

import asyncio
import secrets
import statistics
import sys
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pywebpush import webpush

from bench._floor import Receiver, send_all
from bench._service import HEAD
from bench.row import Row
from server import clock
from server.adapters.push_keys import VapidKeys, vapid_keys
from server.adapters.push_sender import Push, PushSender, rewrites
from server.db import read, tx
from server.rules.notify import message
from server.services.notify.write import About, NoticeIn, write
from server.settings import Settings
from server.workers.main import Worker

PHONES = 300
SERVICE = 0.040
ROUNDS = 5
ORIGIN = "https://jmt17.google.com"
DAY = 12
PAYLOAD = b'{"day_id":12,"calls":[{"at":"2030-04-11T10:12:00Z","place":"North field"}],"note":"' + b"x" * 700 + b'"}'


async def rows(dsn: str) -> list[Row]:  # noqa: ARG001  the pool is open on it
    """Fan-out (seconds from `release_at` until the last is recorded as accepted), a `webpush()` loop, CPU (ms)."""
    with tempfile.TemporaryDirectory(prefix="callboard-bench-") as folder:
        data = Path(folder)
        keys = vapid_keys(data, "office@example.test")
        async with _service(SERVICE) as address, _service(0.0) as prompt:
            pushes = await _crew()
            fan_out, floor = await _fan_outs(data, keys, pushes, address)
            loop = await asyncio.to_thread(_one_by_one, data, pushes, address)
            cpu, least = await _cpu(keys, pushes, prompt)
    return [
        Row(f"push: {PHONES} phones, publish to last accepted", fan_out, floor, "s", at_most=1.3),
        Row(f"push: {PHONES} phones, webpush() in a loop", loop, floor, "s"),
        Row("push: sender CPU for one", cpu, least, "ms", at_most=1.5),
    ]


@asynccontextmanager
async def _service(delay: float) -> AsyncIterator[str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench._service", str(delay), stdout=asyncio.subprocess.PIPE
    )
    if process.stdout is None:
        raise RuntimeError("the service has no output")
    line = (await process.stdout.readline()).decode().removeprefix(HEAD)
    try:
        yield f"http://127.0.0.1:{int(line)}"
    finally:
        process.kill()
        await process.wait()


async def _crew() -> list[Push]:
    async with tx() as db:
        production = await db.fetchval("INSERT INTO production (name) VALUES ('Harbour Lights') RETURNING id")
        pushes = []
        for n in range(PHONES):
            account = await db.fetchval("INSERT INTO account (name) VALUES ($1) RETURNING id", f"Crew {n}")
            member = await db.fetchval(
                "INSERT INTO member (production_id, account_id, name) VALUES ($1, $2, $3) RETURNING id",
                production, account, f"Crew {n}",
            )  # fmt: skip
            await db.execute(
                "INSERT INTO access_grant (production_id, account_id, member_id) VALUES ($1, $2, $3)",
                production, account, member,
            )  # fmt: skip
            push = _push(n)
            await db.execute(
                "INSERT INTO subscription (account_id, endpoint, p256dh, auth) VALUES ($1, $2, $3, $4)",
                account, push.endpoint, push.p256dh, push.auth,
            )  # fmt: skip
            pushes.append(push)
    return pushes


def _push(n: int) -> Push:
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )  # fmt: skip
    said = message.Said(
        notice_id=n, account_id=n, subject="sheet", subject_id=DAY, rings=True, must_confirm=False,
        title="Your call 06:12 → 05:45", body="Fri 11 Apr. Parking moved.", day=PAYLOAD, token="t" * 43,
        sent_at=clock.now(),
    )  # fmt: skip
    return Push(
        endpoint=f"{ORIGIN}/fcm/send/{secrets.token_urlsafe(60)}", p256dh=_text(point),
        auth=_text(secrets.token_bytes(16)), data=message.encoded(said), ttl=36_000, urgent=True,
        topic=message.topic("sheet", DAY),
    )  # fmt: skip


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


async def _fan_outs(data: Path, keys: VapidKeys, pushes: list[Push], address: str) -> tuple[float, float]:
    """(ours, floor): medians of interleaved rounds, in seconds."""
    receivers, header = [Receiver(push) for push in pushes], keys.header(ORIGIN, now=clock.now())
    settings = Settings(data=data, contact="office@example.test", push_rewrite=f"{ORIGIN}={address}")
    stop = asyncio.Event()
    working = asyncio.create_task(Worker(settings, own_pool=False).run(stop))
    ours, floors = [], []
    for rank in range(1, ROUNDS + 2):
        began = time.perf_counter()
        await send_all(pushes, receivers, address, header)
        floors.append(time.perf_counter() - began)
        ours.append(await _publish(rank))
    stop.set()
    await working
    return statistics.median(ours[1:]), statistics.median(floors[1:])


async def _publish(rank: int) -> float:
    now = clock.now()
    release_at = now + timedelta(seconds=1.5)
    async with tx() as db:
        production = await db.fetchval("SELECT max(id) FROM production")
        members = [row[0] for row in await db.fetch("SELECT id FROM member WHERE production_id = $1", production)]
        told = [
            NoticeIn(
                member_id=member, rings=True, must_confirm=False, payload=PAYLOAD,
                words={"title": "Your call 06:12 → 05:45", "body": "Fri 11 Apr. Parking moved."}, deadline=None,
                expires_at=now + timedelta(hours=10),
            )
            for member in members
        ]  # fmt: skip
        await write(db, production, told, about=About("sheet", DAY, rank, rank), release_at=release_at, now=now)
    while True:
        await asyncio.sleep(0.1)
        async with read() as db:
            many, last = await db.fetchrow(
                "SELECT count(*), max(r.at) FROM notice n JOIN receipt r ON r.production_id = n.production_id"
                " AND r.notice_id = n.id WHERE n.production_id = $1 AND n.rank = $2 AND r.state = 'accepted'",
                production, rank,
            )  # fmt: skip
        if many == PHONES:
            return float((last - release_at).total_seconds())


def _one_by_one(data: Path, pushes: list[Push], address: str) -> float:
    began = time.perf_counter()
    for push in pushes:
        webpush(
            {"endpoint": address + "/x", "keys": {"p256dh": push.p256dh, "auth": push.auth}},
            push.data, vapid_private_key=str(data / "keys" / "vapid.pem"),
            vapid_claims={"sub": "mailto:office@example.test"}, ttl=push.ttl,
        )  # fmt: skip
    return time.perf_counter() - began


async def _cpu(keys: VapidKeys, pushes: list[Push], address: str) -> tuple[float, float]:
    """(ours, floor): milliseconds of this process for one push, medians of interleaved rounds."""
    receivers, header = [Receiver(push) for push in pushes], keys.header(ORIGIN, now=clock.now())
    ours, floors = [], []
    async with PushSender(keys, rewrite=rewrites(f"{ORIGIN}={address}")) as sender:
        for _ in range(ROUNDS + 1):
            began = time.process_time()
            await send_all(pushes, receivers, address, header)
            floors.append(time.process_time() - began)
            waiting = list(pushes)
            began = time.process_time()
            await asyncio.gather(*(_lane(sender, waiting) for _ in range(32)))
            ours.append(time.process_time() - began)
    return statistics.median(ours[1:]) / PHONES * 1_000, statistics.median(floors[1:]) / PHONES * 1_000


async def _lane(sender: PushSender, waiting: list[Push]) -> None:
    while waiting:
        await sender.send(waiting.pop(), now=clock.now())
