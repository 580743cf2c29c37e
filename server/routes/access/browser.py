"""The browser behind a request: its session cookie, and the random cookie by which wrong codes are counted."""

import secrets
from datetime import datetime
from typing import Any

from litestar import Response

from server.services.access.sessions import COOKIE, SignedIn
from server.services.access.visitor import PHONE, Visitor
from server.wire import Struct

_YEAR = 365 * 86_400


class SignedInOut(Struct):
    """Signed in; the session itself is in the cookie."""

    account_id: int
    expires_at: datetime


def remember_phone(visitor: Visitor, response: Response[Any]) -> None:
    if not visitor.phone:
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
