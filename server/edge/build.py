"""The frontend's build, served from memory: hashed assets immutable, all else revalidated, `.br` and `.gz` beside."""

import hashlib
import mimetypes
from pathlib import Path
from typing import Any

from litestar import Request, Response, route
from litestar.enums import HttpMethod

from server.errors import NotFound
from server.wire import Row

WEB = Path(__file__).parent.parent / "web"
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
_MEDIA = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".wasm": "application/wasm"}


class Asset(Row, frozen=True):
    media: str
    immutable: bool
    bodies: dict[str, tuple[bytes, str]]
    """By encoding ("" is plain): the bytes and their ETag."""


def load(root: Path = WEB) -> dict[str, Asset]:
    """Every file of the build by its path from the root. An empty folder: the API alone is served."""
    assets = {}
    for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix not in (".br", ".gz")):
        name = path.relative_to(root).as_posix()
        bodies = {}
        for encoding, ending in (("", ""), *_ENCODINGS):
            beside = path.with_name(path.name + ending)
            if beside.is_file():
                data = beside.read_bytes()
                bodies[encoding] = (data, f'"{hashlib.sha256(data).hexdigest()[:20]}"')
        media = _MEDIA.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        assets[name] = Asset(media, name.startswith("assets/"), bodies)
    return assets


def pages(root: Path = WEB) -> Any:
    """The last route: files of the build, and the index for a page's path. A missing asset stays 404."""
    assets = load(root)

    @route(
        ["/", "/{path:path}"],
        http_method=[HttpMethod.GET, HttpMethod.HEAD],
        include_in_schema=False,
        opt={"may": "anyone"},
    )
    async def build(request: Request[Any, Any, Any]) -> Response[bytes]:
        name = request.url.path.lstrip("/")
        asset = assets.get(name)
        if asset is None:
            # the service worker asks for `/` with Accept: */*
            html = not name or "text/html" in request.headers.get("accept", "")
            is_page = html and "." not in name.rsplit("/", 1)[-1] and not name.startswith("api/")
            asset = assets.get("index.html") if is_page else None
        if asset is None:
            raise NotFound
        return _answer(asset, request)

    return build


def _answer(asset: Asset, request: Request[Any, Any, Any]) -> Response[bytes]:
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((e for e, _ in _ENCODINGS if e in accepted and e in asset.bodies), "")
    body, etag = asset.bodies[encoding]
    headers = {
        "ETag": etag,
        "Vary": "Accept-Encoding",
        "Cache-Control": "public, max-age=31536000, immutable" if asset.immutable else "no-cache",
    }
    if encoding:
        headers["Content-Encoding"] = encoding
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type=asset.media, headers=headers)
