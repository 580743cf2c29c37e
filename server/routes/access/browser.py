"""The browser behind a request: its session cookie, and the random cookie by which wrong codes are counted."""

import secrets
from datetime import datetime
from typing import Any

from litestar import Request, Response

from server.edge.who import address_of, header
from server.services.access.limits import Guard
from server.services.access.sessions import COOKIE, SignedIn
from server.settings import Settings
from server.wire import Struct

PHONE = "__Host-callboard-phone"
_YEAR = 365 * 86_400


class SignedInOut(Struct):
    """Signed in; the session itself is in the cookie."""

    account_id: int
    expires_at: datetime


def guard_of(request: Request[Any, Any, Any], settings: Settings) -> Guard:
    """By what wrong codes are counted; without the cookie, by address and browser together."""
    address = address_of(request.scope, settings.trusted_proxies)
    device = request.cookies.get(PHONE) or f"{address} {header(request.scope, b'user-agent')}"
    return Guard(device, address)


def remember_phone(request: Request[Any, Any, Any], response: Response[Any]) -> None:
    if PHONE not in request.cookies:
        _cookie(response, PHONE, secrets.token_urlsafe(16), _YEAR)


def signed_in(result: SignedIn, *, now: datetime) -> Response[SignedInOut]:
    """The answer that carries the session's cookie. A browser keeps no cookie for more than 400 days."""
    body = SignedInOut(account_id=result.account_id, expires_at=result.expires_at)
    response = Response(body, status_code=200, headers={"Cache-Control": "no-store"})
    _cookie(response, COOKIE, result.token, min(int((result.expires_at - now).total_seconds()), _YEAR))
    return response


def signed_out(response: Response[Any]) -> None:
    _cookie(response, COOKIE, "", 0)


def _cookie(response: Response[Any], name: str, value: str, seconds: int) -> None:
    # Lax, not Strict: a tap on a link in a mail or on a label must arrive signed in; unsafe methods ask for the site
    response.set_cookie(name, value, max_age=seconds, path="/", secure=True, httponly=True, samesite="lax")
