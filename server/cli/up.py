"""`callboard up`: database, migrations, server and worker in one go; Ctrl-C stops them all."""

import asyncio
import fcntl
import http.client
import logging
import signal
import socket
import ssl
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
import msgspec

from server import clock, db, log, postgres, settings
from server.adapters import authority
from server.cli import children
from server.cli.children import Child
from server.cli.place import data_option, keep, plainly, told_by_environment
from server.ending import Ending
from server.migrate import migrate
from server.reach import Reach, is_loopback, reach
from server.services.access.entry import first_entry
from server.settings import Settings

STOPPING = 1.6  # seconds until what still runs is killed: all of it must be gone in five
STARTING = 60.0
say = logging.getLogger("callboard")


@click.command()
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for the network.")
@click.option("--port", default=8450, show_default=True)
@click.option("--public-url", default="", help="The origin under which phones reach it, if not host and port.")
@click.option("--trusted-proxies", default="", help="Addresses of proxies in front of it, with commas.")
@click.option("--demo", is_flag=True, help="The demo production, with codes to sign in.")
def up(*, data: Path | None, host: str, port: int, public_url: str, trusted_proxies: str, demo: bool) -> None:
    """Database, migrations, server and worker in one go. Beyond this machine it speaks HTTPS (docs/operate.md)."""
    found = told_by_environment(data)
    proxies = tuple(part.strip() for part in trusted_proxies.split(",") if part.strip()) or found.trusted_proxies
    from_environment = "" if found.public_url == Settings().public_url else found.public_url
    try:
        way = reach(
            host=host, port=port, public_url=public_url or from_environment, proxies=proxies, address=_own_address()
        )
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from wrong
    found = msgspec.structs.replace(found, public_url=way.public_url, trusted_proxies=proxies, demo=demo or found.demo)
    log.begin(found.log_level)
    with _alone(found.data):
        _refuse_taken(host, port)
        plainly(lambda: _run(found, way, host, port))


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    data.mkdir(parents=True, exist_ok=True)
    with (data / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise click.ClickException(f"Callboard runs already with --data {data}.") from None
        yield


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as taken:
        raise click.ClickException(f"{host} port {port} can't be listened on ({taken}). Try another --port.") from taken


def _own_address() -> str:
    """The address of this machine in its network; no packet is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _run(found: Settings, way: Reach, host: str, port: int) -> None:
    ended = Ending(signal.SIGINT, signal.SIGTERM)
    cluster: postgres.Cluster | None = None
    running: list[Child] = []
    try:
        if not found.database_url:
            cluster = postgres.start(found.data, pgbin=found.pgbin)
            found = msgspec.structs.replace(found, database_url=cluster.create("callboard"))
        words = asyncio.run(_unless(ended, _prepare(found)))
        if words is None:
            return
        keep(found, own_database=cluster is not None)
        settings.hand_down(found)
        certificate = _certificate(found, way, host)
        running += [Child("serve", ["serve", "--host", host, "--port", str(port), *certificate])]
        running += [Child("worker", ["worker"])]
        if not ended.is_asked() and _serves(running, host, port, tls=way.tls, ended=ended):
            print("\n".join([*way.says, *words, f"ready {way.public_url}"]), flush=True)
        while not ended.wait(0.3):
            for child in running:
                if child.look_after():
                    say.error("`callboard %s` ended and was started again", child.name)
    except children.GaveUp as gave_up:
        raise click.ClickException(str(gave_up)) from gave_up
    finally:
        children.stop(running, STOPPING)
        if cluster:
            cluster.stop(patience=1)


async def _unless(ended: Ending, work: Coroutine[Any, Any, list[str]]) -> list[str] | None:
    """What it returns; None if it had to end before. A signal sets `ended` and wakes no loop: it is looked at."""
    task = asyncio.create_task(work)
    while not (await asyncio.wait([task], timeout=0.2))[0]:
        if ended.is_asked():
            task.cancel()
            await asyncio.wait([task])
            return None
    return task.result()


async def _prepare(found: Settings) -> list[str]:
    """Migrate, make what the demo needs, and say how the first coordinator gets in."""
    await db.open_pool(found.database_url, size=2)
    try:
        await migrate()
        return await _ways_in(found)
    finally:
        await db.close_pool()


async def _ways_in(found: Settings) -> list[str]:
    if found.demo:
        clock.let_move()
        from server.cli import demo  # noqa: PLC0415  takes a second, and few want it

        return await demo.ways_in(found)
    if not found.signs_in:
        return []
    first = await first_entry(found.data, now=clock.now())
    if first is None:
        return []
    return [
        "Nobody has an account yet. The first coordinator signs in here, once, within a day:",
        f"  {found.public_url}/sign-in#first={first.link}",
        f"  or with the code {first.code[:4]} {first.code[4:]}",
    ]


def _certificate(found: Settings, way: Reach, host: str) -> list[str]:
    if not way.tls:
        return []
    public = urlsplit(way.public_url).hostname or host
    names = {public, "localhost", "127.0.0.1", socket.gethostname(), _own_address()}
    pair = authority.certify(found.data, names, now=clock.now())
    return ["--certificate", str(pair.certificate), "--key", str(pair.key)]


def _serves(running: list[Child], host: str, port: int, *, tls: bool, ended: Ending) -> bool:
    """Wait until it answers. Raises ClickException after a minute, GaveUp when it can't start."""
    until = time.monotonic() + STARTING
    while not ended.wait(0.1):
        for child in running:
            child.look_after()
        if _ready(host, port, tls=tls):
            return True
        if time.monotonic() > until:
            raise click.ClickException(f"The server didn't answer within {STARTING:.0f} s; the log says why.")
    return False


def _ready(host: str, port: int, *, tls: bool) -> bool:
    here = host if is_loopback(host) or host not in ("0.0.0.0", "::") else "127.0.0.1"  # noqa: S104
    connection: http.client.HTTPConnection = http.client.HTTPConnection(here, port, timeout=2)
    if tls:
        # to ourselves, by an address that may not stand in the certificate
        context = ssl._create_unverified_context()  # noqa: S323, SLF001
        connection = http.client.HTTPSConnection(here, port, timeout=2, context=context)
    try:
        connection.request("GET", "/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
