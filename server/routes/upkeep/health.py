"""Whether this process can serve, how the installation is, and how phones come to trust our own certificate."""

import html
from pathlib import Path
from typing import Any

from litestar import MediaType, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import ServiceUnavailableException

from server import clock
from server.adapters import authority
from server.db import read
from server.errors import NotAllowed, NotFound
from server.rules.access import Actor, scope_of
from server.services.upkeep.pulse import Pulse, pulse
from server.settings import Settings
from server.steps import pending
from server.wire import Struct

PAGE = Path(__file__).parent / "trust.html"


class HealthOut(Struct):
    """`ill`: nothing when all is well. `late`: seconds the oldest due notice is late."""

    ok: bool
    ill: list[str]
    late: float


class ReadyOut(Struct):
    ready: bool


@get("/health", opt={"may": "anyone"}, operation_id="Health")
async def health() -> Response[HealthOut]:
    """Whether notices go out: 503 when the oldest due one is late or no worker lives, or the database is away."""
    found = await pulse(now=clock.now())
    out = HealthOut(ok=not found.ill, ill=sorted(found.ill), late=round(found.late, 1))
    return Response(out, status_code=200 if out.ok else 503, headers={"Cache-Control": "no-store"})


@get("/ready", opt={"may": "anyone"}, operation_id="Ready")
async def ready() -> Response[ReadyOut]:
    """Whether this process may be sent requests: its database is there and has this release's schema."""
    async with read() as db:
        if await pending(db):
            raise ServiceUnavailableException
    return Response(ReadyOut(ready=True), headers={"Cache-Control": "no-store"})


@get("/metrics", opt={"may": "signed_in"}, media_type=MediaType.TEXT, operation_id="Metrics")
async def metrics(actor: NamedDependency[Actor]) -> Response[str]:
    """Prometheus text, for who may read the upkeep of any production; scrapers use a bearer token."""
    if not any(scope_of(membership, "upkeep", "read") for membership in actor.memberships.values()):
        raise NotAllowed
    return Response(_lines(await pulse(now=clock.now())), media_type="text/plain; version=0.0.4")


def _lines(found: Pulse) -> str:
    counts = found.counts
    values: list[tuple[str, str, Any]] = [
        ("callboard_notice_late_seconds", "how late the oldest due notice is", found.late),
        ("callboard_worker_beat_seconds", "since a worker said that it lives", found.beat),
        ("callboard_workers", "workers that live", counts.workers),
        ("callboard_tellings_waiting", "pushes and mails that wait", counts.tellings_waiting),
        ("callboard_sessions", "sessions that count", counts.sessions),
        ("callboard_parked", "queue entries parked and not settled", counts.parked),
        ("callboard_productions", "productions", counts.productions),
    ]
    told = [(name, words, value) for name, words, value in values if value is not None]
    return "".join(f"# HELP {name} {words}\n# TYPE {name} gauge\n{name} {value}\n" for name, words, value in told)


@get("/trust", opt={"may": "anyone"}, include_in_schema=False)
async def trust(settings: NamedDependency[Settings]) -> Response[str]:
    """The steps by which a phone trusts our own certificate; 404 where another's is used."""
    root = authority.root_of(settings.data)
    if not root.exists():
        raise NotFound
    page = PAGE.read_text().replace("{fingerprint}", html.escape(authority.fingerprint(root)))
    return Response(page, media_type=MediaType.HTML)


@get("/trust/callboard.crt", opt={"may": "anyone"}, include_in_schema=False)
async def trust_root(settings: NamedDependency[Settings]) -> Response[bytes]:
    """The root's certificate, as iPhone and Android install it."""
    root = authority.root_of(settings.data)
    if not root.exists():
        raise NotFound
    headers = {"Content-Disposition": 'attachment; filename="callboard.crt"'}
    return Response(root.read_bytes(), media_type="application/x-x509-ca-cert", headers=headers)


HANDLERS = [health, ready, metrics, trust, trust_root]
