"""What a label opens. Whoever is on its production lands on the case; anybody else sees one page that says nothing."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from server import clock
from server.errors import Invalid
from server.services.access.visitor import Visitor
from server.services.gear import labels
from server.services.gear.labels import FoundIn

_PAGE = (Path(__file__).parent / "stranger.html").read_bytes()
_THANKS = (Path(__file__).parent / "told.html").read_bytes()
_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}

_AT = ["/G/{code:path}", "/g/{code:path}", "/G", "/g"]
"""What is cut off, or has more slashes, is a code that nobody has: a path of its own would say so in JSON."""

LabelText = str
"""Whatever somebody typed: what is no code gets the same page, never an error that tells codes apart."""


def _page(body: bytes, status: int = 200) -> Response[bytes]:
    return Response(body, status_code=status, media_type=MediaType.HTML, headers=_HEADERS)


def _written(code: str) -> str:
    return code.strip("/")


@get(_AT, opt={"may": "anyone"}, include_in_schema=False)
async def label(visitor: NamedDependency[Visitor], code: FromPath[LabelText] = "") -> Response[Any]:
    """The case in the app, or the stranger's page: one body for unknown, revoked and real codes."""
    where = await labels.case_of(_written(code), by=visitor.actor)
    if where is None:
        return _page(_PAGE)
    return Response(b"", status_code=302, headers={**_HEADERS, "Location": where})


@post(_AT, opt={"may": "anyone", "replay": False}, include_in_schema=False)
async def tell(
    data: Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)],
    visitor: NamedDependency[Visitor],
    code: FromPath[LabelText] = "",
) -> Response[bytes]:
    """A stranger tells where it is; the answer is the same for a code that is nobody's."""
    told = {name: text.strip() for name, text in data.items() if text.strip()}
    try:
        report = msgspec.convert(told, FoundIn, strict=False)
    except msgspec.ValidationError as wrong:
        raise Invalid("Say where it is.", errors=[{"where": "where", "what": str(wrong)}]) from None
    await labels.tell_found(_written(code), report, address=visitor.address, now=clock.now())
    return _page(_THANKS)


HANDLERS = [label, tell]
