"""Replayed requests get the answer they got: the phone's outbox may send everything twice.

An unsafe request of a signed-in person carries `Callboard-Request: <uuid>` and `Callboard-Format: <v>`. The whole
request runs in one transaction, in which (account, id, hash of method, path and body, answer) is kept: the server may
die anywhere and the retry still finds either nothing done or the answer given.
Routes opt out with `opt={"replay": False}` (sign-in, codes, uploads); bearer tokens may leave the id out.
"""

import hashlib
import re
from typing import Any
from uuid import UUID

from litestar.types import ASGIApp, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from server.db import tx
from server.edge.guard import admit
from server.edge.who import actor_of, header
from server.errors import Conflict, Invalid
from server.models.access import queries

_FORMAT = re.compile("[0-9]{1,4}")
_UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


class _NotKept(Exception):  # noqa: N818  control flow, not an error
    """Rolls back a refused request's transaction; what was to be answered is in `messages`."""


class Replay:
    """Litestar middleware, inside routing (it reads the handler's `opt` and the path's production)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        handler: Any = scope.get("route_handler")
        method = scope.get("method")
        if method not in _UNSAFE or handler is None or handler.opt.get("replay") is False:
            await self.app(scope, receive, send)
            return
        actor = await actor_of(scope)
        request_id = header(scope, b"callboard-request")
        if actor is None or (actor.bearer and not request_id):
            await self.app(scope, receive, send)
            return
        # also before a stored answer is given again
        admit(actor, handler.opt.get("may"), scope.get("path_params", {}), str(method))
        await self._once(scope, receive, send, actor.account_id, _uuid(request_id))

    async def _once(self, scope: Scope, receive: Receive, send: Send, account_id: int, request_id: str) -> None:
        body = await _body(receive)
        told = hashlib.sha256(f"{scope['method']} {scope['path']}\n".encode() + body).digest()  # type: ignore[typeddict-item]
        v = header(scope, b"callboard-format")
        messages: list[Any] = []

        async def keep(message: Any) -> None:
            messages.append(message)

        path: Any = scope.get("path_params", {})
        try:
            async with tx(path.get("production_id")) as db:
                await queries.lock_request(db, account_id, request_id)
                before = await queries.answer_of(db, account_id, request_id)
                if before is not None:
                    messages = _again(before, told)
                else:
                    await self.app(scope, _replayed(body, receive), keep)
                    status, answer, media = _flat(messages)
                    _keep_only_good(status)
                    await queries.keep_answer(
                        db, account_id, request_id, int(v) if _FORMAT.fullmatch(v) else 0, told, status, answer, media
                    )
            # only now, after COMMIT: the phone's queue lets an entry go when its id is named, and on nothing else
            _name(messages[0], request_id)
        except _NotKept:
            pass
        except BaseException:
            # nothing of the kept answer was sent: what went wrong (a COMMIT that failed) can still be told
            ScopeState.from_scope(scope).response_started = False
            raise
        for message in messages:
            await send(message)


def _name(start: Any, request_id: str) -> None:
    start["headers"] = [*start["headers"], (b"callboard-request", request_id.encode())]


def _keep_only_good(status: int) -> None:
    if status >= 400:
        raise _NotKept


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise Invalid("The request carries no id.", errors=[{"where": "Callboard-Request", "what": "a UUID"}]) from None


async def _body(receive: Receive) -> bytes:
    chunks = []
    while True:
        message: Any = await receive()
        chunks.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return b"".join(chunks)


def _replayed(body: bytes, receive: Receive) -> Any:
    sent = False

    async def once() -> Any:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once


def _again(before: tuple[bytes, int, bytes, str], told: bytes) -> list[Any]:
    body_hash, status, answer, media = before
    if body_hash != told:
        raise Conflict("This request id was used for something else.", code="request_id_reused")
    headers = [(b"content-type", media.encode()), (b"content-length", str(len(answer)).encode())]
    headers.append((b"callboard-replayed", b"1"))
    return [
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": answer, "more_body": False},
    ]


def _flat(messages: list[Any]) -> tuple[int, bytes, str]:
    start = messages[0]
    headers = {name.lower(): value for name, value in start["headers"]}
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return start["status"], body, headers.get(b"content-type", b"application/json").decode("latin-1")
