"""Who asks: the session cookie or the bearer token, looked up once a request."""

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


def cookie(scope: Any, name: str) -> str:
    """Read here: over HTTP/2 each cookie has a header of its own, and the standard library gives up at a name or value
    that another application of the host wrote out of order.
    """
    for key, value in scope["headers"]:
        for part in value.decode("latin-1").split(";") if key == b"cookie" else ():
            found, _, text = part.strip().partition("=")
            if found == name:
                return str(text)
    return ""


def cookie_token(scope: Any) -> str:
    return cookie(scope, sessions.COOKIE)


def bearer_token(scope: Any) -> str:
    kind, _, token = header(scope, b"authorization").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def token_of(scope: Any) -> str:
    """What stands for somebody: a bearer token, else the session's."""
    return bearer_token(scope) or cookie_token(scope)


def address_of(scope: Any) -> str:
    """Where a request comes from; behind a trusted proxy `Forwarded` has put the caller there."""
    return str((scope.get("client") or ("",))[0])


async def actor_of(scope: Any) -> Actor | None:
    """The actor of this request or None; a bearer token never comes with a cookie."""
    state = scope.setdefault("state", {})
    found = state.get("callboard_actor", _UNKNOWN)
    if found is _UNKNOWN:
        token = token_of(scope)
        found = await sessions.actor_of(token, now=clock.now()) if token else None
        state["callboard_actor"] = found
    return found  # type: ignore[no-any-return]


def whose(scope: Any) -> list[tuple[bytes, bytes]]:
    """The header that says whose answer this is, where the request was asked who it is: a page keeps only its own.

    Documents have it, pages don't: a stranger's page is one for everybody.
    """
    found = scope.get("state", {}).get("callboard_actor") if scope["path"].startswith("/api/") else None
    return [(b"callboard-account", str(found.account_id).encode())] if isinstance(found, Actor) else []


async def why_not(scope: Any) -> NotSignedIn:
    """What to answer where `actor_of` found nobody: its code says whether the phone's copies stay."""
    return await sessions.why_not(token_of(scope), now=clock.now())
