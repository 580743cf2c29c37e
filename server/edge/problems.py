"""Every error as RFC 9457 problem details: a code, what was wrong, where, and what to do next."""

import logging
import re
from collections.abc import Callable
from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException, ValidationException

from server import errors
from server.wire import encode

log = logging.getLogger("callboard.problems")


def _answer(refused: errors.Refused, status: int | None = None) -> Response[bytes]:
    status = status or refused.status
    body: dict[str, Any] = {
        "type": f"urn:callboard:{refused.own_code}",
        "title": refused.title,
        "status": status,
        "detail": refused.detail,
        "code": refused.own_code,
        "next": refused.next_step,
        **refused.more,
    }
    headers = {"Cache-Control": "no-store"}
    if "retry_after" in refused.more:
        headers["Retry-After"] = str(refused.more["retry_after"])
    return Response(encode(body), status_code=status, media_type="application/problem+json", headers=headers)


def _refused(_: Request[Any, Any, Any], refused: errors.Refused) -> Response[bytes]:
    return _answer(refused)


_PATH = re.compile(r" - at `\$\.?(?P<where>[^`]*)`$")


def _invalid(_: Request[Any, Any, Any], wrong: ValidationException) -> Response[bytes]:
    named = wrong.extra if isinstance(wrong.extra, list) else []
    found = [
        {"where": str(item.get("key", "")), "what": str(item.get("message", ""))[:300]}
        for item in named
        if isinstance(item, dict)
    ]
    detail = "; ".join(f"{e['where']}: {e['what']}" if e["where"] else e["what"] for e in found)[:600]
    return _answer(errors.Invalid(detail or "What was sent can't be read.", errors=found))


def _msgspec(_: Request[Any, Any, Any], wrong: msgspec.ValidationError) -> Response[bytes]:
    text = str(wrong)
    where = _PATH.search(text)
    what = _PATH.sub("", text)
    return _answer(errors.Invalid(what, errors=[{"where": where["where"] if where else "", "what": what}]))


_BY_STATUS: dict[int, type[errors.Refused]] = {
    401: errors.NotSignedIn, 403: errors.NotAllowed, 404: errors.NotFound, 409: errors.Conflict,
    412: errors.Stale, 413: errors.TooLarge, 429: errors.TooMany, 503: errors.Away,
}  # fmt: skip


def _http(_: Request[Any, Any, Any], wrong: HTTPException) -> Response[bytes]:
    refused = _BY_STATUS.get(wrong.status_code)
    if refused is not None:
        return _answer(refused())
    return _answer(errors.Refused(wrong.detail, code=f"http_{wrong.status_code}"), wrong.status_code)


def _bad_value(_: Request[Any, Any, Any], wrong: Exception) -> Response[bytes]:
    log.info("refused by the database: %s", type(wrong).__name__)
    return _answer(errors.Invalid("A value is outside of what can be kept."))


def _referee(_: Request[Any, Any, Any], wrong: Exception) -> Response[bytes]:
    log.info("conflict in the database: %s %s", type(wrong).__name__, getattr(wrong, "constraint_name", ""))
    return _answer(errors.Conflict("This stands in the way of something that is there already."))


def _away(_: Request[Any, Any, Any], wrong: Exception) -> Response[bytes]:
    log.warning("database away: %s", type(wrong).__name__)
    return _answer(errors.Away(retry_after=5))


def _unexpected(_: Request[Any, Any, Any], wrong: Exception) -> Response[bytes]:
    log.error("unexpected", exc_info=wrong)
    said = errors.Refused("Something went wrong here; it was written to the log.", code="unexpected")
    return _answer(said, 500)


def _internal(request: Request[Any, Any, Any], wrong: InternalServerException) -> Response[bytes]:
    """Litestar takes a fault in a body's field for one of ours when the field is called like a dependency
    (`settings`). What our dependencies give is ours and typed, so a value that doesn't fit was sent.
    """
    if wrong.status_code in _BY_STATUS:
        return _http(request, wrong)
    cause = wrong.__cause__
    return _msgspec(request, cause) if isinstance(cause, msgspec.ValidationError) else _unexpected(request, wrong)


HANDLERS: dict[Any, Callable[..., Response[bytes]]] = {
    errors.Refused: _refused,
    ValidationException: _invalid,
    msgspec.ValidationError: _msgspec,
    msgspec.DecodeError: lambda _, wrong: _answer(errors.Invalid(f"This is not JSON: {wrong}")),
    UnicodeDecodeError: lambda _, __: _answer(errors.Invalid("This is not JSON: it isn't written in UTF-8.")),
    InternalServerException: _internal,
    HTTPException: _http,
    RecursionError: lambda _, __: _answer(errors.Invalid("This is nested too deep.")),
    asyncpg.DataError: _bad_value,
    asyncpg.UniqueViolationError: _referee,
    asyncpg.ExclusionViolationError: _referee,
    asyncpg.ForeignKeyViolationError: _referee,
    asyncpg.CheckViolationError: _bad_value,
    asyncpg.PostgresConnectionError: _away,
    asyncpg.OperatorInterventionError: _away,  # it stops, crashed, or starts
    asyncpg.InsufficientResourcesError: _away,
    asyncpg.TransactionRollbackError: _away,  # a deadlock: the next try goes through
    asyncpg.ReadOnlySQLTransactionError: _away,  # it became a standby
    asyncpg.InterfaceError: _away,
    asyncpg.InternalClientError: _away,
    ConnectionError: _away,
    TimeoutError: _away,
    OSError: _away,
    Exception: _unexpected,
}
