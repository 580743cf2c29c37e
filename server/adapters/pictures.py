"""Pictures from outside: bounded before they are unpacked, drawn anew, so that positions and surprises stay behind."""

import asyncio
import io
import warnings

import msgspec
from PIL import Image, ImageOps

from server.errors import Invalid, TooLarge

BYTES = 5 * 1024 * 1024
PIXELS = 24_000_000
BOX = (720, 240)
"""Of the drawn logo: 60 mm × 20 mm at 300 dots an inch."""
DRAWN = 256 * 1024
_READ = ("PNG", "JPEG")
_WRONG = "Choose a PNG or a JPEG."


class Logo(msgspec.Struct, frozen=True):
    png: bytes
    width: int
    height: int


async def logo(data: bytes) -> Logo:
    """A letterhead's logo as a small PNG, upright, without anything but its colours. Raises TooLarge, Invalid."""
    if len(data) > BYTES:
        raise TooLarge(f"The picture has more than {BYTES // 1024 // 1024} MB.", next_step="Send a smaller one.")
    return await asyncio.to_thread(_drawn, data)


def _drawn(data: bytes) -> Logo:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_READ) as found:
                if found.width * found.height > PIXELS:
                    raise TooLarge("The picture has more than 24 million pixels.", next_step="Send a smaller one.")
                found.draft("RGB", BOX)
                picture = ImageOps.exif_transpose(found).convert("RGBA")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise TooLarge("The picture has more than 24 million pixels.", next_step="Send a smaller one.") from None
    except (OSError, SyntaxError, ValueError) as wrong:
        raise Invalid("This isn't a picture that can be read.", next_step=_WRONG) from wrong
    picture.thumbnail(BOX)
    png = _png(picture)
    if len(png) > DRAWN:  # a photograph: 256 colours are enough for a letterhead
        png = _png(picture.quantize(256))
    return Logo(png, picture.width, picture.height)


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
