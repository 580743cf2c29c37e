"""`create_app()`: the only place where everything meets."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from server import settings as settings_module
from server.db import close_pool, open_pool
from server.edge import build
from server.edge.demo import DemoClock
from server.edge.forwarded import Forwarded
from server.edge.guard import guard, provide_actor, provide_session_token, provide_visitor, undeclared
from server.edge.problems import HANDLERS as PROBLEMS
from server.edge.replay import Replay
from server.edge.shield import Shield
from server.routes import (
    access,
    demo,
    gear,
    intake,
    live,
    messages,
    notify,
    production,
    reports,
    schedule,
    sheets,
    tasks,
    upkeep,
)
from server.services.demo import clock as demo_clock
from server.services.live.hub import Hub
from server.settings import Settings

AREAS = [
    access,
    production,
    notify,
    tasks,
    schedule,
    gear,
    sheets,
    reports,
    messages,
    intake,
    live,
    upkeep,
    demo,
]  # fmt: skip
"""Every `server/routes/<area>.py`, each with its `HANDLERS`."""


SCHEMA = Router(path="/schema", route_handlers=[], opt={"may": "signed_in"})


def create_app(settings: Settings | None = None, *, web: Path = build.WEB, own_pool: bool = True) -> Litestar:
    """The ASGI application. `own_pool=False`: the caller has opened the pool (tests).

    Raises RuntimeError naming every route that declares no right.
    """
    settings = settings or settings_module.load()

    app = Litestar(
        route_handlers=[*(handler for area in AREAS for handler in area.HANDLERS), build.pages(web)],
        guards=[guard],
        middleware=[Replay],
        dependencies={
            "actor": Provide(provide_actor),
            "session_token": Provide(provide_session_token),
            "visitor": Provide(provide_visitor),
            "settings": Provide(_settings, sync_to_thread=False),
        },
        exception_handlers=PROBLEMS,
        lifespan=[_life(settings, own_pool=own_pool)],
        request_max_body_size=None,  # Shield bounds it
        openapi_config=OpenAPIConfig(
            title="Callboard",
            version="0.1.0",
            use_handler_docstrings=True,
            render_plugins=[JsonRenderPlugin()],
            openapi_router=SCHEMA,
        ),
    )
    wrong = undeclared(app.routes)
    if wrong:
        raise RuntimeError("routes that declare no right: " + ", ".join(wrong))
    app.asgi_handler = _wrapped(app.asgi_handler, settings)
    return app


def _settings(state: State) -> Settings:
    found: Settings = state.settings
    return found


def _life(settings: Settings, *, own_pool: bool) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        app.state.settings = settings
        if own_pool:
            await open_pool(settings.database_url, size=settings.pool_size)
        if settings.demo:
            await demo_clock.begin()
        app.state.hub = Hub()
        beside = [app.state.hub.run(), demo_clock.follow()] if settings.demo else [app.state.hub.run()]
        running = [asyncio.create_task(part) for part in beside]
        try:
            yield
        finally:
            for task in running:
                task.cancel()
            await asyncio.wait(running)
            if own_pool:
                await close_pool()

    return lifespan


def _wrapped(app: Any, settings: Settings) -> Any:
    """What every request passes before the application itself."""
    inner = DemoClock(app) if settings.demo else app
    return Forwarded(Shield(inner, public_url=settings.public_url), trusted=settings.trusted_proxies)


def app() -> Any:
    """Factory for the server process: settings from the environment."""
    return create_app()
