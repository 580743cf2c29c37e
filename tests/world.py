"""The cast: Nia coordinates, Omar pulls focus, Lena heads Camera; Theo is on another production and must see nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import httpx

from server import clock
from server.app import create_app
from server.db import tx
from server.services.access import sessions
from server.settings import Settings

ORIGIN = "https://test"


class Client(httpx.AsyncClient):
    """A browser of one person: the session cookie, same-origin, a fresh request id on every unsafe request."""

    async def request(self, method: str, url: Any, **more: Any) -> httpx.Response:
        headers = {"Sec-Fetch-Site": "same-origin"}
        if method not in ("GET", "HEAD", "OPTIONS"):
            headers |= {"Callboard-Request": str(uuid4()), "Callboard-Format": "1"}
        return await super().request(method, url, **more | {"headers": headers | dict(more.pop("headers", None) or {})})


@dataclass
class Person:
    account_id: int
    member_id: int
    client: Client
    token: str


@dataclass
class World:
    app: Any
    stranger: Client
    production: int = 0
    other_production: int = 0
    unit: int = 0
    camera: int = 0
    office: int = 0
    people: dict[str, Person] = field(default_factory=dict)
    settings: Settings = field(default_factory=Settings)
    stack: Any = None

    async def browser(self, *, session: str = "", address: str = "192.0.2.1") -> Client:
        """Another browser, signed in only by the session token it is given."""
        return await _client(self.app, self.stack, session, address)

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__.get("people", {}):
            return self.people[name].client
        raise AttributeError(name)


@cache
def application() -> Any:
    """One for all tests of this process: to build it takes longer than most of them."""
    return create_app(Settings(public_url=ORIGIN), own_pool=False)


@asynccontextmanager
async def empty_world(data: Any) -> AsyncIterator[World]:
    """The app, and nobody who ever signed in."""
    settings = Settings(public_url=ORIGIN, data=data)
    app = application()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(alive(app))
        app.state.settings = settings
        yield World(app=app, stranger=await _client(app, stack), settings=settings, stack=stack)


@asynccontextmanager
async def build_world(data: Any) -> AsyncIterator[World]:
    async with empty_world(data) as world:
        async with tx() as db:
            world.production = await _production(db, "Harbour Lights")
            world.other_production = await _production(db, "Night Ferry")
            world.unit = await _id(db, "unit (production_id, name)", world.production, "Main")
            other_unit = await _id(db, "unit (production_id, name)", world.other_production, "Main")
            world.office = await _id(db, "department (production_id, name)", world.production, "Production")
            world.camera = await _id(db, "department (production_id, name)", world.production, "Camera")
            other_office = await _id(db, "department (production_id, name)", world.other_production, "Production")
            del other_unit
            for name, role, department, title, head in (
                ("nia", "coordinator", world.office, "Production Coordinator", False),
                ("omar", "crew", world.camera, "1st AC", False),
                ("lena", "head", world.camera, "Director of Photography", True),
                ("bjorn", "second_ad", world.office, "2nd Assistant Director", False),
            ):
                world.people[name] = await _person(db, world.production, name, role, department, title, head)
            world.people["theo"] = await _person(
                db, world.other_production, "theo", "coordinator", other_office, "Production Coordinator", False
            )
        for person in world.people.values():
            person.client = await world.browser(session=person.token)
        yield world


async def joined(world: World, name: str, role: str, title: str = "") -> Person:
    """One more of Nia's production, in the office, with a browser of their own."""
    async with tx() as db:
        person = await _person(db, world.production, name, role, world.office, title, head=False)
    person.client = await world.browser(session=person.token)
    world.people[name] = person
    return person


@asynccontextmanager
async def alive(app: Any) -> AsyncIterator[None]:
    """The app's lifespan in a task of its own: a fixture is set up and torn down in different tasks."""
    ready, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            ready.set()
            await stop.wait()

    task = asyncio.create_task(live())
    started = asyncio.create_task(ready.wait())
    await asyncio.wait({task, started}, return_when=asyncio.FIRST_COMPLETED)
    started.cancel()
    if not ready.is_set():
        await task
    try:
        yield
    finally:
        stop.set()
        await task


async def _client(app: Any, stack: Any, session: str = "", address: str = "192.0.2.1") -> Client:
    transport = httpx.ASGITransport(app=app, client=(address, 50_000))
    # in the jar under the name that the jar gives to a host without a dot, so that a cookie the server sets replaces it
    client = Client(transport=transport, base_url=ORIGIN)
    if session:
        client.cookies.set(sessions.COOKIE, session, domain="test.local", path="/")
    return await stack.enter_async_context(client)


async def _id(db: Any, into: str, *values: Any) -> int:
    places = ", ".join(f"${n}" for n in range(1, len(values) + 1))
    return await db.fetchval(f"INSERT INTO {into} VALUES ({places}) RETURNING id", *values)


async def _production(db: Any, name: str) -> int:
    return await _id(db, "production (name)", name)


async def _person(db: Any, production: int, name: str, role: str, department: int, title: str, head: bool) -> Person:
    email = f"{name}@example.test"
    account = await _id(db, "account (name, email)", name.title(), email)
    member = await _id(
        db, "member (production_id, account_id, name, email, roles)", production, account, name.title(), email, [role]
    )
    await _id(
        db, "member_position (production_id, member_id, department_id, title, head)",
        production, member, department, title, head,
    )  # fmt: skip
    await _id(
        db, "access_grant (production_id, account_id, member_id, roles, departments, heads)",
        production, account, member, [role], [department], [department] if head else [],
    )  # fmt: skip
    device = await _id(db, "device (account_id, name)", account, f"{name}'s phone")
    token = await sessions.open_session(
        db, account_id=account, device_id=device, expires_at=clock.now() + timedelta(days=14)
    )
    return Person(account, member, None, token)  # type: ignore[arg-type]
