"""The guard of every route: `opt={"may": …}` says what it takes; a route that says nothing stops the server's start.

`"anyone"` · `"signed_in"` (one's own account) · `(resource, action)` of the policy table, on its `production_id`.
"""

from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from server.edge.who import actor_of, address_of, cookie, cookie_token, header, token_of, why_not
from server.errors import WrongType
from server.rules.access import POLICY, Actor, may, may_write
from server.services.access.visitor import PHONE, Visitor

OPEN = "anyone"
SIGNED_IN = "signed_in"
_READING = ("GET", "HEAD")


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    wanted = handler.opt.get("may")
    # the hottest read asks for session and right in its own one statement
    if wanted != OPEN and not handler.opt.get("asked_within"):
        actor = await actor_of(connection.scope)
        if actor is None:
            raise await why_not(connection.scope)
        admit(actor, wanted, connection.path_params, str(connection.scope.get("method")))
    _readable(connection.scope, handler)


def _readable(scope: Any, handler: BaseRouteHandler) -> None:
    """A body comes as the one type that its route declares; a route without a body doesn't look. Raises WrongType.

    Litestar would read JSON out of whatever a form of another site can send without the browser asking us first.
    """
    data = handler.parsed_fn_signature.parameters.get("data")
    declared = getattr(data and data.kwarg_definition, "media_type", None)
    if declared is None:
        return
    sent = header(scope, b"content-type").split(";")[0].strip().lower()
    if sent != declared:
        raise WrongType(
            f"This was sent as {sent or 'nothing in particular'}.", next_step=f"Send it as {declared.value}."
        )


def admit(actor: Actor, wanted: object, path: Mapping[str, Any], method: str) -> None:
    """Whether a signed-in person has the right that a route declares. Raises NotFound, NotAllowed, Archived."""
    if isinstance(wanted, tuple):
        resource, action = wanted
        judge = may if method in _READING else may_write
        judge(actor, resource, action, production_id=int(path["production_id"]))


async def provide_actor(request: Request[Any, Any, Any]) -> Actor:
    """The dependency `actor`. Raises NotSignedIn where an open route asks for one that isn't there."""
    actor = await actor_of(request.scope)
    if actor is None:
        raise await why_not(request.scope)
    return actor


async def provide_session_token(request: Request[Any, Any, Any]) -> str:
    """The dependency `session_token`, for the read that asks who it is in its own statement; "" where there is none."""
    return token_of(request.scope)


async def provide_visitor(request: Request[Any, Any, Any]) -> Visitor:
    """The dependency `visitor`, for routes that are open to anyone."""
    scope = request.scope
    return Visitor(
        actor=await actor_of(scope),
        token=cookie_token(scope),
        address=address_of(scope),
        agent=header(scope, b"user-agent"),
        phone=cookie(scope, PHONE),
    )


def undeclared(routes: Any) -> list[str]:
    """Routes that declare no right, or one that the policy table doesn't know."""
    wrong = []
    for route in routes:
        for handler in route.route_handlers:
            wanted = handler.opt.get("may")
            if handler.http_methods == {"OPTIONS"}:
                continue  # Litestar's own answer: no body, no data
            known = wanted in (OPEN, SIGNED_IN) or (isinstance(wanted, tuple) and wanted in POLICY)
            if not known:
                wrong.append(f"{route.path}: {wanted!r}")
    return wrong
