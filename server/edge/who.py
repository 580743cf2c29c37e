"""Who asks: the session cookie or the bearer token, looked up once a request."""

from http.cookies import SimpleCookie
from typing import Any

from server import clock
from server.errors import NotSignedIn
from server.rules.access import Actor
from server.services.access import sessions

_UNKNOWN = object()


def header(scope: Any, name: bytes) -> str:
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return ""


def cookie_token(scope: Any) -> str:
    text = header(scope, b"cookie")
    if sessions.COOKIE not in text:
        return ""
    morsel = SimpleCookie(text).get(sessions.COOKIE)
    return morsel.value if morsel else ""


def bearer_token(scope: Any) -> str:
    kind, _, token = header(scope, b"authorization").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def address_of(scope: Any) -> str:
    """Where a request comes from; behind a trusted proxy `Forwarded` has put the caller there."""
    return str((scope.get("client") or ("",))[0])


async def actor_of(scope: Any) -> Actor | None:
    """The actor of this request or None; a bearer token never comes with a cookie."""
    state = scope.setdefault("state", {})
    found = state.get("callboard_actor", _UNKNOWN)
    if found is _UNKNOWN:
        token = bearer_token(scope) or cookie_token(scope)
        found = await sessions.actor_of(token, now=clock.now()) if token else None
        state["callboard_actor"] = found
    return found  # type: ignore[no-any-return]


async def why_not(scope: Any) -> NotSignedIn:
    """What to answer where `actor_of` found nobody: its code says whether the phone's copies stay."""
    return await sessions.why_not(bearer_token(scope) or cookie_token(scope), now=clock.now())
