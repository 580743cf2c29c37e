"""The logo on the letterhead."""

from dataclasses import dataclass
from typing import Annotated

from litestar import Response, delete, get, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from server import clock
from server.rules.access import Actor
from server.rules.production.logo import LogoOut
from server.services.production import logo
from server.wire import Id, Struct

_AT = "/api/productions/{production_id:int}/logo"


@dataclass
class LogoForm:
    """A form: `file` (PNG or JPEG, at most 5 MB and 24 million pixels), and what it shows. Without a file the words."""

    alt: str = ""
    file: UploadFile | None = None


class LetterheadOut(Struct):
    logo: LogoOut | None


@get(_AT, opt={"may": ("production", "read")}, operation_id="DescribeLogo")
async def describe_logo(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> LetterheadOut:
    """Whether there is one, where it is read, what it shows."""
    return LetterheadOut(logo=await logo.describe_logo(production_id, by=actor))


@get(f"{_AT}.png", opt={"may": ("production", "read")}, operation_id="ReadLogo", media_type="image/png")
async def read_logo(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> Response[bytes]:
    """As it stands on the sheets: at most 720 × 240 dots."""
    found = await logo.read_logo(production_id, by=actor)
    headers = {"Cache-Control": "private, max-age=86400", "Vary": "Cookie, Authorization"}
    return Response(found.png, media_type="image/png", headers=headers)


@put(_AT, opt={"may": ("production", "change"), "replay": False}, status_code=204, operation_id="KeepLogo")
async def keep_logo(
    data: Annotated[LogoForm, Body(media_type=RequestEncodingType.MULTI_PART)],
    actor: NamedDependency[Actor],
    production_id: FromPath[Id],
) -> None:
    """Put a logo on the letterhead. It is drawn anew: nothing else of the file is kept."""
    content = await data.file.read() if data.file else b""
    await logo.keep_logo(production_id, content, data.alt, by=actor, now=clock.now())


@delete(_AT, opt={"may": ("production", "change")}, operation_id="DropLogo")
async def drop_logo(actor: NamedDependency[Actor], production_id: FromPath[Id]) -> None:
    """Take it off."""
    await logo.drop_logo(production_id, by=actor)


HANDLERS = [describe_logo, read_logo, keep_logo, drop_logo]
