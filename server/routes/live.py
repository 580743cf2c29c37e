"""The live feed: server-sent events of what changed, to those who may read it."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, Parameter
from litestar.response import Stream

from server.models.facts.queries import FactRow
from server.rules.access import Actor, may
from server.services.live.hub import Hub
from server.wire import encode

_AFTER = Annotated[int | None, Parameter(ge=0, le=2**62)]


@get(
    "/api/productions/{production_id:int}/live",
    opt={"may": ("live", "read")},
    operation_id="Live",
    media_type="text/event-stream",
)
async def live(
    request: Request[Any, Any, Any],
    actor: NamedDependency[Actor],
    production_id: FromPath[int],
    after: FromQuery[_AFTER] = None,
) -> Stream:
    """Facts from `after` (or the header `Last-Event-ID`) on: `(seq, kind, subject, subject_id, revision)`.

    `event: reset` carries the newest number: what was held before must be fetched anew. A comment every 15 s.
    A fact numbered 0 is of the moment only: `here`, who has that day's draft open has changed.
    """
    last = request.headers.get("last-event-id", "")
    if last.isdecimal() and len(last) < 19:
        after = int(last)
    hub: Hub = request.app.state.hub
    membership, _ = may(actor, "live", "read", production_id=production_id)
    facts = hub.facts(membership, session_id=actor.session_id or 0, after=after)
    return Stream(
        _lines(facts),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _lines(facts: AsyncIterator[FactRow | int | None]) -> AsyncIterator[bytes]:
    yield b"retry: 2000\n\n"
    async for fact in facts:
        if fact is None:
            yield b": still here\n\n"
        elif isinstance(fact, int):
            yield f"event: reset\nid: {fact}\ndata: {fact}\n\n".encode()
        elif not fact.seq:
            yield b"event: fact\ndata: %s\n\n" % encode(fact)
        else:
            yield b"event: fact\nid: %d\ndata: %s\n\n" % (fact.seq, encode(fact))


HANDLERS = [live]
