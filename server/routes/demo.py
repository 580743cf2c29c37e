"""The demo's evening, played for whoever looks. Anywhere else these are not found."""

from typing import Annotated

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from server import clock
from server.errors import NotFound
from server.rules.access import Actor, may
from server.services.demo import evening
from server.services.demo.evening import EveningOut
from server.settings import Settings
from server.wire import Struct

_PATH = "/api/productions/{production_id:int}/evening"


class PlayIn(Struct):
    """Milliseconds between two steps: with the usual 8000 the evening takes a minute and a half."""

    pause_ms: Annotated[int, msgspec.Meta(ge=0, le=60_000)] = evening.PAUSE_MS


class DemoOut(Struct):
    """`evening` None: it can still be played, or there is no running day to play it on."""

    evening: EveningOut | None


@get(_PATH, opt={"may": ("sheet", "preview")}, operation_id="ReadEvening")
async def read_evening(
    actor: NamedDependency[Actor], settings: NamedDependency[Settings], production_id: FromPath[int]
) -> DemoOut:
    """How far the evening is. 404 outside of a demo."""
    may(actor, "sheet", "preview", production_id=production_id)
    if not settings.demo:
        raise NotFound
    return DemoOut(evening=await evening.look(production_id))


@post(_PATH, opt={"may": ("sheet", "publish")}, status_code=202, operation_id="PlayEvening")
async def play_evening(
    actor: NamedDependency[Actor],
    settings: NamedDependency[Settings],
    production_id: FromPath[int],
    data: JSONBody[PlayIn],
) -> EveningOut:
    """Plays it, once, from the hour that it is. 404 outside of a demo: no other production's clock is moved."""
    if not settings.demo:
        raise NotFound
    return await evening.begin(production_id, data.pause_ms, by=actor, now=clock.now())


HANDLERS = [read_evening, play_evening]
